package netmp.adversary;

import java.util.Random;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Shrinkable;

/**
 * Episodes whose schedules are chosen by a strategy. How long runs are it learns from those before.
 *
 * @param <E> what decides how a run goes
 */
public final class StrategySource<E> implements Source<E> {

  /** Taken for the length of the first runs. */
  private static final int LENGTH = 200;

  private final Source<E> rest;
  private final BiFunction<E, Schedule, E> with;
  private final Strategy strategy;
  private final int bound;
  private long events;
  private long runs;

  /**
   * A source.
   *
   * @param rest generates all but the schedule
   * @param with gives an episode a schedule
   * @param strategy chooses
   * @param bound how many deviations it makes in a run, if it counts them
   */
  public StrategySource(
      Arbitrary<E> rest, BiFunction<E, Schedule, E> with, Strategy strategy, int bound) {
    this.rest = Source.of(rest);
    this.with = with;
    this.strategy = strategy;
    this.bound = bound;
  }

  @Override
  public Shrinkable<E> next(Random random) {
    int length = runs == 0 ? LENGTH : (int) Math.max(1, events / runs);
    return new Rescheduled<>(
        rest.next(random), Schedule.by(strategy, bound, length, random.nextLong()), with);
  }

  /** Every event is a decision, but where only one thread can go on. */
  @Override
  public void learn(Shrinkable<E> episode, EpisodeRun.Verdict verdict) {
    events += verdict.result().events();
    runs++;
  }

  @Override
  public Shrinkable<E> toShrink(Shrinkable<E> episode, EpisodeRun.Verdict verdict) {
    return new Rescheduled<>(episode, Schedule.of(verdict.schedule()), with);
  }
}
