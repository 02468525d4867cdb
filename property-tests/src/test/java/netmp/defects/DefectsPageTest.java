package netmp.defects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netmp.model.Manifest.Defect;
import netmp.model.Specifications;
import org.junit.jupiter.api.Test;

/**
 * What {@code docs/defects.md} says is so: every broken variant is in its row with the length of
 * its counterexample, which {@code ./netmp defects} compares with TLC's; and every schedule is
 * there.
 */
class DefectsPageTest {

  private static final Path PAGE = Path.of("../docs/defects.md");
  private static final Path SCHEDULES = Path.of("src/test/resources/schedules");
  private static final Pattern ROW = Pattern.compile("^\\| (D\\d+) \\|.*$", Pattern.MULTILINE);
  private static final Pattern VARIANT = Pattern.compile("`(D\\d+[a-z-]*)` (\\d+)");
  private static final Pattern SCHEDULE = Pattern.compile("`(D\\d+[A-Za-z-]*\\.json)`");

  /** Id of a row to its text. */
  private static Map<String, String> rows() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (MatchResult row : all(ROW, Files.readString(PAGE))) {
      assertThat(rows.put(row.group(1), row.group())).as("rows of %s", row.group(1)).isNull();
    }
    return rows;
  }

  private static Iterable<MatchResult> all(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().toList();
  }

  private static String rowOf(String id) {
    return id.replaceFirst("[^D0-9].*", "");
  }

  @Test
  void everyVariantIsInItsRowWithTheLengthOfItsCounterexample() throws IOException {
    Map<String, Integer> stated = new TreeMap<>();
    for (Map.Entry<String, String> row : rows().entrySet()) {
      for (MatchResult variant : all(VARIANT, row.getValue())) {
        assertThat(rowOf(variant.group(1))).isEqualTo(row.getKey());
        stated.put(variant.group(1), Integer.valueOf(variant.group(2)));
      }
    }
    try (Specifications specifications = Specifications.ofClassPath()) {
      Map<String, Integer> variants =
          specifications.manifest().specs().stream()
              .flatMap(spec -> spec.defects().stream())
              .collect(Collectors.toMap(Defect::id, Defect::steps));
      assertThat(stated).isEqualTo(variants);
    }
  }

  @Test
  void everyScheduleIsInItsRow() throws IOException {
    Set<String> stated = new TreeSet<>();
    for (Map.Entry<String, String> row : rows().entrySet()) {
      for (MatchResult schedule : all(SCHEDULE, row.getValue())) {
        assertThat(rowOf(schedule.group(1))).isEqualTo(row.getKey());
        stated.add(schedule.group(1));
      }
    }
    try (Stream<Path> files = Files.list(SCHEDULES)) {
      assertThat(stated)
          .isEqualTo(
              files
                  .map(file -> file.getFileName().toString())
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }
}
