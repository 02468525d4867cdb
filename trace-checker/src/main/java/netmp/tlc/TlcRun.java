package netmp.tlc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs TLC on one model, or loads a specification to walk through its states.
 *
 * <p>Every run has one worker. Breadth-first search by one worker visits the states in one order,
 * so the counts, the depth and the counterexample are the same in every run; with more workers the
 * depth and the counterexample depend on the race between them. Two cores are used by two runs at a
 * time. For the same reason liveness is checked once, when all states are known, and not whenever
 * some time has passed.
 */
public final class TlcRun {

  private static final String CHECKER = "netmp.tlc.inside.Checker";
  private static final String WALKER = "netmp.tlc.inside.Walker";
  private static final String TRACE_CHECKER = "netmp.tlc.inside.TraceChecker";

  private TlcRun() {}

  /**
   * Checks one model. Any thread may call it, several at a time.
   *
   * @param specs the tree that holds the module and what it extends
   * @param module name of the root module
   * @param cfg the cfg file; says what to check, and whether a deadlock is an error
   * @param progress hears how far the run has come
   * @return the result; errors in the specification are results, too
   */
  public static TlcResult check(SpecTree specs, String module, Path cfg, TlcProgress progress) {
    if (!specs.hasModule(module)) {
      return missing("no module " + module + " below " + specs.root());
    }
    if (!Files.isRegularFile(cfg)) {
      return missing("no such file: " + cfg);
    }
    return run(specs.job(module, cfg), progress);
  }

  /**
   * Checks one model, and keeps how far it is; or goes on from where an earlier run was ended.
   *
   * @param specs the tree that holds the module and what it extends
   * @param module name of the root module
   * @param cfg the cfg file
   * @param progress hears how far the run has come
   * @param checkpoints where the run is kept
   * @return the result, the same as of a run that was not ended
   */
  public static TlcResult check(
      SpecTree specs, String module, Path cfg, TlcProgress progress, Checkpoints checkpoints) {
    TlcResult result = run(specs.job(module, cfg).with(checkpoints), progress);
    boolean hasEnded = result.verdict() != Verdict.ENGINE_ERROR;
    if (hasEnded && Files.isDirectory(checkpoints.folder())) {
      SpecTree.delete(checkpoints.folder());
    }
    return result;
  }

  /**
   * Loads a specification to walk through its states by actions that one names. Any thread may call
   * it, several at a time.
   *
   * @param specs the tree that holds the module and what it extends
   * @param module name of the root module
   * @param cfg the cfg file
   * @return the loaded specification
   * @throws SpecException if there is no such module or file, or one of them is wrong
   */
  public static Stepper stepper(SpecTree specs, String module, Path cfg) {
    return states(specs, module, cfg);
  }

  /**
   * Loads a specification to look into its states. Any thread may call it, several at a time.
   *
   * @param specs the tree that holds the module and what it extends
   * @param module name of the root module
   * @param cfg the cfg file
   * @return the loaded specification
   * @throws SpecException if there is no such module or file, or one of them is wrong
   */
  public static StateSpace states(SpecTree specs, String module, Path cfg) {
    if (!specs.hasModule(module)) {
      throw new SpecException(
          Verdict.MISSING_FILE, "no module " + module + " below " + specs.root(), Optional.empty());
    }
    SpecWalking states = IsolatedLoader.open(SpecWalking.class, WALKER);
    states.load(specs.job(module, cfg));
    return states;
  }

  /**
   * Looks for traces in the behaviours of a specification. Any thread may call it, several at a
   * time.
   *
   * @param specs the tree that holds what the generated module extends
   * @param module text of the generated module, whose name is {@link TlcTrace#MODULE}
   * @param cfg text of its cfg file
   * @param traces the traces, from one on
   * @return how far TLC came
   */
  public static TlcTrace.Outcome traces(
      SpecTree specs, String module, String cfg, List<TlcTrace> traces) {
    TlcJob job = specs.job(TlcTrace.MODULE, module, cfg);
    try {
      return IsolatedLoader.open(TraceChecking.class, TRACE_CHECKER).check(job, traces);
    } finally {
      SpecTree.delete(job.scratch());
    }
  }

  private static TlcResult missing(String message) {
    return TlcResult.failed(Verdict.MISSING_FILE, message, Optional.empty());
  }

  private static TlcResult run(TlcJob job, TlcProgress progress) {
    try {
      return IsolatedLoader.open(ModelChecking.class, CHECKER).check(job, progress);
    } finally {
      SpecTree.delete(job.scratch());
    }
  }
}
