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

  private static final int FIRST_SIZE = 4;
  private static final Mbuf[] NONE = {};

  private final StreamSocket socket;

  /** A ring; head and tail run free. Idle connections have no arrays. */
  private Mbuf[] packets = NONE;

  /** The sequence number of the first byte of each packet, when it was appended. */
  private int[] starts = {};

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
  void begin(int seq) {
    front = seq;
    end = seq;
  }

  /** Behind the last byte that was appended, as of the last {@link #pull}. */
  int end() {
    return end;
  }

  /** Notes what users have appended. */
  void pull() {
    for (Mbuf packet = socket.visitToSend(); packet != null; packet = socket.visitToSend()) {
      if (tail - head == packets.length) {
        grow();
      }
      packets[slot(tail)] = packet;
      starts[slot(tail)] = end;
      tail++;
      end += packet.length();
      if (packet.isUrgent()) {
        urgentEnd = end;
        urgent = true;
      }
    }
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
      packets[slot(head)] = null;
      head++;
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
      Mbuf packet = packets[slot(from)];
      int offset = seq + copied - startOf(from);
      int bytes = Math.min(length - copied, packet.length() - offset);
      into.copyFrom(at + copied, packet, offset, bytes);
      copied += bytes;
      cursor = from++;
    }
  }

  /** The connection is over; the packets belong to the send buffer. */
  void forget() {
    packets = NONE;
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
    return index == head ? front : starts[slot(index)];
  }

  private int endOf(int index) {
    return index + 1 == tail ? end : starts[slot(index + 1)];
  }

  private int slot(int index) {
    return index & (packets.length - 1);
  }

  private void grow() {
    int size = Math.max(FIRST_SIZE, 2 * packets.length);
    Mbuf[] more = new Mbuf[size];
    int[] moreStarts = new int[size];
    for (int i = head; i != tail; i++) {
      more[i & (size - 1)] = packets[slot(i)];
      moreStarts[i & (size - 1)] = starts[slot(i)];
    }
    packets = more;
    starts = moreStarts;
  }
}
