package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import netmp.sim.ReadyThreads;
import netmp.sim.ScheduleChooser;

/** What each strategy promises, in a run in which all threads can always go on. */
class StrategyTest {

  private static final int THREADS = 4;
  private static final int DECISIONS = 200;

  /** Threads that take turns as they are chosen: the one that runs first, then a queue. */
  private static final class Queue implements ReadyThreads {
    private final List<Integer> threads =
        new ArrayList<>(IntStream.range(0, THREADS).boxed().toList());

    @Override
    public int size() {
      return threads.size();
    }

    @Override
    public int thread(int option) {
      return threads.get(option);
    }

    void go(int option) {
      if (option > 0) {
        int next = threads.remove(/* index */ option);
        threads.add(threads.removeFirst());
        threads.addFirst(next);
      }
    }
  }

  private static List<Integer> options(ScheduleChooser chooser) {
    Queue queue = new Queue();
    List<Integer> options = new ArrayList<>();
    for (int i = 0; i < DECISIONS; i++) {
      int option = chooser.choose(queue);
      options.add(option);
      queue.go(option);
    }
    return options;
  }

  private static List<Integer> threads(List<Integer> options) {
    Queue queue = new Queue();
    List<Integer> threads = new ArrayList<>();
    for (int option : options) {
      threads.add(queue.thread(option));
      queue.go(option);
    }
    return threads;
  }

  private static long switches(List<Integer> options) {
    return options.stream().filter(option -> option > 0).count();
  }

  @Provide
  Arbitrary<Schedule> schedules() {
    return Combinators.combine(
            Episodes.schedules(5),
            Arbitraries.of(Strategy.class),
            Arbitraries.integers().between(0, 9),
            Arbitraries.longs())
        .as(
            (list, strategy, bound, seed) ->
                new Schedule(list.preemptions(), strategy, bound, DECISIONS, seed));
  }

  /** Whatever chose, its choices as a list make the same run. */
  @Property(tries = 500)
  void choicesCanBeWrittenDown(@ForAll("schedules") Schedule schedule) {
    WrittenDown first = new WrittenDown(schedule.chooser());
    List<Integer> options = options(first);
    assertThat(options(schedule.chooser())).as("again").isEqualTo(options);
    assertThat(options(Schedule.of(first.preemptions()).chooser())).isEqualTo(options);
  }

  @Property(tries = 200)
  void delaysAreBounded(@ForAll @IntRange(max = 9) int bound, @ForAll long seed) {
    List<Integer> options = options(Schedule.by(Strategy.DELAYS, bound, DECISIONS, seed).chooser());
    assertThat(options).allMatch(option -> option <= 1);
    assertThat(switches(options)).isLessThanOrEqualTo(bound);
  }

  @Property(tries = 200)
  void preemptionsAreBounded(@ForAll @IntRange(max = 9) int bound, @ForAll long seed) {
    List<Integer> options =
        options(Schedule.by(Strategy.PREEMPTIONS, bound, DECISIONS, seed).chooser());
    assertThat(switches(options)).isLessThanOrEqualTo(bound);
  }

  @Property(tries = 200)
  void turnsAreOfOneLength(@ForAll @IntRange(min = 1, max = 40) int bound, @ForAll long seed) {
    List<Integer> options =
        options(Schedule.by(Strategy.ROUND_ROBIN, bound, DECISIONS / 2, seed).chooser());
    List<Integer> ends =
        IntStream.range(0, DECISIONS).filter(i -> options.get(i) > 0).boxed().toList();
    assertThat(ends).hasSizeLessThanOrEqualTo(bound).isNotEmpty();
    assertThat(
            IntStream.range(1, ends.size())
                .map(i -> ends.get(i) - ends.get(i - 1))
                .distinct()
                .count())
        .isLessThanOrEqualTo(1);
    List<Integer> threads = threads(options);
    for (int i = 0; i < ends.size(); i++) {
      assertThat(threads.get(ends.get(i))).as("in turn").isEqualTo((i + 1) % THREADS);
    }
  }

  /** Without changes the thread of highest priority runs alone. With them, others come up. */
  @Property(tries = 200)
  void prioritiesChangeAsOftenAsBound(@ForAll @IntRange(max = 3) int bound, @ForAll long seed) {
    long most = 0;
    for (int i = 0; i < 20; i++) {
      List<Integer> options =
          options(Schedule.by(Strategy.PCT, bound, DECISIONS, seed + i).chooser());
      most = Math.max(most, threads(options).stream().distinct().count());
    }
    assertThat(most).isLessThanOrEqualTo(bound + 1);
    assertThat(most).as("in the best of 20 runs").isGreaterThan(bound == 0 ? 0 : 1);
  }

  /** Priorities are of threads, not of places in the queue. */
  @Property(tries = 100)
  void theSameTwoAreOrderedAlike(@ForAll long seed) {
    ScheduleChooser chooser = Schedule.by(Strategy.PCT, 0, DECISIONS, seed).chooser();
    int first = winner(chooser, 0, 1);
    assertThat(winner(chooser, 1, 0)).isEqualTo(first);
    int second = winner(chooser, 1, 2);
    int third = winner(chooser, 2, 0);
    assertThat(List.of(first, second, third)).as("no cycle").doesNotContainSequence(0, 1, 2);
    assertThat(List.of(first, second, third)).as("no cycle").doesNotContainSequence(1, 2, 0);
  }

  private static int winner(ScheduleChooser chooser, int... threads) {
    int option =
        chooser.choose(
            new ReadyThreads() {
              @Override
              public int size() {
                return threads.length;
              }

              @Override
              public int thread(int i) {
                return threads[i];
              }
            });
    return threads[option];
  }

  @Property(tries = 50)
  void uniformChoosesAll(@ForAll long seed) {
    assertThat(options(Schedule.by(Strategy.UNIFORM, 0, 1, seed).chooser())).contains(0, 1, 2, 3);
  }
}
