package netmp.drill;

/** A script that cannot be read. */
final class SyntaxError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong, with line and column, both from 1. */
  SyntaxError(int line, int column, String message) {
    super(line + ":" + column + ": " + message);
  }

  /** The same, of a whole token. */
  SyntaxError(Token at, String message) {
    this(at.line(), at.column(), message);
  }
}
