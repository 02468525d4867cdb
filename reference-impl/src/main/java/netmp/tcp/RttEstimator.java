package netmp.tcp;

/**
 * The round-trip time and the retransmission timeout (RFC 6298), in nanoseconds. For the protocol
 * thread that owns the connection.
 */
final class RttEstimator {

  /** RFC 6298 section 2.1. */
  static final long INITIAL_RTO = 1_000_000_000L;

  /** RFC 6298 section 5.7: after a SYN was lost. */
  private static final long CAUTIOUS_RTO = 3_000_000_000L;

  /**
   * RFC 6298 section 2.4 has one second, for the clocks of its time, and allows for less where
   * clocks are finer. As Linux: enough for a delayed acknowledgment.
   */
  static final long MIN_RTO = 200_000_000L;

  /** RFC 6298 section 2.5: at least 60 seconds. */
  static final long MAX_RTO = 60_000_000_000L;

  /** RFC 6298's G: times are those of turns of the protocol thread. */
  private static final long GRANULARITY = 1_000_000L;

  /** {@link #srtt} before the first sample. */
  private static final long NONE = -1;

  private long srtt = NONE;
  private long rttvar;
  private long least = Long.MAX_VALUE;
  private int shift;

  /** The timeout before the first sample. */
  private long initial = INITIAL_RTO;

  /** RFC 6298 sections 2.2 and 2.3. */
  void sample(long rtt) {
    least = Math.min(least, rtt);
    if (srtt == NONE) {
      srtt = rtt;
      rttvar = rtt / 2;
    } else {
      rttvar += (Math.abs(srtt - rtt) - rttvar) / 4;
      srtt += (rtt - srtt) / 8;
    }
    shift = 0;
  }

  boolean hasSample() {
    return srtt != NONE;
  }

  /** The smoothed time; 0 before the first sample. */
  long srtt() {
    return Math.max(0, srtt);
  }

  /** The variation; 0 before the first sample. */
  long rttvar() {
    return rttvar;
  }

  /** The least time seen. Long.MAX_VALUE before the first sample. */
  long least() {
    return least;
  }

  /** When a segment sent now counts as lost. */
  long rto() {
    long base =
        srtt == NONE ? initial : Math.max(MIN_RTO, srtt + Math.max(GRANULARITY, 4 * rttvar));
    return Math.min(MAX_RTO, base << shift);
  }

  /** RFC 6298 section 5.5. */
  void backOff() {
    if (rto() < MAX_RTO) {
      shift++;
    }
  }

  /** A SYN was sent again and is acknowledged now: nothing is known of the path, but that. */
  void synWasLost() {
    initial = CAUTIOUS_RTO;
    shift = 0;
  }

  /** Something was acknowledged that had not been sent again: what was backed off is over. */
  void stopBackingOff() {
    shift = 0;
  }
}
