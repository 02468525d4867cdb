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
public interface Sockbuf {

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

  /**
   * How many bytes fit (BSD's sbspace).
   *
   * @return a lower bound, at least 0
   */
  int space();

  /**
   * How many bytes are in the sockbuf, as the producer can know (BSD's sb_cc).
   *
   * @return an upper bound, at least 0
   */
  int bytesAtMost();

  /**
   * How many packets are in the sockbuf, as the producer can know.
   *
   * @return an upper bound, at least 0
   */
  int packetsAtMost();

  // ---- consumer ----

  /**
   * Takes the oldest packet.
   *
   * @param reader the number of the reading user, for traces; 0 for a protocol thread
   * @return the packet, which the caller now owns, or null if none is to be seen
   */
  Mbuf dequeue(int reader);

  /**
   * The oldest packet, which stays. It may be read, and only {@link #drop} may take bytes from it.
   *
   * @param reader as in {@link #dequeue}
   * @return the packet, which the sockbuf owns, or null if none is to be seen
   */
  Mbuf first(int reader);

  /**
   * The oldest packet that was not visited yet, which stays (the note cursor). A packet that is
   * dequeued counts as visited.
   *
   * @param reader as in {@link #dequeue}
   * @return the packet, which the sockbuf owns, or null if none is to be seen
   */
  Mbuf visit(int reader);

  /**
   * Drops bytes from the front (BSD's sbdrop): whole packets are freed, the last one is trimmed.
   *
   * @param reader as in {@link #dequeue}
   * @param bytes how many, 0..{@link #bytesAtLeast}
   * @throws IndexOutOfBoundsException when fewer are to be seen; then all of these are dropped
   */
  void drop(int reader, int bytes);

  /**
   * How many bytes are in the sockbuf, as the consumer can know.
   *
   * @return a lower bound, at least 0; as many can be read or dropped
   */
  int bytesAtLeast();

  /**
   * How many packets are in the sockbuf, as the consumer can know.
   *
   * @return a lower bound, at least 0
   */
  int packetsAtLeast();

  /**
   * Whether nothing will be appended any more. To find the end of file, ask this first and look for
   * packets then: what was appended before the end is seen.
   *
   * @return true after {@link #setCantMore}
   */
  boolean cantMore();

  // ---- anyone ----

  /**
   * How many packets are in the sockbuf, as a third thread can know. Neither bound: but it is above
   * 0 only if there was a packet during the call, and 0 only if there was a moment without one, or
   * one has been appended since the call began.
   *
   * @return an estimate, at least 0
   */
  int packetsEstimate();

  /**
   * How many bytes are in the sockbuf, as a third thread can know.
   *
   * @return an estimate, at least 0
   */
  int bytesEstimate();

  /**
   * How many bytes fit, as a third thread can know. Too few only if bytes have been dequeued since
   * the call began.
   *
   * @return an estimate, at least 0
   */
  int spaceEstimate();

  // ---- both ----

  /**
   * Says that nothing will be appended any more, or that it would be in vain (SS_CANTRCVMORE,
   * SS_CANTSENDMORE). The protocol thread that owns the socket, on whichever side it is.
   */
  void setCantMore();

  /**
   * How many packets the sockbuf is meant to hold: the slots of a ring; a list holds more.
   *
   * @return at least 4
   */
  int mostPackets();

  /**
   * The high-water mark.
   *
   * @return bytes above which {@link #append} refuses
   */
  int highWater();

  /**
   * Sets the high-water mark (BSD's sbreserve). The protocol thread that owns the socket, for it
   * can end a wait; the producer sees it when it next appends. What is there already stays. A ring
   * keeps its slots, which bound it too.
   *
   * @param bytes at least 1
   */
  void setHighWater(int bytes);

  /**
   * The low-water mark, 1 at first.
   *
   * @return bytes or room below which waiting for them goes on (SO_RCVLOWAT, SO_SNDLOWAT)
   */
  int lowWater();

  /**
   * Sets the low-water mark. Any thread: whoever waits sees it when he next looks.
   *
   * @param bytes 1..{@link #highWater}
   */
  void setLowWater(int bytes);
}
