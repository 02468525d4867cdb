package netmp.netisr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** The timer queue does what a sorted list does, also when firing timers change it. */
class TimersPropertiesTest {

  private static final int TIMERS = 150;
  private static final int FEW = 6;

  /** What a timer does when it fires: schedules or cancels another one. */
  record Deed(int other, boolean schedules, int delay) {
    static final Deed NONE = new Deed(-1, false, 0);

    @Override
    public String toString() {
      return other < 0 ? "" : ", then " + (schedules ? other + " in " + delay : "cancels " + other);
    }
  }

  /** A scheduled timer of the list. */
  private record Entry(int timer, long deadline, Deed deed) {}

  /** The queue and the list. */
  static final class Bench {
    private final Timers timers = new Timers(0);
    private final List<Numbered> all = new ArrayList<>();
    private final List<Entry> list = new ArrayList<>();
    private final List<String> fired = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private long now;

    Bench() {
      for (int i = 0; i < TIMERS; i++) {
        all.add(new Numbered(i));
      }
    }

    private final class Numbered extends Timer {
      private final int number;
      private Deed deed = Deed.NONE;

      Numbered(int number) {
        this.number = number;
      }

      @Override
      protected void fire() {
        fired.add(number + " at " + timers.now());
        Deed mine = deed;
        if (mine.schedules) {
          all.get(mine.other).deed = Deed.NONE;
          timers.schedule(all.get(mine.other), timers.now() + mine.delay);
        } else if (mine.other >= 0) {
          timers.cancel(all.get(mine.other));
        }
      }
    }

    void schedule(int timer, int delay, Deed deed) {
      all.get(timer).deed = deed;
      timers.schedule(all.get(timer), now + delay);
      enter(timer, now + delay, deed);
    }

    /** Behind those with the same deadline, and behind all that are due. */
    private void enter(int timer, long deadline, Deed deed) {
      list.removeIf(entry -> entry.timer == timer);
      list.add(new Entry(timer, Math.max(deadline, now), deed));
      list.sort(Comparator.comparingLong(Entry::deadline));
    }

    void scheduleMany(int delay) {
      for (int timer = 0; timer < TIMERS; timer++) {
        schedule(timer, delay * (timer % 7), Deed.NONE);
      }
    }

    void cancel(int timer) {
      timers.cancel(all.get(timer));
      list.removeIf(entry -> entry.timer == timer);
    }

    void advance(int by) {
      now += by;
      timers.advanceTo(now);
      int before = expected.size();
      fireDueOfList();
      assertThat(timers.fireDue()).as("fired").isEqualTo(expected.size() - before);
    }

    /** A timer that is scheduled meanwhile waits for the next turn. */
    private void fireDueOfList() {
      List<Entry> due = new ArrayList<>(list.stream().filter(e -> e.deadline <= now).toList());
      while (!due.isEmpty()) {
        Entry next = due.removeFirst();
        list.remove(next);
        expected.add(next.timer + " at " + now);
        int other = next.deed.other;
        due.removeIf(entry -> entry.timer == other);
        list.removeIf(entry -> entry.timer == other);
        if (next.deed.schedules) {
          enter(other, now + next.deed.delay, Deed.NONE);
        }
      }
    }

    void compare() {
      assertThat(fired).isEqualTo(expected);
      assertThat(timers.nextDeadline())
          .isEqualTo(list.isEmpty() ? Timers.NEVER : list.getFirst().deadline);
      List<Integer> scheduled =
          all.stream().filter(Timer::isScheduled).map(timer -> timer.number).toList();
      assertThat(scheduled).isEqualTo(list.stream().map(Entry::timer).sorted().toList());
    }
  }

  private static Action.Independent<Bench> action(Arbitrary<Transformer<Bench>> happenings) {
    return () -> happenings;
  }

  @Provide
  Arbitrary<ActionChain<Bench>> happenings() {
    Arbitrary<Integer> timers = Arbitraries.integers().between(0, FEW - 1);
    Arbitrary<Integer> delays = Arbitraries.integers().between(-1, 5);
    Arbitrary<Deed> deeds =
        Combinators.combine(timers, Arbitraries.of(true, false), delays).as(Deed::new);
    return ActionChain.startWith(Bench::new)
        .withMaxTransformations(50)
        .withAction(
            6,
            action(
                Combinators.combine(timers, delays, deeds.injectNull(0.5))
                    .as((timer, delay, deed) -> schedule(timer, delay, deed))))
        .withAction(
            1,
            action(
                delays.map(
                    delay -> Transformer.mutate("all, " + delay, b -> b.scheduleMany(delay)))))
        .withAction(2, action(timers.map(t -> Transformer.mutate("cancel " + t, b -> b.cancel(t)))))
        .withAction(
            4,
            action(
                Arbitraries.integers()
                    .between(0, 4)
                    .map(by -> Transformer.mutate(by + " pass", b -> b.advance(by)))));
  }

  private static Transformer<Bench> schedule(int timer, int delay, Deed deedOrNull) {
    Deed deed = deedOrNull == null ? Deed.NONE : deedOrNull;
    return Transformer.mutate(
        timer + " in " + delay + deed, bench -> bench.schedule(timer, delay, deed));
  }

  @Property(tries = 500)
  void theQueueIsASortedList(@ForAll("happenings") ActionChain<Bench> happenings) {
    happenings.withInvariant("as the list", Bench::compare).run();
  }
}
