package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import netmp.msg.AbortScenarios;
import netmp.msg.PortScenarios;
import netmp.sim.LockScenarios;
import netmp.sockbuf.Planted;
import netmp.socket.CpuReceiveScenarios;
import netmp.socket.EventQueueScenarios;
import netmp.socket.MigrationScenarios;
import netmp.socket.PortChangeScenarios;
import netmp.socket.StreamScenarios;
import netmp.socket.WaitScenarios;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The adversary finds what is planted, makes it small, and repeats it; it finds nothing in the same
 * code without the defect. What it made small is kept in {@code src/test/resources/schedules}:
 * there the defect must show each time, and the sound code must pass. {@code
 * -Dschedules=src/test/resources/schedules} writes these files anew; {@code -Dsound=30000} runs so
 * many schedules of each scenario without its defect.
 */
class PlantedDefectTest {

  private static final long SEED = 1;

  /** From one start in fifty or so, shrinking ends at a schedule that is not small: so many try. */
  private static final int SEEDS = 3;

  private static final int BUDGET = 20_000;
  private static final int SOUND = Integer.getInteger("sound", 300);
  private static SpecJudge judge;

  private static final List<List<Scenario>> ALL =
      List.of(
          WaitScenarios.all(),
          StreamScenarios.all(),
          EventQueueScenarios.all(),
          PortChangeScenarios.all(),
          MigrationScenarios.all(),
          CpuReceiveScenarios.all(),
          AbortScenarios.all(),
          PortScenarios.all(),
          LockScenarios.all(),
          NotifyScenarios.all(),
          DeviceScenarios.all(),
          RingScenarios.all());

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterAll
  static void close() {
    judge.close();
  }

  static Stream<PlantedSockbuf> sockbufs() {
    return EnumSet.complementOf(EnumSet.of(Planted.NONE)).stream().map(PlantedSockbuf::new);
  }

  static Stream<Scenario> scenarios() {
    return ALL.stream().flatMap(List::stream);
  }

  static Stream<PlantedDefect<?>> defects() {
    return Stream.of(sockbufs(), scenarios(), EnumSet.allOf(PlantedStack.class).stream())
        .flatMap(defects -> defects);
  }

  @ParameterizedTest
  @MethodSource("defects")
  <E> void aPlantedDefectIsFoundShrunkAndRepeated(PlantedDefect<E> defect) throws IOException {
    Explorer.Run<E> run = defect.planted(judge);
    Explorer.Outcome<E> outcome = found(defect, run, SEED);
    for (long seed = SEED + 1; seed < SEED + SEEDS && !isSmall(defect, outcome); seed++) {
      outcome = found(defect, run, seed);
    }
    Path file =
        Path.of(System.getProperty("schedules", folder.toString())).resolve(defect.id() + ".json");
    defect.write(outcome.failure().orElseThrow(), file);
    EpisodeRun.Verdict first = outcome.verdict().orElseThrow();
    EpisodeRun.Verdict again = run.run(defect.read(file));
    assertThat(again).as("step by step").isEqualTo(first);
    assertThat(again.findings()).isNotEmpty();
    assertThat(defect.isSmall(defect.read(file))).as("shrunk").isTrue();
  }

  private static <E> Explorer.Outcome<E> found(
      PlantedDefect<E> defect, Explorer.Run<E> run, long seed) {
    Explorer.Outcome<E> outcome =
        new Explorer<>(Source.of(defect.episodes()), run).explore(seed, BUDGET, n -> {});
    assertThat(outcome.failure()).as("found within %d episodes", BUDGET).isPresent();
    return outcome;
  }

  private static <E> boolean isSmall(PlantedDefect<E> defect, Explorer.Outcome<E> outcome) {
    return outcome.failure().filter(defect::isSmall).isPresent();
  }

  @ParameterizedTest
  @MethodSource("defects")
  <E> void itsScheduleShowsTheDefectAndNothingElse(PlantedDefect<E> defect) throws Exception {
    E episode = defect.read(schedule(defect.id()));
    assertThat(defect.planted(judge).run(episode).findings()).isNotEmpty();
    assertThat(defect.sound(judge).run(episode).findings()).isEmpty();
  }

  private static Path schedule(String defect) throws URISyntaxException {
    URL file = PlantedDefectTest.class.getResource("/schedules/" + defect + ".json");
    assertThat(file).as("the schedule of %s", defect).isNotNull();
    return Path.of(file.toURI());
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theScenarioWithoutTheDefectIsGood(Scenario scenario) {
    isGood(new Explorer<>(Source.of(scenario.episodes()), scenario.sound(judge)), SOUND);
  }

  @Test
  void theSameSockbufWithoutADefectIsGood() {
    isGood(
        new Explorer<>(
            Source.of(Episodes.of("udp-echo")), new EpisodeRun(judge, design -> Planted.NONE)),
        100);
  }

  private static void isGood(Explorer<?> explorer, int episodes) {
    Explorer.Outcome<?> outcome = explorer.explore(SEED, episodes, n -> {});
    assertThat(outcome.verdict().map(EpisodeRun.Verdict::findings)).isEmpty();
    assertThat(outcome.episodes()).isEqualTo(episodes);
  }
}
