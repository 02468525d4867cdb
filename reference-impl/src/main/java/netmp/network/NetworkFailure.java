package netmp.network;

/**
 * A network's run did not end well: a thread failed, or some wait for ever. The message says who,
 * where, for what, and what the links did.
 */
public final class NetworkFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param message what is to be known
   * @param cause what a thread died of, or null
   */
  public NetworkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
