package netmp.pcb;

/**
 * Something that is found by a whole 4-tuple: an entry of one {@link FlowTable}. Only the protocol
 * thread that owns the table touches it. Addresses are IPv4, ports 1..65535. A flow equals nothing
 * but itself.
 */
public abstract class Flow {

  /** This host's address. */
  private int localAddress;

  private int localPort;
  private int foreignAddress;
  private int foreignPort;

  /** Next in its hash chain. */
  Flow next;

  /** For subclasses, which set the tuple before they enter a table. */
  protected Flow() {}

  /**
   * Names both ends. Only while the flow is in no table.
   *
   * @param laddr this host's address
   * @param lport this host's port
   * @param faddr the peer's address
   * @param fport the peer's port
   */
  protected final void setTuple(int laddr, int lport, int faddr, int fport) {
    localAddress = laddr;
    localPort = lport;
    foreignAddress = faddr;
    foreignPort = fport;
  }

  /**
   * Takes the tuple of another flow.
   *
   * @param other whose place this one takes
   */
  protected final void setTuple(Flow other) {
    setTuple(other.localAddress, other.localPort, other.foreignAddress, other.foreignPort);
  }

  /**
   * This host's address.
   *
   * @return an IPv4 address, 0 before it is known
   */
  public final int localAddress() {
    return localAddress;
  }

  /**
   * This host's port.
   *
   * @return 1..65535, 0 before it is known
   */
  public final int localPort() {
    return localPort;
  }

  /**
   * The peer's address.
   *
   * @return an IPv4 address, 0 before it is known
   */
  public final int foreignAddress() {
    return foreignAddress;
  }

  /**
   * The peer's port.
   *
   * @return 1..65535, 0 before it is known
   */
  public final int foreignPort() {
    return foreignPort;
  }

  final boolean is(int laddr, int lport, int faddr, int fport) {
    return foreignPort == fport
        && foreignAddress == faddr
        && localPort == lport
        && localAddress == laddr;
  }

  final int hash() {
    return hash(localAddress, localPort, foreignAddress, foreignPort);
  }

  static int hash(int laddr, int lport, int faddr, int fport) {
    int mixed = (laddr * 31 + faddr) * 31 + (lport << 16 ^ fport);
    int once = (mixed ^ mixed >>> 16) * 0x85ebca6b;
    return once ^ once >>> 13;
  }
}
