package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All schedules of the coalesced notify with two preemptions, as far as the run is long. */
class NotifyScheduleTest {

  private static final int LONGEST_GAP = 25;
  private static final int CHOICES = 3;

  @Test
  void noPacketIsForgotten() {
    for (Preemption first : preemptions()) {
      for (Preemption second : preemptions()) {
        List<Preemption> schedule = List.of(first, second);
        assertThat(findings(schedule)).as("%s", schedule).isEmpty();
      }
    }
  }

  private static List<String> findings(List<Preemption> schedule) {
    PreemptionChooser chooser = new PreemptionChooser(schedule);
    return ScenarioRun.of(EpisodeRun.UNJUDGED, chooser, NotifyScenarios::sound).findings();
  }

  private static List<Preemption> preemptions() {
    List<Preemption> all = new ArrayList<>();
    for (int gap = 0; gap < LONGEST_GAP; gap++) {
      for (int choice = 0; choice < CHOICES; choice++) {
        all.add(new Preemption(gap, choice));
      }
    }
    return all;
  }
}
