package netmp.validate;

import java.io.IOException;

/** A file that is not a trace. The message names the line. */
public final class TraceFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Something wrong in a line.
   *
   * @param line its number, from 1
   * @param message what is wrong, and what is expected
   */
  TraceFormatException(long line, String message) {
    super("line " + line + ": " + message);
  }
}
