package netmp.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import netmp.validate.TraceEvent;
import netmp.validate.TraceReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clocks say of two events what the trace says, in every pair. */
class ShivizWriterTest {

  private record Line(String event, String host, JsonNode clock) {

    int of(String thread) {
      return clock.path(thread).asInt();
    }

    boolean isBefore(Line other) {
      return of(host) <= other.of(host) && !equals(other);
    }
  }

  private static String shiviz(boolean totalOrder, List<TraceEvent> events) throws IOException {
    String header =
        "{\"netmp\":1,\"workload\":\"w\",\"seed\":1,\"mode\":\"%s\",\"order\":\"%s\",\"cpus\":1}%n"
            .formatted(totalOrder ? "sim" : "real", totalOrder ? "total" : "interval");
    String trace = events.stream().map(e -> json(totalOrder, e)).collect(Collectors.joining());
    StringWriter log = new StringWriter();
    byte[] bytes = (header + trace).getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(bytes))) {
      assertThat(ShivizWriter.write(reader, log)).isEqualTo(events.size());
    }
    return log.toString();
  }

  private static String json(boolean totalOrder, TraceEvent e) {
    return "{\"n\":%d%s,\"t\":\"%s\",\"o\":\"%s\",\"a\":\"%s\",\"x\":%s}%n"
        .formatted(
            e.n(),
            totalOrder ? "" : ",\"b\":" + e.from(),
            e.thread(),
            e.object(),
            e.action(),
            e.arguments());
  }

  /** Reads a log as ShiViz does: by the regular expression in its first line. */
  private static List<Line> parse(String log) throws IOException {
    String[] parts = log.split("\n", 3);
    assertThat(parts[1]).isEmpty();
    Pattern pattern = Pattern.compile(parts[0].replace("{.*}", "\\{.*\\}"));
    List<Line> lines = new ArrayList<>();
    for (MatchResult match : pattern.matcher(parts[2]).results().toList()) {
      JsonNode clock = new ObjectMapper().readTree(match.group("clock"));
      lines.add(new Line(match.group("event"), match.group("host"), clock));
    }
    return lines;
  }

  private static List<TraceEvent> random(long seed, boolean totalOrder) {
    Random random = new Random(seed);
    int threads = 2 + random.nextInt(3);
    long[] last = new long[threads];
    List<TraceEvent> events = new ArrayList<>();
    for (int n = 1; n <= 60; n++) {
      int thread = random.nextInt(threads);
      events.add(
          new TraceEvent(
              0,
              n,
              totalOrder ? n : last[thread] + 1,
              "t" + thread,
              "A/reg/" + random.nextInt(3),
              "Step",
              List.of(n)));
      last[thread] = n;
    }
    events.sort(Comparator.comparingLong(TraceEvent::from).thenComparingLong(TraceEvent::n));
    return events;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void intervals(long seed) throws IOException {
    List<TraceEvent> events = random(seed, false);
    boolean[][] before = new boolean[events.size()][events.size()];
    for (int i = 0; i < events.size(); i++) {
      for (int j = 0; j < events.size(); j++) {
        TraceEvent x = events.get(i);
        TraceEvent y = events.get(j);
        before[i][j] = x.n() < y.from() || (x.thread().equals(y.thread()) && x.n() < y.n());
      }
    }
    assertClocks(parse(shiviz(false, events)), events, before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void totalOrder(long seed) throws IOException {
    List<TraceEvent> events = random(seed, true);
    boolean[][] before = new boolean[events.size()][events.size()];
    for (int i = 0; i < events.size(); i++) {
      for (int j = 0; j < i; j++) {
        TraceEvent x = events.get(j);
        TraceEvent y = events.get(i);
        before[j][i] = x.thread().equals(y.thread()) || x.object().equals(y.object());
      }
    }
    closure(before);
    assertClocks(parse(shiviz(true, events)), events, before);
  }

  private static void closure(boolean[][] before) {
    for (int k = 0; k < before.length; k++) {
      for (int i = 0; i < before.length; i++) {
        for (int j = 0; j < before.length; j++) {
          before[i][j] |= before[i][k] && before[k][j];
        }
      }
    }
  }

  private static void assertClocks(List<Line> lines, List<TraceEvent> events, boolean[][] before) {
    assertThat(lines).hasSameSizeAs(events);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      assertThat(line.event).isEqualTo(events.get(i).label() + " on " + events.get(i).object());
      assertThat(line.host).isEqualTo(events.get(i).thread());
      int own = i;
      long earlier =
          IntStream.range(0, i).filter(k -> lines.get(k).host.equals(lines.get(own).host)).count();
      assertThat(line.of(line.host)).as("a clock counts up by one").isEqualTo((int) earlier + 1);
      for (int j = 0; j < lines.size(); j++) {
        assertThat(line.isBefore(lines.get(j)))
            .as("%s before %s", line.event, lines.get(j).event)
            .isEqualTo(before[i][j]);
      }
    }
  }

  @Test
  void theBytes() throws IOException {
    TraceEvent first = new TraceEvent(0, 1, 1, "a b%", "A/reg/1", "Write", List.of(7));
    TraceEvent second = new TraceEvent(0, 2, 2, "c", "A/reg/1", "Forget", List.of());
    assertThat(shiviz(true, List.of(first, second)))
        .isEqualTo(
            """
            (?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})

            Write(7) on A/reg/1
            a%20b%25 {"a%20b%25":1}
            Forget on A/reg/1
            c {"a%20b%25":1, "c":1}
            """);
  }
}
