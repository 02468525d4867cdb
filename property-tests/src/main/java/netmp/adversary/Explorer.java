package netmp.adversary;

import java.util.Iterator;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;

/** Runs generated episodes until one fails, and shrinks that one. */
public final class Explorer {

  private static final int GENERATION_SIZE = 1000;
  private static final int SHRINK_BUDGET = 2000;

  private final EpisodeRun run;

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

  /**
   * An explorer.
   *
   * @param run runs and judges
   */
  public Explorer(EpisodeRun run) {
    this.run = run;
  }

  /**
   * Explores.
   *
   * @param seed equal seeds run equal episodes
   * @param schedules how many episodes at most
   * @param progress told the number of episodes run so far
   * @return what was found
   */
  public Outcome explore(long seed, int schedules, IntConsumer progress) {
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    JqwikSession.run(() -> outcome.set(exploreInSession(seed, schedules, progress)));
    return outcome.get();
  }

  private Outcome exploreInSession(long seed, int schedules, IntConsumer progress) {
    RandomGenerator<Episode> generator = Episodes.udpEcho().generator(GENERATION_SIZE);
    Random random = new Random(seed);
    long events = 0;
    for (int i = 0; i < schedules; i++) {
      Shrinkable<Episode> candidate = generator.next(random);
      EpisodeRun.Verdict verdict = run.run(candidate.value());
      events += verdict.result().events();
      progress.accept(i + 1);
      if (!verdict.isGood()) {
        Episode smallest = shrink(candidate);
        return new Outcome(i + 1, events, Optional.of(smallest), Optional.of(run.run(smallest)));
      }
    }
    return new Outcome(schedules, events, Optional.empty(), Optional.empty());
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
          && !run.run(candidate.value()).isGood()) {
        smallest = candidate;
        smaller = smallest.shrink().iterator();
      }
    }
    return smallest.value();
  }
}
