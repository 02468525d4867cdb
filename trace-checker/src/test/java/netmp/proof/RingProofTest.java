package netmp.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.IntNum;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import netmp.model.Specifications;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.semantic.OpDefNode;
import util.SimpleFilenameToStream;

/**
 * The invariants of the rings are inductive, for every number of slots and of packets; TLC checks
 * the same text in small ({@code sockbuf/lamport/proof}, {@code sockbuf/fastforward/proof}).
 */
@SuppressWarnings("unchecked") // Z3 takes its operands as generic varargs.
class RingProofTest {

  private static final int TIMEOUT_MILLIS = 30_000;

  private static Specifications specifications;

  @BeforeAll
  static void open() throws IOException {
    specifications = Specifications.ofClassPath();
  }

  @AfterAll
  static void close() {
    specifications.close();
  }

  /** A module for Z3. */
  private static final class Module implements AutoCloseable {
    private final Context z3 = new Context();
    private final Translator translator;

    Module(String folder, String module, boolean small) throws Exception {
      Path root = specifications.tree().root().resolve("sockbuf").resolve(folder);
      SpecObj spec =
          new SpecObj(
              find(root, module).toString(),
              new SimpleFilenameToStream(
                  new String[] {root.toString(), root.resolve("defects").toString()}));
      SANY.frontEndMain(spec, module, System.err);
      assertThat(spec.getErrorLevel()).isZero();
      Map<String, OpDefNode> definitions = new HashMap<>();
      for (OpDefNode each : spec.getRootModule().getOpDefs()) {
        definitions.put(each.getName().toString(), each);
      }
      translator = new Translator(z3, ours(definitions), small);
    }

    private static Path find(Path root, String module) {
      Path file = root.resolve(module + ".tla");
      return file.toFile().exists() ? file : root.resolve("defects").resolve(module + ".tla");
    }

    private static Map<String, OpDefNode> ours(Map<String, OpDefNode> all) {
      Map<String, OpDefNode> ours = new HashMap<>(all);
      List<String> standard = List.of("Naturals", "Integers");
      ours.values()
          .removeIf(
              d ->
                  d.getOriginallyDefinedInModuleNode() == null
                      || standard.contains(
                          d.getOriginallyDefinedInModuleNode().getName().toString()));
      return ours;
    }

    private Solver solver(BoolExpr... formulas) {
      Solver solver = z3.mkSolver();
      Params limits = z3.mkParams();
      limits.add("timeout", TIMEOUT_MILLIS);
      solver.setParameters(limits);
      solver.add(translator.slots());
      for (BoolExpr formula : formulas) {
        solver.add(formula);
      }
      return solver;
    }

    /** Whether the one implies the other. */
    Status counterexample(BoolExpr given, BoolExpr claim) {
      return solver(given, z3.mkNot(claim)).check();
    }

    /** A ring whose indices are all small. */
    BoolExpr inSmall() {
      return z3.mkAnd(
          z3.mkLe(translator.constant("N"), z3.mkInt(3)),
          z3.mkLe(translator.constant("w"), z3.mkInt(Translator.SMALL / 2)));
    }

    BoolExpr now(String name) {
      return translator.formula(name, false);
    }

    BoolExpr next(String name) {
      return translator.formula(name, true);
    }

    BoolExpr invAnd(String action) {
      return z3.mkAnd(now("Inv"), now(action));
    }

    @Override
    public void close() {
      z3.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"lamport, LamportProof, 6", "fastforward, FastForwardProof, 5"})
  void theInvariantIsInductive(String folder, String name, int actions) throws Exception {
    try (Module module = new Module(folder, name, false)) {
      assertThat(module.counterexample(module.now("Init"), module.now("Inv")))
          .isEqualTo(Status.UNSATISFIABLE);
      List<String> all = module.translator.disjuncts("Next");
      assertThat(all).hasSize(actions);
      for (String action : all) {
        assertThat(module.counterexample(module.invAnd(action), module.next("Inv")))
            .as(action)
            .isEqualTo(Status.UNSATISFIABLE);
      }
      assertThat(module.counterexample(module.now("Inv"), module.now("Safety")))
          .isEqualTo(Status.UNSATISFIABLE);
    }
  }

  /** Or the implications would be true of nothing. */
  @ParameterizedTest
  @CsvSource({"lamport, LamportProof", "fastforward, FastForwardProof"})
  void everyActionCanHappen(String folder, String name) throws Exception {
    try (Module module = new Module(folder, name, true)) {
      for (String action : module.translator.disjuncts("Next")) {
        assertThat(module.solver(module.invAnd(action), module.inSmall()).check())
            .as(action)
            .isEqualTo(Status.SATISFIABLE);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lamport, D50, D50Next, StoreSlotTooSoon, w - rSeen, N",
    "fastforward, D51, D51Next, LoadAheadTooFar, limit' - r, N + 1"
  })
  void aBrokenActionHasACounterModel(
      String folder, String name, String next, String broken, String term, String value)
      throws Exception {
    try (Module module = new Module(folder, name, false)) {
      for (String action : module.translator.disjuncts(next)) {
        if (!action.equals(broken)) {
          assertThat(module.counterexample(module.invAnd(action), module.next("Inv")))
              .as(action)
              .isEqualTo(Status.UNSATISFIABLE);
        }
      }
    }
    try (Module module = new Module(folder, name, true)) {
      Solver solver =
          module.solver(
              module.invAnd(broken), module.inSmall(), module.z3.mkNot(module.next("Inv")));
      assertThat(solver.check()).isEqualTo(Status.SATISFIABLE);
      assertThat(valueOf(module, solver.getModel(), term))
          .as("%s in the counter-model", term)
          .isEqualTo(valueOf(module, solver.getModel(), value));
    }
  }

  /** The value of a sum of names and numbers. */
  private static int valueOf(Module module, Model model, String term) {
    int sum = 0;
    int sign = 1;
    for (String part : term.split(" ", -1)) {
      switch (part) {
        case "+" -> sign = 1;
        case "-" -> sign = -1;
        default ->
            sum +=
                sign
                    * (part.matches("[0-9]+")
                        ? Integer.parseInt(part)
                        : ((IntNum) model.eval(module.translator.constant(part), true)).getInt());
      }
    }
    return sum;
  }

  @Test
  void whatIsNotInTheFragmentIsRefused() throws Exception {
    try (Module module = new Module("lamport", "LamportProof", false)) {
      assertThatThrownBy(() -> module.now("ProofSpec"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("LamportProof")
          .hasMessageContaining("not in the fragment");
    }
  }
}
