package netmp.validate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netmp.tlc.SpecTree;

/** The specification Register of the test resources, and what it means, in Java. */
final class Register {

  /**
   * Random traces of a test, and a measure of others: fewer where a test runs for each mutant of
   * the checker.
   */
  static final int TRACES = Integer.getInteger("traces", 1000);

  static final Path TINY = Path.of("src/test/resources/tiny");

  private Register() {}

  static Catalogue catalogue(SpecTree tree) {
    return new Catalogue(
        tree,
        List.of(
            new ObjectSpec(
                "register", Set.of("reg"), "Register", TINY.resolve("register/trace.cfg"))));
  }

  /** The values that the register can have after a step; empty if the step is impossible. */
  static Set<Integer> after(int value, TraceEvent event) {
    int x = event.arguments().isEmpty() ? 0 : event.arguments().getFirst();
    return switch (event.action()) {
      case "Write" -> Set.of(x);
      case "Read" -> x == value ? Set.of(value) : Set.of();
      case "Forget" -> value == 0 ? Set.of() : Set.of(0, value);
      default -> throw new IllegalArgumentException(event.action());
    };
  }

  /** Whether some order of the events, compatible with their intervals, is possible. */
  static boolean allows(List<TraceEvent> events) {
    return search(0, events, new HashSet<>(), new HashSet<>());
  }

  private static boolean search(
      int value, List<TraceEvent> events, Set<TraceEvent> done, Set<List<Object>> seen) {
    if (done.size() == events.size()) {
      return true;
    }
    if (!seen.add(List.of(value, Set.copyOf(done)))) {
      return false;
    }
    for (TraceEvent next : events) {
      if (!done.contains(next) && isFirst(next, events, done)) {
        Set<TraceEvent> more = new HashSet<>(done);
        more.add(next);
        for (int after : after(value, next)) {
          if (search(after, events, more, seen)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isFirst(TraceEvent event, List<TraceEvent> all, Set<TraceEvent> done) {
    return all.stream()
        .filter(other -> !done.contains(other))
        .noneMatch(
            other ->
                other.n() < event.from()
                    || (other.thread().equals(event.thread()) && other.n() < event.n()));
  }

  /** The trace file of events. */
  static String file(boolean totalOrder, List<TraceEvent> events) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "{\"netmp\":1,\"workload\":\"test\",\"seed\":1,\"mode\":\"%s\",\"order\":\"%s\",\"cpus\":1}"
            .formatted(totalOrder ? "sim" : "real", totalOrder ? "total" : "interval"));
    for (TraceEvent e : events) {
      String begin = totalOrder ? "" : ",\"b\":" + e.from();
      lines.add(
          "{\"n\":%d%s,\"t\":\"%s\",\"o\":\"%s\",\"a\":\"%s\",\"x\":%s}"
              .formatted(e.n(), begin, e.thread(), e.object(), e.action(), e.arguments()));
    }
    return String.join("\n", lines) + "\n";
  }
}
