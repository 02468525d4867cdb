package netmp.fuzz;

/** Something that a run should not have done, though it threw nothing. */
public final class Defect extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A defect.
   *
   * @param message what is wrong; equal ones are of the same kind
   */
  public Defect(String message) {
    super(message, null, false, false);
  }
}
