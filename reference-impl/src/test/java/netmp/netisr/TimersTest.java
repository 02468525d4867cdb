package netmp.netisr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {

  private final Timers timers = new Timers(0);
  private final List<String> fired = new ArrayList<>();

  @Test
  void firesInOrderOfDeadlineThenOfScheduling() {
    timers.schedule(timer("c"), 20);
    timers.schedule(timer("a"), 10);
    timers.schedule(timer("b"), 10);
    timers.schedule(timer("d"), 30);
    assertThat(timers.nextDeadline()).isEqualTo(10);
    timers.advanceTo(9);
    assertThat(timers.fireDue()).isZero();
    timers.advanceTo(20);
    assertThat(timers.fireDue()).isEqualTo(3);
    assertThat(fired).containsExactly("a", "b", "c");
    assertThat(timers.nextDeadline()).isEqualTo(30);
  }

  @Test
  void reschedulingMovesAndCancellingRemoves() {
    Timer a = timer("a");
    Timer b = timer("b");
    timers.schedule(a, 10);
    timers.schedule(b, 10);
    timers.schedule(a, 40);
    timers.cancel(b);
    timers.cancel(b);
    assertThat(b.isScheduled()).isFalse();
    assertThat(timers.nextDeadline()).isEqualTo(40);
    timers.advanceTo(40);
    timers.fireDue();
    assertThat(fired).containsExactly("a");
    assertThat(a.isScheduled()).isFalse();
    assertThat(timers.nextDeadline()).isEqualTo(Timers.NEVER);
  }

  @Test
  void aTimerThatSchedulesItselfForNowDoesNotHoldUpTheTurn() {
    Timer[] self = new Timer[1];
    self[0] =
        new Timer() {
          @Override
          protected void fire() {
            fired.add("self");
            timers.schedule(self[0], timers.now());
          }
        };
    timers.schedule(self[0], 0);
    assertThat(timers.fireDue()).isEqualTo(1);
    assertThat(timers.fireDue()).isEqualTo(1);
    assertThat(fired).hasSize(2);
  }

  @Test
  void agreesWithASortedListUnderRandomUse() {
    Random random = new Random(20081018);
    List<Timer> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(timer("t" + i));
    }
    for (int step = 0; step < 50_000; step++) {
      Timer timer = all.get(random.nextInt(all.size()));
      switch (random.nextInt(4)) {
        case 0, 1 -> timers.schedule(timer, timers.now() + random.nextInt(100));
        case 2 -> timers.cancel(timer);
        default -> {
          long next = timers.now() + random.nextInt(10);
          List<Timer> due =
              all.stream()
                  .filter(t -> t.isScheduled() && t.deadline <= next)
                  .sorted(
                      Comparator.comparingLong((Timer t) -> t.deadline)
                          .thenComparingLong(t -> t.sequence))
                  .toList();
          List<String> names = due.stream().map(Object::toString).toList();
          fired.clear();
          timers.advanceTo(next);
          timers.fireDue();
          assertThat(fired).as("step %d", step).isEqualTo(names);
        }
      }
    }
  }

  private Timer timer(String name) {
    return new Timer() {
      @Override
      protected void fire() {
        fired.add(name);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }
}
