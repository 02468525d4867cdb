package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import netmp.adversary.Scenario.Setup;
import netmp.socket.MigrationScenarios;
import netmp.socket.StreamScenarios;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of the stack under every schedule there is, or every one with few preemptions. */
class ExhaustiveScenariosTest {

  private static SpecJudge judge;

  @BeforeAll
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterAll
  static void close() {
    judge.close();
  }

  static Stream<Scenario> scenarios() {
    return PlantedDefectTest.scenarios();
  }

  /** What runs a scenario. */
  static Exhaustive.Run run(Setup setup) {
    return (judge, chooser, observer) -> ScenarioRun.of(judge, chooser, observer, setup);
  }

  private static long sound(Exhaustive exhaustive) {
    Exhaustive.Outcome outcome = exhaustive.explore(Long.MAX_VALUE, n -> {});
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.complete()).isTrue();
    return outcome.schedules();
  }

  private static Scenario scenario(String id) {
    return scenarios().filter(scenario -> scenario.id().equals(id)).findAny().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void allWithTwoPreemptions(Scenario scenario) {
    sound(Exhaustive.bounded(judge, run(scenario.sound()), 2));
  }

  /** A user accepts, another connects. */
  @Test
  void theHandshakeWithThreePreemptions() {
    long schedules = sound(Exhaustive.bounded(judge, run(StreamScenarios.handshake()), 3));
    assertThat(schedules).isGreaterThan(10_000);
  }

  /** A socket moves while a request is under way. */
  @Test
  void oneMigrationWithThreePreemptions() {
    long schedules = sound(Exhaustive.bounded(judge, run(MigrationScenarios.oneMove()), 3));
    assertThat(schedules).isGreaterThan(10_000);
  }

  /** Waits that end by themselves, by an error, by the end; a message that comes home late. */
  @ParameterizedTest
  @ValueSource(strings = {"D14-end", "D14-error", "D20-socket", "D23", "D27", "D54", "D60"})
  void allSchedules(String id) {
    Scenario scenario = scenario(id);
    sound(Exhaustive.reduced(judge, run(scenario.sound())));
    assertThat(
            Exhaustive.reduced(judge, run(scenario.planted())).explore(100_000, n -> {}).failure())
        .as("with its defect")
        .isPresent();
  }
}
