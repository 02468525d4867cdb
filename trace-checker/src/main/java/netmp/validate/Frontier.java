package netmp.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import netmp.tlc.SpecState;

/**
 * Everything one specification allows one object to be, after the events so far.
 *
 * <p>An event in a total order is taken at once. An event with an interval waits until its order is
 * forced: by an event that came later. When it is forced, the frontier follows every order in which
 * the waiting events may have happened before it (just-in-time linearization, Lowe 2017). At most
 * one event per thread waits, so memory is bounded by the threads that use the object and by what
 * the specification leaves open, not by the length of the trace.
 */
final class Frontier {

  /** Bits in a set of waiting events. */
  static final int MAX_WAITING = Long.SIZE;

  private static final int FEWEST_WAITING = 4;

  /** Configurations that may be met on the way to one event. */
  static final int MAX_CONFIGURATIONS = 200_000;

  /**
   * A way in which the object may have come here.
   *
   * @param node the state it is in
   * @param moved how far the numbers in that state have moved; 0 if it has none
   * @param done which of the waiting events have happened already, one bit for each place
   */
  record Configuration(Node node, int moved, long done) {}

  private static final TraceEvent[] NOBODY = {};

  private final Automaton automaton;
  private final boolean totalOrder;

  /** Hears of each event that has happened and of the states after it; null if nobody listens. */
  private final BiConsumer<TraceEvent, List<SpecState>> listener;

  /** By place; grows with the number of events that wait at a time. */
  private TraceEvent[] waiting = NOBODY;

  private List<Configuration> configurations;
  private int waitingCount;
  private int widest;

  /**
   * The frontier of a new object.
   *
   * @param automaton its specification
   * @param totalOrder whether events are in the order in which they happened
   * @param listener hears of each event that has happened and of the states after it; null if
   *     nobody listens
   */
  Frontier(
      Automaton automaton, boolean totalOrder, BiConsumer<TraceEvent, List<SpecState>> listener) {
    this.automaton = automaton;
    this.totalOrder = totalOrder;
    this.listener = listener;
    Node.Arcs initial = automaton.initial();
    List<Configuration> all = new ArrayList<>(initial.to().length);
    for (int i = 0; i < initial.to().length; i++) {
      all.add(reached(initial, i, 0, 0));
    }
    this.configurations = all;
  }

  private static Configuration reached(Node.Arcs arcs, int index, int moved, long done) {
    Node node = arcs.to()[index];
    return new Configuration(node, node.free() ? 0 : moved + arcs.moved()[index], done);
  }

  /** Where the numbers of a configuration begin for the next event. */
  private int begin(Configuration at, TraceEvent event) {
    return at.node.free() ? automaton.begin(event.action(), event.arguments()) : at.moved;
  }

  /**
   * Takes the next event of the object.
   *
   * @return the event that fits nowhere, or null if the specification still allows what happened.
   *     After a refusal the frontier stays as it was before that event
   * @throws UndecidedException if too many orders are possible
   */
  TraceEvent take(TraceEvent event) throws UndecidedException {
    if (totalOrder) {
      if (!restrict(step(event))) {
        return event;
      }
      if (listener != null) {
        listener.accept(event, states());
      }
      return null;
    }
    TraceEvent refused = forceBefore(event.from());
    if (refused == null) {
      await(event);
    }
    return refused;
  }

  /**
   * No more events will come.
   *
   * @return the event that fits nowhere, or null
   * @throws UndecidedException if too many orders are possible
   */
  TraceEvent end() throws UndecidedException {
    return forceBefore(Long.MAX_VALUE);
  }

  /** The ways in which the object may have come here. */
  List<Configuration> configurations() {
    return configurations;
  }

  /** The state of a configuration, as the specification sees it. */
  SpecState state(Configuration configuration) {
    return automaton.actual(configuration.node, configuration.moved);
  }

  /** The states that the object may be in, each once. */
  private List<SpecState> states() {
    return configurations.stream()
        .map(each -> new Configuration(each.node, each.moved, 0))
        .distinct()
        .map(each -> automaton.seen(each.node, each.moved))
        .toList();
  }

  /** The waiting events that have not happened in a configuration. */
  List<TraceEvent> outstanding(Configuration configuration) {
    List<TraceEvent> events = new ArrayList<>();
    for (int place = 0; place < waiting.length; place++) {
      if (waiting[place] != null && (configuration.done >> place & 1) == 0) {
        events.add(waiting[place]);
      }
    }
    return events;
  }

  /** The greatest number of configurations at one time. */
  int widest() {
    return widest;
  }

