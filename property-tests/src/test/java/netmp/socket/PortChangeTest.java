package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import netmp.action.StackProbe;
import netmp.adversary.EpisodeRun;
import netmp.adversary.EpisodeRun.Verdict;
import netmp.adversary.ScenarioRun;
import netmp.adversary.SpecJudge;
import netmp.probe.Probe;
import netmp.sim.ScheduleChooser;
import org.junit.jupiter.api.Test;

/** A socket moves from CPU to CPU while others ask and close, under many schedules. */
class PortChangeTest {

  private static final int SCHEDULES = 100;

  @Test
  void everyRequestIsCarriedOutWhereTheSocketIs() throws IOException {
    Chases chases = new Chases();
    try (SpecJudge judge = new SpecJudge()) {
      for (long seed = 0; seed < SCHEDULES; seed++) {
        ScheduleChooser chooser = ScheduleChooser.uniform(new SplittableRandom(seed));
        Verdict verdict = ScenarioRun.of(judge, chooser, PortChangeScenarios::sound);
        assertThat(verdict.findings()).as("seed %d", seed).isEmpty();
        ScenarioRun.of(
            header -> chases,
            ScheduleChooser.uniform(new SplittableRandom(seed)),
            PortChangeScenarios::sound);
      }
    }
    assertThat(chases.count).as("requests that were chased").isPositive();
  }

  /** Counts the requests that came to where the socket was no longer. */
  private static final class Chases implements EpisodeRun.Judgement {
    private int count;

    @Override
    public void event(
        long n, long from, String thread, String object, Probe probe, long a, long b) {
      count += probe == StackProbe.CHASE ? 1 : 0;
    }

    @Override
    public List<String> findings() {
      return List.of();
    }
  }
}
