package netmp.tcp;

/**
 * What a connection does about losses: when it takes segments for lost, what it may have in the
 * network meanwhile (proportional rate reduction, RFC 6937), and when that is over. With selective
 * acknowledgments losses are found by time ({@link Rack}); without them by duplicate
 * acknowledgments (RFC 6582). For the protocol thread that owns the connection.
 */
final class LossRecovery {

  /** Duplicate acknowledgments that say that a segment is lost (RFC 5681 section 3.2). */
  static final int DUPLICATES = 3;

  /** What is going on. */
  private enum Phase {
    /** No loss is known. */
    OPEN,
    /** Fast recovery. */
    RECOVERY,
    /** After a timeout. */
    LOSS
  }

  /** Of all connections that have nothing in the network. Nobody writes it. */
  private static final Scoreboard NOTHING = new Scoreboard();

  private Spares<Scoreboard> spares;
  private Scoreboard board = NOTHING;
  final RttEstimator rtt = new RttEstimator();
  private final CongestionControl control;
  final PathProbe pathProbe = new PathProbe();
  private final Rack rack = new Rack(rtt);

  /** Whether the peer sends selective acknowledgments. */
  private boolean selective;

  private Phase phase = Phase.OPEN;

  /** RFC 6582's recover: once this is acknowledged the loss is repaired. */
  private int recover;

  /** Duplicate acknowledgments, of a peer without selective ones. */
  private int duplicates;

  /** RFC 6937's variables. */
  private int prrDelivered;

  private int prrOut;
  private int recoverFlight;

  /** Segments that were sent again. */
  private int retransmissions;

  /** RFC 8985 section 7: a probe was sent, up to here; whether it sent again what had been sent. */
  private boolean probing;

  private int probeEnd;
  private boolean probeRepeats;

  /** The congestion window has been halved for a mark up to here (RFC 3168 section 6.1.2). */
  private boolean reducing;

  private int reducedUntil;

  LossRecovery(CongestionControl control) {
    this.control = control;
  }

  /** Before the first segment is sent. */
  void begin(int iss, Spares<Scoreboard> boards) {
    rack.begin(iss);
    spares = boards;
  }

  /** What is in the network; only sending and {@link #acknowledged} change which it is. */
  Scoreboard board() {
    return board;
  }

  void setSelective(boolean agreed) {
    selective = agreed;
  }

  /** What is in the network, as far as known. */
  int pipe() {
    int arrived = selective ? 0 : Math.min(duplicates * control.mss(), board.outstanding());
    return Math.max(0, board.pipe() - arrived);
  }

  /** How much more may be sent now, of new data and of old. */
  int allowed() {
    return control.cwnd() - pipe();
  }

  // ---- sending ----

  void sent(int seq, int length, long now) {
    if (board.isEmpty()) {
      board = spares.take();
    }
    board.sent(seq, length, now);
    prrOut += length;
  }

  void retransmitted(long index, long now) {
    prrOut += board.length(index);
    retransmissions++;
    board.retransmitted(index, now);
  }

  int totalRetransmissions() {
    return retransmissions;
  }

  boolean hasSeenReordering() {
    return rack.hasSeenReordering();
  }

  // ---- acknowledgments ----

  /**
   * An acceptable acknowledgment.
   *
   * @param s the segment; s.ack is not beyond max
   * @param una SND.UNA before it
   * @param max what was sent
   * @param duplicate whether it says nothing new (RFC 5681 section 2)
   * @param now the time
   * @return how long from now to look for losses again; 0 for not
   */
  long acknowledged(Segment s, int una, int max, boolean duplicate, long now) {
    int outstanding = board.outstanding();
    rack.segment(now);
    int segments = take(s.ack);
    boolean again = selective && takeBlocks(s, una, max);
    if (rack.sample() >= 0) {
      rtt.sample(rack.sample());
    }
    control.heard(s.ack, max, rack.sample());
    countDuplicates(duplicate, segments);
    boolean advanced = Seq.after(s.ack, una);
    endProbe(s.ack, again);
    boolean deflated = endIfRepaired(s.ack, advanced);
    long wait = findLosses(advanced);
    enterIfLost(max, outstanding);
    open(advanced && !deflated ? s.ack - una : 0, duplicate, outstanding, now);
    giveBack();
    return wait;
  }

