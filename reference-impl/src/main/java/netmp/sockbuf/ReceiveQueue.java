package netmp.sockbuf;

import netmp.mbuf.Mbuf;

/**
 * Packets to be received: one {@link Sockbuf}, or one for each CPU. There is one consumer at a
 * time, and a producer for each queue in it.
 *
 * <p>Memory consistency: as of a {@link Sockbuf}.
 */
public interface ReceiveQueue {

  // ---- producers ----

  /**
   * Appends a packet under its sender's address, unless the end is set (BSD's sbappendaddr).
   *
   * @param cpu the CPU whose protocol thread appends; where there is one queue, it is the owner's
   * @param packet the packet with its flow noted; taken if the result is true
   * @return false if there is no room, or nothing may be appended any more
   */
  boolean append(int cpu, Mbuf packet);

  // ---- the owner of the socket ----

  /**
   * How many bytes fit (BSD's sbspace).
   *
   * @return a lower bound, at least 0
   */
  int space();

  /**
   * How many bytes are in it, as the owner can know (BSD's sb_cc).
   *
   * @return an upper bound, at least 0; of many queues, not below what was there all the time
   */
  int bytesAtMost();

  /**
   * How many packets are in it, as the owner can know.
   *
   * @return as {@link #bytesAtMost}
   */
  int packetsAtMost();

  /**
   * Says that nothing will be appended any more (SS_CANTRCVMORE). The owner; other producers have
   * stopped before.
   */
  void setCantMore();

  /**
   * Sets the high-water mark (BSD's sbreserve). The owner, for it can end a wait; a producer sees
   * it when it next appends. What is there already stays. A ring keeps its slots, which bound it
   * too.
   *
   * @param bytes at least 1
   */
  void setHighWater(int bytes);

  // ---- consumer ----

  /**
   * Takes a packet: of one queue, the oldest.
   *
   * @param reader the number of the reading user, for traces; 0 for a protocol thread
   * @return the packet, which the caller now owns, or null if none is to be seen
   */
  Mbuf dequeue(int reader);

  /**
   * The packet that {@link #dequeue} would take, which stays. It may be read, and only {@link
   * #drop} may take bytes from it.
   *
   * @param reader as in {@link #dequeue}
   * @return the packet, which the queue owns, or null if none is to be seen
   */
  Mbuf first(int reader);

  /**
   * Drops bytes from the front (BSD's sbdrop): whole packets are freed, the last one is trimmed.
   *
   * @param reader as in {@link #dequeue}
   * @param bytes how many, 0..{@link #bytesAtLeast}
   * @throws IndexOutOfBoundsException when fewer are to be seen; then all of these are dropped
   */
  void drop(int reader, int bytes);

  /**
   * How many bytes are in it, as the consumer can know.
   *
   * @return a lower bound, at least 0; as many can be read or dropped
   */
  int bytesAtLeast();

  /**
   * How many packets are in it, as the consumer can know.
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
   * How many packets are in it, as a third thread can know. Neither bound: but it is above 0 only
   * if there was a packet during the call, and 0 only if there was a moment without one, or one has
   * been appended since the call began.
   *
   * @return an estimate, at least 0
   */
  int packetsEstimate();

  /**
   * How many bytes are in it, as a third thread can know.
   *
   * @return an estimate, at least 0
   */
  int bytesEstimate();

  /**
   * How many packets it is meant to hold: the slots of a ring; a list holds more.
   *
   * @return at least 4
   */
  int mostPackets();

  /**
   * The high-water mark.
   *
   * @return bytes above which appending is refused
   */
  int highWater();

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
