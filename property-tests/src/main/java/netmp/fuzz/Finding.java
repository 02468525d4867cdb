package netmp.fuzz;

/**
 * An input that shows that something is wrong.
 *
 * @param <I> what an input is
 * @param input as small as it could be made
 * @param defect what came out of its run
 * @param repeats whether it came out again
 */
public record Finding<I>(I input, Throwable defect, boolean repeats) {

  /** Where the defect was seen, for comparison: of what kind, and in which method. */
  static String place(Throwable defect) {
    for (StackTraceElement frame : defect.getStackTrace()) {
      if (frame.getClassName().startsWith("netmp.") && !isOurs(frame.getClassName())) {
        return defect.getClass().getName() + " in " + frame.getClassName() + frame.getMethodName();
      }
    }
    return defect.toString();
  }

  private static boolean isOurs(String className) {
    return className.startsWith("netmp.fuzz.") || className.startsWith("netmp.sim.");
  }
}
