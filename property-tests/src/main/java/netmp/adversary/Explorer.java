package netmp.adversary;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Runs generated episodes until one fails, and shrinks that one. Several may run at once; they are
 * generated and judged in one order, so that the outcome is the same however many do.
 *
 * @param <E> what decides how a run goes
 */
public final class Explorer<E> {

  private static final int SHRINK_BUDGET = 2000;

  /**
   * Episodes generated ahead: one that takes long must not hold up the others. Not to depend on the
   * number of threads, because what a source has learned does.
   */
  private static final int AHEAD = 16;

  private final Source<E> source;
  private final BlockingQueue<Run<E>> runs;

  /**
   * Runs and judges.
   *
   * @param <E> what decides how a run goes
   */
  @FunctionalInterface
  public interface Run<E> {

    /**
     * Runs one episode. One thread at a time.
     *
     * @param episode equal ones run alike
     * @return what became of it
     */
    EpisodeRun.Verdict run(E episode);
  }

  /**
   * What an exploration found.
   *
   * @param <E> what decides how a run goes
   * @param episodes how many were run before one failed, or all of them
   * @param events steps reported by all of them
   * @param failure the shrunk episode that failed, if one did
   * @param verdict what is wrong with it
   */
  public record Outcome<E>(
      int episodes, long events, Optional<E> failure, Optional<EpisodeRun.Verdict> verdict) {}

  private record Running<E>(Shrinkable<E> candidate, Future<EpisodeRun.Verdict> verdict) {}

  /**
   * An explorer that runs one episode at a time.
   *
   * @param source generates the episodes; used up
   * @param run runs and judges
   */
  public Explorer(Source<E> source, Run<E> run) {
    this(source, List.of(run));
  }

  /**
   * An explorer that runs several episodes at once.
   *
   * @param source generates the episodes; used up
   * @param runs each runs and judges one at a time, and none differs from another
   */
  public Explorer(Source<E> source, Collection<? extends Run<E>> runs) {
    this.source = source;
    this.runs = new ArrayBlockingQueue<>(runs.size(), false, runs);
  }

  /**
   * Explores.
   *
   * @param seed equal seeds run equal episodes
   * @param schedules how many episodes at most
   * @param progress told the number of episodes run so far
   * @return what was found
   */
  public Outcome<E> explore(long seed, int schedules, IntConsumer progress) {
    AtomicReference<Outcome<E>> outcome = new AtomicReference<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(runs.size())) {
      JqwikSession.run(() -> outcome.set(exploreInSession(threads, seed, schedules, progress)));
    }
    return outcome.get();
  }

  private Outcome<E> exploreInSession(
      ExecutorService threads, long seed, int schedules, IntConsumer progress) {
    Random random = new Random(seed);
    Queue<Running<E>> running = new ArrayDeque<>();
    long events = 0;
    for (int i = 0; i < schedules; i++) {
      while (running.size() < Math.min(AHEAD, schedules - i)) {
        Shrinkable<E> next = source.next(random);
        E episode = next.value();
        running.add(new Running<>(next, threads.submit(() -> run(episode))));
      }
      Running<E> first = running.remove();
      EpisodeRun.Verdict verdict = await(first.verdict());
      events += verdict.result().events();
      progress.accept(i + 1);
      if (!verdict.isGood()) {
        running.forEach(other -> other.verdict().cancel(false));
        E smallest = shrink(source.toShrink(first.candidate(), verdict));
        EpisodeRun.Verdict again = run(smallest);
        return new Outcome<>(
            i + 1, events, Optional.of(smallest), Optional.of(again.isGood() ? verdict : again));
      }
      source.learn(first.candidate(), verdict);
    }
    return new Outcome<>(schedules, events, Optional.empty(), Optional.empty());
  }

  private EpisodeRun.Verdict run(E episode) {
    try {
      Run<E> run = runs.take();
      try {
        return run.run(episode);
      } finally {
        runs.add(run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while exploring", e);
    }
  }

  private static EpisodeRun.Verdict await(Future<EpisodeRun.Verdict> verdict) {
    try {
      return verdict.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while exploring", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an episode could not be run", e.getCause());
    }
  }

  /** Goes to the first smaller episode that fails too, as long as there is one. */
  private E shrink(Shrinkable<E> failing) {
    Shrinkable<E> smallest = failing;
    int tried = 0;
    Iterator<Shrinkable<E>> smaller = smallest.shrink().iterator();
    while (smaller.hasNext() && tried < SHRINK_BUDGET) {
      Shrinkable<E> candidate = smaller.next();
      tried++;
      if (candidate.distance().compareTo(smallest.distance()) < 0
          && !run(candidate.value()).isGood()) {
        smallest = candidate;
        smaller = smallest.shrink().iterator();
      }
    }
    return smallest.value();
  }
}
