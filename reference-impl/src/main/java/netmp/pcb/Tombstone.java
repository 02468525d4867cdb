package netmp.pcb;

/**
 * What a control block leaves on a CPU when it moves on: under which tuple it can be found, and
 * where. It stays until the block is linked where it goes. Nothing in it changes.
 *
 * @param <S> the kind of socket
 */
public final class Tombstone<S> {

  private final Inpcb<S> pcb;
  private final int localAddress;
  private final int localPort;
  private final int foreignAddress;
  private final int foreignPort;
  private final int oldLocalAddress;
  private final int epoch;
  private final int from;
  private final int to;
  private final Tombstone<S> before;

  /**
   * Of a block that leaves, with its new tuple.
   *
   * @param pcb the block
   * @param oldLocalAddress the local address that it had before
   * @param from the CPU that it leaves
   * @param to the CPU that it goes to
   */
  public Tombstone(Inpcb<S> pcb, int oldLocalAddress, int from, int to) {
    this.pcb = pcb;
    this.oldLocalAddress = oldLocalAddress;
    this.from = from;
    this.to = to;
    localAddress = pcb.localAddress;
    localPort = pcb.localPort;
    foreignAddress = pcb.foreignAddress;
    foreignPort = pcb.foreignPort;
    epoch = pcb.tombstone == null ? 1 : pcb.tombstone.epoch + 1;
    before = pcb.moving ? pcb.tombstone : null;
  }

  /**
   * Whether a packet of a tuple is for the block that left.
   *
   * @param localAddress the packet's destination
   * @param localPort its destination port
   * @param foreignAddress its source
   * @param foreignPort its source port
   * @return true if the block has this peer
   */
  public boolean matches(int localAddress, int localPort, int foreignAddress, int foreignPort) {
    return this.foreignPort == foreignPort
        && this.foreignAddress == foreignAddress
        && this.localPort == localPort
        && this.localAddress == localAddress;
  }

  /**
   * The block that left.
   *
   * @return the block, which belongs to another CPU
   */
  public Inpcb<S> pcb() {
    return pcb;
  }

  /**
   * The block's local port.
   *
   * @return 1..65535
   */
  public int localPort() {
    return localPort;
  }

  /**
   * The local address that the block had before it left, and has again if it may not stay where it
   * goes.
   *
   * @return an address of the host, or {@link Inpcb#ANY}
   */
  public int oldLocalAddress() {
    return oldLocalAddress;
  }

  /**
   * How often the block has moved.
   *
   * @return 1 after the first time
   */
  public int epoch() {
    return epoch;
  }

  /**
   * The CPU that the block left.
   *
   * @return the CPU on which the tombstone is
   */
  public int from() {
    return from;
  }

  /**
   * The CPU that the block went to.
   *
   * @return another CPU
   */
  public int to() {
    return to;
  }

  /**
   * The one that the block left before, on its way, without having been linked in between.
   *
   * @return a tombstone on another CPU, or null
   */
  public Tombstone<S> before() {
    return before;
  }
}