  private void await(TraceEvent event) throws UndecidedException {
    int place = 0;
    while (place < waiting.length && waiting[place] != null) {
      place++;
    }
    if (place == MAX_WAITING) {
      throw new UndecidedException(
          "more than " + MAX_WAITING + " steps on " + event.object() + " overlap");
    }
    if (place == waiting.length) {
      waiting = Arrays.copyOf(waiting, Math.clamp(2L * place, FEWEST_WAITING, MAX_WAITING));
    }
    waiting[place] = event;
    waitingCount++;
  }

  /** Every step whose stamp is less has happened, in the order of the stamps. */
  private TraceEvent forceBefore(long stamp) throws UndecidedException {
    for (int place = earliest(); place >= 0; place = earliest()) {
      TraceEvent first = waiting[place];
      if (first.n() >= stamp) {
        return null;
      }
      if (!happen(place)) {
        return first;
      }
    }
    return null;
  }

  /** The place of the waiting event with the least stamp; -1 if none waits. */
  private int earliest() {
    int found = -1;
    for (int place = 0; waitingCount > 0 && place < waiting.length; place++) {
      if (waiting[place] != null && (found < 0 || waiting[place].n() < waiting[found].n())) {
        found = place;
      }
    }
    return found;
  }

  /** Restricts the frontier to what is possible when the event at a place has happened. */
  private boolean happen(int place) throws UndecidedException {
    if (!restrict(waitingCount == 1 ? last(place) : search(place))) {
      return false;
    }
    if (listener != null) {
      listener.accept(waiting[place], states());
    }
    waiting[place] = null;
    waitingCount--;
    return true;
  }

  private boolean restrict(List<Configuration> after) {
    if (after.isEmpty()) {
      return false;
    }
    configurations = after;
    widest = Math.max(widest, after.size());
    return true;
  }

  /** Nothing waits, so there is one order. */
  private List<Configuration> step(TraceEvent event) {
    if (configurations.size() == 1) {
      Configuration from = configurations.getFirst();
      int moved = begin(from, event);
      Node.Arcs arcs = automaton.step(from.node, event.action(), event.arguments(), moved);
      if (arcs.to().length == 1) {
        return List.of(reached(arcs, 0, moved, 0));
      }
    }
    Set<Configuration> after = new LinkedHashSet<>();
    configurations.forEach(from -> follow(from, event, 0, after::add));
    return List.copyOf(after);
  }

  /** Nothing else waits; it may have happened already. */
  private List<Configuration> last(int place) {
    Set<Configuration> after = new LinkedHashSet<>();
    for (Configuration from : configurations) {
      if (from.done == 0) {
        follow(from, waiting[place], 0, after::add);
      } else {
        after.add(new Configuration(from.node, from.moved, 0));
      }
    }
    return List.copyOf(after);
  }

  private void follow(
      Configuration from, TraceEvent event, long done, Consumer<Configuration> reached) {
    int moved = begin(from, event);
    Node.Arcs arcs = automaton.step(from.node, event.action(), event.arguments(), moved);
    for (int i = 0; i < arcs.to().length; i++) {
      reached.accept(reached(arcs, i, moved, done));
    }
  }

  /** Follows every order of the waiting events up to the one at a place. */
  private List<Configuration> search(int place) throws UndecidedException {
    long bit = 1L << place;
    Deque<Configuration> open = new ArrayDeque<>(configurations);
    Set<Configuration> seen = new HashSet<>(configurations);
    List<Configuration> after = new ArrayList<>();
    while (!open.isEmpty()) {
      Configuration configuration = open.remove();
      if ((configuration.done & bit) != 0) {
        after.add(
            new Configuration(configuration.node, configuration.moved, configuration.done & ~bit));
      } else {
        follow(configuration, open, seen);
      }
      if (seen.size() > MAX_CONFIGURATIONS) {
        throw new UndecidedException(
            "the steps on %s up to line %d can have happened in more than %,d ways"
                .formatted(waiting[place].object(), waiting[place].line(), MAX_CONFIGURATIONS));
      }
    }
    return after;
  }

  private void follow(Configuration from, Deque<Configuration> open, Set<Configuration> seen) {
    for (int place = 0; place < waiting.length; place++) {
      long bit = 1L << place;
      if (waiting[place] != null && (from.done & bit) == 0) {
        follow(
            from,
            waiting[place],
            from.done | bit,
            reached -> {
              if (seen.add(reached)) {
                open.add(reached);
              }
            });
      }
    }
  }
}
