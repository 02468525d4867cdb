package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.model.Specifications;
import netmp.report.Report;
import netmp.report.Report.Diagram;
import netmp.report.Report.Failure;
import netmp.report.Report.Row;
import netmp.report.Report.Table;
import netmp.validate.Catalogue;
import netmp.validate.Coverage;
import netmp.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws results. */
@Command(
    name = "report",
    description = {
      "Write a page with what is known about traces: whether they are valid, why not, what they"
          + " take of the specifications, and a space-time diagram with the states after each"
          + " step.",
      "Without a trace, write the page of the last loop again."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Mixin private Output output;

  @Parameters(arity = "0..*", paramLabel = "TRACE", description = "Traces to draw.")
  private List<Path> traces = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "target/netmp/report.html",
      description = "Where the page goes (default target/netmp/report.html).")
  private Path out;

  @Option(
      names = "--events",
      defaultValue = "" + Traces.MOST_DRAWN,
      description =
          "How many events of a trace to draw (default "
              + Traces.MOST_DRAWN
              + "): the first ones,"
              + " or those up to a refused one.")
  private int events;

  @Override
  public Integer call() throws IOException {
    if (events < 1) {
      throw new BadInput("--events " + events + ": draw at least one event");
    }
    Report report = traces.isEmpty() ? Page.read() : judge();
    Page.write(report, out);
    output.say(out + ": " + (report.good() ? "good" : "NOT good"));
    output.value(Map.of("page", out.toString(), "good", report.good()));
    return report.good() ? 0 : 1;
  }

  private Report judge() throws IOException {
    long start = System.nanoTime();
    List<Row> rows = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    List<Diagram> diagrams = new ArrayList<>();
    List<Table> tables = new ArrayList<>();
    try (Specifications specifications = Specifications.ofClassPath()) {
      Catalogue catalogue = Catalogue.of(specifications);
      Coverage coverage = new Coverage(catalogue);
      for (Path trace : traces) {
        Validation validation =
            Traces.validate(trace, Traces.observed(catalogue, coverage, false), output);
        rows.add(Rows.validation(trace.toString(), "stream", validation));
        validation.refusal().ifPresent(r -> failures.add(Rows.refusal(trace, r)));
        diagrams.add(Traces.diagram(trace, validation, catalogue, events, output));
      }
      tables.add(new Table("Traces", Rows.VALIDATION_NOTE, Rows.VALIDATION, rows));
      tables.add(Rows.coverage(coverage));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Report("netmp traces", seconds, tables, failures, diagrams);
  }
}
