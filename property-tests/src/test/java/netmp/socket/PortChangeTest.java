package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.SplittableRandom;
import netmp.adversary.EpisodeRun.Verdict;
import netmp.adversary.ScenarioRun;
import netmp.adversary.SpecJudge;
import netmp.sim.ScheduleChooser;
import org.junit.jupiter.api.Test;

/** A socket moves from CPU to CPU while others ask and close, under many schedules. */
class PortChangeTest {

  private static final int SCHEDULES = 100;

  @Test
  void everyRequestIsCarriedOutWhereTheSocketIs() throws IOException {
    boolean chased = false;
    try (SpecJudge judge = new SpecJudge()) {
      for (long seed = 0; seed < SCHEDULES; seed++) {
        ScheduleChooser chooser = ScheduleChooser.uniform(new SplittableRandom(seed));
        Verdict verdict = ScenarioRun.of(judge, chooser, PortChangeScenarios::sound);
        assertThat(verdict.findings()).as("seed %d", seed).isEmpty();
        chased |= verdict.trace().contains("\"Chase\"");
      }
    }
    assertThat(chased).as("some request was chased").isTrue();
  }
}
