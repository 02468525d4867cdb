package netmp.drill;

/** A script needs what the stack, or this tool, has not. */
final class Unsupported extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;

  /** What is needed, on which line; 0 for none in particular. */
  Unsupported(int line, String what) {
    super(what);
    this.line = line;
  }

  int line() {
    return line;
  }
}
