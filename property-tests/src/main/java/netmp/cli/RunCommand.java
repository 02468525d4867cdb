package netmp.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.capture.CaptureWriter;
import netmp.pcb.UdpDesign;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;
import netmp.workload.CaptureReplay;
import netmp.workload.RealRun;
import netmp.workload.Recorders;
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

  @Option(
      names = "--sockbuf",
      paramLabel = "DESIGN",
      defaultValue = "cupholder",
      description = "Design of the socket buffers: ${COMPLETION-CANDIDATES} (default cupholder).")
  private Design sockbuf;

  @Option(
      names = "--udp",
      paramLabel = "DESIGN",
      defaultValue = "local-port",
      description = "Where datagram sockets are: ${COMPLETION-CANDIDATES} (default local-port).")
  private UdpDesign udp;

  @Option(names = "--trace", paramLabel = "FILE", description = "Write what the probes reported.")
  private Path trace;

  @Option(
      names = "--pcap",
      paramLabel = "FILE",
      description =
          "Write the frames at each device, both directions (pcapng; pcap if FILE ends in .pcap).")
  private Path pcap;

  @ArgGroup(exclusive = false)
  private Recorded recorded;

  /** A replay of the user's own capture, in place of a named workload. */
  static final class Recorded {
    @Option(
        names = "--capture",
        paramLabel = "FILE",
        required = true,
        description = "Replay a capture (pcap or pcapng), in place of a WORKLOAD.")
    Path capture;

    @Option(
        names = "--host",
        paramLabel = "ADDRESS",
        required = true,
        description = "The host whose place the stack takes, and whose answers it must give.")
    String host;
  }

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
    if (recorded != null) {
      return replay(recorded);
    }
    if (workload == null) {
      throw new BadInput("name a workload; netmp run --list shows them");
    }
    return Workloads.named(workload)
        .orElseThrow(
            () -> new BadInput("no workload '" + workload + "'; netmp run --list shows them"));
  }

  private static Workload replay(Recorded recorded) {
    try {
      return CaptureReplay.ofFile(recorded.capture, recorded.host);
    } catch (NoSuchFileException e) {
      throw new BadInput("--capture " + recorded.capture + ": no such file", e);
    } catch (IOException e) {
      throw new BadInput("--capture " + recorded.capture + ": " + e.getMessage(), e);
    }
  }

  private RunResult run(Workload chosen) throws IOException, InterruptedException {
    TraceWriter.Header header = new TraceWriter.Header(chosen.name(), seed, mode.real, cpus);
    try (OutputStream capture = open("--pcap", pcap);
        OutputStream events = open("--trace", trace)) {
      TraceWriter writer = events == null ? null : new TraceWriter(events, header);
      Recorders recorders =
          new Recorders(
              writer,
              capture == null
                  ? null
                  : clock -> CaptureWriter.forName(pcap.toString(), capture, clock));
      return mode.real
          ? new RealRun(chosen, cpus, seed, sockbuf, udp).run(recorders)
          : SimRun.plain(chosen, cpus, seed, sockbuf, udp).run(recorders);
    }
  }

  private static OutputStream open(String option, Path file) {
    try {
      return file == null ? null : new BufferedOutputStream(Files.newOutputStream(file));
    } catch (IOException e) {
      throw new BadInput(option + " " + file + ": cannot be written: " + e, e);
    }
  }

  private void report(Workload chosen, RunResult result) {
    output.say(
        "%s, %s, %s sockbufs, UDP by %s, seed %d, %d CPUs: %s"
            .formatted(
                chosen.name(),
                mode.real ? "real threads" : "deterministic",
                sockbuf.text(),
                udp.text(),
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
