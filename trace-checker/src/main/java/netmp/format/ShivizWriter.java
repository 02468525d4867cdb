package netmp.format;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import netmp.validate.TraceEvent;
import netmp.validate.TraceReader;

/**
 * Writes a trace as a log of ShiViz, with the vector clocks that follow from the order that the
 * trace knows.
 *
 * <p>A step comes after those of its thread that came before. In a total order it also comes after
 * those before it on the same object; that order of different objects was the scheduler's, and is
 * left out. With intervals it comes after every step that had ended when its interval began.
 */
public final class ShivizWriter {

  /** The regular expression by which ShiViz reads the log; it is the log's first line. */
  public static final String PARSER = "(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})";

  /** How many steps of each thread came before; a thread without any is not in it. */
  private record Clock(Map<String, Integer> counts) {

    void join(Clock other) {
      other.counts.forEach((thread, count) -> counts.merge(thread, count, Math::max));
    }

    Clock copy() {
      return new Clock(new LinkedHashMap<>(counts));
    }
  }

  private record Ended(long n, Clock clock) {}

  /** What a thread has done. */
  private static final class Past {
    final Clock now = new Clock(new LinkedHashMap<>());

    /** Steps that may overlap with those to come, the oldest first. */
    final Deque<Ended> recent = new ArrayDeque<>();

    /** The last step that has ended before every step to come begins. */
    Clock ended = new Clock(Map.of());

    void endBefore(long begin) {
      while (!recent.isEmpty() && recent.getFirst().n < begin) {
        ended = recent.removeFirst().clock;
      }
    }
  }

  private final Map<String, Past> threads = new LinkedHashMap<>();
  private final Map<String, Clock> objects = new HashMap<>();
  private final boolean totalOrder;
  private final Writer out;

  private ShivizWriter(boolean totalOrder, Writer out) {
    this.totalOrder = totalOrder;
    this.out = out;
  }

  /**
   * Writes all that is left of a trace.
   *
   * @param trace the trace
   * @param out receives the log; not closed
   * @return how many events
   * @throws IOException if the trace is malformed, or writing fails
   */
  public static long write(TraceReader trace, Writer out) throws IOException {
    ShivizWriter writer = new ShivizWriter(trace.header().totalOrder(), out);
    out.write(PARSER + "\n\n");
    long events = 0;
    for (TraceEvent event = trace.next(); event != null; event = trace.next()) {
      writer.write(event);
      events++;
    }
    return events;
  }

  private void write(TraceEvent event) throws IOException {
    String host = host(event.thread());
    Past past = threads.computeIfAbsent(host, name -> new Past());
    Clock clock = past.now;
    if (totalOrder) {
      clock.join(objects.getOrDefault(event.object(), clock));
    } else {
      joinEnded(clock, event.from());
    }
    clock.counts.merge(host, 1, Integer::sum);
    if (totalOrder) {
      objects.put(event.object(), clock.copy());
    } else {
      past.recent.add(new Ended(event.n(), clock.copy()));
    }
    out.write(event.label() + " on " + event.object() + "\n" + host + " " + json(clock) + "\n");
  }

  /** Begins of intervals never go back, so what has ended once has ended for all that come. */
  private void joinEnded(Clock clock, long begin) {
    for (Past other : threads.values()) {
      other.endBefore(begin);
      clock.join(other.ended);
    }
  }

  /** ShiViz reads a host up to the first blank. */
  private static String host(String thread) {
    return thread
        .chars()
        .mapToObj(c -> isPlain(c) ? Character.toString(c) : "%%%02X".formatted(c))
        .collect(Collectors.joining());
  }

  private static boolean isPlain(int c) {
    return c > ' ' && c != '%' && c != '"' && c != '\\' && !Character.isWhitespace(c);
  }

  private static String json(Clock clock) {
    return clock.counts.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
