package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import netmp.sockbuf.Planted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adversary finds what is planted, makes it small, and repeats it. */
class PlantedDefectTest {

  private static final long SEED = 1;
  private static final int BUDGET = 500;
  private static SpecJudge judge;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterAll
  static void close() {
    judge.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedDefectIsFoundShrunkAndRepeated(Planted defect) throws IOException {
    EpisodeRun run = new EpisodeRun(judge, design -> defect);
    Explorer.Outcome outcome = new Explorer(run).explore(SEED, BUDGET, n -> {});
    assertThat(outcome.failure()).as("found within %d episodes", BUDGET).isPresent();
    Path file = folder.resolve("failure.json");
    outcome.failure().orElseThrow().write(file);
    EpisodeRun.Verdict first = outcome.verdict().orElseThrow();
    EpisodeRun.Verdict again = run.run(Episode.read(file));
    assertThat(again.findings()).isEqualTo(first.findings()).isNotEmpty();
    assertThat(again.trace()).isEqualTo(first.trace());
    assertThat(Episode.read(file).datagrams()).as("shrunk").isLessThan(3);
    assertThat(Episode.read(file).schedule()).as("shrunk").hasSizeLessThan(15);
  }

  @Test
  void theSameSockbufWithoutADefectIsGood() {
    EpisodeRun run = new EpisodeRun(judge, design -> Planted.NONE);
    Explorer.Outcome outcome = new Explorer(run).explore(SEED, 100, n -> {});
    assertThat(outcome.verdict()).isEmpty();
    assertThat(outcome.episodes()).isEqualTo(100);
  }
}
