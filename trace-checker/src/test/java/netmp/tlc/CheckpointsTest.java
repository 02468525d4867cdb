package netmp.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was ended goes on, and finds what it would have found. */
class CheckpointsTest {

  private static final Path GRID = Path.of("src/test/resources/tiny/grid");
  private static SpecTree specs;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    specs = SpecTree.ofDirectory(GRID.getParent());
  }

  @AfterAll
  static void close() {
    specs.close();
  }

  private static TlcResult run(String cfg, TlcProgress progress, Path kept) {
    Checkpoints checkpoints = new Checkpoints(kept, Duration.ofMillis(1));
    return TlcRun.check(specs, "Grid", GRID.resolve(cfg), progress, checkpoints);
  }

  /**
   * Copies what is kept as soon as there is a checkpoint: that is what a run leaves that is killed.
   */
  private final class Killer implements TlcProgress {
    final Path left = folder.resolve("left");
    boolean killed;

    @Override
    public void states(long generated, long distinct, int depth) {
      if (!killed && Files.exists(folder.resolve("kept/complete"))) {
        copy(folder.resolve("kept"), left);
        killed = true;
      }
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void itGoesOn() {
    String cfg = "violated.cfg";
    TlcResult plain = TlcRun.check(specs, "Grid", GRID.resolve(cfg), TlcProgress.SILENT);
    Killer killer = new Killer();
    TlcResult kept = run(cfg, killer, folder.resolve("kept"));
    assertThat(killer.killed).as("a checkpoint was made").isTrue();
    assertSame(kept, plain);
    long[] resumed = new long[1];
    TlcProgress progress =
        new TlcProgress() {
          @Override
          public void states(long generated, long distinct, int depth) {}

          @Override
          public void resumed(long distinct) {
            resumed[0] = distinct;
          }
        };
    assertSame(run(cfg, progress, killer.left), plain);
    assertThat(resumed[0]).isBetween(1L, plain.distinct() - 1);
  }

  @Test
  void temporalPropertiesAreNotKept() {
    Path kept = folder.resolve("kept");
    TlcResult result = run("grid.cfg", TlcProgress.SILENT, kept);
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    assertThat(kept).doesNotExist();
  }

  private static void assertSame(TlcResult found, TlcResult plain) {
    assertThat(found.warnings()).isEmpty();
    assertThat(found.verdict()).as(found.message()).isEqualTo(plain.verdict());
    assertThat(found.distinct()).isEqualTo(plain.distinct());
    assertThat(found.generated()).isEqualTo(plain.generated());
    assertThat(found.depth()).isEqualTo(plain.depth());
    assertThat(labels(found)).isEqualTo(labels(plain));
  }

  private static List<String> labels(TlcResult result) {
    return result.counterexample().steps().stream().map(Step::label).toList();
  }

  @Test
  void anythingElseHasAnotherDigest() throws IOException {
    String digest = specs.digest(GRID.resolve("grid.cfg"));
    assertThat(digest).hasSize(64).isEqualTo(specs.digest(GRID.resolve("grid.cfg")));
    assertThat(specs.digest(GRID.resolve("violated.cfg"))).isNotEqualTo(digest);
    Path tree = folder.resolve("tree");
    copy(GRID, tree);
    Files.writeString(tree.resolve("Other.tla"), "---- MODULE Other ----\n====\n");
    try (SpecTree other = SpecTree.ofDirectory(tree)) {
      assertThat(other.digest(tree.resolve("grid.cfg"))).isNotEqualTo(digest);
    }
  }
}
