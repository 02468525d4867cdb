package netmp.sockbuf;

import netmp.mbuf.Mbuf;

/**
 * A queue of packets from one producer to one consumer (BSD's sockbuf, without its lock).
 *
 * <p>The number of bytes in it is not one number: each side knows its own counter exactly and the
 * other's perhaps late, so the producer has an upper bound and the consumer a lower bound, and each
 * decides by the bound it has.
 */
public interface Sockbuf {

  /** Makes the sockbufs of a stack. */
  @FunctionalInterface
  interface Factory {
    /**
     * An empty sockbuf.
     *
     * @param highWater bytes above which {@link Sockbuf#append} refuses, positive
     * @param traced the number of the traced object, from {@link netmp.probe.Probes#newObject}
     * @return the sockbuf
     */
    Sockbuf create(int highWater, int traced);
  }

  /**
   * Appends a packet. The producer only.
   *
   * <p>Memory consistency: what the producer did before happens before the consumer's {@link
   * #dequeue} of this packet.
   *
   * @param packet the packet; the sockbuf owns it if the result is true
   * @return false if the packet does not fit below the high-water mark, judged by the upper bound
   */
  boolean append(Mbuf packet);

  /**
   * How many packets are in the sockbuf, as the producer can know. The producer only.
   *
   * @return an upper bound
   */
  int packetsAtMost();

  /**
   * How many packets can be dequeued. The consumer only.
   *
   * @param reader the number of the reading user, for traces; 0 for a protocol thread
   * @return a lower bound; {@link #dequeue} may be called that many times
   */
  int snapshot(int reader);

  /**
   * Takes the oldest packet. The consumer only, and only if {@link #snapshot} said that there is
   * one.
   *
   * @return the packet, which the caller now owns
   */
  Mbuf dequeue();
}
