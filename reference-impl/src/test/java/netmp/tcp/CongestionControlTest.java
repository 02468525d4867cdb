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
}
