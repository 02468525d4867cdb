package netmp.tcp;

/**
 * The segments that are sent and not acknowledged, oldest first, and what is known of each: when it
 * was sent last, whether the peer has said that it has it (RFC 2018), whether it is taken for lost.
 * And the log of transmissions, in which a segment that was sent again stands at its last place, so
 * that what was sent before something that arrived is found without looking at the rest (RFC 8985
 * section 6.1 asks for it; the work of an acknowledgment does not grow with the window).
 *
 * <p>For the protocol thread that owns the connection, which lends one to a connection as long as
 * something is not acknowledged. Segments and log are rings that grow by doubling; indexes run
 * free.
 */
final class Scoreboard {

  /** No segment. */
  static final long NONE = -1;

  private static final int FIRST_SIZE = 4;

  private static final int SACKED = 1;
  private static final int LOST = 2;
  private static final int RETRANSMITTED = 4;

  /** Told of each segment that has arrived, once. */
  interface Delivery {

    /**
     * A segment is acknowledged, or selectively acknowledged.
     *
     * @param board the board; the index is good until this returns
     * @param index of the segment
     */
    void delivered(Scoreboard board, long index);
  }

  private int[] seq = {};
  private int[] length = {};
  private long[] sentAt = {};

  /** The place of the last transmission in the log. */
  private long[] transmission = {};

  private byte[] flags = {};
  private long head;
  private long tail;

  /** The segment of each transmission. */
  private long[] log = {};

  private long logHead;
  private long logTail;

  private int outstanding;
  private int sacked;
  private int lost;

  /** Below this nothing is lost. */
  private long firstLost;

  /** Blocks that were looked at, so that of those that have grown only what is new is. */
  private final int[] seenLeft = new int[4];

  private final int[] seenRight = new int[4];
  private int seen;

  // ---- what is there ----

  boolean isEmpty() {
    return head == tail;
  }

  /** Sequence numbers that are sent and not acknowledged. */
  int outstanding() {
    return outstanding;
  }

  int sacked() {
    return sacked;
  }

  boolean hasLost() {
    return lost > 0;
  }

  /** What is estimated to be in the network (RFC 6675's pipe). */
  int pipe() {
    return outstanding - sacked - lost;
  }

  long first() {
    return head;
  }

  long last() {
    return tail - 1;
  }

  int seq(long index) {
    return seq[slot(index)];
  }

  int length(long index) {
    return length[slot(index)];
  }

  int end(long index) {
    return seq[slot(index)] + length[slot(index)];
  }

  long sentAt(long index) {
    return sentAt[slot(index)];
  }

  long transmission(long index) {
    return transmission[slot(index)];
  }

  boolean wasRetransmitted(long index) {
    return has(index, RETRANSMITTED);
  }

  boolean isSacked(long index) {
    return has(index, SACKED);
  }

  // ---- sending ----

  /** New sequence numbers were sent. */
  void sent(int from, int count, long now) {
    if (tail - head == seq.length) {
      grow();
    }
    int slot = slot(tail);
    seq[slot] = from;
    length[slot] = count;
    flags[slot] = 0;
    outstanding += count;
    note(tail, now);
    tail++;
  }

  /** A segment was sent again. */
  void retransmitted(long index, long now) {
    clear(index, LOST);
    flags[slot(index)] |= RETRANSMITTED;
    note(index, now);
  }

  private void note(long index, long now) {
    if (logTail - logHead == log.length) {
      growLog();
    }
    sentAt[slot(index)] = now;
    transmission[slot(index)] = logTail;
    log[(int) logTail++ & (log.length - 1)] = index;
  }

  /**
   * Cuts a segment that is longer than what can be sent now, so that its parts are segments.
   *
   * @param index of the segment; those behind it move by one
   * @param bytes the length of its first part
   */
  void split(long index, int bytes) {
    if (tail - head == seq.length) {
      grow();
    }
    for (long i = tail; i != index; i--) {
      move(i - 1, i);
    }
    tail++;
    renumber(index);
    seen = 0; // a block that did not cover the segment may cover a part
    seq[slot(index + 1)] += bytes;
    length[slot(index + 1)] -= bytes;
    length[slot(index)] = bytes;
    if (firstLost > index) {
      firstLost++;
    }
  }

