package netmp.pcb;

import netmp.ip.IpOutput;

/**
 * The tuple of one socket, and its place in the tables of the CPU that owns it. Only that CPU's
 * protocol thread touches it.
 *
 * @param <S> the kind of socket
 */
public final class Inpcb<S> {

  /** INADDR_ANY: any local address; as a foreign address, not connected. */
  public static final int ANY = 0;

  private final S socket;
  int localAddress;
  int localPort;
  int foreignAddress;
  int foreignPort;

  /** SO_REUSEADDR and SO_REUSEPORT, as they were when the socket was bound. */
  boolean reuseAddress;

  boolean reusePort;

  /** Tells the blocks of a table apart where flows are spread over them. */
  int number;

  private int typeOfService;
  private int timeToLive = IpOutput.TIME_TO_LIVE;

  /** Next in its hash chain. */
  Inpcb<S> next;

  /**
   * A control block in no table.
   *
   * @param socket the socket whose packets it finds
   */
  public Inpcb(S socket) {
    this.socket = socket;
  }

  /**
   * The socket it belongs to.
   *
   * @return the socket
   */
  public S socket() {
    return socket;
  }

  /**
   * The address the socket is bound to.
   *
   * @return an IPv4 address or {@link #ANY}
   */
  public int localAddress() {
    return localAddress;
  }

  /**
   * The port the socket is bound to.
   *
   * @return 1..65535, or 0 before it is bound
   */
  public int localPort() {
    return localPort;
  }

  /**
   * The peer the socket is connected to.
   *
   * @return an IPv4 address, or {@link #ANY} when it is not connected
   */
  public int foreignAddress() {
    return foreignAddress;
  }

  /**
   * The peer's port.
   *
   * @return 0..65535
   */
  public int foreignPort() {
    return foreignPort;
  }

  /**
   * Whether the block has a foreign address.
   *
   * @return true after connect
   */
  public boolean isConnected() {
    return foreignAddress != ANY;
  }

  /**
   * Notes what the socket may share with others, before it is bound.
   *
   * @param address SO_REUSEADDR: a port, with another address
   * @param port SO_REUSEPORT: address and port, with others that may too
   */
  public void setReuse(boolean address, boolean port) {
    reuseAddress = address;
    reusePort = port;
  }

  /**
   * The type of service of what the socket sends (inp_ip_tos).
   *
   * @return 0..255
   */
  public int typeOfService() {
    return typeOfService;
  }

  /**
   * Sets the type of service.
   *
   * @param tos 0..255
   */
  public void setTypeOfService(int tos) {
    typeOfService = tos;
  }

  /**
   * The time to live of what the socket sends to hosts (inp_ip_ttl).
   *
   * @return 1..255
   */
  public int timeToLive() {
    return timeToLive;
  }

  /**
   * Sets the time to live.
   *
   * @param ttl 1..255
   */
  public void setTimeToLive(int ttl) {
    timeToLive = ttl;
  }
}
