package netmp.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.trace.TraceWriter;
import netmp.workload.RealRun;
import netmp.workload.RunResult;
import netmp.workload.SimRun;
import netmp.workload.Workload;
import netmp.workload.Workloads;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a workload on the stack. */
@Command(
    name = "run",
    description = "Run a workload on the stack, and judge its results.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Mixin private Output output;

  @Parameters(arity = "0..1", paramLabel = "WORKLOAD", description = "One of --list.")
  private String workload;

  @Option(names = "--list", description = "List the workloads.")
  private boolean list;

  @ArgGroup private Mode mode = new Mode();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What is random comes from it; with --sim a run repeats exactly (default 1).")
  private long seed;

  @Option(
      names = "--cpus",
      defaultValue = "2",
      description = "Protocol threads per stack, a power of two up to 64 (default 2).")
  private int cpus;

  @Option(names = "--trace", paramLabel = "FILE", description = "Write what the probes reported.")
  private Path trace;

  /** How threads run. */
  static final class Mode {
    @Option(names = "--sim", description = "Deterministic scheduler, virtual time (the default).")
    boolean sim;

    @Option(names = "--real", description = "Real threads.")
    boolean real;
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      listWorkloads();
      return 0;
    }
    Workload chosen = chosen();
    if (Integer.bitCount(cpus) != 1 || cpus < 1 || cpus > 64) {
      throw new BadInput("--cpus " + cpus + ": give a power of two from 1 to 64");
    }
    RunResult result = run(chosen);
    report(chosen, result);
    return result.isGood() ? 0 : 1;
  }

  private void listWorkloads() {
    for (Workload each : Workloads.all()) {
      output.say("%-12s %s".formatted(each.name(), each.summary()));
    }
    output.value(
        Workloads.all().stream()
            .map(w -> Map.of("name", w.name(), "summary", w.summary()))
            .toList());
  }

  private Workload chosen() {
    if (workload == null) {
      throw new BadInput("name a workload; netmp run --list shows them");
    }
    return Workloads.named(workload)
        .orElseThrow(
            () -> new BadInput("no workload '" + workload + "'; netmp run --list shows them"));
  }

  private RunResult run(Workload chosen) throws Exception {
    if (trace == null) {
      return run(chosen, null);
    }
    TraceWriter.Header header = new TraceWriter.Header(chosen.name(), seed, mode.real, cpus);
    try (TraceWriter writer =
        new TraceWriter(new BufferedOutputStream(Files.newOutputStream(trace)), header)) {
      return run(chosen, writer);
    } catch (IOException e) {
      throw new BadInput("--trace " + trace + ": cannot be written: " + e, e);
    }
  }

  private RunResult run(Workload chosen, TraceWriter writer) throws InterruptedException {
    return mode.real
        ? new RealRun(chosen, cpus, seed).run(writer)
        : SimRun.plain(chosen, cpus, seed).run(writer);
  }

  private void report(Workload chosen, RunResult result) {
    output.say(
        "%s, %s, seed %d, %d CPUs: %s"
            .formatted(
                chosen.name(),
                mode.real ? "real threads" : "deterministic",
                seed,
                cpus,
                result.isGood() ? "good" : "FAILED"));
    result.findings().forEach(finding -> output.say("  " + finding));
    output.say(
        "  %,d events, %,d steps, %.3f s of %s time"
            .formatted(
                result.events(),
                result.steps(),
                result.nanos() / 1e9,
                mode.real ? "real" : "virtual"));
    result.counters().forEach((what, count) -> output.say("  %,9d  %s".formatted(count, what)));
    output.value(
        Map.of("workload", chosen.name(), "seed", seed, "good", result.isGood(), "run", result));
  }
}
