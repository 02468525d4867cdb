package netmp.mbuf;

/**
 * A first-in first-out queue of packets, linked through the packets themselves: nothing is
 * allocated. It owns the packets in it. For one thread at a time; the queue orders nothing between
 * threads.
 */
public final class PacketQueue {

  private Mbuf head;
  private Mbuf tail;
  private int size;

  /** Makes an empty queue. */
  public PacketQueue() {}

  /**
   * Puts a packet last.
   *
   * @param packet the packet, in no other queue; the queue owns it now
   */
  public void enqueue(Mbuf packet) {
    packet.linkPacket(null);
    if (tail == null) {
      head = packet;
    } else {
      tail.linkPacket(packet);
    }
    tail = packet;
    size++;
  }

  /**
   * Takes the first packet.
   *
   * @return the packet, which the caller owns now, or null when the queue is empty
   */
  public Mbuf dequeue() {
    Mbuf packet = head;
    if (packet == null) {
      return null;
    }
    head = packet.nextPacket();
    if (head == null) {
      tail = null;
    }
    packet.linkPacket(null);
    size--;
    return packet;
  }

  /**
   * The first packet, which stays.
   *
   * @return the packet, which the queue owns, or null when the queue is empty
   */
  public Mbuf first() {
    return head;
  }

  /**
   * How many packets wait here.
   *
   * @return the number of packets
   */
  public int size() {
    return size;
  }
}
