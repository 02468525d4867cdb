package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import netmp.action.StackProbe;
import netmp.adversary.EpisodeRun.Judge;
import netmp.adversary.EpisodeRun.Judgement;
import netmp.adversary.EpisodeRun.Verdict;
import netmp.exec.Execution.Kind;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import netmp.sim.StepObserver;
import netmp.trace.TraceWriter;
import netmp.workload.RunResult;
import org.junit.jupiter.api.Test;

/** The reduction leaves out schedules, and no behaviour. The oracle is every schedule. */
class ExhaustiveTest {

  private static final int OBJECTS = 2;
  private static final long ENOUGH = 100_000;

  /** What a thread of a program does in one step. */
  enum What {
    /** Uses a probed object. */
    USE,
    /** Uses an object under the lock. */
    LOCKED,
    /** Parks, as long as it takes. */
    PARK,
    /** Parks for a time. */
    SLEEP,
    /** Unparks another thread. */
    UNPARK
  }

  record Step(What what, int argument) {}

  /** What each thread does. */
  record Program(List<List<Step>> threads) {

    /** Runs it, and notes in which order each object was used, and how the run ended. */
    Verdict run(
        Judge judge, ScheduleChooser chooser, StepObserver observer, Set<String> behaviours) {
      Judgement judgement = judge.open(new TraceWriter.Header("program", 0, false, 1));
      DeterministicExecution execution = new DeterministicExecution(chooser, 1000);
      execution.setObserver(observer);
      Running running = new Running(execution, new SimTrace(execution, judgement).probes("A"));
      for (int t = 0; t < threads.size(); t++) {
        running.start(t, threads.get(t));
      }
      Result result = execution.run();
      behaviours.add(result.outcome() + " " + running.orders);
      return new Verdict(
          new RunResult(List.of(), 0, result.steps(), result.nanos(), Map.of()),
          List.of(),
          List.of(),
          Set.of());
    }
  }

  private static final class Running {
    final DeterministicExecution execution;
    final Probes probes;
    final Lock lock;
    final int[] objects;
    final Map<Integer, List<String>> orders = new LinkedHashMap<>();
    final List<Thread> threads = new ArrayList<>();

    Running(DeterministicExecution execution, Probes probes) {
      this.execution = execution;
      this.probes = probes;
      lock = execution.newLock();
      objects = IntStream.range(0, OBJECTS).map(i -> probes.newObject("object")).toArray();
      IntStream.range(0, OBJECTS).forEach(i -> orders.put(i, new ArrayList<>()));
    }

    void start(int number, List<Step> steps) {
      threads.add(
          execution.start(
              "t" + number,
              Kind.USER,
              () -> {
                for (int i = 0; i < steps.size(); i++) {
                  step(steps.get(i), number + "." + i);
                }
              }));
    }

    void step(Step step, String name) {
      switch (step.what) {
        case USE -> use(step.argument % OBJECTS, name);
        case LOCKED -> {
          lock.lock();
          try {
            use(step.argument % OBJECTS, name);
          } finally {
            lock.unlock();
          }
        }
        case PARK -> execution.park();
        case SLEEP -> execution.parkUntil(execution.nanoTime() + 1 + step.argument);
        default -> execution.unpark(threads.get(step.argument % threads.size()));
      }
    }

    private void use(int object, String name) {
      orders.get(object).add(name);
      Probes.hit(probes, StackProbe.CHASE, objects[object], 0, 0);
    }
  }

  @Provide
  Arbitrary<Program> programs() {
    Arbitrary<Step> step =
        Combinators.combine(
                Arbitraries.frequencyOf(
                    Tuple.of(6, Arbitraries.just(What.USE)),
                    Tuple.of(4, Arbitraries.of(What.class))),
                Arbitraries.integers().between(0, 3))
            .as(Step::new);
    return step.list().ofMinSize(1).ofMaxSize(3).list().ofMinSize(2).ofMaxSize(3).map(Program::new);
  }

