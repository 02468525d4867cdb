package netmp.validate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events of an object that have come and are not looked at yet, but for one thing: which arguments
 * come up again soon. One thread at a time.
 */
final class Lookahead {

  /** Events that are held back. */
  private static final int LENGTH = 512;

  private final Deque<TraceEvent> events = new ArrayDeque<>();
  private final Map<List<Integer>, Deque<TraceEvent>> byArguments = new HashMap<>();

  void add(TraceEvent event) {
    events.add(event);
    byArguments.computeIfAbsent(event.arguments(), a -> new ArrayDeque<>()).add(event);
  }

  boolean isFull() {
    return events.size() > LENGTH;
  }

  /** The event that came first; null if there is none. */
  TraceEvent poll() {
    TraceEvent event = events.poll();
    if (event != null) {
      Deque<TraceEvent> same = byArguments.get(event.arguments());
      same.remove();
      if (same.isEmpty()) {
        byArguments.remove(event.arguments());
      }
    }
    return event;
  }

  /**
   * When the arguments of an event come up again. A step that has an interval happens at its middle
   * more often than at its end.
   *
   * @param event one that was polled
   * @param waiting others that were polled, with gaps
   * @return twice the middle of the next event with the same arguments; of its own if there is none
   */
  long again(TraceEvent event, TraceEvent[] waiting) {
    if (event.arguments().isEmpty()) {
      return middle(event);
    }
    for (TraceEvent other : waiting) {
      if (other != null && other.n() > event.n() && other.arguments().equals(event.arguments())) {
        return middle(other);
      }
    }
    Deque<TraceEvent> same = byArguments.get(event.arguments());
    return middle(same == null ? event : same.getFirst());
  }

  private static long middle(TraceEvent event) {
    return event.from() + event.n();
  }
}
