package netmp.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import netmp.adversary.Episode;
import netmp.adversary.EpisodeRun;
import netmp.adversary.Episodes;
import netmp.adversary.Explorer;
import netmp.adversary.Source;
import netmp.adversary.SpecJudge;
import netmp.capture.PcapngWriter;
import netmp.model.CounterexamplePrinter;
import netmp.model.DefectResult;
import netmp.model.Manifest.Size;
import netmp.model.ModelResult;
import netmp.model.Specifications;
import netmp.pcb.UdpDesign;
import netmp.report.Report;
import netmp.report.Report.Diagram;
import netmp.report.Report.Failure;
import netmp.report.Report.Row;
import netmp.report.Report.Table;
import netmp.sockbuf.Design;
import netmp.trace.TraceWriter;
import netmp.validate.Catalogue;
import netmp.validate.Coverage;
import netmp.validate.Engine;
import netmp.validate.StreamEngine;
import netmp.validate.TlcEngine;
import netmp.validate.Validation;
import netmp.workload.RealRun;
import netmp.workload.Recorders;
import netmp.workload.RunResult;
import netmp.workload.SimRun;
import netmp.workload.Workload;
import netmp.workload.Workloads;

/** Everything once, each small: what the page tells, and what went wrong. */
final class Loop implements AutoCloseable {

  private static final int CPUS = 2;
  private static final int EPISODES = 200;

  private static final Set<Design> OTHERS = EnumSet.complementOf(EnumSet.of(Design.CUPHOLDER));
  private static final int FEW_EVENTS = 1000;

  private final long seed;
  private final Output output;
  private final Specifications specifications;
  private final Catalogue catalogue;
  private final Coverage coverage;
  private final List<Table> tables = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<Diagram> diagrams = new ArrayList<>();
  private final List<Path> traces = new ArrayList<>();

  Loop(long seed, Output output) throws IOException {
    this.seed = seed;
    this.output = output;
    specifications = Specifications.ofClassPath();
    catalogue = Catalogue.of(specifications);
    coverage = new Coverage(catalogue);
    Files.createDirectories(Page.FOLDER);
  }

  /** Runs everything, in the order in which one thing stands on another. */
  Report run(DoubleSupplier seconds) throws IOException, InterruptedException {
    check();
    refute();
    runWorkloads();
    validate();
    explore();
    add(Rows.coverage(coverage));
    return new Report("netmp loop", seconds.getAsDouble(), tables, failures, diagrams);
  }

  private void add(Table table) {
    tables.add(table);
    output.say(table.title());
    output.table(table);
  }

  private void check() {
    List<ModelResult> results = specifications.check(List.of(), Size.SMALL, output::states);
    for (ModelResult each : results) {
      if (!each.good()) {
        failures.add(
            new Failure(
                each.model().name() + ": " + String.join("; ", each.differences()),
                CounterexamplePrinter.print(each.model().name(), each.tlc())));
      }
    }
    add(Rows.models(results));
  }

  private void refute() {
    List<DefectResult> results = specifications.refute(List.of(), output::states);
    for (DefectResult each : results) {
      if (!each.good()) {
        failures.add(
            new Failure(
                each.defect().id() + ": " + String.join("; ", each.differences()),
                CounterexamplePrinter.print(each.defect().id(), each.tlc())));
      }
    }
    add(Rows.defects(results));
  }

