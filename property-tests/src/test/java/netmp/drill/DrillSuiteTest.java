package netmp.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netmp.drill.Drill.Outcome;
import netmp.drill.Drill.Verdict;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every script of our own passes, strictly; and docs/drill.md says how many there are. */
class DrillSuiteTest {

  private static final Path PAGE = Path.of("../docs/drill.md");
  private static final Pattern FROM_AN_RFC = Pattern.compile("// RFC \\d+.*");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z-]+)` \\| (\\d+) \\|.*$", Pattern.MULTILINE);

  @TestFactory
  Stream<DynamicNode> everyScriptPasses() throws IOException {
    return DrillSuite.each(DrillSuiteTest::run);
  }

  private static void run(Path file) throws IOException {
    Outcome outcome = new Drill(true).run(Files.readString(file));
    assertThat(outcome.message()).as(file.toString()).isEmpty();
    assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void everyScriptNamesTheSectionThatItIsFrom() throws IOException {
    assertThat(DrillSuite.topics().values().stream().flatMap(List::stream))
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
    DrillSuite.topics().forEach((topic, scripts) -> actual.put(topic, scripts.size()));
    assertThat(stated).isEqualTo(actual);
  }
}
