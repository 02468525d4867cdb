package netmp.adversary;

import java.io.IOException;
import java.nio.file.Path;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever the schedule and whatever the wire does, every answer is right, nothing leaks, and the
 * trace is a behaviour of the specifications.
 */
class EpisodePropertiesTest {

  private static final Path FAILURE = Path.of("target/netmp/episode-failure.json");
  private static SpecJudge judge;

  @BeforeContainer
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterContainer
  static void close() {
    judge.close();
  }

  @Provide
  Arbitrary<Episode> episodes() {
    return Episodes.any();
  }

  @Property(tries = 300, afterFailure = AfterFailureMode.SAMPLE_ONLY)
  void everyRunIsABehaviourOfTheSpecifications(@ForAll("episodes") Episode episode)
      throws IOException {
    EpisodeRun.Verdict verdict = new EpisodeRun(judge).run(episode);
    if (!verdict.isGood()) {
      episode.write(FAILURE);
      throw new AssertionError(
          "repeat with: ./netmp replay property-tests/"
              + FAILURE
              + "\n"
              + String.join("\n", verdict.findings()));
    }
  }
}
