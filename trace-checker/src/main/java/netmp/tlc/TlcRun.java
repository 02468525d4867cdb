package netmp.tlc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs TLC on one model.
 *
 * <p>Every run has one worker. Breadth-first search by one worker visits the states in one order,
 * so the counts, the depth and the counterexample are the same in every run; with more workers the
 * depth and the counterexample depend on the race between them. Two cores are used by two runs at a
 * time. For the same reason liveness is checked once, when all states are known, and not whenever
 * some time has passed.
 */
public final class TlcRun {

  private static final String INSIDE = "netmp.tlc.inside.Checker";

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

  private static TlcResult missing(String message) {
    return TlcResult.failed(Verdict.MISSING_FILE, message, Optional.empty());
  }

  private static TlcResult run(TlcJob job, TlcProgress progress) {
    try {
      return IsolatedLoader.open(ModelChecking.class, INSIDE).check(job, progress);
    } finally {
      SpecTree.delete(job.scratch());
    }
  }
}
