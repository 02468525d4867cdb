package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** All schedules of the coalesced notify with two preemptions. */
class NotifyScheduleTest {

  @Test
  void noPacketIsForgotten() {
    Exhaustive.Outcome outcome =
        Exhaustive.bounded(
                EpisodeRun.UNJUDGED,
                (judge, chooser, observer) ->
                    ScenarioRun.of(judge, chooser, observer, NotifyScenarios::sound),
                2)
            .explore(Long.MAX_VALUE, n -> {});
    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.schedules()).as("schedules").isGreaterThan(1000);
  }
}
