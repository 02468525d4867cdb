package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CongestionControlTest {

  private static final int MSS = 1000;
  private static final long RTT = 100_000_000;

  private static <C extends CongestionControl> C begun(C control) {
    control.begin(MSS, false);
    return control;
  }

  /** RFC 6928. */
  @Test
  void theInitialWindow() {
    assertThat(begun(new NewReno()).cwnd()).isEqualTo(10 * MSS);
    NewReno large = new NewReno();
    large.begin(8960, false);
    assertThat(large.cwnd()).isEqualTo(2 * 8960);
    NewReno afterLoss = new NewReno();
    afterLoss.begin(MSS, true);
    assertThat(afterLoss.cwnd()).isEqualTo(MSS);
  }

  @Test
  void slowStartDoublesInARoundTrip() {
    NewReno control = begun(new NewReno());
    for (int i = 0; i < 10; i++) {
      control.acknowledged(MSS, 0, RTT);
    }
    assertThat(control.cwnd()).isEqualTo(20 * MSS);
  }

  /** RFC 9406 section 4.2: one acknowledgment for a great burst is not a burst of window. */
  @Test
  void oneAcknowledgmentAddsEightSegmentsAtMost() {
    NewReno control = begun(new NewReno());
    control.acknowledged(30 * MSS, 0, RTT);
    assertThat(control.cwnd()).isEqualTo(18 * MSS);
  }

  @Test
  void renoHalvesAndAddsOneSegmentInARoundTrip() {
    NewReno control = begun(new NewReno());
    control.congested(20 * MSS);
    control.setCwnd(control.ssthresh());
    assertThat(control.cwnd()).isEqualTo(10 * MSS);
    for (int i = 0; i < 10; i++) {
      control.acknowledged(MSS, 0, RTT);
    }
    assertThat(control.cwnd()).isEqualTo(11 * MSS);
  }

  @Test
  void aTimeoutLeavesOneSegment() {
    NewReno control = begun(new NewReno());
    control.timedOut(10 * MSS, true);
    assertThat(control.cwnd()).isEqualTo(MSS);
    assertThat(control.ssthresh()).isEqualTo(5 * MSS);
    control.timedOut(MSS, false);
    assertThat(control.ssthresh()).isEqualTo(5 * MSS);
  }

  /** RFC 9438 section 4.2: from 0.7 W_max the window is back at W_max after K seconds. */
  @Test
  void cubicComesBackToWhereItWas() {
    Cubic control = begun(new Cubic());
    control.setCwnd(1000 * MSS);
    control.congested(1000 * MSS);
    control.setCwnd(control.ssthresh());
    assertThat(control.cwnd()).isEqualTo(700 * MSS);
    double k = Math.cbrt(300 / 0.4);
    long now = 0;
    while (now < k * 1e9) {
      control.acknowledged(control.cwnd(), now, RTT);
      now += RTT;
    }
    assertThat(control.cwnd()).isBetween(990 * MSS, 1001 * MSS);
    for (int i = 0; i < 20; i++) {
      control.acknowledged(control.cwnd(), now, RTT);
      now += RTT;
    }
    assertThat(control.cwnd()).isBetween(1001 * MSS, 1010 * MSS);
  }

  /** Section 4.7. */
  @Test
  void cubicGivesWayWhenItLosesBeforeItIsBack() {
    Cubic control = begun(new Cubic());
    control.setCwnd(1000 * MSS);
    control.congested(1000 * MSS);
    control.setCwnd(800 * MSS);
    control.congested(800 * MSS);
    control.setCwnd(control.ssthresh());
    assertThat(control.cwnd()).isEqualTo(560 * MSS);
    long now = 0;
    double k = Math.cbrt((800 * 0.85 - 560) / 0.4);
    while (now < k * 1e9) {
      control.acknowledged(control.cwnd(), now, RTT);
      now += RTT;
    }
    assertThat(control.cwnd()).isBetween(670 * MSS, 690 * MSS);
  }

  /**
   * Section 4.3: as Reno with 0.53 segments in a round trip up to the old window, then with one.
   */
  @Test
  void cubicIsNoSlowerThanReno() {
    Cubic control = begun(new Cubic());
    control.setCwnd(10 * MSS);
    control.congested(10 * MSS);
    control.setCwnd(control.ssthresh());
    long rtt = 1_000_000;
    for (int i = 0; i < 20; i++) {
      control.acknowledged(control.cwnd(), i * rtt, rtt);
    }
    assertThat(control.cwnd()).isBetween(23 * MSS, 25 * MSS);
  }

  /** The curve between: half of the way to K it is C (K / 2)^3 below. */
  @Test
  void cubicIsConcaveBeforeAndConvexAfterwards() {
    Cubic control = begun(new Cubic());
    control.setCwnd(1000 * MSS);
    control.congested(1000 * MSS);
    control.setCwnd(800 * MSS);
    control.congested(800 * MSS);
    control.setCwnd(control.ssthresh());
    long begin = 7_000_000_000L;
    long k = Math.round(Math.cbrt((680 - 560) / 0.4) * 1e9);
    assertThat(after(control, begin, begin + k / 2)).isBetween(663 * MSS, 668 * MSS);
    assertThat(after(control, begin + k / 2 + RTT, begin + 3 * k / 2))
        .isBetween(692 * MSS, 698 * MSS);
  }

  /** The window when a window has been acknowledged in each round trip. */
  private static int after(Cubic control, long from, long to) {
    for (long now = from; now <= to; now += RTT) {
      control.acknowledged(control.cwnd(), now, RTT);
    }
    return control.cwnd();
  }

  /** Section 4.4: W_cubic is looked up where the window will be acknowledged. */
  @Test
  void cubicLooksOneRoundTripAhead() {
    Cubic control = begun(new Cubic());
    control.setCwnd(1000 * MSS);
    control.congested(1000 * MSS);
    control.setCwnd(control.ssthresh());
    double k = Math.cbrt(300 / 0.4);
    long rtt = 1_000_000_000;
    control.acknowledged(control.cwnd(), 0, rtt);
    control.acknowledged(control.cwnd(), rtt, rtt);
    double ahead = 0.4 * Math.pow(2 - k, 3) + 1000;
    assertThat(control.cwnd() / (double) MSS).isBetween(ahead - 1, ahead + 1);
  }

  /** Others set the window in a recovery; the curve goes on from there. */
  @Test
  void cubicGoesOnFromAWindowThatWasSet() {
    Cubic control = begun(new Cubic());
    control.setCwnd(100 * MSS);
    control.congested(100 * MSS);
    control.setCwnd(control.ssthresh());
    control.acknowledged(MSS, 0, RTT);
    control.setCwnd(200 * MSS);
    control.acknowledged(MSS, RTT, RTT);
    assertThat(control.cwnd()).isBetween(200 * MSS, 201 * MSS);
  }

  /** RFC 9406 section 4.2: what comes after a loss is no first slow start. */
  @Test
  void afterALossHyStartIsOver() {
    Cubic control = begun(new Cubic());
    control.timedOut(100 * MSS, true);
    long rtt = 50_000_000;
    int ack = 0;
    for (int round = 0; round < 12 && control.isInSlowStart(); round++) {
      for (int i = 0; i < 10; i++) {
        ack += MSS;
        control.heard(ack, ack + 10 * MSS, rtt);
      }
      rtt *= 2;
    }
    assertThat(control.isInSlowStart()).isTrue();
    control.acknowledged(MSS, 0, RTT);
    assertThat(control.cwnd()).isEqualTo(2 * MSS);
  }

  /** Told of everything. */
  private static final class Recording extends CongestionControl {
    private int avoided;
    private boolean idle;

    @Override
    void avoid(int bytes, long now, long rtt) {
      avoided += bytes;
    }

    @Override
    int reduced(int flight) {
      return flight / 2;
    }

    @Override
    void idled() {
      idle = true;
    }
  }

  @Test
  void whatIsLeftOfSlowStartIsCongestionAvoidance() {
    Recording control = begun(new Recording());
    control.congested(20 * MSS);
    control.setCwnd(9 * MSS + 400);
    control.acknowledged(MSS, 0, RTT);
    assertThat(control.cwnd()).isEqualTo(10 * MSS);
    assertThat(control.avoided).isEqualTo(400);
    control.setCwnd(8 * MSS);
    control.acknowledged(2 * MSS, 0, RTT);
    assertThat(control.cwnd()).isEqualTo(10 * MSS);
    assertThat(control.avoided).as("nothing was left").isEqualTo(400);
  }

  /** RFC 5681 section 4.1. */
  @Test
  void idleTimeLeavesTheInitialWindow() {
    Recording control = begun(new Recording());
    control.setCwnd(50 * MSS);
    control.restart();
    assertThat(control.cwnd()).isEqualTo(10 * MSS);
    assertThat(control.idle).isTrue();
    control.setCwnd(4 * MSS);
    control.restart();
    assertThat(control.cwnd()).isEqualTo(4 * MSS);
  }

  /** RFC 5681's byte counting: what is above a window counts for the next. */
  @Test
  void renoKeepsWhatIsLeft() {
    NewReno control = begun(new NewReno());
    control.congested(20 * MSS);
    control.setCwnd(10 * MSS);
    control.acknowledged(15 * MSS, 0, RTT);
    assertThat(control.cwnd()).isEqualTo(11 * MSS);
    control.acknowledged(6 * MSS - 1, 0, RTT);
    assertThat(control.cwnd()).isEqualTo(11 * MSS);
    control.acknowledged(1, 0, RTT);
    assertThat(control.cwnd()).isEqualTo(12 * MSS);
  }
}
