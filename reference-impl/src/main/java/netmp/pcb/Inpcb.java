package netmp.pcb;

import netmp.ip.IpOutput;

/**
 * The tuple of one socket and what goes with it. The CPU that owns the socket writes it; another
 * one may read it while a request of the owner visits that CPU, for the owner changes nothing
 * meanwhile.
 *
 * @param <S> the kind of socket
 */
public final class Inpcb<S> {

  /** INADDR_ANY: any local address; as a foreign address, not connected. */
  public static final int ANY = 0;

  private final S socket;
  private final int traced;
  private final String name;
  int localAddress;
  int localPort;
  int foreignAddress;
  int foreignPort;

  /** SO_REUSEADDR and SO_REUSEPORT, as they were when the socket was bound. */
  boolean reuseAddress;

  boolean reusePort;

  /** Tells the blocks of a port apart where flows are spread over them. */
  int number;

  /** The socket is closed. */
  boolean detached;

  /** On its way to another CPU, and in no table. */
  boolean moving;

  /** It has moved, and the request that moved it has not been answered yet. */
  private boolean arrived;

  /** What it left when it moved last, or null. */
  Tombstone<S> tombstone;

  /** The receiving direction shall end. */
  private boolean endsReceiving;

  private int typeOfService;
  private int groupTimeToLive = IpOutput.GROUP_TIME_TO_LIVE;
  private boolean loopsGroups = true;
  private Joined[] groups = {};

  /** The address of the interface by which leaves what is sent to groups (imo_multicast_ifp). */
  private int groupInterface = ANY;

  private boolean dontFragment;
  private int timeToLive = IpOutput.TIME_TO_LIVE;

  /**
   * A control block in no table.
   *
   * @param socket the socket whose packets it finds
   */
  public Inpcb(S socket) {
    this(socket, 0, "inpcb");
  }

  /**
   * A control block in no table, which is traced.
   *
   * @param socket the socket whose packets it finds
   * @param traced its number in traces
   * @param name its name there
   */
  public Inpcb(S socket, int traced, String name) {
    this.socket = socket;
    this.traced = traced;
    this.name = name;
  }

  /**
   * The block's number in traces.
   *
   * @return as given
   */
  public int traced() {
    return traced;
  }

  /** The block's name, for people. */
  @Override
  public String toString() {
    return name;
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
   * Whether the socket is closed.
   *
   * @return true after {@link PcbTable#remove}
   */
  public boolean isDetached() {
    return detached;
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
   * Whether the block is on its way to another CPU.
   *
   * @return true from {@link #setMoving} to {@link #setArrived}
   */
  public boolean isMoving() {
    return moving;
  }

  /**
   * What the block left when it moved last.
   *
   * @return the tombstone, or null if it has not moved
   */
  public Tombstone<S> tombstone() {
    return tombstone;
  }

  /**
   * The block leaves.
   *
   * @param left what it leaves
   */
  public void setMoving(Tombstone<S> left) {
    moving = true;
    tombstone = left;
  }

  /** The block has come to its new CPU and is linked there. */
  public void setArrived() {
    moving = false;
    arrived = true;
  }

  /**
   * Whether the block has moved since the last call.
   *
   * @return true once after {@link #setArrived}
   */
  public boolean takeArrived() {
    boolean taken = arrived;
    arrived = false;
    return taken;
  }

  /**
   * Whether a packet is for this block: it is not connected, or it is to the packet's sender.
   *
   * @param foreign the packet's source
   * @param port its source port
   * @return true if so
   */
  public boolean takesFrom(int foreign, int port) {
    return !isConnected() || (foreignAddress == foreign && foreignPort == port);
  }

  /**
   * Whether the receiving direction shall end once no CPU delivers to the socket any more.
   *
   * @return true after {@link #endReceiving}
   */
  public boolean endsReceiving() {
    return endsReceiving;
  }

  /** Says that the receiving direction shall end: the socket is shut down or closed. */
  public void endReceiving() {
    endsReceiving = true;
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
   * The time to live of what the socket sends to groups (imo_multicast_ttl).
   *
   * @return 0..255, 1 at first
   */
  public int groupTimeToLive() {
    return groupTimeToLive;
  }

  /**
   * Sets the time to live to groups.
   *
   * @param ttl 0..255
   */
  public void setGroupTimeToLive(int ttl) {
    groupTimeToLive = ttl;
  }

  /**
   * Whether this host gets what the socket sends to groups (imo_multicast_loop).
   *
   * @return true at first
   */
  public boolean loopsGroups() {
    return loopsGroups;
  }

  /**
   * Sets whether this host gets what the socket sends to groups.
   *
   * @param loops true if so
   */
  public void setLoopsGroups(boolean loops) {
    loopsGroups = loops;
  }

  /**
   * The groups that the socket has joined (imo_membership).
   *
   * @return not to be changed
   */
  public Joined[] groups() {
    return groups;
  }

  /**
   * Changes the groups. Tables know it after their next update.
   *
   * @param joined kept, and not changed any more
   */
  public void setGroups(Joined... joined) {
    groups = joined;
  }

  static boolean contains(Joined[] groups, int group, int ifnet) {
    for (Joined joined : groups) {
      if (joined.group() == group && joined.ifnet() == ifnet) {
        return true;
      }
    }
    return false;
  }

  /**
   * The interface by which leaves what the socket sends to groups.
   *
   * @return its IPv4 address, or {@link #ANY} for the one that the route chooses
   */
  public int groupInterface() {
    return groupInterface;
  }

  /**
   * Chooses the interface by which leaves what the socket sends to groups.
   *
   * @param address its IPv4 address, or {@link #ANY}
   */
  public void setGroupInterface(int address) {
    groupInterface = address;
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
   * Whether what the socket sends must not be fragmented (INP_DONTFRAG).
   *
   * @return false at first
   */
  public boolean dontFragment() {
    return dontFragment;
  }

  /**
   * Sets whether what the socket sends must not be fragmented.
   *
   * @param dont true if not
   */
  public void setDontFragment(boolean dont) {
    dontFragment = dont;
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
