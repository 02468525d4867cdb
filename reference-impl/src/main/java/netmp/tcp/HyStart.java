package netmp.tcp;

/**
 * HyStart++ (RFC 9406): the first slow start ends before anything is lost, when round trips take
 * longer. A round whose least round-trip time is greater than the last one's is no proof: then
 * conservative slow start begins, in which the window grows by a quarter, and which turns back if
 * it was a mistake. For the protocol thread that owns the connection.
 */
final class HyStart {

  // ---- section 4.3 ----

  private static final long MIN_RTT_THRESH = 4_000_000;
  private static final long MAX_RTT_THRESH = 16_000_000;
  private static final int MIN_RTT_DIVISOR = 8;
  private static final int N_RTT_SAMPLE = 8;
  private static final int CSS_GROWTH_DIVISOR = 4;
  private static final int CSS_ROUNDS = 5;

  private static final long INFINITY = Long.MAX_VALUE;

  private enum Phase {
    SLOW_START,
    CONSERVATIVE,
    OVER
  }

  private Phase phase = Phase.SLOW_START;

  /** Whether there is a round. */
  private boolean begun;

  /** SND.NXT when the round began. */
  private int windowEnd;

  private long lastRoundMinRtt = INFINITY;
  private long currentRoundMinRtt = INFINITY;
  private int samples;

  /** The least round-trip time of the round in which conservative slow start began. */
  private long cssBaselineMinRtt = INFINITY;

  private int cssRounds;

  /**
   * An acknowledgment in slow start (section 4.2).
   *
   * @param ack what it acknowledges
   * @param next SND.NXT
   * @param sample the round-trip time that it has measured, in nanoseconds; negative for none
   * @return true if slow start is over
   */
  boolean acknowledged(int ack, int next, long sample) {
    if (phase == Phase.OVER) {
      return false;
    }
    if (sample >= 0) {
      currentRoundMinRtt = Math.min(currentRoundMinRtt, sample);
      samples++;
    }
    if (samples >= N_RTT_SAMPLE) {
      judge();
    }
    if (!begun) {
      begun = true;
      windowEnd = next;
    } else if (!Seq.before(ack, windowEnd)) {
      endRound(next);
    }
    return phase == Phase.OVER;
  }

  private void judge() {
    if (phase == Phase.CONSERVATIVE) {
      if (currentRoundMinRtt < cssBaselineMinRtt) {
        phase = Phase.SLOW_START;
      }
    } else if (lastRoundMinRtt != INFINITY
        && currentRoundMinRtt >= lastRoundMinRtt + threshold(lastRoundMinRtt)) {
      phase = Phase.CONSERVATIVE;
      cssBaselineMinRtt = currentRoundMinRtt;
      cssRounds = 0;
    }
  }

  private static long threshold(long rtt) {
    return Math.clamp(rtt / MIN_RTT_DIVISOR, MIN_RTT_THRESH, MAX_RTT_THRESH);
  }

  /** The round in which conservative slow start began counts. */
  private void endRound(int next) {
    windowEnd = next;
    lastRoundMinRtt = currentRoundMinRtt;
    currentRoundMinRtt = INFINITY;
    samples = 0;
    if (phase == Phase.CONSERVATIVE && ++cssRounds == CSS_ROUNDS) {
      phase = Phase.OVER;
    }
  }

  /** How much the window grows, where slow start would have it grow by so many bytes. */
  int growth(int bytes) {
    return phase == Phase.CONSERVATIVE ? bytes / CSS_GROWTH_DIVISOR : bytes;
  }

  /** Something was lost or marked: what comes now is no first slow start. */
  void end() {
    phase = Phase.OVER;
  }
}