  private void move(long from, long to) {
    seq[slot(to)] = seq[slot(from)];
    length[slot(to)] = length[slot(from)];
    sentAt[slot(to)] = sentAt[slot(from)];
    transmission[slot(to)] = transmission[slot(from)];
    flags[slot(to)] = flags[slot(from)];
  }

  /** The log names segments by index: those that have moved get a place of their own. */
  private void renumber(long index) {
    for (long i = logHead; i != logTail; i++) {
      int slot = (int) i & (log.length - 1);
      if (log[slot] > index) {
        log[slot]++;
      }
    }
  }

  // ---- what has arrived ----

  /**
   * The peer has everything before a sequence number.
   *
   * @param ack that number, not beyond what was sent
   * @param to told of segments that were not known to have arrived
   */
  void acknowledge(int ack, Delivery to) {
    while (head != tail && !Seq.after(end(head), ack)) {
      if (!isSacked(head)) {
        to.delivered(this, head);
      }
      clear(head, SACKED);
      clear(head, LOST);
      outstanding -= length(head);
      head++;
    }
    if (head != tail && Seq.after(ack, seq(head))) {
      cutFront(ack - seq(head));
    }
    firstLost = Math.max(firstLost, head);
    seen = head == tail ? 0 : seen;
    dropOldLog();
  }

  private void cutFront(int covered) {
    if (isSacked(head)) {
      sacked -= covered;
    } else if (has(head, LOST)) {
      lost -= covered;
    }
    outstanding -= covered;
    seq[slot(head)] += covered;
    length[slot(head)] -= covered;
    seen = 0; // a block that did not cover the segment may cover what is left
  }

  /**
   * The peer has a block (RFC 2018). Segments that lie in it whole count as arrived.
   *
   * @param left its first sequence number
   * @param right the number behind it, not beyond what was sent
   * @param to told of segments that were not known to have arrived
   */
  void sack(int left, int right, Delivery to) {
    if (isEmpty()) {
      return;
    }
    int from = firstUnseen(left, right);
    for (long i = locate(from); i != tail && !Seq.after(end(i), right); i++) {
      if (!Seq.before(seq(i), left) && !isSacked(i)) {
        clear(i, LOST);
        flags[slot(i)] |= SACKED;
        sacked += length(i);
        to.delivered(this, i);
      }
    }
    see(left, right);
  }

  /** Where a block goes beyond one that was seen; the segment before it may not be whole there. */
  private int firstUnseen(int left, int right) {
    for (int i = 0; i < Math.min(seen, seenLeft.length); i++) {
      boolean begins = !Seq.before(left, seenLeft[i]) && Seq.before(left, seenRight[i]);
      if (begins && !Seq.before(right, seenRight[i])) {
        return lowerEdge(seenRight[i], left);
      }
    }
    return left;
  }

  private int lowerEdge(int edge, int left) {
    long at = locate(edge - 1);
    return at == tail ? edge : Seq.max(left, seq(at));
  }

  private void see(int left, int right) {
    for (int i = 0; i < Math.min(seen, seenLeft.length); i++) {
      if (seenLeft[i] == left) {
        seenRight[i] = Seq.max(seenRight[i], right);
        return;
      }
    }
    int at = seen++ & (seenLeft.length - 1);
    seenLeft[at] = left;
    seenRight[at] = right;
  }

