package netmp.tcp;

/**
 * CUBIC (RFC 9438): after a loss the window grows along a cubic function of time that is flat where
 * the loss was. Windows are in segments, times in seconds, as in the RFC.
 */
final class Cubic extends CongestionControl {

  private static final double C = 0.4;
  private static final double BETA = 0.7;

  /** Section 4.3. */
  private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

  /** No congestion avoidance since the last loss. */
  private static final long NOT_BEGUN = -1;

  /** W_max: the window of the last loss. */
  private double greatest;

  /** The window when the last loss was met. */
  private double prior;

  /** t_epoch, when congestion avoidance began, and K, when the curve is back at W_max. */
  private long epoch = NOT_BEGUN;

  private double k;

  /** W_est: what Reno would have. */
  private double estimate;

  /** The window with its fraction of a byte. */
  private double window;

  private final HyStart hystart = new HyStart();

  @Override
  void heard(int ack, int next, long sample) {
    if (isInSlowStart() && hystart.acknowledged(ack, next, sample)) {
      endSlowStart();
    }
  }

  @Override
  int slowStart(int bytes) {
    return hystart.growth(bytes);
  }

  @Override
  void avoid(int bytes, long now, long rtt) {
    double acked = (double) bytes / mss();
    if (epoch == NOT_BEGUN) {
      begin(now);
    } else if ((int) (window * mss()) != cwnd()) {
      window = (double) cwnd() / mss();
    }
    double t = (now - epoch) / 1e9;
    double alpha = estimate < prior ? ALPHA : 1;
    estimate += alpha * acked / window;
    if (at(t) < estimate) {
      window = Math.max(window, estimate);
    } else {
      double target = Math.clamp(at(t + rtt / 1e9), window, 1.5 * window);
      window += (target - window) / window * acked;
    }
    setCwnd((int) Math.min(window * mss(), Integer.MAX_VALUE / 2.0));
  }

  private void begin(long now) {
    epoch = now;
    window = (double) cwnd() / mss();
    estimate = window;
    if (greatest <= window) {
      greatest = window;
      k = 0;
    } else {
      k = Math.cbrt((greatest - window) / C);
    }
  }

  /** W_cubic (figure 1). */
  private double at(double t) {
    double since = t - k;
    return C * since * since * since + greatest;
  }

  /** Sections 4.6 and 4.7. */
  @Override
  int reduced(int flight) {
    double now = (double) cwnd() / mss();
    hystart.end();
    prior = now;
    greatest = now < greatest ? now * (1 + BETA) / 2 : now;
    epoch = NOT_BEGUN;
    return (int) (Math.min(cwnd(), flight) * BETA);
  }

  @Override
  void idled() {
    epoch = NOT_BEGUN;
  }
}
