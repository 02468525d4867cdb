package netmp.socket;

/**
 * An address and a port, filled in by whoever is asked (BSD's sockaddr_in). Used again for the next
 * question; owned by the thread that asks.
 */
public final class Endpoint {

  private int address;
  private int port;

  /** The address 0 and the port 0. */
  public Endpoint() {}

  /**
   * The address.
   *
   * @return an IPv4 address, or 0 for any
   */
  public int address() {
    return address;
  }

  /**
   * The port.
   *
   * @return 1..65535, or 0 before the socket is bound
   */
  public int port() {
    return port;
  }

  /**
   * Fills it in.
   *
   * @param newAddress an IPv4 address, or 0
   * @param newPort 0..65535
   */
  public void set(int newAddress, int newPort) {
    address = newAddress;
    port = newPort;
  }
}
