package netmp.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import netmp.tlc.Counterexample.Ending;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every kind of verdict, on a lift. */
class TlcRunTest {

  private static final Path LIFT = Path.of("src/test/resources/tiny/lift");
  private static SpecTree specs;

  @BeforeAll
  static void open() throws IOException {
    specs = SpecTree.ofDirectory(LIFT.getParent());
  }

  @AfterAll
  static void close() {
    specs.close();
  }

  private static TlcResult run(String module, String cfg) {
    return TlcRun.check(specs, module, LIFT.resolve(cfg), TlcProgress.SILENT);
  }

  private static TlcResult run(String cfg) {
    return run("Lift", cfg);
  }

  private static List<String> labels(TlcResult result) {
    return result.counterexample().steps().stream().map(Step::label).toList();
  }

  @Test
  void allStatesAreCounted() {
    TlcResult result = run("ok.cfg");
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    assertThat(result.generated()).isEqualTo(13);
    assertThat(result.distinct()).isEqualTo(9);
    assertThat(result.depth()).isEqualTo(5);
    assertThat(result.counterexample().steps()).isEmpty();
    assertThat(result.message()).isEmpty();
  }

  @Test
  void invariantIsNamedAndTheWayToItTold() {
    TlcResult result = run("invariant.cfg");
    assertThat(result.verdict()).isEqualTo(Verdict.INVARIANT);
    assertThat(result.violated()).isEqualTo("BelowTop");
    assertThat(labels(result)).containsExactly("initial state", "Call(2)", "Up", "Up");
    Step last = result.counterexample().steps().getLast();
    assertThat(last.state()).containsEntry("at", "2").containsEntry("goal", "2");
    assertThat(last.state().firstEntry().getKey()).isEqualTo("at");
    assertThat(result.counterexample().ending()).isEqualTo(Ending.END);
    assertThat(result.message()).isEqualTo("Invariant BelowTop is violated.");
  }

  @Test
  void actionProperty() {
    TlcResult result = run("action.cfg");
    assertThat(result.verdict()).isEqualTo(Verdict.ACTION_PROPERTY);
    assertThat(result.violated()).isEqualTo("NeverDown");
    assertThat(labels(result)).containsExactly("initial state", "Call(1)", "Up", "Call(0)", "Down");
  }

  @Test
  void propertyOfTheInitialState() {
    TlcResult result = run("initial.cfg");
    assertThat(result.verdict()).isEqualTo(Verdict.ACTION_PROPERTY);
    assertThat(result.violated()).isEqualTo("StartsAtTop");
    assertThat(result.counterexample().steps()).hasSize(1);
    assertThat(result.counterexample().steps().getFirst().state()).containsEntry("at", "0");
  }

  @Test
  void livenessViolatedByStuttering() {
    TlcResult result = run("stuttering.cfg");
    assertThat(result.verdict()).isEqualTo(Verdict.LIVENESS);
    assertThat(result.violated()).isEqualTo("Arrives");
    assertThat(result.counterexample().ending()).isEqualTo(Ending.STUTTERING);
    assertThat(labels(result)).containsExactly("initial state", "Call(1)");
  }

  @Test
  void livenessViolatedByALoop() {
    TlcResult result = run("lasso.cfg");
    assertThat(result.verdict()).isEqualTo(Verdict.LIVENESS);
    assertThat(result.counterexample().ending()).isEqualTo(Ending.BACK_TO_STATE);
    assertThat(result.counterexample().loopTo()).isEqualTo(1);
    assertThat(labels(result)).containsExactly("initial state", "Call(1)", "Up", "Call(0)");
  }

  @Test
  void deadlockIsAnErrorUnlessTheCfgAllowsIt() {
    TlcResult result = run("deadlock.cfg");
    assertThat(result.verdict()).isEqualTo(Verdict.DEADLOCK);
    assertThat(labels(result)).containsExactly("initial state", "Call(2)", "Up", "Up");
    assertThat(run("nodeadlock.cfg").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void evaluationErrorSaysWhere() {
    TlcResult result = run("evaluation.cfg");
    assertThat(result.verdict()).isEqualTo(Verdict.EVALUATION_ERROR);
    assertThat(result.location()).hasValue(new SourceLocation("Lift", 47, 11));
    TlcResult division = run("DivideByZero", "division.cfg");
    assertThat(division.verdict()).isEqualTo(Verdict.EVALUATION_ERROR);
    assertThat(labels(division)).containsExactly("initial state", "Call(1)", "Up", "Call(0)");
  }

  @Test
  void falseAssumption() {
    TlcResult result = run("Assumes", "ok.cfg");
    assertThat(result.verdict()).isEqualTo(Verdict.ASSUMPTION);
    assertThat(result.location()).hasValue(new SourceLocation("Assumes", 3, 8));
  }

  @Test
  void parseErrorsSayWhere() {
    TlcResult syntax = run("ExtendsUnparsable", "ok.cfg");
    assertThat(syntax.verdict()).isEqualTo(Verdict.PARSE_ERROR);
    assertThat(syntax.location()).hasValue(new SourceLocation("Unparsable", 4, 13));
    assertThat(syntax.message()).startsWith("***Parse Error***\nEncountered \")\" at line 4");
    TlcResult name = run("Undefined", "ok.cfg");
    assertThat(name.verdict()).isEqualTo(Verdict.PARSE_ERROR);
    assertThat(name.location()).hasValue(new SourceLocation("Undefined", 3, 10));
    assertThat(name.message()).contains("Unknown operator: `att'");
    TlcResult missing = run("Orphan", "ok.cfg");
    assertThat(missing.verdict()).isEqualTo(Verdict.PARSE_ERROR);
    assertThat(missing.message()).contains("Nowhere").contains("Orphan");
  }

  @Test
  void configErrors() {
    assertThat(run("noconstant.cfg").verdict()).isEqualTo(Verdict.CONFIG_ERROR);
    TlcResult undefined = run("noproperty.cfg");
    assertThat(undefined.verdict()).isEqualTo(Verdict.CONFIG_ERROR);
    assertThat(undefined.message()).contains("Nowhere");
    assertThat(run("badcfg.cfg").verdict()).isEqualTo(Verdict.CONFIG_ERROR);
  }

  @Test
  void missingFiles() {
    assertThat(run("NoSuchModule", "ok.cfg").verdict()).isEqualTo(Verdict.MISSING_FILE);
    assertThat(run("nosuch.cfg").verdict()).isEqualTo(Verdict.MISSING_FILE);
  }

  @Test
  void runsSideBySideDoNotDisturbEachOtherAndSayNothing()
      throws InterruptedException, ExecutionException {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream listener = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(listener);
    System.setErr(listener);
    List<Verdict> verdicts = new ArrayList<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Future<TlcResult>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        for (String cfg : List.of("ok.cfg", "lasso.cfg", "invariant.cfg", "noconstant.cfg")) {
          runs.add(two.submit(() -> run(cfg)));
        }
      }
      for (Future<TlcResult> run : runs) {
        verdicts.add(run.get().verdict());
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    for (int i = 0; i < verdicts.size(); i += 4) {
      assertThat(verdicts.subList(i, i + 4))
          .containsExactly(Verdict.OK, Verdict.LIVENESS, Verdict.INVARIANT, Verdict.CONFIG_ERROR);
    }
  }
}
