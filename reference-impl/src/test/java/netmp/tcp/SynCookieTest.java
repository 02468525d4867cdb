package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import netmp.icmp.IcmpError;
import netmp.stats.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynCookieTest {

  private static final int IRS = 0x1234_5678;

  private final SynCookie cookies = new SynCookie(new IssGenerator(new SplittableRandom(1)));
  private final Ends ends = new Ends(1000);

  private static final class Ends extends TcpFlow {
    Ends(int port) {
      setTuple(0x0a00_0001, 80, 0x0a00_0002, port);
    }

    @Override
    DropReason arrives(Segment s) {
      throw new AssertionError();
    }

    @Override
    DropReason unreachable(IcmpError error, int mtu, int seq) {
      throw new AssertionError();
    }

    @Override
    void addressGoes(Tcp tcp) {
      throw new AssertionError();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 64",
    "64, 64",
    "535, 64",
    "536, 536",
    "1219, 1024",
    "1459, 1440",
    "1460, 1460",
    "8959, 1460",
    "8960, 8960",
    "65535, 8960"
  })
  void theSizeOfSegmentsIsTheNextLower(int said, int used) {
    int cookie = cookies.make(ends, IRS, said, 0);
    assertThat(cookies.check(ends, IRS, cookie, 0)).isEqualTo(used);
  }

  @Test
  void goodForOneToTwoEpochs() {
    for (long made = 0; made < 4 * SynCookie.EPOCH; made += SynCookie.EPOCH / 8) {
      int cookie = cookies.make(ends, IRS, 1460, made);
      long end = (made / SynCookie.EPOCH + 2) * SynCookie.EPOCH;
      assertThat(cookies.check(ends, IRS, cookie, made + SynCookie.EPOCH)).isEqualTo(1460);
      assertThat(cookies.check(ends, IRS, cookie, end - 1)).isEqualTo(1460);
      assertThat(cookies.check(ends, IRS, cookie, end)).isZero();
      assertThat(cookies.check(ends, IRS, cookie, end + SynCookie.EPOCH)).isZero();
    }
  }

  /** Whoever has one cookie has none for other ends, other numbers or another size. */
  @Test
  void nothingElseIsGood() {
    int cookie = cookies.make(ends, IRS, 1460, 0);
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      assertThat(cookies.check(ends, IRS, cookie ^ 1 << bit, 0)).as("bit %d", bit).isZero();
      assertThat(cookies.check(ends, IRS ^ 1 << bit, cookie, 0)).as("bit %d", bit).isZero();
    }
    assertThat(cookies.check(new Ends(1001), IRS, cookie, 0)).isZero();
    SynCookie others = new SynCookie(new IssGenerator(new SplittableRandom(2)));
    assertThat(others.check(ends, IRS, cookie, 0)).isZero();
  }

  /** A peer that echoes it must not have been told a time that is still to come. */
  @Test
  void timestampsHoldOptionsAndAreAlmostRight() {
    for (int clock = -200; clock < 200; clock++) {
      int stamp = SynCookie.timestamp(clock, 15, true, false);
      assertThat(stamp).isBetween(clock - 127, clock);
      assertThat(SynCookie.scale(stamp)).isEqualTo(14);
      assertThat(SynCookie.sack(stamp)).isTrue();
      assertThat(SynCookie.ecn(stamp)).isFalse();
      int other = SynCookie.timestamp(clock, Segment.NO_SCALE, false, true);
      assertThat(SynCookie.scale(other)).isEqualTo(Segment.NO_SCALE);
      assertThat(SynCookie.sack(other)).isFalse();
      assertThat(SynCookie.ecn(other)).isTrue();
    }
  }

  @Test
  void guessesFail() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 100_000; i++) {
      assertThat(cookies.check(ends, IRS, random.nextInt(), 0)).isZero();
    }
  }
}
