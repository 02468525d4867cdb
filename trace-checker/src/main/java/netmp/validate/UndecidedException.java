package netmp.validate;

/** An engine cannot decide about a trace within its limits. */
public final class UndecidedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Undecided.
   *
   * @param message which limit was met, and where
   */
  public UndecidedException(String message) {
    super(message);
  }
}
