package netmp.tcp;

/**
 * The congestion window of one connection (RFC 5681). What is common to all algorithms is here:
 * slow start, the initial window, what a timeout and an idle time do; how the window grows
 * afterwards and how far it falls says an algorithm. For the protocol thread that owns the
 * connection. Bytes.
 */
abstract class CongestionControl {

  /** RFC 6928. */
  private static final int INITIAL_SEGMENTS = 10;

  private static final int INITIAL_BYTES = 14600;

  /**
   * How many segments an acknowledgment may add in slow start: appropriate byte counting (RFC 3465)
   * with the limit of RFC 9406 section 4.2, since one acknowledgment may be for a burst.
   */
  private static final int SLOW_START_LIMIT = 8;

  private static final int UNLIMITED = Integer.MAX_VALUE / 2;

  private int cwnd;
  private int ssthresh = UNLIMITED;
  private int mss = Tcpcb.DEFAULT_MSS;

  /** The handshake is over (RFC 6928 section 2; RFC 5681 section 3.1 if a SYN was lost). */
  final void begin(int segmentSize, boolean synWasLost) {
    mss = segmentSize;
    cwnd = synWasLost ? mss : initialWindow();
  }

  private int initialWindow() {
    return Math.min(INITIAL_SEGMENTS * mss, Math.max(2 * mss, INITIAL_BYTES));
  }

  /** The path takes segments of another size; one fits into the window. */
  final void setSegmentSize(int segmentSize) {
    mss = segmentSize;
    cwnd = Math.max(cwnd, mss);
  }

  final int cwnd() {
    return cwnd;
  }

  final void setCwnd(int bytes) {
    cwnd = Math.max(mss, bytes);
  }

  final int ssthresh() {
    return ssthresh;
  }

  final int mss() {
    return mss;
  }

  final boolean isInSlowStart() {
    return cwnd < ssthresh;
  }

  /**
   * Bytes have arrived, and nothing is lost.
   *
   * @param bytes how many
   * @param now the time
   * @param rtt the smoothed round-trip time
   */
  final void acknowledged(int bytes, long now, long rtt) {
    int left = bytes;
    if (isInSlowStart()) {
      int grown = Math.min(Math.min(left, SLOW_START_LIMIT * mss), ssthresh - cwnd);
      cwnd += slowStart(grown);
      left -= grown;
    }
    if (left > 0 && !isInSlowStart()) {
      avoid(left, now, rtt);
    }
  }

  /**
   * An acknowledgment has come, of which {@link #acknowledged} may be told or not.
   *
   * @param ack what it acknowledges
   * @param next SND.NXT
   * @param sample the round-trip time that it has measured, in nanoseconds; negative for none
   */
  void heard(int ack, int next, long sample) {}

  /** How much the window grows in slow start when so many bytes have arrived. */
  int slowStart(int bytes) {
    return bytes;
  }

  /** The window shall grow more slowly from here on, though nothing was lost. */
  final void endSlowStart() {
    ssthresh = cwnd;
  }

  /** Grows the window after slow start. */
  abstract void avoid(int bytes, long now, long rtt);

  /** What the threshold falls to when something was lost. */
  abstract int reduced(int flight);

  /** The window did not limit what was sent, so time that passes is not time to grow in. */
  abstract void idled();

  /** A segment was lost, or a router has marked one: the threshold falls. */
  final void congested(int flight) {
    ssthresh = Math.max(2 * mss, reduced(flight));
  }

  /** RFC 5681 section 3.1, the first timeout of a segment also lowers the threshold. */
  final void timedOut(int flight, boolean first) {
    if (first) {
      congested(flight);
    }
    cwnd = mss;
  }

  /** RFC 5681 section 4.1: nothing was sent for longer than a timeout. */
  final void restart() {
    cwnd = Math.min(cwnd, initialWindow());
    idled();
  }
}
