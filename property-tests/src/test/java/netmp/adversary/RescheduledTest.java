package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** A list of preemptions that was written down becomes small. */
class RescheduledTest {

  @Provide
  Arbitrary<Schedule> schedules() {
    return Episodes.schedules(30);
  }

  private static Rescheduled<Schedule> shrinkable(Schedule schedule) {
    return new Rescheduled<>(Shrinkable.unshrinkable(Schedule.CALM), schedule, (e, s) -> s);
  }

  /** At which decisions of the run somebody is preempted. */
  private static List<Integer> places(Schedule schedule) {
    List<Integer> places = new ArrayList<>();
    int decision = -1;
    for (Preemption preemption : schedule.preemptions()) {
      decision += preemption.gap() + 1;
      places.add(decision);
    }
    return places;
  }

  private static Schedule shrunk(Schedule schedule, Predicate<Schedule> fails) {
    Shrinkable<Schedule> smallest = shrinkable(schedule);
    Iterator<Shrinkable<Schedule>> smaller = smallest.shrink().iterator();
    while (smaller.hasNext()) {
      Shrinkable<Schedule> candidate = smaller.next();
      if (fails.test(candidate.value())) {
        smallest = candidate;
        smaller = smallest.shrink().iterator();
      }
    }
    return smallest.value();
  }

  @Property(tries = 200)
  void everyCandidateIsSmaller(@ForAll("schedules") Schedule schedule) {
    Rescheduled<Schedule> whole = shrinkable(schedule);
    assertThat(whole.value()).isEqualTo(schedule);
    assertThat(whole.shrink())
        .allMatch(candidate -> candidate.distance().compareTo(whole.distance()) < 0);
  }

  /** What remains stands where it stood. */
  @Property(tries = 200)
  void theOneThatMattersIsFound(@ForAll("schedules") Schedule schedule) {
    List<Integer> places = places(schedule);
    for (int place : places) {
      Schedule small = shrunk(schedule, s -> places(s).contains(place));
      assertThat(small.preemptions()).containsExactly(new Preemption(place, 0));
    }
  }

  @Property(tries = 200)
  void theRestShrinksToo(@ForAll("schedules") Schedule schedule) {
    Shrinkable<Integer> rest = Shrinkable.supplyUnshrinkable(() -> 3);
    Shrinkable<Integer> shrinks =
        new Shrinkable<>() {
          @Override
          public Integer value() {
            return 4;
          }

          @Override
          public Stream<Shrinkable<Integer>> shrink() {
            return Stream.of(rest);
          }

          @Override
          public ShrinkingDistance distance() {
            return ShrinkingDistance.of(1);
          }
        };
    Rescheduled<Integer> whole =
        new Rescheduled<>(shrinks, schedule, (e, s) -> 100 * e + s.preemptions().size());
    assertThat(whole.shrink().map(Shrinkable::value)).contains(300 + schedule.preemptions().size());
  }
}
