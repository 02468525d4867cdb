package netmp.benchmark.readiness;

import java.util.Comparator;
import java.util.Map;
import netmp.benchmark.LiveHeap;
import netmp.sockbuf.Design;

/** Bytes of the heap for one idle socket, by the histogram of what is live. */
final class Memory {

  private static final int SOCKETS = 10_000;

  /** Classes of which a socket has fewer bytes are left out of the list. */
  private static final long LEAST = 32;

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
      Map<String, Long> before = LiveHeap.histogram();
      idle.open(kind, SOCKETS);
      Map<String, Long> open = LiveHeap.histogram();
      idle.watch();
      Map<String, Long> watched = LiveHeap.histogram();
      page.append(
          "| %s | %s | %,d | %,d |\n"
              .formatted(
                  design.text(),
                  kind.text,
                  total(LiveHeap.difference(before, open, SOCKETS)),
                  total(LiveHeap.difference(open, watched, SOCKETS))));
      if (design == Design.CUPHOLDER) {
        list(kind, LiveHeap.difference(before, open, SOCKETS), parts);
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

  private static long total(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}
