package netmp.drill;

/** The stack did something else than the script says. */
final class Mismatch extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The line; 0 if only the catcher knows it. */
  private final int line;

  Mismatch(String message) {
    this(0, message, null);
  }

  Mismatch(String message, Throwable cause) {
    this(0, message, cause);
  }

  Mismatch(int line, String message, Throwable cause) {
    super(message, cause);
    this.line = line;
  }

  /** The same on a line, unless it has one already. */
  Mismatch at(int lineIfUnknown) {
    return line != 0 ? this : new Mismatch(lineIfUnknown, getMessage(), this);
  }

  /** With the line in front. */
  String text() {
    return line + ": " + getMessage();
  }
}
