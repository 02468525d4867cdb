package netmp.adversary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * An episode with another schedule. Its list of preemptions shrinks, and the rest of it does.
 *
 * @param rest the episode
 * @param schedule its schedule from now on
 * @param with gives an episode a schedule
 * @param <E> what decides how a run goes
 */
record Rescheduled<E>(Shrinkable<E> rest, Schedule schedule, BiFunction<E, Schedule, E> with)
    implements Shrinkable<E> {

  @Override
  public E value() {
    return with.apply(rest.value(), schedule);
  }

  @Override
  public Stream<Shrinkable<E>> shrink() {
    Stream<Shrinkable<E>> calmer = lists().map(list -> new Rescheduled<>(rest, with(list), with));
    return Stream.concat(calmer, rest.shrink().map(r -> new Rescheduled<>(r, schedule, with)));
  }

  private Schedule with(List<Preemption> list) {
    return new Schedule(
        list, schedule.then(), schedule.bound(), schedule.length(), schedule.seed());
  }

  @Override
  public ShrinkingDistance distance() {
    long gaps = schedule.preemptions().stream().mapToLong(Preemption::gap).sum();
    long choices = schedule.preemptions().stream().mapToLong(Preemption::choice).sum();
    return ShrinkingDistance.of(schedule.preemptions().size(), choices, gaps)
        .append(rest.distance());
  }

  /** Lists that are smaller: much first. */
  private Stream<List<Preemption>> lists() {
    int size = schedule.preemptions().size();
    Stream<List<Preemption>> shorter =
        Stream.iterate(size, length -> length >= 1, length -> length / 2)
            .flatMap(
                length ->
                    IntStream.iterate(0, from -> from < size, from -> from + length)
                        .mapToObj(from -> without(from, Math.min(size, from + length))));
    return Stream.concat(shorter, IntStream.range(0, size).boxed().flatMap(this::calmerAt));
  }

  /** Leaves some out. Those behind stay where they were in the run. */
  private List<Preemption> without(int from, int to) {
    List<Preemption> list = new ArrayList<>(schedule.preemptions());
    List<Preemption> gone = list.subList(from, to);
    int passed = gone.stream().mapToInt(Preemption::gap).sum() + gone.size();
    gone.clear();
    if (from < list.size()) {
      Preemption next = list.get(from);
      list.set(from, new Preemption(next.gap() + passed, next.choice()));
    }
    return list;
  }

  private Stream<List<Preemption>> calmerAt(int i) {
    Preemption preemption = schedule.preemptions().get(i);
    int gap = preemption.gap();
    int choice = preemption.choice();
    return Stream.of(
            new Preemption(0, choice),
            new Preemption(gap / 2, choice),
            new Preemption(gap - 1, choice),
            new Preemption(gap, 0),
            new Preemption(gap, choice - 1))
        .filter(p -> p.gap() >= 0 && p.choice() >= 0 && !p.equals(preemption))
        .distinct()
        .map(p -> replaced(i, p));
  }

  private List<Preemption> replaced(int i, Preemption preemption) {
    List<Preemption> list = new ArrayList<>(schedule.preemptions());
    list.set(i, preemption);
    return list;
  }
}
