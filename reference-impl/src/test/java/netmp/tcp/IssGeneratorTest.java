package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PrimitiveIterator;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import netmp.pcb.Flow;
import org.junit.jupiter.api.Test;

class IssGeneratorTest {

  private static final long TICK = 4000;

  private static final class Ends extends Flow {
    Ends(int laddr, int lport, int faddr, int fport) {
      setTuple(laddr, lport, faddr, fport);
    }
  }

  private static final Flow FLOW = new Ends(0x07060504, 0x0b0a, 0x03020100, 0x0908);

  private static IssGenerator keyed(long key0, long key1) {
    PrimitiveIterator.OfLong keys = LongStream.of(key0, key1).iterator();
    RandomGenerator random = keys::nextLong;
    return new IssGenerator(random);
  }

  private static final IssGenerator GENERATOR = keyed(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

  /** The test vector of the paper's reference code for the bytes 0 to 15, under such a key. */
  @Test
  void theHashIsSipHash24() {
    assertThat(GENERATOR.hash(FLOW, 0x0f0e0d0cL)).isEqualTo(0x3f2acc7f57c29bdbL);
  }

  /** RFC 6528 section 3: a clock of four microseconds, for each pair of ends from elsewhere. */
  @Test
  void numbersOfOnePairGrowWithTime() {
    int first = GENERATOR.next(FLOW, 0);
    assertThat(GENERATOR.next(FLOW, TICK - 1)).isEqualTo(first);
    assertThat(GENERATOR.next(FLOW, TICK)).isEqualTo(first + 1);
    assertThat(GENERATOR.next(FLOW, 1_000_000_000L)).isEqualTo(first + 250_000);
  }

  @Test
  void otherEndsAndOtherKeysHaveOthers() {
    int number = GENERATOR.next(FLOW, 0);
    assertThat(GENERATOR.next(new Ends(0x07060505, 0x0b0a, 0x03020100, 0x0908), 0))
        .isNotEqualTo(number);
    assertThat(GENERATOR.next(new Ends(0x07060504, 0x0b0b, 0x03020100, 0x0908), 0))
        .isNotEqualTo(number);
    assertThat(GENERATOR.next(new Ends(0x07060504, 0x0b0a, 0x03020101, 0x0908), 0))
        .isNotEqualTo(number);
    assertThat(GENERATOR.next(new Ends(0x07060504, 0x0b0a, 0x03020100, 0x0909), 0))
        .isNotEqualTo(number);
    assertThat(keyed(1, 2).next(FLOW, 0)).isNotEqualTo(number);
    assertThat(GENERATOR.timestampOffset(FLOW)).isNotZero().isNotEqualTo(number);
  }

  /** All bits of what a cookie is for are in it. */
  @Test
  void cookiesDependOnAll() {
    long cookie = GENERATOR.cookie(FLOW, 7, 9);
    assertThat(cookie).isEqualTo(GENERATOR.cookie(FLOW, 7, 9));
    for (int bit = 0; bit < 32; bit++) {
      assertThat(GENERATOR.cookie(FLOW, 7 ^ 1 << bit, 9)).isNotEqualTo(cookie);
      assertThat(GENERATOR.cookie(FLOW, 7, 9 ^ 1L << bit)).isNotEqualTo(cookie);
      assertThat(
              GENERATOR.cookie(new Ends(0x07060504 ^ 1 << bit, 0x0b0a, 0x03020100, 0x0908), 7, 9))
          .isNotEqualTo(cookie);
      assertThat(
              GENERATOR.cookie(new Ends(0x07060504, 0x0b0a, 0x03020100 ^ 1 << bit, 0x0908), 7, 9))
          .isNotEqualTo(cookie);
    }
    for (int bit = 0; bit < 16; bit++) {
      assertThat(
              GENERATOR.cookie(new Ends(0x07060504, 0x0b0a ^ 1 << bit, 0x03020100, 0x0908), 7, 9))
          .isNotEqualTo(cookie);
      assertThat(
              GENERATOR.cookie(new Ends(0x07060504, 0x0b0a, 0x03020100, 0x0908 ^ 1 << bit), 7, 9))
          .isNotEqualTo(cookie);
    }
  }
}
