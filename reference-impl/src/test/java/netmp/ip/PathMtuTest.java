package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;

import netmp.netisr.Timers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathMtuTest {

  private static final int PEER = 0x0a090001;
  private static final int LINK = 1500;

  private final Timers timers = new Timers(-5);
  private final PathMtu paths = new PathMtu(timers);

  @Test
  void anUnknownPathTakesWhatTheLinkDoes() {
    assertThat(paths.to(PEER, LINK)).isEqualTo(LINK);
    assertThat(paths.to(0, LINK)).isEqualTo(LINK);
  }

  @Test
  void itIsOnlyLowered() {
    paths.reduce(PEER, 1400, LINK);
    assertThat(paths.to(PEER, LINK)).isEqualTo(1400);
    assertThat(paths.to(PEER + 1, LINK)).isEqualTo(LINK);
    paths.reduce(PEER, 1450, LINK);
    assertThat(paths.to(PEER, LINK)).isEqualTo(1400);
    paths.reduce(PEER, 1300, LINK);
    assertThat(paths.to(PEER, LINK)).isEqualTo(1300);
    paths.reduce(PEER + 1, 9000, LINK);
    assertThat(paths.to(PEER + 1, LINK)).isEqualTo(LINK);
  }

  @Test
  void andNotBelowTheLeast() {
    paths.reduce(PEER, 68, LINK);
    assertThat(paths.to(PEER, LINK)).isEqualTo(576);
  }

  @Test
  void noneTakesMoreThanTheLinkDoesNow() {
    paths.reduce(PEER, 1400, LINK);
    assertThat(paths.to(PEER, 1300)).isEqualTo(1300);
    assertThat(paths.to(PEER + 1, 1300)).isEqualTo(1300);
    assertThat(paths.to(PEER, LINK)).isEqualTo(1400);
  }

  @Test
  void itIsForgottenAfterTenMinutes() {
    paths.reduce(PEER, 1400, LINK);
    timers.advanceTo(599_999_999_994L);
    assertThat(paths.to(PEER, LINK)).isEqualTo(1400);
    timers.advanceTo(599_999_999_995L);
    assertThat(paths.to(PEER, LINK)).isEqualTo(LINK);
    paths.reduce(PEER, 1450, LINK);
    assertThat(paths.to(PEER, LINK)).isEqualTo(1450);
  }

  @Test
  void whatIsKnownIsBounded() {
    for (int i = 0; i < 100_000; i++) {
      paths.reduce(PEER + i, 1400, LINK);
      assertThat(paths.to(PEER + i, LINK)).isEqualTo(1400);
    }
    int known = 0;
    for (int i = 0; i < 100_000; i++) {
      known += paths.to(PEER + i, LINK) == LINK ? 0 : 1;
    }
    assertThat(known).isEqualTo(256);
  }

  /** RFC 1191, table 7-1. */
  @ParameterizedTest
  @CsvSource({
    "65535, 32000",
    "32000, 17914",
    "9000, 8166",
    "1500, 1492",
    "1492, 1006",
    "576, 508",
    "60, 68"
  })
  void plateaus(int length, int mtu) {
    assertThat(PathMtu.plateauBelow(length)).isEqualTo(mtu);
  }
}
