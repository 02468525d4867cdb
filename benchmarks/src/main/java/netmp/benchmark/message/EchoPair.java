package netmp.benchmark.message;

/** A client and an echo server, each a user thread with a UDP socket; the client calls. */
public interface EchoPair {

  /** Bytes of a request and of its reply. */
  int LENGTH = 64;

  /**
   * Sends a request. The client thread.
   *
   * @throws Exception if that fails
   */
  void send() throws Exception;

  /**
   * Waits for a reply. The client thread.
   *
   * @throws Exception if that fails
   */
  void receive() throws Exception;

  /**
   * Sends a request and waits for the reply. The client thread.
   *
   * @throws Exception if sending or receiving fails
   */
  default void roundTrip() throws Exception {
    send();
    receive();
  }

  /**
   * Ends the server. The client thread.
   *
   * @throws Exception if that fails
   */
  void end() throws Exception;
}