  private void runWorkloads() throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Workload workload : Workloads.all()) {
      rows.add(run(workload, Design.CUPHOLDER, false));
    }
    for (Design sockbuf : OTHERS) {
      rows.add(run(Workloads.all().getFirst(), sockbuf, false));
    }
    for (Design sockbuf : Design.values()) {
      rows.add(run(Workloads.all().getFirst(), sockbuf, true));
    }
    add(
        new Table(
            "Runs",
            "Workloads on the stack. The replays are frames that a Linux kernel was sent, and the"
                + " stack must answer as it did.",
            Rows.RUN,
            rows));
  }

  private Row run(Workload workload, Design sockbuf, boolean real)
      throws IOException, InterruptedException {
    String name =
        workload.name()
            + (OTHERS.contains(sockbuf) ? "-" + sockbuf.text() : "")
            + (real ? "-real" : "");
    output.progress("running " + name);
    Path trace = Page.FOLDER.resolve(name + ".ndjson");
    RunResult result;
    try (OutputStream capture = open(Page.FOLDER.resolve(name + ".pcapng"));
        TraceWriter writer =
            new TraceWriter(
                open(trace), new TraceWriter.Header(workload.name(), seed, real, CPUS))) {
      Recorders recorders = new Recorders(writer, clock -> new PcapngWriter(capture, clock));
      result =
          real
              ? new RealRun(workload, CPUS, seed, sockbuf, UdpDesign.LOCAL_PORT).run(recorders)
              : SimRun.plain(workload, CPUS, seed, sockbuf).run(recorders);
    }
    traces.add(trace);
    if (!result.isGood()) {
      failures.add(new Failure(name + " failed", String.join("\n", result.findings())));
    }
    return Rows.run(workload.name(), sockbuf, real, result);
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  private void validate() throws IOException {
    List<Row> rows = new ArrayList<>();
    Engine running = Traces.observed(catalogue, coverage, false);
    Engine ended = Traces.observed(catalogue, coverage, true);
    // Real threads are stopped in the middle of their last step.
    Engine stream = trace -> (trace.header().totalOrder() ? ended : running).validate(trace);
    for (Path trace : traces) {
      Validation validation = validate(trace, stream, "stream", rows);
      if (validation.events() < FEW_EVENTS) {
        output.progress("asking plain TLC about " + trace.getFileName());
        validate(trace, new TlcEngine(Catalogue.of(specifications)), "tlc", rows);
      }
      diagrams.add(Traces.diagram(trace, validation, catalogue, Traces.MOST_DRAWN, output));
    }
    rows.add(refuseBroken());
    add(
        new Table(
            "Traces",
            Rows.VALIDATION_NOTE
                + " The last trace is the first one with an event taken out: it must be refused.",
            Rows.VALIDATION,
            rows));
  }

  private Validation validate(Path trace, Engine engine, String name, List<Row> rows)
      throws IOException {
    Validation validation = Traces.validate(trace, engine, output);
    validation.refusal().ifPresent(r -> failures.add(Rows.refusal(trace, r)));
    rows.add(Rows.validation(trace.getFileName().toString(), name, validation));
    return validation;
  }

  /**
   * The first trace without one of its messages must be refused, or validation proves nothing. Not
   * any event would do: some may be missing, such as a look that changes nothing.
   */
  private Row refuseBroken() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(traces.getFirst()));
    int out = lines.size() / 2;
    while (!lines.get(out).contains("\"a\":\"Put\"")) {
      out++;
    }
    lines.remove(out);
    Path broken = Page.FOLDER.resolve("one-event-less.ndjson");
    Files.write(broken, lines);
    Validation validation = Traces.validate(broken, new StreamEngine(catalogue), output);
    if (validation.accepted()) {
      failures.add(new Failure(broken + " is valid", "line " + (out + 1) + " was taken out"));
    }
    Row row = Rows.validation(broken.getFileName().toString(), "stream", validation);
    return new Row(!validation.accepted(), row.cells());
  }

  private void explore() throws IOException {
    Explorer.Outcome<Episode> outcome;
    try (SpecJudge judge = new SpecJudge(coverage)) {
      outcome =
          new Explorer<>(Source.of(Episodes.any()), new EpisodeRun(judge))
              .explore(seed, EPISODES, n -> output.progress("episode " + n + " of " + EPISODES));
    }
    if (outcome.failure().isPresent()) {
      Path file = Page.FOLDER.resolve("failure.json");
      outcome.failure().orElseThrow().write(file);
      failures.add(
          new Failure(
              "exploring failed; repeat it with: ./netmp replay " + file,
              String.join("\n", outcome.verdict().orElseThrow().findings())));
    }
    boolean good = outcome.failure().isEmpty();
    add(
        new Table(
            "Episodes",
            "Generated schedules and frames; every run and its trace is judged.",
            Rows.EXPLORATION,
            List.of(
                new Row(
                    good,
                    List.of(
                        "all workloads",
                        "%,d".formatted(outcome.episodes()),
                        "%,d".formatted(outcome.events()),
                        good ? "good" : "failed")))));
  }

  @Override
  public void close() {
    specifications.close();
  }
}
