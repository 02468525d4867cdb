package netmp.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.stats.Statistics;
import netmp.trace.EventSink;

/** What the stack counts of TCP while a script runs, and what a table says of that. */
final class TcpCounts {

  /** What names of counters and drop reasons begin with that are TCP's; left out in the table. */
  static final String TCP = "TCP_";

  private static final Path TABLE = Path.of("src/test/resources/drill-counters.txt");
  private static final Pattern ROW = Pattern.compile("([a-z0-9/-]+): (.*)");
  private static final Pattern COUNT = Pattern.compile("([A-Z_]+) (\\d+)");

  private TcpCounts() {}

  /** Script to what it counts. */
  static Map<String, Map<String, Long>> table() throws IOException {
    Map<String, Map<String, Long>> table = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        assertThat(table.put(row.group(1), counts(row.group(2)))).as(line).isNull();
      }
    }
    return table;
  }

  private static Map<String, Long> counts(String text) {
    Map<String, Long> counts = new TreeMap<>();
    Matcher count = COUNT.matcher(text);
    while (count.find()) {
      counts.put(count.group(1), Long.valueOf(count.group(2)));
    }
    return counts;
  }

  /**
   * Runs a script, which has to pass.
   *
   * @param script not run yet
   * @param trace receives what probes report, or null
   * @return what of TCP is not zero
   */
  static Map<String, Long> of(Script script, EventSink trace) {
    Map<String, Long> counted = new TreeMap<>();
    ScriptRun run = new ScriptRun(script, true, trace);
    run.whenPassed(statistics -> counted.putAll(counted(statistics)));
    run.run();
    return counted;
  }

  private static Map<String, Long> counted(Statistics statistics) {
    Map<String, Long> counted = new TreeMap<>();
    for (Counter each : Counter.values()) {
      counted.put(each.name(), statistics.get(each));
    }
    for (DropReason each : DropReason.values()) {
      counted.put(each.name(), statistics.get(each));
    }
    Map<String, Long> ofTcp = new TreeMap<>();
    counted.forEach(
        (name, value) -> {
          if (name.startsWith(TCP) && value != 0) {
            ofTcp.put(name.substring(TCP.length()), value);
          }
        });
    return ofTcp;
  }

  /** How many segments of those that came were used or dropped. */
  static long consumed(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(each -> !each.getKey().startsWith("ICMP_") && !isNoEnd(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static boolean isNoEnd(String name) {
    return Stream.of(Counter.values())
        .anyMatch(each -> each.name().equals(TCP + name) && !each.consumes());
  }
}
