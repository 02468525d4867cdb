package netmp.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import netmp.socket.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short soak. {@code -Dnetmp.seed=N} has another plan; threads are as they are, so a run does not
 * repeat exactly.
 */
class SoakTest {

  private static final long SEED = Long.getLong("netmp.seed", 1);
  private static final Duration TIME = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void nothingIsFoundAndMuchHasHappened() throws Exception {
    System.out.println("soak, seed " + SEED);
    SoakSettings settings = new SoakSettings(SEED, 1, TIME, TIME, folder);
    Soak.Result result = new Soak(settings, System.out::println).run();
    Map<String, Long> done = result.tally().counts(Tally.Group.DONE);
    Map<String, Long> checks = result.tally().counts(Tally.Group.CHECK);
    assertThat(result.tally().findings()).as("seed %d", SEED).isEmpty();
    assertThat(done.get("connections ended as planned")).isGreaterThan(20);
    assertThat(done.get("bytes checked")).isGreaterThan(100_000);
    assertThat(result.tally().counts(Tally.Group.FAULT)).hasSizeGreaterThan(10);
    assertThat(result.tally().counts(Tally.Group.ERROR).keySet())
        .isSubsetOf(Arrays.stream(Errno.values()).map(Errno::name).toList());
    assertThat(checks.get("events judged")).isGreaterThan(1000);
    assertThat(checks.get("machines without leftovers")).isEqualTo(3);
    assertThat(folder).as("files of a good round do not stay").isEmptyDirectory();
  }

  @Test
  void aSeedIsAPlan() {
    assertThat(RoundPlan.of(SEED, 3).machines()).isEqualTo(RoundPlan.of(SEED, 3).machines());
    assertThat(RoundPlan.of(SEED, 3).random().nextLong())
        .isEqualTo(RoundPlan.of(SEED, 3).random().nextLong());
    assertThat(RoundPlan.of(SEED, 3).machines()).isNotEqualTo(RoundPlan.of(SEED, 4).machines());
  }
}
