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
import netmp.tlc.SpecState;

/**
 * Everything one specification allows one object to be, after the events so far.
 *
 * <p>An event in a total order is taken at once. An event with an interval waits until its order is
 * forced: by an event that came later. When it is forced, the frontier follows the orders in which
 * the waiting events may have happened before it (just-in-time linearization, Lowe 2017), but for
 * those in which one comes first that may as well come behind it (partial-order reduction). At most
 * one event per thread waits, so memory is bounded by the threads that use the object and by what
 * the specification leaves open, not by the length of the trace. Where that is too much, {@link
 * DepthFirst} takes over.
 */
final class Frontier {

  /** Bits in a set of waiting events. */
  static final int MAX_WAITING = Long.SIZE;

  private static final int FEWEST_WAITING = 4;

  /** Configurations from which on one order is looked for, and not all. */
  private static final int WIDE = 64;

  /** Configurations that may be met on the way to one event. */
  static final int MAX_CONFIGURATIONS = 200_000;

  /** The same, after which one order is looked for, if nobody listens. */
  private static final int MAX_BEFORE_ONE = 10_000;

  private static final TraceEvent[] NOBODY = {};

  private final Automaton automaton;
  private final boolean totalOrder;
  private final int wide;

  /** Hears of each event that has happened and of the states after it; null if nobody listens. */
  private final BiConsumer<TraceEvent, List<SpecState>> listener;

  /** By place; grows with the number of events that wait at a time. */
  private TraceEvent[] waiting = NOBODY;

  private List<Configuration> configurations;
  private int waitingCount;

  /** Takes over for good when there are too many configurations, if nobody wants to see them. */
  private DepthFirst depthFirst;

