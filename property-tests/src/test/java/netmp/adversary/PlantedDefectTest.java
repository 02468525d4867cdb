package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import netmp.sockbuf.Planted;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The adversary finds what is planted, makes it small, and repeats it. What it made small is kept
 * in {@code src/test/resources/schedules}: there the defect must show each time, and the sound code
 * must pass. {@code -Dschedules=src/test/resources/schedules} writes these files anew.
 */
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
    Explorer.Outcome outcome = new Explorer(run).explore(Episodes.of("udp-echo"), SEED, BUDGET, n -> {});
    assertThat(outcome.failure()).as("found within %d episodes", BUDGET).isPresent();
    Path file =
        Path.of(System.getProperty("schedules", folder.toString())).resolve(defect + ".json");
    outcome.failure().orElseThrow().write(file);
    EpisodeRun.Verdict first = outcome.verdict().orElseThrow();
    EpisodeRun.Verdict again = run.run(Episode.read(file));
    assertThat(again.findings()).isEqualTo(first.findings()).isNotEmpty();
    assertThat(run.trace(Episode.read(file))).isEqualTo(run.trace(Episode.read(file)));
    assertThat(Episode.read(file).datagrams()).as("shrunk").isLessThan(3);
    assertThat(Episode.read(file).schedule()).as("shrunk").hasSizeLessThan(15);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void itsScheduleShowsTheDefectAndNothingElse(Planted defect) throws Exception {
    Episode episode = Episode.read(schedule(defect.name()));
    assertThat(new EpisodeRun(judge, design -> defect).run(episode).findings()).isNotEmpty();
    assertThat(new EpisodeRun(judge, design -> defect.design()).run(episode).findings()).isEmpty();
  }

  private static Path schedule(String defect) throws URISyntaxException {
    URL file = PlantedDefectTest.class.getResource("/schedules/" + defect + ".json");
    assertThat(file).as("the schedule of %s", defect).isNotNull();
    return Path.of(file.toURI());
  }

  @Test
  void theSameSockbufWithoutADefectIsGood() {
    EpisodeRun run = new EpisodeRun(judge, design -> Planted.NONE);
    Explorer.Outcome outcome = new Explorer(run).explore(Episodes.of("udp-echo"), SEED, 100, n -> {});
    assertThat(outcome.verdict()).isEmpty();
    assertThat(outcome.episodes()).isEqualTo(100);
  }
}
