package netmp.adversary;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import netmp.pcb.UdpDesign;
import netmp.sockbuf.Design;
import netmp.workload.Workloads;

/** Generators of episodes. What they generate shrinks to few preemptions and few faults. */
public final class Episodes {

  private static final int MAX_PREEMPTIONS = 60;
  private static final int MAX_GAP = 40;
  private static final int MAX_FAULTS = 6;
  private static final int MAX_FRAME = 30;

  /** Workloads that get along with a bad wire. */
  private static final Set<String> FAULTY = Set.of("udp-echo", "tcp-echo");

  private Episodes() {}

  /**
   * Episodes of all workloads that come small.
   *
   * @return the generator
   */
  public static Arbitrary<Episode> any() {
    return any(schedules());
  }

  /**
   * Episodes of all workloads that come small.
   *
   * @param schedules their schedules
   * @return the generator
   */
  public static Arbitrary<Episode> any(Arbitrary<Schedule> schedules) {
    return Arbitraries.of(Workloads.SMALL).flatMap(workload -> of(workload, schedules));
  }

  /**
   * Small episodes of a workload. Those of UDP echo, whose clients ask again, and of TCP have
   * faults on the wire, half of them.
   *
   * @param workload one of {@link Workloads#SMALL}
   * @return the generator
   */
  public static Arbitrary<Episode> of(String workload) {
    return of(workload, schedules());
  }

  /**
   * Small episodes of a workload.
   *
   * @param workload one of {@link Workloads#SMALL}
   * @param schedules their schedules
   * @return the generator
   */
  public static Arbitrary<Episode> of(String workload, Arbitrary<Schedule> schedules) {
    Arbitrary<List<Fault>> none = Arbitraries.just(List.of());
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(1, 2, 4),
            Arbitraries.of(Design.class),
            Arbitraries.of(UdpDesign.class),
            Arbitraries.longs().between(0, 1_000_000),
            schedules,
            FAULTY.contains(workload) ? Arbitraries.oneOf(none, faults()) : none)
        .as(
            (clients, datagrams, cpus, sockbuf, udp, seed, schedule, faults) ->
                new Episode(
                    workload, clients, datagrams, cpus, sockbuf, udp, seed, schedule, faults));
  }

  /**
   * Schedules that are lists of preemptions near each other, as many as are good for an episode.
   *
   * @return the generator
   */
  public static Arbitrary<Schedule> schedules() {
    return schedules(MAX_PREEMPTIONS);
  }

  /**
   * Schedules that are lists of preemptions near each other.
   *
   * @param most preemptions
   * @return the generator
   */
  public static Arbitrary<Schedule> schedules(int most) {
    Arbitrary<Preemption> preemption =
        Combinators.combine(
                Arbitraries.integers().between(0, MAX_GAP), Arbitraries.integers().between(0, 9))
            .as(Preemption::new);
    return preemption.list().ofMaxSize(most).map(Schedule::of);
  }

  private static Arbitrary<List<Fault>> faults() {
    Arbitrary<Integer> frame = Arbitraries.integers().between(0, MAX_FRAME);
    Arbitrary<Integer> place = Arbitraries.integers().between(0, 12_000);
    Arbitrary<Fault> fault =
        Arbitraries.oneOf(
            frame.map(Fault.Drop::new),
            frame.map(Fault.Duplicate::new),
            frame.map(Fault.Reorder::new),
            Combinators.combine(frame, place).as(Fault.Truncate::new),
            Combinators.combine(frame, place).as(Fault.Flip::new),
            Combinators.combine(frame, InventedFrames.any()).as(Fault.Inject::new));
    return fault.list().ofMinSize(1).ofMaxSize(MAX_FAULTS);
  }
}
