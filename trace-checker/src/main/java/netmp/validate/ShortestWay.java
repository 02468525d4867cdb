package netmp.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import netmp.tlc.Stepper;

/**
 * The smallest part of a trace after which the refused event is impossible for the same reason: the
 * fewest events, in the order of the trace, that lead to the state in which it was refused. What
 * one has to look at to understand a refusal that comes after a million events. Of events that
 * overlap, one order is taken that was possible up to there.
 */
public final class ShortestWay {

  /** Beyond, it may not be the shortest. */
  private static final int MAX_CONFIGURATIONS = 4000;

  /** Beyond, nothing is looked for. */
  private static final long MAX_STEPS = 20_000_000;

  /** The same, of steps that overlap, by the threads that make them: their order costs more. */
  private static final long MAX_OVERLAPPING = 500_000;

  private final Automaton automaton;
  private SequencedMap<Configuration, Way> known = new LinkedHashMap<>();

  /** How a configuration is reached, as a list from its end. */
  private record Way(TraceEvent last, Way before, int length) {

    List<TraceEvent> events() {
      List<TraceEvent> events = new ArrayList<>();
      for (Way way = this; way.last != null; way = way.before) {
        events.addFirst(way.last);
      }
      return events;
    }
  }

  private ShortestWay(Automaton automaton) {
    this.automaton = automaton;
    Configuration.initial(automaton).forEach(at -> known.put(at, new Way(null, null, 0)));
  }

  /**
   * Looks for it.
   *
   * @param catalogue the specifications; one thread at a time
   * @param refusal what was refused
   * @param events those of the refused event's object, as they are in the trace, up to that event
   * @param totalOrder whether they are in the order in which they happened
   * @return the events, without the refused one; empty if no specification knows the event, if it
   *     is the end of the run that is refused, or if it would take too long
   */
  public static Optional<List<TraceEvent>> to(
      Catalogue catalogue, Refusal refusal, List<TraceEvent> events, boolean totalOrder) {
    Optional<ObjectSpec> spec =
        catalogue.ofKind(refusal.event().kind()).stream()
            .filter(each -> each.name().equals(refusal.spec()))
            .findFirst();
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    if (refusal.refusesTheEnd()) {
      return Optional.empty();
    }
    Set<String> actions = catalogue.actions(spec.get()).keySet();
    List<TraceEvent> steps = events.stream().filter(e -> actions.contains(e.action())).toList();
    ShortestWay search = new ShortestWay(catalogue.automaton(spec.get()));
    return totalOrder
        ? search.search(linesBefore(refusal.event(), steps))
        : order(catalogue.stepper(spec.get()), refusal.event(), steps).flatMap(search::search);
  }

  private static List<TraceEvent> linesBefore(TraceEvent refused, List<TraceEvent> steps) {
    return steps.stream().filter(e -> e.line() < refused.line()).toList();
  }

  private static Optional<List<TraceEvent>> order(
      Stepper stepper, TraceEvent refused, List<TraceEvent> steps) {
    List<TraceEvent> others = steps.stream().filter(e -> !e.equals(refused)).toList();
    long threads = steps.stream().map(TraceEvent::thread).distinct().count();
    if (steps.size() * threads > MAX_OVERLAPPING) {
      return Optional.empty();
    }
    try {
      return Linearization.before(stepper, others, refused.n());
    } catch (UndecidedException e) {
      return Optional.empty();
    }
  }

  private Optional<List<TraceEvent>> search(List<TraceEvent> events) {
    List<Configuration> actual = Configuration.initial(automaton);
    long steps = 0;
    for (TraceEvent event : events) {
      steps += known.size();
      if (steps > MAX_STEPS) {
        return Optional.empty();
      }
      List<Configuration> next = new ArrayList<>();
      actual.forEach(from -> from.follow(automaton, event, 0, next::add));
      actual = next.stream().distinct().toList();
      take(event, actual);
    }
    return shortest(actual);
  }

  /** Each configuration may take the event or leave it out. */
  private void take(TraceEvent event, List<Configuration> actual) {
    Map<Configuration, Way> reached = new HashMap<>();
    known.forEach(
        (from, way) ->
            from.follow(
                automaton,
                event,
                0,
                to ->
                    reached.merge(to, new Way(event, way, way.length + 1), ShortestWay::shorter)));
    reached.forEach(
        (to, way) -> {
          if (known.containsKey(to) || known.size() < MAX_CONFIGURATIONS || actual.contains(to)) {
            known.merge(to, way, ShortestWay::shorter);
          }
        });
  }

  private static Way shorter(Way one, Way other) {
    return other.length < one.length ? other : one;
  }

  /** To a state in which the object may be; where its numbers begin does not matter. */
  private Optional<List<TraceEvent>> shortest(List<Configuration> actual) {
    Way best = null;
    for (Map.Entry<Configuration, Way> each : known.entrySet()) {
      boolean isThere = actual.stream().anyMatch(at -> at.node().equals(each.getKey().node()));
      if (isThere && (best == null || each.getValue().length < best.length)) {
        best = each.getValue();
      }
    }
    return Optional.ofNullable(best).map(Way::events);
  }
}
