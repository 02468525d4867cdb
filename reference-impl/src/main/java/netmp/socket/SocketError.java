package netmp.socket;

import java.io.IOException;

/** A socket call failed. */
public final class SocketError extends IOException {

  private static final long serialVersionUID = 1L;

  /** How. */
  private final Errno errno;

  /**
   * The failure of one call.
   *
   * @param call the call, such as "bind 10.0.0.1:7"
   * @param errno how it failed
   */
  public SocketError(String call, Errno errno) {
    super(call + ": " + errno.text() + " (" + errno + ")");
    this.errno = errno;
  }

  /**
   * How the call failed.
   *
   * @return never {@link Errno#OK}
   */
  public Errno errno() {
    return errno;
  }
}
