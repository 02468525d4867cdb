package netmp.capture;

import java.io.IOException;

/** A file that is not a capture we can read. The message says what is wrong, and where. */
public final class CaptureFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Something wrong in a file.
   *
   * @param offset where, in bytes from the beginning
   * @param message what, and what is expected
   */
  CaptureFormatException(long offset, String message) {
    super("at byte " + offset + ": " + message);
  }
}
