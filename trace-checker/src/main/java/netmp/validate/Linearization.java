package netmp.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import netmp.tlc.SpecState;
import netmp.tlc.SpecValue;
import netmp.tlc.StateSpace;
import netmp.tlc.Stepper;

/**
 * Finds one order of the steps of an object that a specification allows, and the states that they
 * lead through. The engines say whether there is one; this keeps it, so it is for traces that fit
 * in memory.
 */
public final class Linearization {

  /** Ways of going on that may be met. */
  private static final int MAX_MOMENTS = 1_000_000;

  /** The same, for who can do without an answer. */
  private static final int MAX_BEFORE = 50_000;

  /**
   * A state of the object.
   *
   * @param event the step that led to it; null for the initial state
   * @param state variable to value
   */
  public record Moment(TraceEvent event, SequencedMap<String, SpecValue> state) {}

  /** A way that was gone: how many steps of each thread, and the last of them. */
  private record Way(Way before, TraceEvent event, SpecState state, List<Integer> taken) {

    Way goOn(Head head, SpecState next) {
      List<Integer> more = new ArrayList<>(taken);
      more.set(head.thread, more.get(head.thread) + 1);
      return new Way(this, head.event, next, more);
    }

    List<TraceEvent> events() {
      Deque<TraceEvent> events = new ArrayDeque<>();
      for (Way way = this; way.event != null; way = way.before) {
        events.addFirst(way.event);
      }
      return List.copyOf(events);
    }

    Key key() {
      return new Key(state.fingerprint(), taken);
    }
  }

  /** The next step of a thread. */
  private record Head(int thread, TraceEvent event) {}

  private record Key(long fingerprint, List<Integer> taken) {}

  private final Stepper states;
  private final List<List<TraceEvent>> threads;

  /** All steps that ended before this stamp are to be taken, others if need be. */
  private final long until;

  private final int most;
  private final Set<Key> seen = new HashSet<>();
  private final Deque<Way> open = new ArrayDeque<>();

  private Linearization(
      Stepper states, Collection<List<TraceEvent>> threads, long until, int most) {
    this.states = states;
    this.threads = List.copyOf(threads);
    this.until = until;
    this.most = most;
  }

  /**
   * Looks for an order.
   *
   * @param states the specification
   * @param events the steps of one object that are actions of it, as they are in the trace
   * @param totalOrder whether they are in the order in which they happened
   * @return the states, the initial one first; empty if no order is allowed
   * @throws UndecidedException if there are too many ways
   */
  public static Optional<List<Moment>> find(
      StateSpace states, List<TraceEvent> events, boolean totalOrder) throws UndecidedException {
    return search(states, events, totalOrder, Long.MAX_VALUE, MAX_MOMENTS)
        .map(last -> moments(states, last));
  }

  /**
   * Looks for an order of the steps that had ended before a moment. Others that had begun are in it
   * where these need them.
   *
   * @param states the specification
   * @param events the steps of one object that are actions of it, as they are in the trace
   * @param until the stamp of the moment
   * @return the steps in that order; empty if none is allowed
   * @throws UndecidedException if there are too many ways
   */
  static Optional<List<TraceEvent>> before(Stepper states, List<TraceEvent> events, long until)
      throws UndecidedException {
    return search(states, events, false, until, MAX_BEFORE).map(Way::events);
  }

  private static Optional<Way> search(
      Stepper states, List<TraceEvent> events, boolean totalOrder, long until, int most)
      throws UndecidedException {
    SequencedMap<String, List<TraceEvent>> threads = new LinkedHashMap<>();
    for (TraceEvent event : events) {
      threads
          .computeIfAbsent(totalOrder ? "" : event.thread(), name -> new ArrayList<>())
          .add(event);
    }
    return new Linearization(states, threads.values(), until, most).search();
  }

  /** Depth first; the order of the stamps is tried before all others. */
  private Optional<Way> search() throws UndecidedException {
    for (SpecState initial : states.initial()) {
      open.push(new Way(null, null, initial, Collections.nCopies(threads.size(), 0)));
    }
    while (!open.isEmpty()) {
      Way way = open.pop();
      List<Head> heads = heads(way);
      if (heads.isEmpty() || heads.getLast().event.n() >= until) {
        return Optional.of(way);
      }
      if (seen.add(way.key())) {
        goOn(way, heads);
      }
      if (seen.size() > most || open.size() > most) {
        throw new UndecidedException("more than " + most + " ways through its steps");
      }
    }
    return Optional.empty();
  }

  /** The next step of each thread that has one left, the one with the greatest stamp first. */
  private List<Head> heads(Way way) {
    List<Head> heads = new ArrayList<>();
    for (int thread = 0; thread < threads.size(); thread++) {
      List<TraceEvent> steps = threads.get(thread);
      int taken = way.taken.get(thread);
      if (taken < steps.size()) {
        heads.add(new Head(thread, steps.get(taken)));
      }
    }
    heads.sort(Comparator.comparingLong((Head head) -> head.event.n()).reversed());
    return heads;
  }

  /** A step may come next if no other had ended before it began. */
  private void goOn(Way way, List<Head> heads) {
    long firstEnd = heads.getLast().event.n();
    for (Head head : heads) {
      TraceEvent event = head.event;
      if (event.from() <= firstEnd) {
        for (SpecState next : states.successors(way.state, event.action(), event.arguments())) {
          open.push(way.goOn(head, next));
        }
      }
    }
  }

  private static List<Moment> moments(StateSpace states, Way last) {
    Deque<Moment> moments = new ArrayDeque<>();
    for (Way way = last; way != null; way = way.before) {
      moments.addFirst(new Moment(way.event, states.structure(way.state)));
    }
    return List.copyOf(moments);
  }
}
