package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netmp.model.Specifications;
import netmp.tlc.SpecTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTest {

  @TempDir private Path folder;

  private static TraceEvent event(long n, String action, Integer... x) {
    return new TraceEvent(n + 1, n, n, "t", "T/reg/1", action, List.of(x));
  }

  /** Coverage of a register by some events, which are all possible. */
  private static Coverage of(SpecTree tree, TraceEvent... events) throws UndecidedException {
    Catalogue catalogue = Register.catalogue(tree);
    Coverage coverage = new Coverage(catalogue);
    Validator validator =
        new Validator(catalogue, new TraceHeader("test", 1, "sim", true, 1), coverage);
    for (TraceEvent event : events) {
      assertThat(validator.take(event)).isTrue();
    }
    return coverage;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("c.json"), text);
  }

  @Test
  void actionsAndStates() throws Exception {
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Coverage.OfSpec all =
          of(
                  tree,
                  event(1, "Write", 2),
                  event(2, "Read", 2),
                  event(3, "Read", 2),
                  event(4, "Forget"))
              .visited()
              .getFirst();
      assertThat(all.spec()).isEqualTo("register");
      assertThat(all.actions()).containsEntry("Read", 2L).containsEntry("Odd", 0L);
      assertThat(all.taken()).containsExactly("Write", "Read", "Forget");
      assertThat(all.neverTaken()).containsExactly("Odd", "OddArgument");
      assertThat(all.steps()).isEqualTo(4);
      assertThat(all.states()).as("value 2 and value 0, after one write").isEqualTo(2);
    }
  }

  @Test
  void whereTheStateIsOpenAllCount() throws Exception {
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Catalogue catalogue = Register.catalogue(tree);
      Coverage coverage = new Coverage(catalogue);
      Validator validator =
          new Validator(catalogue, new TraceHeader("test", 1, "real", false, 1), coverage);
      validator.take(new TraceEvent(2, 3, 1, "a", "T/reg/1", "Write", List.of(1)));
      validator.take(new TraceEvent(3, 2, 2, "b", "T/reg/1", "Write", List.of(2)));
      validator.end();
      assertThat(coverage.visited().getFirst().states())
          .as("2 after one write or two, 1 after two")
          .isEqualTo(3);
    }
  }

  @Test
  void nothingTakenIsUnvisited() throws Exception {
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Coverage none = of(tree);
      assertThat(none.visited()).isEmpty();
      assertThat(none.unvisited()).containsExactly("register");
      assertThat(of(tree, event(1, "Read", 0)).unvisited()).isEmpty();
    }
  }

  @Test
  void aFileAddsUpOverRuns() throws Exception {
    Path file = folder.resolve("c.json");
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      of(tree, event(1, "Write", 2), event(2, "Read", 2)).write(file);
    }
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Coverage second = of(tree, event(1, "Write", 2), event(2, "Forget"));
      second.add(file);
      Coverage.OfSpec sum = second.visited().getFirst();
      assertThat(sum.actions()).containsEntry("Write", 2L).containsEntry("Read", 1L);
      assertThat(sum.states()).as("value 2, which both runs have seen, and 0").isEqualTo(2);
      second.write(file);
      Coverage third = of(tree);
      third.add(file);
      assertThat(third.visited()).isEqualTo(second.visited());
    }
  }

  @Test
  void aFileThatIsNoneIsRefused() throws Exception {
    try (SpecTree tree = SpecTree.ofDirectory(Register.TINY)) {
      Coverage coverage = of(tree);
      assertThatThrownBy(() -> coverage.add(write("{\"coverage\":1,\n")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("c.json: line 2: not a coverage file");
      assertThatThrownBy(() -> coverage.add(write("{\"coverage\":1}")))
          .hasMessageContaining("not a coverage file");
      assertThatThrownBy(() -> coverage.add(write("{\"coverage\":7,\"specifications\":{}}")))
          .hasMessageContaining("coverage of version 7");
      for (String spec :
          List.of(
              "\"lift\":{\"actions\":{},\"states\":[]}",
              "\"register\":{\"actions\":{\"Write\":1},\"states\":[]}")) {
        assertThatThrownBy(
                () -> coverage.add(write("{\"coverage\":1,\"specifications\":{" + spec + "}}")))
            .hasMessageContaining("has other actions now, or is gone");
      }
    }
  }

  @Test
  @Tag("slow")
  void fingerprintsAreTheSameInEveryRun() throws Exception {
    Path trace = Path.of("src/test/resources/traces/udp-echo.ndjson");
    Path file = folder.resolve("c.json");
    Coverage once = of(trace);
    once.write(file);
    Coverage again = of(trace);
    List<Integer> states = again.visited().stream().map(Coverage.OfSpec::states).toList();
    again.add(file);
    assertThat(again.visited().stream().map(Coverage.OfSpec::states).toList()).isEqualTo(states);
  }

  /** Coverage of the stack's specifications by a trace; what is loaded is loaded anew. */
  private static Coverage of(Path trace) throws IOException, UndecidedException {
    Specifications specifications = Specifications.ofClassPath();
    try (specifications;
        TraceReader reader = new TraceReader(Files.newInputStream(trace))) {
      Catalogue catalogue = Catalogue.of(specifications);
      Coverage coverage = new Coverage(catalogue);
      Validator validator = new Validator(catalogue, reader.header(), coverage);
      for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
        assertThat(validator.take(event)).isTrue();
      }
      return coverage;
    }
  }
}
