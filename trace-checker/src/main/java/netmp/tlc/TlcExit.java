package netmp.tlc;

/** TLC wanted to end the JVM: disk trouble, or a defect of TLC. */
public final class TlcExit extends Error {

  private static final long serialVersionUID = 1L;

  private TlcExit(int status) {
    super("TLC gave up with exit status " + status);
  }

  /**
   * Takes the place of {@code System.exit} in the code of TLC.
   *
   * @param status the exit status TLC wanted
   */
  @SuppressWarnings("DoNotCallSuggester") // called by rewritten code only
  public static void exit(int status) {
    throw new TlcExit(status);
  }
}
