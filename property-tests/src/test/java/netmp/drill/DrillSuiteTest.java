package netmp.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netmp.adversary.EpisodeRun.Judgement;
import netmp.adversary.SpecJudge;
import netmp.drill.Event.PacketEvent;
import netmp.trace.TraceWriter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The scripts of our own; and docs/drill.md says how many there are. */
class DrillSuiteTest {

  private static final Path SCRIPTS = Path.of("src/test/resources/drill");
  private static final Path PAGE = Path.of("../docs/drill.md");
  private static final Pattern FROM_AN_RFC = Pattern.compile("// RFC \\d+.*");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z-]+)` \\| (\\d+) \\|.*$", Pattern.MULTILINE);

  // What all tests need, also where each is a run of its own (PIT): to read it takes long.

  private static final SpecJudge JUDGE;
  private static final Map<String, List<Path>> TOPICS;
  private static final Map<String, Map<String, Long>> COUNTS;

  static {
    try {
      JUDGE = new SpecJudge();
      TOPICS = topics();
      COUNTS = TcpCounts.table();
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(JUDGE::close));
  }

  /** Topic to its scripts. */
  private static Map<String, List<Path>> topics() throws IOException {
    try (Stream<Path> files = Files.walk(SCRIPTS)) {
      return files
          .filter(file -> file.toString().endsWith(".pkt"))
          .sorted()
          .collect(
              Collectors.groupingBy(
                  file -> file.getParent().getFileName().toString(),
                  TreeMap::new,
                  Collectors.toList()));
    }
  }

  private static String name(Path file) {
    return SCRIPTS.relativize(file).toString().replace(".pkt", "");
  }

  /**
   * Every script passes, strictly, and what the stack does in it is a behaviour of the
   * specifications. Each segment that comes is used or dropped, and counted as that once; and where
   * the table has the script, it has all that is counted.
   */
  @TestFactory
  Stream<DynamicTest> everyScriptPasses() {
    return TOPICS.entrySet().stream()
        .map(topic -> dynamicTest(topic.getKey(), () -> run(topic.getValue())));
  }

  private static void run(List<Path> scripts) throws IOException {
    for (Path script : scripts) {
      run(script);
    }
  }

  private static void run(Path file) throws IOException {
    Script script = Parser.parse(Files.readString(file));
    Judgement judgement = JUDGE.open(new TraceWriter.Header("drill", 1, false, 1));
    Map<String, Long> counted = new TreeMap<>();
    assertThatCode(() -> counted.putAll(TcpCounts.of(script, judgement)))
        .as(file.toString())
        .doesNotThrowAnyException();
    assertThat(judgement.findings()).as("trace of %s", file).isEmpty();
    assertThat(TcpCounts.consumed(counted)).as("segments of %s", file).isEqualTo(inbound(script));
    Map<String, Long> stated = COUNTS.getOrDefault(name(file), counted);
    assertThat(counted).as("counters of %s", file).isEqualTo(stated);
  }

  private static long inbound(Script script) {
    return script.events().stream()
        .map(Event::action)
        .filter(PacketEvent.class::isInstance)
        .map(PacketEvent.class::cast)
        .filter(event -> event.inbound() && event.packet().protocol == Packet.TCP)
        .count();
  }

  @Test
  void theTableNamesScripts() {
    assertThat(TOPICS.values().stream().flatMap(List::stream).map(DrillSuiteTest::name))
        .containsAll(COUNTS.keySet());
  }

  @Test
  void everyScriptNamesTheSectionThatItIsFrom() {
    assertThat(TOPICS.values().stream().flatMap(List::stream))
        .hasSizeGreaterThanOrEqualTo(150)
        .allSatisfy(file -> assertThat(firstLine(file)).matches(FROM_AN_RFC));
  }

  private static String firstLine(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thePageCountsThem() throws IOException {
    Map<String, Integer> stated = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      stated.put(row.group(1), Integer.valueOf(row.group(2)));
    }
    Map<String, Integer> actual = new TreeMap<>();
    TOPICS.forEach((topic, scripts) -> actual.put(topic, scripts.size()));
    assertThat(stated).isEqualTo(actual);
  }
}
