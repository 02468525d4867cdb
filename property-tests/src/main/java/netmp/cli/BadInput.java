package netmp.cli;

/** What the user gave cannot be used. The message says what, where, and what to do. Exit code 2. */
final class BadInput extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message);
  }

  BadInput(String message, Throwable cause) {
    super(message, cause);
  }
}
