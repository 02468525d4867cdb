package netmp.tcp;

/**
 * Finds losses by time (RFC 8985 section 6.2): what was sent before something that has arrived, and
 * a little longer ago, is lost. For the protocol thread that owns the connection.
 */
final class Rack implements Scoreboard.Delivery {

  /** Section 7.2's limit: how often the window for reordering may be widened. */
  private static final int MAX_MULTIPLE = 16;

  private static final int ROUNDS_TO_FORGET = 16;

  private final RttEstimator rtt;

  /** Whether anything has arrived, and the last transmission that has. */
  private boolean any;

  private long newest;
  private long newestRtt;

  /** RACK.fack: the end of the last segment in order of sequence. */
  private int forward;

  private boolean reorderingSeen;
  private int multiple = 1;
  private int roundsToForget;
  private int roundEnd;

  /** What one segment has brought. */
  private long now;

  private int delivered;
  private long sample;

  /** The longest segment that has arrived. */
  private int longest;

  Rack(RttEstimator rtt) {
    this.rtt = rtt;
  }

  /** The connection has a first sequence number. */
  void begin(int iss) {
    forward = iss;
    roundEnd = iss;
  }

  // ---- what has arrived ----

  /** A segment comes, in which there may be acknowledgments. */
  void segment(long time) {
    now = time;
    delivered = 0;
    sample = -1;
  }

  @Override
  public void delivered(Scoreboard board, long index) {
    delivered += board.length(index);
    longest = Math.max(longest, board.length(index));
    long elapsed = now - board.sentAt(index);
    if (board.wasRetransmitted(index)) {
      // Step 2: the acknowledgment may be for the transmission before.
      if (elapsed < rtt.least()) {
        return;
      }
    } else {
      sample = Math.max(sample, elapsed);
      noteReordering(board.end(index));
    }
    if (!any || board.transmission(index) >= newest) {
      any = true;
      newest = board.transmission(index);
      newestRtt = elapsed;
    }
  }

  boolean hasSeenReordering() {
    return reorderingSeen;
  }

  /** Step 3. */
  private void noteReordering(int end) {
    if (Seq.after(end, forward)) {
      forward = end;
    } else if (Seq.before(end, forward)) {
      reorderingSeen = true;
    }
  }

  /** Sequence numbers that this segment has brought word of. */
  int delivered() {
    return delivered;
  }

  /**
   * The longest round trip that it has measured; -1 for none (Karn's algorithm, RFC 6298 section
   * 3).
   */
  long sample() {
    return sample;
  }

  /** How long the longest segment was that has arrived (RFC 5927 section 7.2, maxsizeacked). */
  int longest() {
    return longest;
  }

  /** Segments have become shorter. */
  void limitLongest(int length) {
    longest = Math.min(longest, length);
  }

  // ---- what is lost ----

  /**
   * Step 4: a peer that got a segment twice was sent one too early (RFC 8985, RACK_update_reo_wnd).
   */
  void duplicateReported(int una, int max) {
    if (!Seq.before(una, roundEnd)) {
      roundEnd = max;
      multiple = Math.min(multiple + 1, MAX_MULTIPLE);
      roundsToForget = ROUNDS_TO_FORGET;
    }
  }

  /** A recovery has ended. */
  void recovered() {
    if (roundsToForget > 0 && --roundsToForget == 0) {
      multiple = 1;
    }
  }

  /**
   * Step 5: marks what is lost.
   *
   * @param board what was sent
   * @param inRecovery whether losses are known already
   * @param duplicates how many segments the peer has said it has behind one that it has not
   * @return how long from now the next segment is to be taken for lost; 0 for none
   */
  long detect(Scoreboard board, boolean inRecovery, int duplicates) {
    if (!any) {
      return 0;
    }
    long window = reorderWindow(inRecovery, duplicates);
    for (long i = board.oldestTransmission();
        i != Scoreboard.NONE;
        i = board.oldestTransmission()) {
      if (board.transmission(i) >= newest) {
        return 0;
      }
      long remaining = board.sentAt(i) + newestRtt + window - now;
      if (remaining > 0) {
        return remaining;
      }
      board.markLost(i);
      assert board.oldestTransmission() != i : "what is lost is transmitted no more";
    }
    return 0;
  }

  private long reorderWindow(boolean inRecovery, int duplicates) {
    if (!reorderingSeen && (inRecovery || duplicates >= LossRecovery.DUPLICATES)) {
      return 0;
    }
    if (!rtt.hasSample()) {
      return 0;
    }
    return Math.min(multiple * (rtt.least() / 4), rtt.srtt());
  }
}
