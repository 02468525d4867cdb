package netmp.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
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
import netmp.drill.Drill.Outcome;
import netmp.drill.Drill.Verdict;
import netmp.trace.TraceWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every script of our own passes, strictly, and its trace is a behaviour of the specifications; and
 * docs/drill.md says how many there are.
 */
class DrillSuiteTest {

  private static final Path SUITE = Path.of("src/test/resources/drill");
  private static final Path PAGE = Path.of("../docs/drill.md");
  private static final Pattern FROM_AN_RFC = Pattern.compile("// RFC \\d+.*");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z-]+)` \\| (\\d+) \\|.*$", Pattern.MULTILINE);

  private static SpecJudge judge;

  @BeforeAll
  static void open() throws IOException {
    judge = new SpecJudge();
  }

  @AfterAll
  static void close() {
    judge.close();
  }

  /** Topic to its scripts. */
  private static Map<String, List<Path>> topics() throws IOException {
    try (Stream<Path> files = Files.walk(SUITE)) {
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

  @TestFactory
  Stream<DynamicNode> everyScriptPasses() throws IOException {
    return topics().entrySet().stream()
        .map(
            topic ->
                dynamicContainer(
                    topic.getKey(),
                    topic.getValue().stream()
                        .map(file -> dynamicTest(file.getFileName().toString(), () -> run(file)))));
  }

  private static void run(Path file) throws IOException {
    Judgement judgement = judge.open(new TraceWriter.Header("drill", 1, false, 1));
    Outcome outcome = new Drill(true).run(Files.readString(file), judgement);
    assertThat(outcome.message()).as(file.toString()).isEmpty();
    assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(judgement.findings()).as("trace of %s", file).isEmpty();
  }

  @Test
  void everyScriptNamesTheSectionThatItIsFrom() throws IOException {
    assertThat(topics().values().stream().flatMap(List::stream))
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
    topics().forEach((topic, scripts) -> actual.put(topic, scripts.size()));
    assertThat(stated).isEqualTo(actual);
  }
}
