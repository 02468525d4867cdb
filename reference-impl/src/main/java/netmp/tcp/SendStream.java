package netmp.tcp;

import netmp.mbuf.Mbuf;
import netmp.socket.StreamSocket;

/**
 * The bytes of the send buffer by sequence number. They stay in the send buffer until they are
 * acknowledged; this remembers which packet holds which, so that a segment is cut out of them in
 * the time that it takes to copy it, wherever it lies. For the protocol thread that owns the
 * connection.
 */
final class SendStream {

  private final StreamSocket socket;

  private Spares<PacketRing> spares;

  /** Null while there is nothing in it. */
  private PacketRing ring;

  private int head;
  private int tail;

  /** A packet that was copied from last: the next segment begins there or close behind. */
  private int cursor;

  /** The first byte that is not acknowledged, and the one behind the last. */
  private int front;

  private int end;

  /** Behind the last urgent byte, and whether {@link #takeUrgent} has not told yet. */
  private int urgentEnd;

  private boolean urgent;

  SendStream(StreamSocket socket) {
    this.socket = socket;
  }

  /** The first byte gets a sequence number. */
  void begin(int seq, Spares<PacketRing> lender) {
    front = seq;
    end = seq;
    spares = lender;
  }

  /** Behind the last byte that was appended, as of the last {@link #pull}. */
  int end() {
    return end;
  }

  /** Notes what users have appended. */
  void pull() {
    for (Mbuf packet = socket.visitToSend(); packet != null; packet = socket.visitToSend()) {
      append(packet);
      if (packet.isUrgent()) {
        urgentEnd = end;
        urgent = true;
      }
    }
  }

  private void append(Mbuf packet) {
    if (ring == null) {
      ring = spares.take();
    }
    if (tail - head == ring.packets.length) {
      ring.grow(head, tail);
    }
    ring.packets[slot(tail)] = packet;
    ring.starts[slot(tail)] = end;
    tail++;
    end += packet.length();
  }

  /** Whether urgent bytes have been appended since this was asked last. */
  boolean takeUrgent() {
    boolean was = urgent;
    urgent = false;
    return was;
  }

  /** Behind the last urgent byte, after {@link #takeUrgent}. */
  int urgentEnd() {
    return urgentEnd;
  }

  /** Bytes before this one are acknowledged: they leave the send buffer. */
  void acknowledge(int seq) {
    int bytes = seq - front;
    if (bytes <= 0) {
      return;
    }
    front = seq;
    while (head != tail && !Seq.after(endOf(head), seq)) {
      ring.packets[slot(head)] = null;
      head++;
    }
    if (head == tail && ring != null) {
      spares.give(ring);
      ring = null;
    }
    if (cursor - head < 0) {
      cursor = head;
    }
    socket.dropSent(bytes);
  }

  /**
   * Copies bytes into a packet.
   *
   * @param seq the first, not acknowledged
   * @param length how many, not beyond {@link #end}
   * @param into receives them
   * @param at index of the first there
   */
  void copy(int seq, int length, Mbuf into, int at) {
    int from = locate(seq);
    int copied = 0;
    while (copied < length) {
      Mbuf packet = ring.packets[slot(from)];
      int offset = seq + copied - startOf(from);
      int bytes = Math.min(length - copied, packet.length() - offset);
      into.copyFrom(at + copied, packet, offset, bytes);
      copied += bytes;
      cursor = from++;
    }
  }

  /** The connection is over; the packets belong to the send buffer. */
  void forget() {
    ring = null;
    head = tail;
  }

  private int locate(int seq) {
    int found = cursor;
    if (holds(found, seq) || holds(++found, seq)) {
      return found;
    }
    int low = head;
    int high = tail - 1;
    while (low != high) {
      int middle = low + (high - low + 1) / 2;
      if (Seq.after(startOf(middle), seq)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private boolean holds(int index, int seq) {
    return index - tail < 0 && !Seq.before(seq, startOf(index)) && Seq.before(seq, endOf(index));
  }

  /** The first byte of a packet as it is now: the front of the first one has been cut off. */
  private int startOf(int index) {
    return index == head ? front : ring.starts[slot(index)];
  }

  private int endOf(int index) {
    return index + 1 == tail ? end : ring.starts[slot(index + 1)];
  }

  private int slot(int index) {
    return ring.slot(index);
  }
}