  /** Notes that the peer has everything before a number; how many segments end there. */
  private int take(int ack) {
    if (board.isEmpty()) {
      return 0;
    }
    long before = board.first();
    board.acknowledge(ack, rack);
    return (int) (board.first() - before);
  }

  private void giveBack() {
    if (board.isEmpty() && board != NOTHING) {
      spares.give(board);
      board = NOTHING;
    }
  }

  /** True if the first block reports something that came twice (RFC 2883 section 4). */
  private boolean takeBlocks(Segment s, int una, int max) {
    boolean again = s.sackBlocks > 0 && isDuplicate(s);
    for (int i = again ? 1 : 0; i < s.sackBlocks; i++) {
      int left = s.sackLeft[i];
      int right = s.sackRight[i];
      if (Seq.before(s.ack, left) && Seq.before(left, right) && !Seq.after(right, max)) {
        board.sack(left, right, rack);
      }
    }
    if (again) {
      rack.duplicateReported(una, max);
    }
    return again;
  }

  /** Below the acknowledgment, or inside the second block. */
  private static boolean isDuplicate(Segment s) {
    int left = s.sackLeft[0];
    int right = s.sackRight[0];
    return Seq.before(left, right) && (!Seq.after(right, s.ack) || isInside(s, 1, left, right));
  }

  private static boolean isInside(Segment s, int other, int left, int right) {
    return s.sackBlocks > other
        && !Seq.before(left, s.sackLeft[other])
        && !Seq.after(right, s.sackRight[other]);
  }

  /** Whether the last acknowledgment was of retransmitted segments only. */
  boolean tookNoSample() {
    return rack.sample() < 0;
  }

  /** A round trip measured by timestamps (RFC 7323 section 4). */
  void sample(long elapsed) {
    if (elapsed >= 0) {
      rtt.sample(Math.max(1, elapsed));
    }
  }

  private void countDuplicates(boolean duplicate, int segments) {
    if (duplicate) {
      duplicates++;
    } else if (segments > 0) {
      duplicates = phase == Phase.OPEN ? 0 : Math.max(0, duplicates - segments + 1);
    }
  }

  /**
   * True if fast recovery has ended, and the window is what it was reduced to (RFC 5681 section
   * 3.2): of what this acknowledges, most arrived in the recovery.
   */
  private boolean endIfRepaired(int ack, boolean advanced) {
    if (phase == Phase.OPEN || !advanced || Seq.before(ack, recover)) {
      return false;
    }
    boolean deflates = phase == Phase.RECOVERY;
    if (deflates) {
      control.setCwnd(Math.min(control.cwnd(), control.ssthresh()));
    }
    phase = Phase.OPEN;
    duplicates = 0;
    rack.recovered();
    return deflates;
  }

  private long findLosses(boolean advanced) {
    if (selective) {
      int behind = board.sacked() / control.mss();
      return rack.detect(board, phase != Phase.OPEN, behind);
    }
    boolean partly = phase == Phase.RECOVERY && advanced;
    boolean begins = phase == Phase.OPEN && duplicates >= DUPLICATES;
    if ((partly || begins) && !board.isEmpty()) {
      board.markLost(board.first());
    }
    return 0;
  }

  private void enterIfLost(int max, int outstanding) {
    if (phase == Phase.OPEN && board.hasLost() && !pathProbe.isAllThatIsLost(board)) {
      phase = Phase.RECOVERY;
      recover = max;
      recoverFlight = Math.max(1, outstanding);
      prrDelivered = 0;
      prrOut = 0;
      probing = false;
      control.congested(outstanding);
    }
  }

  /** The congestion window after an acknowledgment. */
  private void open(int bytes, boolean duplicate, int outstanding, long now) {
    if (phase == Phase.RECOVERY) {
      reduce(duplicate && !selective ? control.mss() : rack.delivered());
    } else if (bytes > 0 && !reducing && wasLimited(outstanding)) {
      control.acknowledged(bytes, now, rtt.srtt());
    }
  }

  /** A window that was not used must not grow (RFC 9438 section 5.8). */
  private boolean wasLimited(int outstanding) {
    return outstanding + control.mss() > control.cwnd()
        || (control.isInSlowStart() && control.cwnd() < 2 * outstanding);
  }

