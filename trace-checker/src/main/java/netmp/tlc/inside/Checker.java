package netmp.tlc.inside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import netmp.tlc.Counterexample;
import netmp.tlc.ModelChecking;
import netmp.tlc.TlcExit;
import netmp.tlc.TlcJob;
import netmp.tlc.TlcProgress;
import netmp.tlc.TlcResult;
import netmp.tlc.Verdict;
import netmp.tlc.Verdicts;
import tlc2.output.MP;
import tlc2.tool.ModelChecker;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.NoopStateWriter;
import tlc2.util.Vect;

/** Explores one model. One instance serves one call. */
public final class Checker implements ModelChecking {

  private static final long PROGRESS_INTERVAL_MS = 500;

  private record Outcome(Verdict verdict, String message) {}

  private final Recorder recorder = new Recorder();
  private Console console;
  private FastTool tool;
  private ModelChecker checker;

  /** Null if nothing is kept. */
  private Keeper keeper;

  /** How many states had been generated before this run goes on, and are not counted by TLC. */
  private long generatedBefore;

  /** Why there are no more checkpoints; null if nothing is wrong. */
  private volatile Exception notKept;

  /** Called by the isolated loader. */
  public Checker() {}

  @Override
  public TlcResult check(TlcJob job, TlcProgress progress) {
    long start = System.nanoTime();
    console = Loading.prepare(recorder);
    Outcome outcome = explore(job, progress, start);
    double seconds = (System.nanoTime() - start) / 1e9;
    Verdict verdict = outcome.verdict();
    return new TlcResult(
        verdict,
        violated(verdict),
        generated(),
        checker == null ? 0 : checker.getDistinctStatesGenerated(),
        checker == null ? 0 : checker.getProgress(),
        seconds,
        counterexample(),
        outcome.message(),
        Loading.location(outcome.message(), console),
        warnings());
  }

  private List<String> warnings() {
    List<String> all = new ArrayList<>(console.warnings());
    if (notKept != null) {
      all.add("no checkpoint could be made: " + notKept);
    }
    return all;
  }

  private long generated() {
    return checker == null ? 0 : generatedBefore + checker.getStatesGenerated();
  }

  private Outcome explore(TlcJob job, TlcProgress progress, long start) {
    try {
      keeper = job.checkpoints().map(Keeper::new).orElse(null);
      if (resumes()) {
        keeper.recoverStrings();
      }
      tool = Loading.load(job, console);
      if (!tool.livenessIsTrue()) {
        keeper = null; // TLC's graphs of temporal properties do not come back whole
      }
      checker = newChecker(job, progress, start);
      int code = modelCheck(progress);
      return new Outcome(Verdicts.of(code), String.join("\n", console.errors()));
    } catch (SpecError e) {
      return new Outcome(e.verdict(), e.getMessage());
    } catch (TlcExit | Exception e) {
      SpecError error = SpecError.of(e, console);
      return new Outcome(error.verdict(), error.getMessage());
    }
  }

  private ModelChecker newChecker(TlcJob job, TlcProgress progress, long start) throws Exception {
    try {
      // TLC deletes this directory when all is well.
      Path states = keeper == null ? job.scratch().resolve("states") : keeper.folder();
      Fingerprints fingerprints = new Fingerprints();
      fingerprints.init(1, Files.createDirectories(states).toString(), job.module());
      if (resumes()) {
        long distinct = fingerprints.kept();
        // TLC begins to count with the distinct ones.
        generatedBefore = keeper.generated(distinct) - distinct;
        progress.resumed(distinct);
      }
      return new ModelChecker(
          tool,
          states.toString(),
          new NoopStateWriter(),
          tool.getModelConfig().getCheckDeadlock(),
          resumes() ? states.toString() : null,
          CompletableFuture.completedFuture(fingerprints),
          TimeUnit.NANOSECONDS.toMillis(start));
    } catch (IOException | InterruptedException | ExecutionException e) {
      throw new IllegalStateException("TLC cannot start", e);
    }
  }

  private boolean resumes() {
    return keeper != null && keeper.hasCheckpoint();
  }

  private int modelCheck(TlcProgress progress) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Thread reporter =
        Thread.ofPlatform().daemon().name("tlc-progress").start(() -> report(progress, done));
    try {
      return checker.modelCheck();
    } finally {
      done.countDown();
      reporter.join();
      MP.flush();
    }
  }

  private void report(TlcProgress progress, CountDownLatch done) {
    try {
      while (!done.await(PROGRESS_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
        progress.states(generated(), checker.getDistinctStatesGenerated(), checker.getProgress());
        if (keeper != null) {
          keeper.keep(checker, generatedBefore);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      notKept = e;
    }
  }

  /**
   * The violated property. TLC does not say which temporal property failed, and of the actions of a
   * property in another module it says the place only; then it is known if the cfg file names no
   * other.
   */
  private String violated(Verdict verdict) {
    boolean named = verdict != Verdict.LIVENESS && !recorder.named().startsWith("line ");
    if (named) {
      return recorder.named();
    }
    Vect<?> properties = tool.getModelConfig().getProperties();
    return properties.size() == 1 ? properties.elementAt(0).toString() : "";
  }

  private Counterexample counterexample() {
    List<TLCState> states = recorder.states();
    if (states.isEmpty() && recorder.inInitialState().isEmpty()) {
      return Counterexample.NONE;
    }
    if (states.isEmpty()) {
      states = initialState(recorder.inInitialState());
    }
    return new Counterexample(new Steps(tool).of(states), recorder.ending(), recorder.loopTo());
  }

  /** TLC prints a bad initial state without handing it out. */
  private List<TLCState> initialState(String printed) {
    StateVec initial = tool.getInitStates();
    for (int i = 0; i < initial.size(); i++) {
      if (initial.elementAt(i).toString().equals(printed)) {
        return List.of(initial.elementAt(i));
      }
    }
    return List.of();
  }
}
