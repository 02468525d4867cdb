package netmp.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static final long SECOND = 1_000_000_000L;

  private final RateLimit limit = new RateLimit(200);

  private int admitted(long now, int asked) {
    int admitted = 0;
    for (int i = 0; i < asked; i++) {
      admitted += limit.admits(now) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void aSecondsWorthGoesAtOnceAndThenSoManyASecond() {
    long start = -7 * SECOND; // a clock may begin anywhere
    assertThat(admitted(start, 1000)).isEqualTo(200);
    assertThat(admitted(start + SECOND / 200 - 1, 10)).isZero();
    assertThat(admitted(start + SECOND / 200, 10)).isEqualTo(1);
    assertThat(admitted(start + SECOND / 2, 1000)).isEqualTo(99);
    assertThat(admitted(start + 100 * SECOND, 1000)).isEqualTo(200);
  }

  @Test
  void oftenAskedItAdmitsNoMore() {
    int admitted = 0;
    for (long now = 0; now < 10 * SECOND; now += SECOND / 10_000) {
      admitted += limit.admits(now) ? 1 : 0;
    }
    assertThat(admitted).isBetween(2198, 2200);
  }
}
