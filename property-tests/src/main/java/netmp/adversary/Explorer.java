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
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Runs generated episodes until one fails, and shrinks that one. Several may run at once; they are
 * generated and judged in one order, so that the outcome is the same however many do.
 */
public final class Explorer {

  private static final int GENERATION_SIZE = 1000;
  private static final int SHRINK_BUDGET = 2000;

  /** Episodes generated ahead, per thread: one that takes long must not hold up the others. */
  private static final int AHEAD = 8;

  private final BlockingQueue<EpisodeRun> runs;

  /**
   * What an exploration found.
   *
   * @param episodes how many were run before one failed, or all of them
   * @param events steps reported by all of them
   * @param failure the shrunk episode that failed, if one did
   * @param verdict what is wrong with it
   */
  public record Outcome(
      int episodes, long events, Optional<Episode> failure, Optional<EpisodeRun.Verdict> verdict) {}

  private record Running(Shrinkable<Episode> candidate, Future<EpisodeRun.Verdict> verdict) {}

  /**
   * An explorer that runs one episode at a time.
   *
   * @param run runs and judges
   */
  public Explorer(EpisodeRun run) {
    this(List.of(run));
  }

  /**
   * An explorer that runs several episodes at once.
   *
   * @param runs each runs and judges one at a time, and none differs from another
   */
  public Explorer(Collection<EpisodeRun> runs) {
    this.runs = new ArrayBlockingQueue<>(runs.size(), false, runs);
  }

  /**
   * Explores.
   *
   * @param episodes what to run
   * @param seed equal seeds run equal episodes
   * @param schedules how many episodes at most
   * @param progress told the number of episodes run so far
   * @return what was found
   */
  public Outcome explore(
      Arbitrary<Episode> episodes, long seed, int schedules, IntConsumer progress) {
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(runs.size())) {
      JqwikSession.run(() -> outcome.set(exploreInSession(threads, episodes, seed, schedules, progress)));
    }
    return outcome.get();
  }

  private Outcome exploreInSession(
      ExecutorService threads,
      Arbitrary<Episode> episodes,
      long seed,
      int schedules,
      IntConsumer progress) {
    RandomGenerator<Episode> generator = episodes.generator(GENERATION_SIZE);
    Random random = new Random(seed);
    int ahead = AHEAD * runs.size();
    Queue<Running> running = new ArrayDeque<>();
    long events = 0;
    for (int i = 0; i < schedules; i++) {
      while (running.size() < Math.min(ahead, schedules - i)) {
        Shrinkable<Episode> next = generator.next(random);
        Episode episode = next.value();
        running.add(new Running(next, threads.submit(() -> run(episode))));
      }
      Running first = running.remove();
      EpisodeRun.Verdict verdict = await(first.verdict());
      events += verdict.result().events();
      progress.accept(i + 1);
      if (!verdict.isGood()) {
        running.forEach(other -> other.verdict().cancel(false));
        Episode smallest = shrink(first.candidate());
        return new Outcome(i + 1, events, Optional.of(smallest), Optional.of(run(smallest)));
      }
    }
    return new Outcome(schedules, events, Optional.empty(), Optional.empty());
  }

  private EpisodeRun.Verdict run(Episode episode) {
    try {
      EpisodeRun run = runs.take();
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
  private Episode shrink(Shrinkable<Episode> failing) {
    Shrinkable<Episode> smallest = failing;
    int tried = 0;
    Iterator<Shrinkable<Episode>> smaller = smallest.shrink().iterator();
    while (smaller.hasNext() && tried < SHRINK_BUDGET) {
      Shrinkable<Episode> candidate = smaller.next();
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
