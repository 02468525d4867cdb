package netmp.benchmark.readiness;

import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import netmp.sockbuf.Design;

/** Bytes of the heap for one idle socket, by the histogram of what is live. */
final class Memory {

  private static final int SOCKETS = 10_000;

  /** Classes of which a socket has fewer bytes are left out of the list. */
  private static final long LEAST = 32;

  /** Such as {@code 1: 20000 4800000 netmp.sockbuf.Cupholder (module)}. */
  private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+).*");

  private Memory() {}

  /** Appends the tables. */
  static void write(StringBuilder page) throws Exception {
    page.append("| sockbufs | kind of socket | open | to watch it |\n|---|---|--:|--:|\n");
    StringBuilder parts = new StringBuilder();
    for (Design design : Design.values()) {
      for (IdleSockets.Kind kind : IdleSockets.Kind.values()) {
        measure(design, kind, page, parts);
      }
    }
    page.append("\nOf what the classes take, with cupholders; two of each buffer:\n\n");
    page.append("| kind of socket | class | bytes |\n|---|---|--:|\n").append(parts);
  }

  private static void measure(
      Design design, IdleSockets.Kind kind, StringBuilder page, StringBuilder parts)
      throws Exception {
    try (IdleSockets idle = new IdleSockets(design)) {
      idle.open(kind, 2); // loads classes
      idle.watch();
      Map<String, Long> before = histogram();
      idle.open(kind, SOCKETS);
      Map<String, Long> open = histogram();
      idle.watch();
      Map<String, Long> watched = histogram();
      page.append(
          "| %s | %s | %,d | %,d |\n"
              .formatted(
                  design.text(),
                  kind.text,
                  total(difference(before, open)),
                  total(difference(open, watched))));
      if (design == Design.CUPHOLDER) {
        list(kind, difference(before, open), parts);
      }
    }
  }

  private static void list(IdleSockets.Kind kind, Map<String, Long> bytes, StringBuilder parts) {
    bytes.entrySet().stream()
        .filter(e -> e.getValue() >= LEAST)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(
            e ->
                parts.append(
                    "| %s | `%s` | %d |\n".formatted(kind.text, e.getKey(), e.getValue())));
  }

  /** Bytes per socket, by class. */
  private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> bytes = new HashMap<>();
    after.forEach(
        (name, now) ->
            bytes.put(name, Math.round((now - before.getOrDefault(name, 0L)) / (double) SOCKETS)));
    return bytes;
  }

  private static long total(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes of live objects, by class. */
  private static Map<String, Long> histogram() throws JMException {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    Map<String, Long> bytes = new HashMap<>();
    Matcher line = LINE.matcher("");
    text.toString()
        .lines()
        .filter(l -> line.reset(l).matches())
        .forEach(l -> bytes.merge(line.group(2), Long.valueOf(line.group(1)), Long::sum));
    return bytes;
  }
}
