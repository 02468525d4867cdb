package netmp.link;

import java.util.random.RandomGenerator;

/** RED as in section 4 of Floyd and Jacobson, "Random Early Detection Gateways" (1993). */
final class RedQueue extends FrameQueue {

  private final Queueing.Red red;
  private final RandomGenerator random;

  /** How long a frame of full length is sent, in nanoseconds: s of the paper. */
  private final double transmission;

  private double average;

  /** Frames taken in since the last mark; -1 while the average is below min. */
  private int count = -1;

  /** Since when nothing has waited. */
  private long idleSince;

  RedQueue(Queueing.Red red, double transmission, LinkCounters counters, RandomGenerator random) {
    super(counters, red.frames(), Long.MAX_VALUE);
    this.red = red;
    this.transmission = transmission;
    this.random = random;
  }

  @Override
  void offer(Frame frame, long now) {
    updateAverage(now);
    if (average >= red.max()) {
      count = 0;
      counters.count(LinkCounter.RED);
    } else if (isChosen() && !marks(frame)) {
      counters.count(LinkCounter.RED);
    } else {
      super.offer(frame, now);
    }
  }

  private void updateAverage(long now) {
    if (size() > 0) {
      average += red.weight() * (size() - average);
    } else {
      average *= Math.pow(1 - red.weight(), (now - idleSince) / transmission);
    }
  }

  /**
   * Whether the frame shall tell its sender of congestion: the less likely, the fewer have come.
   */
  private boolean isChosen() {
    if (average < red.min()) {
      count = -1;
      return false;
    }
    count++;
    double p = red.probability() * (average - red.min()) / (red.max() - red.min());
    boolean chosen = count * p >= 1 || random.nextDouble() < p / (1 - count * p);
    if (chosen) {
      count = 0;
    }
    return chosen;
  }

  private boolean marks(Frame frame) {
    boolean marked = red.ecn() && Ecn.mark(frame.bytes);
    if (marked) {
      counters.count(LinkCounter.MARKED);
    }
    return marked;
  }

  @Override
  Frame poll(long now) {
    Frame next = super.poll(now);
    if (size() == 0) {
      idleSince = now;
    }
    return next;
  }
}
