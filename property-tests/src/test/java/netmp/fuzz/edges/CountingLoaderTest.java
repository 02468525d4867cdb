package netmp.fuzz.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import netmp.fuzz.Target;
import netmp.planted.Branches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way through a method has counts of its own, and none is without an end. */
class CountingLoaderTest {

  private final CountingLoader loader = new CountingLoader(getClass().getClassLoader());
  private final EdgeCounts counts = loader.counts();

  @SuppressWarnings("unchecked")
  private final Target<byte[]> branches = loader.create(Branches.class.getName(), Target.class);

  private byte[] countsOf(int which, int value) throws Exception {
    Arrays.fill(counts.hits(), (byte) 0);
    branches.run(new byte[] {(byte) which, (byte) value});
    return counts.hits().clone();
  }

  @ParameterizedTest
  @CsvSource({
    "0, '5, 6'",
    "1, '0, 1, 2, 3'",
    "2, '-100, 100, 0'",
    "3, '0, 1'",
    "4, '1, 2, 3'",
    "5, '0, 1, 2'"
  })
  void eachWayIsTold(int which, String values) throws Exception {
    Set<String> seen = new HashSet<>();
    for (String value : values.split(", ", -1)) {
      byte[] hits = countsOf(which, Integer.parseInt(value));
      assertThat(hits).isEqualTo(countsOf(which, Integer.parseInt(value)));
      assertThat(seen.add(Arrays.toString(hits))).as("like another: %s", value).isTrue();
    }
  }

  @Test
  void thereIsNoWayOnWithoutFuel() throws Exception {
    counts.refuel(50);
    countsOf(5, 10);
    counts.refuel(50);
    assertThatThrownBy(() -> countsOf(5, 100)).isInstanceOf(OutOfFuel.class);
  }

  @Test
  void theProgramIsACopy() throws Exception {
    assertThat(branches).isNotInstanceOf(Branches.class);
    assertThat(loader.loadClass(Target.class.getName())).isEqualTo(Target.class);
    assertThat(loader.loadClass("netmp.sim.Result").getClassLoader()).isEqualTo(loader);
  }
}
