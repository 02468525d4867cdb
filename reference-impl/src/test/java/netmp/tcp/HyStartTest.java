package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 9406. One round is the acknowledgments of as many segments as one window has. */
class HyStartTest {

  private static final long MILLI = 1_000_000;
  private static final int SEGMENTS = 10;
  private static final int MSS = 1000;

  private final HyStart hystart = new HyStart();
  private int ack;
  private boolean over;

  /** Each acknowledgment moves on by a segment; what is sent stays a window ahead. */
  private void round(long... rtts) {
    for (int i = 0; i < SEGMENTS; i++) {
      ack += MSS;
      over |= hystart.acknowledged(ack, ack + SEGMENTS * MSS, rtts[i % rtts.length]);
    }
  }

  private boolean isConservative() {
    return hystart.growth(400) == 100;
  }

  @Test
  void roundTripsOfEqualLengthChangeNothing() {
    for (int i = 0; i < 100; i++) {
      round(50 * MILLI, 60 * MILLI);
      assertThat(isConservative()).isFalse();
    }
    assertThat(over).isFalse();
  }

  /** An eighth of 80 ms is 10 ms. */
  @Test
  void aRoundThatTakesLongerMakesItConservative() {
    round(80 * MILLI);
    round(80 * MILLI);
    round(89 * MILLI);
    assertThat(isConservative()).isFalse();
    round(89 * MILLI);
    round(89 * MILLI + 11 * MILLI + MILLI / 2);
    assertThat(isConservative()).isTrue();
    assertThat(over).isFalse();
  }

  @Test
  void theThresholdHasBounds() {
    round(8 * MILLI);
    round(8 * MILLI);
    round(8 * MILLI + 4 * MILLI - 1);
    assertThat(isConservative()).isFalse();
    HyStartTest slow = new HyStartTest();
    slow.round(1000 * MILLI);
    slow.round(1000 * MILLI);
    slow.round(1016 * MILLI);
    slow.round(1016 * MILLI);
    assertThat(slow.isConservative()).isTrue();
  }

  /** Section 4.2: fewer than eight samples say nothing. */
  @Test
  void fewSamplesSayNothing() {
    round(20 * MILLI);
    round(20 * MILLI);
    for (int i = 0; i < 20; i++) {
      round(100 * MILLI * (i + 1), -1);
      assertThat(isConservative()).isFalse();
    }
  }

  /** The eighth says it, be it 0; and the round ends with what was sent when it began. */
  @Test
  void theEighthSampleOfARound() {
    round(0);
    round(0);
    assertThat(hystart.acknowledged(ack += MSS, ack + SEGMENTS * MSS, 0)).isFalse();
    for (int i = 1; i <= 8; i++) {
      assertThat(isConservative()).as("%d samples", i - 1).isFalse();
      over |= hystart.acknowledged(ack += 1, ack + SEGMENTS * MSS, 50 * MILLI);
    }
    assertThat(isConservative()).isTrue();
  }

  @Test
  void fiveConservativeRoundsEndSlowStart() {
    round(20 * MILLI);
    round(20 * MILLI);
    round(40 * MILLI);
    int rounds = 1;
    assertThat(isConservative()).isTrue();
    for (; !over && rounds < 100; rounds++) {
      round(40 * MILLI);
    }
    assertThat(rounds).isBetween(5, 6);
    assertThat(isConservative()).isFalse();
  }

  @Test
  void aShorterRoundTripWasAMistake() {
    round(20 * MILLI);
    round(20 * MILLI);
    round(40 * MILLI);
    round(40 * MILLI);
    assertThat(isConservative()).isTrue();
    round(39 * MILLI);
    assertThat(isConservative()).isFalse();
    assertThat(over).isFalse();
  }

  @Test
  void afterALossItDoesNothing() {
    round(20 * MILLI);
    round(20 * MILLI);
    hystart.end();
    round(90 * MILLI);
    round(90 * MILLI);
    assertThat(isConservative()).isFalse();
    assertThat(over).isFalse();
  }

  /** The threshold of CUBIC falls to the window, and the window grows slowly from there. */
  @Test
  void cubicLeavesSlowStart() {
    Cubic cubic = new Cubic();
    cubic.begin(MSS, false);
    long rtt = 20 * MILLI;
    int before = 0;
    for (int i = 1; cubic.isInSlowStart() && i < 100; i++) {
      before = cubic.cwnd();
      for (int k = 0; k < SEGMENTS && cubic.isInSlowStart(); k++) {
        ack += MSS;
        cubic.heard(ack, ack + SEGMENTS * MSS, rtt);
        cubic.acknowledged(MSS, i * rtt, rtt);
      }
      rtt = i < 2 ? rtt : 60 * MILLI;
    }
    assertThat(cubic.isInSlowStart()).isFalse();
    assertThat(cubic.ssthresh()).isLessThanOrEqualTo(cubic.cwnd()).isGreaterThanOrEqualTo(before);
    assertThat(cubic.cwnd()).isLessThan(60 * MSS);
  }
}
