package netmp.socket;

/**
 * An address and a port, or a name, filled in by whoever is asked (BSD's sockaddr_in, sockaddr_un).
 * Used again for the next question; owned by the thread that asks.
 */
public final class Endpoint {

  private int address;
  private int port;
  private String name = "";

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
   * The name of a local socket.
   *
   * @return empty before the socket is bound, and for sockets of other kinds
   */
  public String name() {
    return name;
  }

  /**
   * Fills it in.
   *
   * @param newName the name of a local socket, or empty
   */
  public void setName(String newName) {
    set(0, 0);
    name = newName;
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
    name = "";
  }
}