  /** The first segment that does not lie before a sequence number. */
  private long locate(int number) {
    long low = head;
    long high = tail;
    while (low != high) {
      long middle = low + (high - low) / 2;
      if (Seq.after(end(middle), number)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  // ---- what is lost ----

  /** Takes a segment for lost; of one that has arrived, or is known to be lost, nothing changes. */
  void markLost(long index) {
    if (!has(index, SACKED | LOST)) {
      flags[slot(index)] |= LOST;
      lost += length(index);
      if (firstLost > index) {
        firstLost = index;
      }
    }
  }

  /**
   * Takes all that are longer for lost, unless they have arrived.
   *
   * @return false if none is
   */
  boolean markLongerLost(int bytes) {
    boolean any = false;
    for (long i = head; i != tail; i++) {
      if (length(i) > bytes && !isSacked(i)) {
        markLost(i);
        any = true;
      }
    }
    return any;
  }

  /** How long the segment is in which a sequence number lies that is in flight. */
  int lengthAt(int number) {
    return length(locate(number));
  }

  /** After a timeout: all that has not arrived. */
  void markAllLost() {
    for (long i = head; i != tail; i++) {
      markLost(i);
    }
  }

  /** RFC 2018 section 8: after a timeout what the peer has said before is not relied on. */
  void forgetSacks() {
    for (long i = head; i != tail; i++) {
      clear(i, SACKED);
    }
    seen = 0;
  }

  /** The first segment that is lost, or {@link #NONE}. */
  long nextLost() {
    if (lost == 0) {
      return NONE;
    }
    while (!has(firstLost, LOST)) {
      assert firstLost < tail : "something is lost, and nothing is";
      firstLost++;
    }
    return firstLost;
  }

  /** Whether something is lost that lies elsewhere, or there and was sent more than once. */
  boolean hasLostBeside(int left, int right) {
    boolean found = false;
    for (long i = Math.max(head, firstLost); i != tail && !found; i++) {
      boolean inside = !Seq.before(seq(i), left) && !Seq.after(end(i), right);
      found = has(i, LOST) && (!inside || wasRetransmitted(i));
    }
    return found;
  }

  // ---- the log ----

  /**
   * The segment that was sent first of those that are neither arrived nor lost, by its last
   * transmission.
   *
   * @return its index, or {@link #NONE}
   */
  long oldestTransmission() {
    dropOldLog();
    return logHead == logTail ? NONE : log[(int) logHead & (log.length - 1)];
  }

  private void dropOldLog() {
    while (logHead != logTail && isOld(logHead)) {
      logHead++;
    }
  }

  private boolean isOld(long place) {
    long index = log[(int) place & (log.length - 1)];
    return index < head
        || index >= tail
        || transmission(index) != place
        || has(index, SACKED | LOST);
  }

  // ---- inside ----

  private boolean has(long index, int flag) {
    return (flags[slot(index)] & flag) != 0;
  }

  private void clear(long index, int flag) {
    if (has(index, flag)) {
      flags[slot(index)] = (byte) (flags[slot(index)] & ~flag);
      if (flag == SACKED) {
        sacked -= length(index);
      } else {
        lost -= length(index);
      }
    }
  }

  private int slot(long index) {
    return (int) index & (seq.length - 1);
  }

  private void grow() {
    int size = Math.max(FIRST_SIZE, 2 * seq.length);
    int[] oldSeq = seq;
    int[] oldLength = length;
    long[] oldSentAt = sentAt;
    long[] oldTransmission = transmission;
    byte[] oldFlags = flags;
    seq = new int[size];
    length = new int[size];
    sentAt = new long[size];
    transmission = new long[size];
    flags = new byte[size];
    for (long i = head; i != tail; i++) {
      int from = (int) i & (oldSeq.length - 1);
      seq[slot(i)] = oldSeq[from];
      length[slot(i)] = oldLength[from];
      sentAt[slot(i)] = oldSentAt[from];
      transmission[slot(i)] = oldTransmission[from];
      flags[slot(i)] = oldFlags[from];
    }
  }

  private void growLog() {
    int size = Math.max(FIRST_SIZE, 2 * log.length);
    long[] old = log;
    log = new long[size];
    for (long i = logHead; i != logTail; i++) {
      log[(int) i & (size - 1)] = old[(int) i & (old.length - 1)];
    }
  }
}
