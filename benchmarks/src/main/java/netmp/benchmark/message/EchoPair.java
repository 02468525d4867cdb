package netmp.benchmark.message;

/** A client and an echo server, each a user thread with a UDP socket; the client calls. */
interface EchoPair {

  /** Bytes of a request and of its reply. */
  int LENGTH = 64;

  /**
   * Sends a request and waits for the reply. The client thread.
   *
   * @throws Exception if sending or receiving fails
   */
  void roundTrip() throws Exception;

  /**
   * Ends the server. The client thread.
   *
   * @throws Exception if that fails
   */
  void end() throws Exception;
}
