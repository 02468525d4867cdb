package netmp.cli;

import java.nio.file.Path;
import java.util.List;
import netmp.model.DefectResult;
import netmp.model.ModelResult;
import netmp.report.Report.Failure;
import netmp.report.Report.Row;
import netmp.report.Report.Table;
import netmp.sockbuf.Design;
import netmp.validate.Coverage;
import netmp.validate.Refusal;
import netmp.validate.Validation;
import netmp.workload.RunResult;

/** Results as rows of the page. */
final class Rows {

  static final List<String> RUN =
      List.of("workload", "sockbufs", "threads", "steps of probes", "seconds", "verdict");
  static final List<String> VALIDATION =
      List.of("trace", "engine", "events", "objects", "steps", "verdict");
  static final List<String> EXPLORATION = List.of("workload", "episodes", "events", "verdict");

  static final String VALIDATION_NOTE =
      "Is what the stack did a behaviour of the specifications? Every object is judged by every"
          + " specification about its kind.";

  private Rows() {}

  static Table models(List<ModelResult> results) {
    return new Table(
        "Models",
        "What TLC finds, compared with the manifest: verdict, states and depth.",
        List.of("model", "states", "distinct", "depth", "seconds", "verdict"),
        results.stream().map(Rows::model).toList());
  }

  static Table defects(List<DefectResult> results) {
    return new Table(
        "Defects",
        "Broken variants of the specifications: TLC must refute every one.",
        List.of("defect", "specification", "violates", "steps", "seconds", "verdict", "broken"),
        results.stream().map(Rows::defect).toList());
  }

  static Table coverage(Coverage coverage) {
    return new Table(
        "Coverage",
        "Which actions of the specifications the traces have taken, and how many states that differ"
            + " their objects may have been in. "
            + unvisited(coverage),
        List.of("specification", "steps", "states", "actions", "never taken"),
        coverage.visited().stream().map(Rows::coverage).toList());
  }

  /** What no trace has got to, in a sentence. */
  static String unvisited(Coverage coverage) {
    return coverage.unvisited().isEmpty()
        ? "A step was taken of every specification."
        : "No step was taken of " + String.join(", ", coverage.unvisited()) + ".";
  }

  private static Row coverage(Coverage.OfSpec each) {
    return new Row(
        true,
        List.of(
            each.spec(),
            number(each.steps()),
            number(each.states()),
            each.taken().size() + " of " + each.actions().size(),
            String.join(", ", each.neverTaken())));
  }

  private static Row model(ModelResult result) {
    return new Row(
        result.good(),
        List.of(
            result.model().name(),
            number(result.tlc().generated()),
            number(result.tlc().distinct()),
            number(result.tlc().depth()),
            seconds(result.tlc().seconds()),
            result.good() ? Output.words(result.tlc().verdict()) : "FAILED"));
  }

  private static Row defect(DefectResult result) {
    return new Row(
        result.good(),
        List.of(
            result.defect().id(),
            result.spec(),
            result.defect().violates(),
            number(result.steps()),
            seconds(result.tlc().seconds()),
            result.good() ? "refuted" : "FAILED",
            result.defect().what()));
  }

  static Row run(String workload, Design sockbuf, boolean real, RunResult result) {
    return new Row(
        result.isGood(),
        List.of(
            workload,
            sockbuf.text(),
            real ? "real" : "deterministic",
            number(result.events()),
            "%.3f %s".formatted(result.nanos() / 1e9, real ? "" : "virtual").strip(),
            result.isGood() ? "good" : String.join("; ", result.findings())));
  }

  static Row validation(String trace, String engine, Validation validation) {
    return new Row(
        validation.accepted(),
        List.of(
            trace,
            engine,
            number(validation.events()),
            validation.accepted() ? number(validation.objects()) : "",
            validation.accepted() ? number(validation.steps()) : "",
            validation.accepted()
                ? "valid"
                : "refused at line " + validation.refusal().orElseThrow().event().line()));
  }

  static Failure refusal(Path trace, Refusal refusal) {
    return new Failure(
        "%s, line %,d: %s".formatted(trace, refusal.event().line(), refusal.message()),
        refusal.text());
  }

  static String number(long number) {
    return "%,d".formatted(number);
  }

  private static String seconds(double seconds) {
    return "%.1f".formatted(seconds);
  }
}