  private static Exhaustive.Outcome explore(
      Program program, boolean reduced, Set<String> behaviours) {
    Exhaustive.Run run = (j, c, o) -> program.run(j, c, o, behaviours);
    return (reduced
            ? Exhaustive.reduced(EpisodeRun.UNJUDGED, run)
            : Exhaustive.bounded(EpisodeRun.UNJUDGED, run, Integer.MAX_VALUE))
        .explore(ENOUGH, n -> {});
  }

  @Property(tries = 1000)
  void theReductionLosesNoBehaviour(@ForAll("programs") Program program) {
    Set<String> all = new HashSet<>();
    Set<String> reduced = new HashSet<>();
    Exhaustive.Outcome every = explore(program, false, all);
    Exhaustive.Outcome some = explore(program, true, reduced);
    assertThat(every.complete()).isTrue();
    assertThat(some.complete()).isTrue();
    assertThat(reduced).isEqualTo(all);
    assertThat(some.schedules()).isLessThanOrEqualTo(every.schedules());
  }

  private static Program uses(int threads, int steps, boolean shared) {
    return new Program(
        IntStream.range(0, threads)
            .mapToObj(
                t ->
                    IntStream.range(0, steps)
                        .mapToObj(i -> new Step(What.USE, shared ? 0 : t))
                        .toList())
            .toList());
  }

  /** Two threads with three steps each: 6 over 3 orders if they meet, one if they do not. */
  @Test
  void independentStepsDoNotMultiply() {
    assertThat(explore(uses(2, 3, true), true, new HashSet<>()).schedules()).isEqualTo(20);
    assertThat(explore(uses(2, 3, false), true, new HashSet<>()).schedules()).isEqualTo(1);
    assertThat(explore(uses(2, 3, false), false, new HashSet<>()).schedules()).isGreaterThan(20);
  }

  /** A permit is had or not: two at a time are one. */
  @Test
  void permitsMakeStepsDependent() {
    Step give = new Step(What.UNPARK, 1);
    Step take = new Step(What.PARK, 0);
    List<Step> giver = List.of(give, new Step(What.USE, 0), give, new Step(What.USE, 0));
    List<Step> taker = List.of(take, new Step(What.USE, 1), take, new Step(What.USE, 1));
    Set<String> behaviours = new HashSet<>();
    explore(new Program(List.of(giver, taker)), true, behaviours);
    assertThat(behaviours).anyMatch(b -> b.startsWith("DEADLOCK"));
    assertThat(behaviours).anyMatch(b -> b.startsWith("COMPLETED"));
  }

  @Test
  void itSaysWhenThereIsMore() {
    Program program = uses(2, 3, true);
    Exhaustive.Outcome outcome =
        Exhaustive.reduced(EpisodeRun.UNJUDGED, (j, c, o) -> program.run(j, c, o, new HashSet<>()))
            .explore(19, n -> {});
    assertThat(outcome.complete()).isFalse();
    assertThat(outcome.schedules()).isEqualTo(19);
  }

  /** One preemption in a run of three threads, each with one decision after its step. */
  @Test
  void fewPreemptions() {
    Program program = uses(3, 1, true);
    List<Integer> counts = new ArrayList<>();
    for (int bound = 0; bound <= 3; bound++) {
      Set<List<Preemption>> schedules = new HashSet<>();
      int most = bound;
      Exhaustive.Run run =
          (judge, chooser, observer) -> {
            WrittenDown written = new WrittenDown(chooser);
            Verdict verdict = program.run(judge, written, observer, new HashSet<>());
            assertThat(written.preemptions()).hasSizeLessThanOrEqualTo(most);
            assertThat(schedules.add(written.preemptions())).as("new").isTrue();
            return verdict;
          };
      assertThat(Exhaustive.bounded(EpisodeRun.UNJUDGED, run, bound).explore(ENOUGH, n -> {}))
          .isEqualTo(new Exhaustive.Outcome(schedules.size(), true, Optional.empty()));
      counts.add(schedules.size());
    }
    assertThat(counts.get(0)).isEqualTo(1);
    assertThat(counts).isSorted().doesNotHaveDuplicates();
  }
}
