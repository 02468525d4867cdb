package netmp.adversary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import net.jqwik.api.Shrinkable;

/**
 * Episodes guided by the specifications: one that brought an object into a state that none before
 * had brought one into is kept, and half of those that follow are such episodes, changed a little:
 * another schedule near theirs, or their schedule with other packets.
 *
 * @param <E> what decides how a run goes
 */
public final class GuidedSource<E> implements Source<E> {

  private static final int MOST_CHANGES = 4;
  private static final int GAP = 40;
  private static final int CHOICES = 10;

  private record Kept<E>(Shrinkable<E> episode, List<Preemption> schedule) {}

  private final Source<E> fresh;
  private final BiFunction<E, Schedule, E> with;
  private final Set<Long> states = new HashSet<>();
  private final List<Kept<E>> corpus = new ArrayList<>();

  /**
   * A source. The runs must tell which states they visited.
   *
   * @param fresh the other half of the episodes
   * @param with gives an episode a schedule
   */
  public GuidedSource(Source<E> fresh, BiFunction<E, Schedule, E> with) {
    this.fresh = fresh;
    this.with = with;
  }

  @Override
  public Shrinkable<E> next(Random random) {
    if (corpus.isEmpty() || random.nextBoolean()) {
      return fresh.next(random);
    }
    Kept<E> kept = corpus.get(random.nextInt(corpus.size()));
    Shrinkable<E> rest = random.nextInt(4) == 0 ? fresh.next(random) : kept.episode;
    return new Rescheduled<>(rest, changed(kept.schedule, random), with);
  }

  @Override
  public void learn(Shrinkable<E> episode, EpisodeRun.Verdict verdict) {
    fresh.learn(episode, verdict);
    if (states.addAll(verdict.visited())) {
      corpus.add(new Kept<>(episode, verdict.schedule()));
    }
  }

  @Override
  public Shrinkable<E> toShrink(Shrinkable<E> episode, EpisodeRun.Verdict verdict) {
    return new Rescheduled<>(episode, Schedule.of(verdict.schedule()), with);
  }

  /**
   * Distinct states of specifications that objects were brought into.
   *
   * @return how many so far
   */
  public int states() {
    return states.size();
  }

  private static Schedule changed(List<Preemption> schedule, Random random) {
    List<Preemption> list = new ArrayList<>(schedule);
    if (random.nextInt(4) == 0) {
      return new Schedule(
          list.subList(0, random.nextInt(list.size() + 1)),
          Strategy.UNIFORM,
          0,
          1,
          random.nextLong());
    }
    for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
      change(list, random);
    }
    return Schedule.of(list);
  }

  private static void change(List<Preemption> list, Random random) {
    int at = random.nextInt(list.size() + 1);
    if (at == list.size()) {
      list.add(new Preemption(random.nextInt(GAP), random.nextInt(CHOICES)));
      return;
    }
    Preemption old = list.get(at);
    switch (random.nextInt(4)) {
      case 0 -> split(list, at, random);
      case 1 -> list.remove(at);
      case 2 -> list.set(at, new Preemption(old.gap(), random.nextInt(CHOICES)));
      default -> list.set(at, new Preemption(random.nextInt(2 * old.gap() + 2), old.choice()));
    }
  }

  /** One more, somewhere in the gap before another. */
  private static void split(List<Preemption> list, int at, Random random) {
    Preemption old = list.get(at);
    int gap = random.nextInt(old.gap() + 1);
    list.set(at, new Preemption(Math.max(0, old.gap() - gap - 1), old.choice()));
    list.add(at, new Preemption(gap, random.nextInt(CHOICES)));
  }
}