  /** Used by it only; null before. */
  private Lookahead ahead;

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
    this(automaton, totalOrder, listener, WIDE);
  }

  /**
   * The frontier of a new object.
   *
   * @param automaton its specification
   * @param totalOrder whether events are in the order in which they happened
   * @param listener hears of each event that has happened and of the states after it; null if
   *     nobody listens
   * @param wide configurations from which on one order is looked for, if nobody listens
   */
  Frontier(
      Automaton automaton,
      boolean totalOrder,
      BiConsumer<TraceEvent, List<SpecState>> listener,
      int wide) {
    this.wide = wide;
    this.automaton = automaton;
    this.totalOrder = totalOrder;
    this.listener = listener;
    this.configurations = Configuration.initial(automaton);
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
    if (depthFirst == null) {
      return takeNext(event);
    }
    ahead.add(event);
    return ahead.isFull() ? takeNext(ahead.poll()) : null;
  }

  private TraceEvent takeNext(TraceEvent event) throws UndecidedException {
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
    TraceEvent refused = null;
    for (TraceEvent e = nextAhead(); e != null && refused == null; e = nextAhead()) {
      refused = takeNext(e);
    }
    return refused == null ? forceBefore(Long.MAX_VALUE) : refused;
  }

  private TraceEvent nextAhead() {
    return ahead == null ? null : ahead.poll();
  }

  /** The ways in which the object may have come here; behind a refusal, those before it. */
  List<Configuration> configurations() {
    return depthFirst == null ? configurations : depthFirst.configurations();
  }

  /**
   * Whether the object may be in a state in which a run may end. Where one order was looked for,
   * yes.
   */
  boolean isSettled() {
    return depthFirst != null
        || configurations.stream().anyMatch(at -> automaton.isSettled(at.node(), at.moved()));
  }

  /**
   * Whether no step may follow. Of events with intervals the last ones wait, so it is not known.
   */
  boolean isRetired() {
    if (!automaton.retires() || waitingCount > 0 || depthFirst != null) {
      return false;
    }
    for (Configuration each : configurations) {
      if (!each.node().retired()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Leaves out what waits: no later event of the object has happened before a stamp.
   *
   * @return the ways in which the object may have come here; null if that is not all there is to
   *     say about it: steps wait, or something is open that a run may not leave open at its end
   * @throws UndecidedException if too many orders are possible
   */
  List<Configuration> rest(long before) throws UndecidedException {
    boolean isQuiet = depthFirst == null && forceBefore(before) == null && waitingCount == 0;
    return isQuiet && isSettled() ? configurations : null;
  }

  /** Goes on from where an object has come to {@linkplain #rest rest}. */
  void resume(List<Configuration> rested) {
    List<Configuration> here = new ArrayList<>(rested.size());
    for (Configuration each : rested) {
      here.add(new Configuration(automaton.current(each.node()), each.moved(), 0));
    }
    configurations = here;
  }

  /** The state of a configuration, as the specification sees it. */
  SpecState state(Configuration configuration) {
    return automaton.actual(configuration.node(), configuration.moved());
  }

  /** The states that the object may be in, each once. */
  private List<SpecState> states() {
    return configurations.stream()
        .map(each -> each.with(0))
        .distinct()
        .map(each -> automaton.seen(each.node(), each.moved()))
        .toList();
  }

  /** The waiting events that have not happened in a configuration. */
  List<TraceEvent> outstanding(Configuration configuration) {
    List<TraceEvent> events = new ArrayList<>();
    for (int place = 0; place < waiting.length; place++) {
      if (waiting[place] != null && !configuration.has(place)) {
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

  /** Restricts what is possible to what is when the event at a place has happened. */
  private boolean happen(int place) throws UndecidedException {
    List<Configuration> after = depthFirst == null ? after(place) : null;
    if (depthFirst == null && after == null) {
      goDepthFirst();
    }
    boolean isPossible =
        depthFirst == null ? restrict(after) : depthFirst.happen(waiting.clone(), place, ahead);
    if (!isPossible) {
      return false;
    }
    if (listener != null) {
      listener.accept(waiting[place], states());
    }
    waiting[place] = null;
    waitingCount--;
    if (depthFirst == null && listener == null && configurations.size() > wide) {
      goDepthFirst();
    }
    return true;
  }

  private void goDepthFirst() {
    depthFirst = new DepthFirst(automaton, configurations);
    ahead = new Lookahead();
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
    List<Configuration> after = new ArrayList<>(1);
    for (Configuration from : configurations) {
      from.follow(automaton, event, 0, after::add);
    }
    return after.size() < 2 ? after : after.stream().distinct().toList();
  }

  /** Null if there are too many. */
  private List<Configuration> after(int place) throws UndecidedException {
    return waitingCount == 1 ? last(place) : search(place);
  }

  /** Nothing else waits; it may have happened already. */
  private List<Configuration> last(int place) {
    List<Configuration> after = new ArrayList<>();
    for (Configuration from : configurations) {
      if (from.has(place)) {
        after.add(from.with(0));
      } else {
        from.follow(automaton, waiting[place], 0, after::add);
      }
    }
    return after.stream().distinct().toList();
  }

  /**
   * Follows the orders of the waiting events up to the one at a place; null if it gives up.
   *
   * <p>A configuration whose last step may as well come behind that event does not take the event:
   * one in which fewer steps have happened takes it, and that step when another event is forced.
   * The same may be true of that one, but not of the smallest, so no order is lost.
   */
  private List<Configuration> search(int place) throws UndecidedException {
    List<Configuration> after = new ArrayList<>();
    Deque<Configuration> open = new ArrayDeque<>();
    for (Configuration each : configurations) {
      if (each.has(place)) {
        after.add(each.with(each.done() & ~(1L << place)));
      } else {
        open.add(each);
      }
    }
    Set<Configuration> before = new LinkedHashSet<>(open);
    Set<Configuration> tooEarly = new HashSet<>();
    while (!open.isEmpty()) {
      follow(open.remove(), place, open, before, tooEarly);
      if (listener == null && before.size() > MAX_BEFORE_ONE) {
        return null;
      }
      if (before.size() > MAX_CONFIGURATIONS) {
        throw new UndecidedException(
            "the steps on %s up to line %d can have happened in more than %,d ways"
                .formatted(waiting[place].object(), waiting[place].line(), MAX_CONFIGURATIONS));
      }
    }
    before.removeAll(tooEarly);
    before.forEach(from -> from.follow(automaton, waiting[place], from.done(), after::add));
    return after.stream().distinct().toList();
  }

  /** Takes each of the events but the one at a place. */
  private void follow(
      Configuration from,
      int place,
      Deque<Configuration> open,
      Set<Configuration> before,
      Set<Configuration> tooEarly) {
    for (int other = 0; other < waiting.length; other++) {
      if (other == place || waiting[other] == null || from.has(other)) {
        continue;
      }
      TraceEvent event = waiting[other];
      from.follow(
          automaton,
          event,
          from.done() | 1L << other,
          to -> {
            if (before.add(to)) {
              open.add(to);
            }
            if (!tooEarly.contains(to) && mayWait(event, from, to, waiting[place])) {
              tooEarly.add(to);
            }
          });
    }
  }

  /** Whether all that comes of an event and then another comes of the other and then the event. */
  private boolean mayWait(
      TraceEvent event, Configuration from, Configuration to, TraceEvent other) {
    List<Configuration> otherFirst = new ArrayList<>(1);
    from.follow(
        automaton,
        other,
        from.done(),
        between -> between.follow(automaton, event, to.done(), otherFirst::add));
    List<Configuration> eventFirst = new ArrayList<>(1);
    to.follow(automaton, other, to.done(), eventFirst::add);
    return otherFirst.containsAll(eventFirst);
  }
}
