package netmp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netmp.model.Manifest.Defect;
import netmp.model.Manifest.Model;
import netmp.model.Manifest.Size;
import netmp.model.Manifest.Spec;
import netmp.tlc.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecificationsTest {

  private static final Specifications.Listener SILENT = (name, distinct) -> {};
  private static final Path TINY = Path.of("src/test/resources/tiny");

  private static Specifications real;
  private static Specifications tiny;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    real = Specifications.ofClassPath();
    tiny = Specifications.ofDirectory(TINY);
  }

  @AfterAll
  static void close() {
    real.close();
    tiny.close();
  }

  @Test
  void everySmallModelIsAsTheManifestSays() {
    Set<String> heard = ConcurrentHashMap.newKeySet();
    List<ModelResult> results =
        real.check(List.of(), Size.SMALL, (name, distinct) -> heard.add(name));
    assertThat(results).hasSizeGreaterThanOrEqualTo(5);
    assertThat(results).allSatisfy(r -> assertThat(r.differences()).as(r.model().name()).isEmpty());
    assertThat(heard).as("progress").isNotEmpty();
  }

  @Test
  void everyBrokenVariantIsRefuted() {
    List<DefectResult> results = real.refute(List.of(), SILENT);
    assertThat(results)
        .extracting(r -> r.defect().id())
        .contains("D07", "D09", "D13", "D14", "D18", "D45")
        .doesNotHaveDuplicates();
    assertThat(results).allSatisfy(r -> assertThat(r.differences()).as(r.defect().id()).isEmpty());
  }

  @Test
  void nothingInTheFoldersIsLeftUnchecked() throws IOException {
    Map<String, Path> modules = modules();
    Set<Path> named = new HashSet<>();
    for (Spec spec : real.manifest().specs()) {
      Path dir = real.folder(spec);
      named.add(dir.resolve(spec.module() + ".tla"));
      spec.tracing()
          .ifPresent(
              trace -> {
                named.add(modules.get(trace.module()));
                named.add(dir.resolve(trace.cfg()));
              });
      for (Model model : spec.models()) {
        named.add(modules.get(model.module()));
        named.add(dir.resolve(model.cfg()));
      }
      for (Defect defect : spec.defects()) {
        named.add(modules.get(defect.module()));
        named.add(dir.resolve("defects").resolve(defect.cfg()));
      }
    }
    addWhatIsUsed(named, modules);
    try (Stream<Path> files = Files.walk(real.tree().root())) {
      assertThat(files.filter(f -> f.toString().matches(".*\\.(tla|cfg)")))
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  private static Map<String, Path> modules() throws IOException {
    try (Stream<Path> files = Files.walk(real.tree().root())) {
      return files
          .filter(file -> file.toString().endsWith(".tla"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".tla", ""), file -> file));
    }
  }

  /** Adds the modules that modules extend or instantiate. */
  private static void addWhatIsUsed(Set<Path> named, Map<String, Path> modules) throws IOException {
    Pattern use = Pattern.compile("(?:EXTENDS|INSTANCE)\\s+([\\w, ]+)");
    Deque<Path> open = new ArrayDeque<>(named);
    while (!open.isEmpty()) {
      Path file = open.remove();
      Matcher matcher = use.matcher(Files.readString(file));
      while (matcher.find()) {
        for (String name : matcher.group(1).split("[, ]+", -1)) {
          Path used = modules.get(name);
          if (used != null && named.add(used)) {
            open.add(used);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sockbuf/cupholder, SMALL, 3",
    "sockbuf/cupholder, FULL, 6",
    "handshake/full, SMALL, 1",
    "handshake, SMALL, 2"
  })
  void whichModelsAName(String name, Size size, int count) {
    List<String> names = name.isEmpty() ? List.of() : List.of(name);
    assertThat(
            real.manifest().specs().stream()
                .flatMap(s -> s.models().stream())
                .filter(m -> Specifications.isChosen(m, names, size)))
        .hasSize(count);
  }

  @ParameterizedTest
  @CsvSource({"D18, 1", "D19, 5", "D22-load, 1", "D22, 6"})
  void whichVariantsAnIdNames(String id, int count) {
    assertThat(
            real.manifest().specs().stream()
                .flatMap(s -> s.defects().stream())
                .filter(d -> Specifications.isChosen(d, List.of(id))))
        .hasSize(count);
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatThrownBy(() -> real.check(List.of("hand"), Size.SMALL, SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'hand'; there are ");
    assertThatThrownBy(() -> real.refute(List.of("D00"), SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'D00'; there are ")
        .hasMessageContaining(", D28, ");
  }

  @Test
  void countsThatDifferFromTheManifestFail() {
    ModelResult result = tiny.check(List.of("lift/counts"), Size.SMALL, SILENT).getFirst();
    assertThat(result.good()).isFalse();
    assertThat(result.differences())
        .containsExactly(
            "states generated: the manifest says 14, TLC found 13",
            "distinct states: the manifest says 8, TLC found 9",
            "depth: the manifest says 6, TLC found 5");
  }

  @Test
  void aViolationThatTheManifestDoesNotExpectFails() {
    ModelResult result = tiny.check(List.of("lift/unexpected"), Size.SMALL, SILENT).getFirst();
    assertThat(result.differences())
        .containsExactly("verdict: the manifest says OK, TLC found INVARIANT");
    assertThat(CounterexamplePrinter.print("lift/unexpected", result.tlc()))
        .startsWith("lift/unexpected: invariant " + result.tlc().violated() + " is violated\n")
        .contains("   1  initial state\n")
        .endsWith("      here it is violated\n");
  }

  @Test
  void aVariantThatIsNotRefutedFails() {
    DefectResult sound = tiny.refute(List.of("T1"), SILENT).getFirst();
    assertThat(sound.differences())
        .containsExactly("the manifest says that TLC refutes it (INVARIANT), TLC found OK");
    DefectResult other = tiny.refute(List.of("T2"), SILENT).getFirst();
    assertThat(other.differences())
        .singleElement()
        .satisfies(d -> assertThat(d).contains("violates Other, TLC found "));
    DefectResult length = tiny.refute(List.of("T3"), SILENT).getFirst();
    assertThat(length.differences())
        .containsExactly("the manifest says that its counterexample has 99 states, TLC's has 4");
  }

  @Test
  void aModelThatDoesNotParseIsToldWithItsPlace() {
    ModelResult result = tiny.check(List.of("lift/unparsable"), Size.SMALL, SILENT).getFirst();
    assertThat(result.tlc().verdict()).isEqualTo(Verdict.PARSE_ERROR);
    assertThat(CounterexamplePrinter.print("lift/unparsable", result.tlc()))
        .contains("PARSE_ERROR Unparsable.tla:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ \"specs\": [ | line 1",
        "{ \"specs\": [ {\"nme\": 1} ] } | 'name'",
        "{} | specs",
        "[1] | line 1"
      })
  void whatIsNoManifest(String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("manifest.json"), text);
    assertThatThrownBy(() -> Manifest.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }
}
