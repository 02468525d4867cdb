package netmp.adversary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import netmp.adversary.EpisodeRun.Judge;
import netmp.adversary.EpisodeRun.Judgement;
import netmp.adversary.EpisodeRun.Verdict;
import netmp.probe.Probe;
import netmp.sim.ReadyThreads;
import netmp.sim.ScheduleChooser;
import netmp.sim.StepObserver;
import netmp.trace.TraceWriter;

/**
 * Runs all schedules of something small that ends under every schedule.
 *
 * <p>Reduced, of those that differ only in the order of independent steps one: dynamic
 * partial-order reduction with source sets and sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL
 * 2014). Two steps are independent if they are of different threads, use different probed objects,
 * and neither uses a lock, a permit or a deadline that the other uses. So the reduction is as good
 * as the probes: what threads share and no probe reports, it does not see.
 *
 * <p>Bounded, those that deviate at most so often from the schedule in which nobody is preempted
 * and who waits longest is next (delay-bounded, Emmi, Qadeer, Rakamaric, POPL 2011, but that any
 * other thread may be the one that goes on).
 */
public final class Exhaustive {

  private final Judge judge;
  private final Run run;
  private final boolean reduced;
  private final int bound;
  private final List<Node> stack = new ArrayList<>();

  /** Runs once. */
  @FunctionalInterface
  public interface Run {

    /**
     * Runs.
     *
     * @param judge judges the events
     * @param chooser makes the schedule
     * @param observer sees the steps
     * @return what became of it
     */
    Verdict run(Judge judge, ScheduleChooser chooser, StepObserver observer);
  }

  /**
   * What was found.
   *
   * @param schedules how many were run
   * @param complete whether that were all
   * @param failure what became of the first bad one
   */
  public record Outcome(long schedules, boolean complete, Optional<Verdict> failure) {}

  /** A step of the run, and what is to be tried in its place. */
  static final class Node {
    final long enabled;
    final Set<Object> touched = new HashSet<>();

    /** Threads that need not go on here, and what they would touch. */
    final Map<Integer, Set<Object>> sleeping;

    int thread;
    long wanted;
    boolean isAfterTime;

    Node(int thread, long enabled, Map<Integer, Set<Object>> sleeping) {
      this.thread = thread;
      this.enabled = enabled;
      this.sleeping = sleeping;
    }

    boolean isIndependentOf(Set<Object> others) {
      return !isAfterTime && others.stream().noneMatch(touched::contains);
    }

    /** A thread that is to be tried, or -1. */
    int untried() {
      long left = wanted;
      for (int asleep : sleeping.keySet()) {
        left &= ~(1L << asleep);
      }
      return left == 0 ? -1 : Long.numberOfTrailingZeros(left);
    }
  }

  private Exhaustive(Judge judge, Run run, boolean reduced, int bound) {
    this.judge = judge;
    this.run = run;
    this.reduced = reduced;
    this.bound = bound;
  }

  /**
   * All schedules, of those that differ in independent steps one.
   *
   * @param judge judges each run
   * @param run of at most 64 threads
   * @return what explores them
   */
  public static Exhaustive reduced(Judge judge, Run run) {
    return new Exhaustive(judge, run, true, Integer.MAX_VALUE);
  }

  /**
   * All schedules with few preemptions.
   *
   * @param judge judges each run
   * @param run of at most 64 threads
   * @param bound how many preemptions at most
   * @return what explores them
   */
  public static Exhaustive bounded(Judge judge, Run run, int bound) {
    return new Exhaustive(judge, run, false, bound);
  }

  /**
   * Explores. Once.
   *
   * @param most schedules
   * @param progress told how many were run
   * @return what was found
   */
  public Outcome explore(long most, LongConsumer progress) {
    for (long schedules = 1; schedules <= most; schedules++) {
      Walk walk = new Walk();
      Verdict verdict = run.run(walk::open, walk, walk);
      progress.accept(schedules);
      if (!verdict.isGood()) {
        return new Outcome(schedules, false, Optional.of(verdict));
      }
      if (reduced) {
        new Races(stack).mark();
      }
      if (!backtrack()) {
        return new Outcome(schedules, true, Optional.empty());
      }
    }
    return new Outcome(most, false, Optional.empty());
  }

