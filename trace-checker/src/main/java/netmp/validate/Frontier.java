package netmp.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import netmp.tlc.SpecState;
import netmp.tlc.Stepper;

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

  /** Configurations that may be met on the way to one event. */
  static final int MAX_CONFIGURATIONS = 200_000;

  /**
   * A way in which the object may have come here.
   *
   * @param state the state it is in
   * @param done which of the waiting events have happened already, one bit for each place
   */
  record Configuration(SpecState state, long done) {}

  private record Key(long fingerprint, long done) {}

  private final Stepper stepper;
  private final boolean totalOrder;

  /** Hears of each event that has happened and of the states after it; null if nobody listens. */
  private final BiConsumer<TraceEvent, List<SpecState>> listener;

  private final TraceEvent[] waiting = new TraceEvent[MAX_WAITING];
  private List<Configuration> configurations;
  private int waitingCount;
  private int widest;

  /**
   * The frontier of a new object.
   *
   * @param stepper its specification
   * @param totalOrder whether events are in the order in which they happened
   * @param listener hears of each event that has happened and of the states after it; null if
   *     nobody listens
   */
  Frontier(Stepper stepper, boolean totalOrder, BiConsumer<TraceEvent, List<SpecState>> listener) {
    this.stepper = stepper;
    this.totalOrder = totalOrder;
    this.listener = listener;
    this.configurations =
        stepper.initial().stream().map(state -> new Configuration(state, 0)).toList();
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
      waiting[0] = event;
      waitingCount = 1;
      return happen(0) ? null : event;
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

  /** The states that the object may be in, each once. */
  private List<SpecState> states() {
    Set<Long> seen = new HashSet<>();
    return configurations.stream()
        .map(Configuration::state)
        .filter(state -> seen.add(state.fingerprint()))
        .toList();
  }

  /** The waiting events that have not happened in a configuration. */
  List<TraceEvent> outstanding(Configuration configuration) {
    List<TraceEvent> events = new ArrayList<>();
    for (int place = 0; place < MAX_WAITING; place++) {
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
    for (int place = 0; place < MAX_WAITING; place++) {
      if (waiting[place] == null) {
        waiting[place] = event;
        waitingCount++;
        return;
      }
    }
    throw new UndecidedException(
        "more than " + MAX_WAITING + " steps on " + event.object() + " overlap");
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
    for (int place = 0; waitingCount > 0 && place < MAX_WAITING; place++) {
      if (waiting[place] != null && (found < 0 || waiting[place].n() < waiting[found].n())) {
        found = place;
      }
    }
    return found;
  }

  /** Restricts the frontier to what is possible when the event at a place has happened. */
  private boolean happen(int place) throws UndecidedException {
    List<Configuration> after = waitingCount == 1 ? step(place) : search(place);
    if (after.isEmpty()) {
      return false;
    }
    configurations = after;
    widest = Math.max(widest, after.size());
    if (listener != null) {
      listener.accept(waiting[place], states());
    }
    waiting[place] = null;
    waitingCount--;
    return true;
  }

  /** Nothing else waits, so there is one order. */
  private List<Configuration> step(int place) {
    TraceEvent event = waiting[place];
    List<Configuration> after = new ArrayList<>(1);
    for (Configuration configuration : configurations) {
      if (configuration.done != 0) {
        after.add(new Configuration(configuration.state, 0));
        continue;
      }
      for (SpecState next :
          stepper.successors(configuration.state, event.action(), event.arguments())) {
        after.add(new Configuration(next, 0));
      }
    }
    return after.size() < 2 ? after : distinct(after);
  }

  private static List<Configuration> distinct(List<Configuration> all) {
    Set<Key> seen = new HashSet<>();
    return all.stream().filter(each -> seen.add(key(each))).toList();
  }

  /** Follows every order of the waiting events up to the one at a place. */
  private List<Configuration> search(int place) throws UndecidedException {
    long bit = 1L << place;
    Deque<Configuration> open = new ArrayDeque<>(configurations);
    Set<Key> seen = new HashSet<>();
    List<Configuration> after = new ArrayList<>();
    configurations.forEach(each -> seen.add(key(each)));
    while (!open.isEmpty()) {
      Configuration configuration = open.remove();
      if ((configuration.done & bit) != 0) {
        after.add(new Configuration(configuration.state, configuration.done & ~bit));
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

  private void follow(Configuration from, Deque<Configuration> open, Set<Key> seen) {
    for (int place = 0; place < MAX_WAITING; place++) {
      TraceEvent event = waiting[place];
      if (event == null || (from.done >> place & 1) != 0) {
        continue;
      }
      for (SpecState next : stepper.successors(from.state, event.action(), event.arguments())) {
        Configuration reached = new Configuration(next, from.done | 1L << place);
        if (seen.add(key(reached))) {
          open.add(reached);
        }
      }
    }
  }

  private static Key key(Configuration configuration) {
    return new Key(configuration.state.fingerprint(), configuration.done);
  }
}
