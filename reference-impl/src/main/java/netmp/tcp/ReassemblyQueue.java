package netmp.tcp;

import java.util.Arrays;
import netmp.mbuf.Mbuf;

/**
 * Text that has come before its turn (RFC 9293 section 3.10.7.4, "segments with higher beginning
 * sequence numbers SHOULD be held for later processing"), in order, without overlaps. The window
 * bounds its bytes, {@link #MAX_SEGMENTS} its packets, so that a peer that sends single bytes
 * cannot hold more memory than others. For the protocol thread that owns the connection; the queue
 * owns the packets.
 */
final class ReassemblyQueue {

  private static final int MAX_SEGMENTS = 256;

  /** First bytes, and last, of the stretches without holes that are told to the peer (RFC 2018). */
  private static final int MAX_BLOCKS = 4;

  private static final Mbuf[] NONE = {};
  private static final int[] NOWHERE = {};

  private Mbuf[] packets = NONE;
  private int[] starts = NOWHERE;
  private int size;

  /** Begins of stretches, the one that grew last first (RFC 2018 section 4). */
  private int[] recent = NOWHERE;

  private int recentCount;

  /** The sequence number of a FIN that came before its turn. */
  private boolean hasFin;

  private int fin;

  boolean isEmpty() {
    return size == 0;
  }

  /** A FIN has this sequence number. */
  void noteFin(int seq) {
    hasFin = true;
    fin = seq;
  }

  /** The sequence number of the FIN that was noted. */
  int fin() {
    return fin;
  }

  /** Whether the FIN is next. */
  boolean finIsAt(int seq) {
    return hasFin && fin == seq;
  }

  /**
   * Takes text.
   *
   * @param seq of its first byte
   * @param text at least one byte; taken if the result is true, perhaps cut
   * @return false if all of it is here already, or there are too many packets
   */
  boolean add(int seq, Mbuf text) {
    int at = place(seq);
    int start = seq;
    if (at > 0 && Seq.after(endOf(at - 1), seq)) {
      int known = Math.min(endOf(at - 1) - seq, text.length());
      text.trimFront(known);
      start += known;
    }
    int end = start + text.length();
    while (at < size && text.length() > 0 && !Seq.before(end, endOf(at))) {
      remove(at); // all of it is in the new text
    }
    if (at < size && Seq.after(end, starts[at])) {
      text.trimBack(end - starts[at]);
    }
    if (text.length() == 0 || size == MAX_SEGMENTS) {
      return false;
    }
    insert(at, start, text);
    noteRecent(at);
    return true;
  }

  /** Whether all text between two sequence numbers is here. */
  boolean holds(int from, int to) {
    int at = find(from);
    return at >= 0 && !Seq.after(to, endOf(last(at)));
  }

  /** The first text, if it begins at a sequence number; the caller owns it. Null if not. */
  Mbuf takeAt(int seq) {
    if (size == 0 || starts[0] != seq) {
      return null;
    }
    Mbuf text = packets[0];
    removeSlot(0);
    return text;
  }

  /** How long the first text is; 0 if it does not begin at a sequence number. */
  int lengthAt(int seq) {
    return size > 0 && starts[0] == seq ? packets[0].length() : 0;
  }

  /** Text before a sequence number has been received otherwise. */
  void dropBefore(int seq) {
    while (size > 0 && !Seq.after(endOf(0), seq)) {
      remove(0);
    }
    if (size > 0 && Seq.before(starts[0], seq)) {
      packets[0].trimFront(seq - starts[0]);
      starts[0] = seq;
    }
  }

  /** Frees everything. */
  void clear() {
    while (size > 0) {
      remove(size - 1);
    }
    packets = NONE;
    starts = NOWHERE;
    recentCount = 0;
    hasFin = false;
  }

  // ---- what is told to the peer ----

  /**
   * The stretches that are here.
   *
   * @param left receives their first sequence numbers
   * @param right receives the numbers behind them
   * @param from index of the first to be written
   * @param most how many fit
   * @return how many were written
   */
  int blocks(int[] left, int[] right, int from, int most) {
    int count = 0;
    for (int i = 0; i < recentCount && count < most; i++) {
      int at = find(recent[i]);
      int begin = at < 0 ? 0 : first(at);
      if (at >= 0 && !isListed(left, from, count, starts[begin])) {
        left[from + count] = starts[begin];
        right[from + count] = endOf(last(at));
        count++;
      }
    }
    for (int at = 0; at < size && count < most; at = last(at) + 1) {
      if (!isListed(left, from, count, starts[at])) {
        left[from + count] = starts[at];
        right[from + count] = endOf(last(at));
        count++;
      }
    }
    return count;
  }

  private static boolean isListed(int[] left, int from, int count, int begin) {
    for (int i = from; i < from + count; i++) {
      if (left[i] == begin) {
        return true;
      }
    }
    return false;
  }

  /** The packet in which a sequence number lies, or -1. */
  private int find(int seq) {
    int at = place(seq + 1) - 1;
    return at >= 0 && Seq.before(seq, endOf(at)) ? at : -1;
  }

  private int first(int at) {
    int first = at;
    while (first > 0 && endOf(first - 1) == starts[first]) {
      first--;
    }
    return first;
  }

  private int last(int at) {
    int last = at;
    while (last + 1 < size && endOf(last) == starts[last + 1]) {
      last++;
    }
    return last;
  }

  /** The stretch of a packet comes first; of those behind it each is named once. */
  private void noteRecent(int at) {
    int newest = starts[first(at)];
    int kept = 0;
    for (int i = 0; i < recentCount && kept < MAX_BLOCKS - 1; i++) {
      int where = find(recent[i]);
      int begin = where < 0 ? newest : starts[first(where)];
      if (begin != newest && !isListed(recent, 0, kept, begin)) {
        recent[kept++] = begin;
      }
    }
    System.arraycopy(recent, 0, recent, 1, kept);
    recent[0] = newest;
    recentCount = kept + 1;
  }

  // ---- inside ----

  /** How many packets begin before a sequence number. */
  private int place(int seq) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Seq.before(starts[middle], seq)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int endOf(int at) {
    return starts[at] + packets[at].length();
  }

  private void insert(int at, int start, Mbuf text) {
    if (size == packets.length) {
      grow();
    }
    System.arraycopy(packets, at, packets, at + 1, size - at);
    System.arraycopy(starts, at, starts, at + 1, size - at);
    packets[at] = text;
    starts[at] = start;
    size++;
  }

  private void remove(int at) {
    packets[at].free();
    removeSlot(at);
  }

  private void removeSlot(int at) {
    size--;
    System.arraycopy(packets, at + 1, packets, at, size - at);
    System.arraycopy(starts, at + 1, starts, at, size - at);
    packets[size] = null;
  }

  private void grow() {
    int length = Math.max(8, 2 * size);
    packets = Arrays.copyOf(packets, length);
    starts = Arrays.copyOf(starts, length);
    recent = Arrays.copyOf(recent, MAX_BLOCKS);
  }
}
