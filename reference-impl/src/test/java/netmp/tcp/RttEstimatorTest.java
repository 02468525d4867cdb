package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {

  private static final long MS = 1_000_000;

  private final RttEstimator rtt = new RttEstimator();

  @Test
  void oneSecondBeforeTheFirstSample() {
    assertThat(rtt.rto()).isEqualTo(1000 * MS);
  }

  /** RFC 6298 section 2.2: RTO = R + 4 * R/2. */
  @Test
  void theFirstSample() {
    rtt.sample(100 * MS);
    assertThat(rtt.srtt()).isEqualTo(100 * MS);
    assertThat(rtt.rto()).isEqualTo(300 * MS);
  }

  /** RFC 6298 section 2.3: the deviation first, with the old mean. */
  @Test
  void theSecondSample() {
    rtt.sample(100 * MS);
    rtt.sample(180 * MS);
    assertThat(rtt.srtt()).isEqualTo(110 * MS);
    assertThat(rtt.rttvar()).isEqualTo(57_500_000);
    assertThat(rtt.rto()).isEqualTo(110 * MS + 4 * 57_500_000);
    assertThat(rtt.least()).isEqualTo(100 * MS);
  }

  @Test
  void aFastPathHasTheLeastTimeout() {
    for (int i = 0; i < 50; i++) {
      rtt.sample(MS / 10);
    }
    assertThat(rtt.rto()).isEqualTo(RttEstimator.MIN_RTO);
  }

  @Test
  void backsOffUpToAMinuteAndStopsWithASample() {
    rtt.sample(100 * MS);
    for (int i = 0; i < 20; i++) {
      rtt.backOff();
    }
    assertThat(rtt.rto()).isEqualTo(RttEstimator.MAX_RTO);
    rtt.sample(100 * MS);
    assertThat(rtt.rto()).isLessThan(400 * MS);
  }
}