  /** RFC 6937 section 3.1, with the slow start reduction bound. */
  private void reduce(int delivered) {
    prrDelivered += delivered;
    int pipe = pipe();
    int count;
    if (pipe > control.ssthresh()) {
      long share = (long) prrDelivered * control.ssthresh() / recoverFlight;
      count = (int) share - prrOut;
    } else {
      int limit = Math.max(prrDelivered - prrOut, delivered) + control.mss();
      count = Math.min(control.ssthresh() - pipe, limit);
    }
    boolean first = prrOut == 0;
    control.setCwnd(pipe + Math.max(count, first ? control.mss() : 0));
  }

  // ---- timers ----

  /**
   * Time has passed since something arrived that was sent later than something else (RFC 8985
   * section 6.3).
   *
   * @return how long from now to look again; 0 for not
   */
  long reorderTimeout(int max, long now) {
    int outstanding = board.outstanding();
    rack.segment(now);
    long wait = rack.detect(board, phase != Phase.OPEN, DUPLICATES);
    enterIfLost(max, outstanding);
    if (phase == Phase.RECOVERY) {
      reduce(0);
    }
    return wait;
  }

  /** The retransmission timeout (RFC 6298 section 5, RFC 5681 section 3.1). */
  void timeout(int max) {
    boolean first = phase != Phase.LOSS;
    if (!board.isEmpty() && board.isSacked(board.first())) {
      board.forgetSacks(); // what the peer had said it has, it has no longer (RFC 2018 section 8)
    }
    control.timedOut(board.outstanding(), first);
    pathProbe.timedOut();
    board.markAllLost();
    rtt.backOff();
    phase = Phase.LOSS;
    recover = max;
    duplicates = 0;
    probing = false;
  }

  // ---- the path's MTU ----

  /** The text of the longest segment that has arrived. */
  int longestArrived() {
    return rack.longest();
  }

  /** Whether a segment may be sent that tells of the path, and is missed soon if it is lost. */
  boolean mayProbePath() {
    return selective && phase == Phase.OPEN && !pathProbe.isUnderWay() && !board.hasLost();
  }

  /**
   * The path takes segments of another size. Those that are longer have not arrived, which is no
   * congestion: they are sent again and the window stays (RFC 1191 section 6.5).
   *
   * @return true if there were longer ones
   */
  boolean resize(int mss) {
    control.setSegmentSize(mss);
    rack.limitLongest(mss);
    return board.markLongerLost(mss);
  }

  // ---- tail loss probes (RFC 8985 section 7) ----

  /** Whether the end of what was sent may be probed for before the retransmission timeout. */
  boolean mayProbe() {
    return selective
        && phase == Phase.OPEN
        && !probing
        && board.sacked() == 0
        && !board.isEmpty()
        && rtt.hasSample();
  }

  /** When to probe, after the last segment was sent. */
  long probeTimeout(long delayedAck) {
    boolean single = board.first() == board.last();
    return Math.min(rtt.rto(), 2 * rtt.srtt() + (single ? delayedAck : 0));
  }

  /** A probe is on its way. */
  void probed(int end, boolean repeats) {
    probing = true;
    probeEnd = end;
    probeRepeats = repeats;
  }

  private void endProbe(int ack, boolean again) {
    if (!probing || Seq.before(ack, probeEnd)) {
      return;
    }
    probing = false;
    if (probeRepeats && !again && Seq.after(ack, probeEnd)) {
      control.congested(board.outstanding());
      control.setCwnd(control.ssthresh());
    }
  }

  // ---- explicit congestion notification (RFC 3168) ----

  /**
   * The peer echoes a mark. The window falls once for what was sent in one round trip.
   *
   * @return true if it fell, which the peer is to be told of
   */
  boolean marked(int ack, int max) {
    if (reducing && Seq.before(ack, reducedUntil)) {
      return false;
    }
    if (phase != Phase.OPEN) {
      return false;
    }
    reducing = true;
    reducedUntil = max;
    control.congested(board.outstanding());
    control.setCwnd(control.ssthresh());
    return true;
  }

  /** What was marked is acknowledged. */
  void unmarked(int ack) {
    if (reducing && !Seq.before(ack, reducedUntil)) {
      reducing = false;
    }
  }
}