  /** Goes back to the last step in whose place another is to be tried; false if there is none. */
  private boolean backtrack() {
    while (!stack.isEmpty()) {
      Node last = stack.getLast();
      last.sleeping.put(last.thread, Set.copyOf(last.touched));
      int next = last.untried();
      if (next >= 0) {
        last.thread = next;
        last.touched.clear();
        return true;
      }
      stack.removeLast();
    }
    return false;
  }

  /** One run: along the stack, then on. */
  private final class Walk implements ScheduleChooser, StepObserver {
    private int depth;
    private Node chosen;
    private boolean timePassed;
    private int preemptions;

    /** All that could go on is asleep: what follows was seen before. */
    private boolean isSeen;

    @Override
    public int choose(ReadyThreads ready) {
      if (isSeen) {
        return 0;
      }
      int option = depth < stack.size() ? option(ready, stack.get(depth).thread) : newChoice(ready);
      preemptions += option == 0 ? 0 : 1;
      return option;
    }

    private int newChoice(ReadyThreads ready) {
      long enabled = 0;
      for (int i = 0; i < ready.size(); i++) {
        enabled |= 1L << ready.thread(i);
      }
      Map<Integer, Set<Object>> sleeping = sleeping();
      int option = 0;
      while (option < ready.size() && sleeping.containsKey(ready.thread(option))) {
        option++;
      }
      isSeen = option == ready.size();
      option = isSeen ? 0 : option;
      chosen = new Node(ready.thread(option), enabled, sleeping);
      return option;
    }

    private static int option(ReadyThreads ready, int thread) {
      for (int i = 0; i < ready.size(); i++) {
        if (ready.thread(i) == thread) {
          return i;
        }
      }
      throw new IllegalStateException("thread " + thread + " could run here before");
    }

    /** Those that were asleep before the last step and do not depend on it. */
    private Map<Integer, Set<Object>> sleeping() {
      Map<Integer, Set<Object>> still = new HashMap<>();
      if (reduced && depth > 0) {
        Node last = stack.get(depth - 1);
        last.sleeping.forEach(
            (thread, touched) -> {
              if (thread != last.thread && last.isIndependentOf(touched)) {
                still.put(thread, touched);
              }
            });
      }
      return still;
    }

    @Override
    public void begins(int thread) {
      if (isSeen) {
        return;
      }
      if (depth == stack.size()) {
        stack.add(chosen != null ? chosen : forced(thread));
      }
      Node node = stack.get(depth++);
      node.isAfterTime = timePassed;
      if (chosen != null) {
        node.wanted = reduced || preemptions >= bound ? 1L << thread : node.enabled;
      }
      chosen = null;
      timePassed = false;
    }

    private Node forced(int thread) {
      Map<Integer, Set<Object>> sleeping = sleeping();
      isSeen = sleeping.containsKey(thread);
      return new Node(thread, 1L << thread, sleeping);
    }

    @Override
    public void touches(int shared) {
      touchesObject(shared);
    }

    private void touchesObject(Object shared) {
      if (depth > 0 && !isSeen) {
        stack.get(depth - 1).touched.add(shared);
      }
    }

    @Override
    public void waitsUntil(long deadline) {
      touchesObject(deadline);
    }

    @Override
    public void timePasses() {
      timePassed = true;
    }

    /** Probes tell what a step is about. */
    Judgement open(TraceWriter.Header header) {
      Judgement judgement = judge.open(header);
      return new Judgement() {
        @Override
        public void event(
            long n, long from, String thread, String object, Probe probe, long a, long b) {
          touchesObject(object);
          judgement.event(n, from, thread, object, probe, a, b);
        }

        @Override
        public List<String> findings() {
          return judgement.findings();
        }

        @Override
        public Set<Long> visited() {
          return judgement.visited();
        }
      };
    }
  }
}
