package netmp.sockbuf;

import netmp.mbuf.Mbuf;

/**
 * A queue of packets from one producer to one consumer, bounded by bytes: BSD's sockbuf, without
 * its lock. Of a receive buffer the producer is the protocol thread that owns the socket and the
 * consumer whoever holds the user-side lock; of a send buffer it is the other way round.
 *
 * <p>The number of bytes in it is not one number. Each side counts its own bytes exactly and knows
 * the other's count perhaps late; so the producer has an upper bound, the consumer a lower bound,
 * and each decides by the bound it has, which is the one that is safe for it. A third thread has
 * neither.
 *
 * <p>Memory consistency: what the producer did to a packet before appending it happens before the
 * consumer gets it; what the producer did before {@link #setCantMore} happens before the consumer
 * finds {@link #cantMore} true.
 */
public interface Sockbuf extends ReceiveQueue {

  // ---- producer ----

  /**
   * Appends a packet (BSD's sbappend, sbappendrecord).
   *
   * @param packet the packet; the sockbuf owns it if the result is true
   * @return false if the packet does not fit below the high-water mark, judged by the upper bound,
   *     or if a ring has no slot for it
   */
  boolean append(Mbuf packet);

  /**
   * Appends a datagram under its sender's address (BSD's sbappendaddr).
   *
   * @param packet the datagram; the sockbuf owns it if the result is true
   * @param address the sender's IPv4 address
   * @param port the sender's port, 0..65535
   * @return as {@link #append}
   */
  default boolean appendAddress(Mbuf packet, int address, int port) {
    packet.setForeign(address, port);
    return append(packet);
  }

  /** There is one producer, whoever it is. */
  @Override
  default boolean append(int cpu, Mbuf packet) {
    return !cantMore() && appendAddress(packet, packet.foreignAddress(), packet.foreignPort());
  }

  /**
   * Appends a packet with control data (BSD's sbappendcontrol). Both count as bytes.
   *
   * @param packet the packet; the sockbuf owns it if the result is true
   * @param control the control data, which goes with the packet if the result is true
   * @return as {@link #append}
   */
  default boolean appendControl(Mbuf packet, Mbuf control) {
    packet.setControl(control);
    boolean appended = append(packet);
    if (!appended) {
      packet.takeControl();
    }
    return appended;
  }

  // ---- consumer ----

  /**
   * The oldest packet that was not visited yet, which stays (the note cursor). A packet that is
   * dequeued counts as visited.
   *
   * @param reader as in {@link #dequeue}
   * @return the packet, which the sockbuf owns, or null if none is to be seen
   */
  Mbuf visit(int reader);

  // ---- anyone ----

  /**
   * How many bytes fit, as a third thread can know. Too few only if bytes have been dequeued since
   * the call began.
   *
   * @return an estimate, at least 0
   */
  int spaceEstimate();
}
