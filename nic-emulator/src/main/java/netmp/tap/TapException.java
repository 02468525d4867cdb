package netmp.tap;

import java.io.IOException;

/** A TAP device cannot be had. The message says what, where, and what to do. */
public final class TapException extends IOException {

  private static final long serialVersionUID = 1L;

  TapException(String message) {
    super(message);
  }
}
