package netmp.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netmp.drill.Event.PacketEvent;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.stats.Statistics;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What TCP counts while a script runs: what is listed in a table, and nothing else. */
class DrillCountersTest {

  private static final Path SCRIPTS = Path.of("src/test/resources/drill");
  private static final Path TABLE = Path.of("src/test/resources/drill-counters.txt");
  private static final Pattern ROW = Pattern.compile("([a-z0-9/-]+): (.*)");
  private static final Pattern COUNT = Pattern.compile("([A-Z_]+) (\\d+)");
  private static final String TCP = "TCP_";

  private static final String ACCEPTED =
      """
      0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
      +0 bind(3, ..., ...) = 0
      +0 listen(3, 1) = 0
      +0 < S 0:0(0) win 65535 <mss 1000>
      +0 > S. 0:0(0) ack 1 win 65535 <mss 1460>
      +.1 < . 1:1(0) ack 1 win 65535
      +0 accept(3, ..., ...) = 4
      """;

  /** Packets of a receive buffer of 64 kilobytes; segments are small below so many bytes. */
  private static final int PLACES = 64 * 1024 / 32;

  private static final int DEFAULT_MSS = 536;

  /**
   * What no script of the table comes to: faults that the tool's packets never have, a host without
   * buffers or with as many half-open connections as it remembers, thousands of small segments, and
   * connections whose numbers only a real peer can follow. Other tests have them.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "SHORT",
          "TO_GROUP",
          "BAD_OFFSET",
          "BAD_CHECKSUM",
          "BAD_OPTION",
          "FULL_SOCKBUF",
          "ICMP_NO_CONNECTION",
          "NO_MBUF",
          "TIME_WAIT_REUSED",
          "PATH_PROBES",
          "SYN_EVICTED");

  /** Script to what it counts. */
  private static Map<String, Map<String, Long>> table() throws IOException {
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

  /** What of TCP is not zero. */
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

  private static Map<String, Long> run(Script script) {
    Map<String, Long> counted = new TreeMap<>();
    ScriptRun run = new ScriptRun(script, true, null);
    run.whenPassed(statistics -> counted.putAll(counted(statistics)));
    run.run();
    return counted;
  }

  private static Script read(Path file) throws IOException {
    return Parser.parse(Files.readString(file));
  }

  @TestFactory
  Stream<DynamicTest> aScriptCountsWhatIsInTheTable() throws IOException {
    return table().entrySet().stream()
        .map(
            row ->
                dynamicTest(
                    row.getKey(),
                    () ->
                        assertThat(run(read(SCRIPTS.resolve(row.getKey() + ".pkt"))))
                            .isEqualTo(row.getValue())));
  }

  @Test
  void theTableHasAllThatScriptsComeTo() throws IOException {
    Set<String> met = new TreeSet<>(ELSEWHERE);
    table().values().forEach(counts -> met.addAll(counts.keySet()));
    List<String> all = new ArrayList<>();
    Stream.of(Counter.values(), DropReason.values())
        .flatMap(Stream::of)
        .map(Enum::name)
        .filter(name -> name.startsWith(TCP))
        .forEach(name -> all.add(name.substring(TCP.length())));
    assertThat(met).containsExactlyInAnyOrderElementsOf(all);
  }

  /** Each segment that comes is used or dropped, and counted as that once. */
  @TestFactory
  Stream<DynamicNode> everySegmentIsCountedOnce() throws IOException {
    return DrillSuite.each(
        file -> {
          Script script = read(file);
          Map<String, Long> counted = run(script);
          counted.keySet().removeIf(name -> name.startsWith("ICMP_") || isNoEnd(name));
          assertThat(sum(counted.values())).isEqualTo(inbound(script));
        });
  }

  /**
   * The bytes of small segments are few, but each takes a place in the receive buffer. What finds
   * none is dropped, and told to be missing.
   */
  @Test
  void smallSegmentsFillTheBuffer() {
    StringBuilder script = new StringBuilder(ACCEPTED);
    for (int i = 1; i <= PLACES; i++) {
      script.append("+0 < . %d:%d(1) ack 1 win 65535%n".formatted(i, i + 1));
    }
    script.append("+0 > . 1:1(0) ack %d%n".formatted(1 + 2 * DEFAULT_MSS));
    script.append("+0 < . %d:%d(1) ack 1 win 65535%n".formatted(PLACES + 1, PLACES + 2));
    script.append("+0 > . 1:1(0) ack %d%n".formatted(PLACES + 1));
    assertThat(run(Parser.parse(script.toString())))
        .containsEntry("FULL_SOCKBUF", 1L)
        .containsEntry("DELIVERED", 2L + PLACES)
        .containsEntry("SENT", 3L);
  }

  private static boolean isNoEnd(String name) {
    return Stream.of(Counter.values())
        .anyMatch(each -> each.name().equals(TCP + name) && !each.consumes());
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static long inbound(Script script) {
    return script.events().stream()
        .map(Event::action)
        .filter(PacketEvent.class::isInstance)
        .map(PacketEvent.class::cast)
        .filter(event -> event.inbound() && event.packet().protocol == Packet.TCP)
        .count();
  }
}
