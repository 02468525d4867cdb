package netmp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.model.Specifications;
import netmp.validate.Catalogue;
import netmp.validate.Coverage;
import netmp.validate.Engine;
import netmp.validate.Refusal;
import netmp.validate.ShortestWay;
import netmp.validate.StreamEngine;
import netmp.validate.TlcEngine;
import netmp.validate.TraceEvent;
import netmp.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges traces. */
@Command(
    name = "validate",
    description = {
      "Decide whether traces are behaviours of the specifications, object by object.",
      "A refusal names the first event that fits nothing, why, and what would have fitted.",
      "Of a sequence of states in the Informal Trace Format (.itf.json), decide whether it is a"
          + " behaviour of one model: whether the first state is initial, and each step allowed."
    },
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

  /** How traces are judged. */
  enum EngineName {
    /** By walking through the states as the events come. */
    STREAM,
    /** By plain TLC on a trace specification. */
    TLC
  }

  /** Steps before a refused one that are printed. */
  private static final int BEFORE = 5;

  @Mixin private Output output;

  @Parameters(
      arity = "1..*",
      paramLabel = "TRACE",
      description = {
        "Traces, as netmp run --trace writes them, or one file of states (.itf.json)."
      })
  private List<Path> files;

  @Option(
      names = "--engine",
      defaultValue = "stream",
      description = "stream, or tlc: plain TLC as a second opinion, for short traces.")
  private EngineName engine;

  @Option(
      names = "--spec",
      paramLabel = "NAME",
      description = "For states: the specification that they shall follow.")
  private String spec;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "For states: the model of it (default: its first).")
  private String model;

  @Option(
      names = "--complete",
      description =
          "The runs have come to their end: nothing may be left open, such as a message that"
              + " nobody got, a wait, or a frame that was not sent.")
  private boolean complete;

  @Option(
      names = "--coverage",
      paramLabel = "FILE",
      description = {
        "Print which actions of the specifications no trace has taken, these or those of earlier"
            + " runs with this file.",
        "The file keeps what was taken; it is made if it is not there."
      })
  private Path coverageFile;

  @Mixin private SpecsOption specs;

  @Override
  public Integer call() throws IOException {
    boolean states = files.stream().anyMatch(file -> file.toString().endsWith(".itf.json"));
    if (states) {
      return judgeStates();
    }
    if (spec != null || model != null) {
      throw new BadInput("--spec and --model belong to a file of states, .itf.json");
    }
    if (engine == EngineName.TLC) {
      refuseWhatTlcCannot();
    }
    return specs.open(this::validate);
  }

  private void refuseWhatTlcCannot() {
    if (coverageFile != null) {
      throw new BadInput("--coverage: plain TLC does not tell what it takes; use --engine stream");
    }
    if (complete) {
      throw new BadInput("--complete: plain TLC does not look at the end; use --engine stream");
    }
  }

  private int judgeStates() throws IOException {
    if (files.size() > 1) {
      throw new BadInput("give one file of states, .itf.json, and no trace beside it");
    }
    return specs.open(
        specifications ->
            new StatesJudge(specifications, output).judge(files.getFirst(), spec, model));
  }

  private int validate(Specifications specifications) throws IOException {
    Catalogue catalogue = Catalogue.of(specifications);
    Coverage coverage = coverageFile == null ? null : earlier(catalogue);
    Engine chosen = engine(catalogue, coverage);
    List<Map<String, Object>> values = new ArrayList<>();
    boolean allValid = true;
    for (Path file : files) {
      long start = System.nanoTime();
      Validation validation = Traces.validate(file, chosen, output);
      report(file, validation, (System.nanoTime() - start) / 1e9);
      values.add(value(file, validation, catalogue));
      allValid &= validation.accepted();
    }
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("valid", allValid);
    value.put("traces", values);
    if (coverage != null) {
      coverage.write(coverageFile);
      output.say("Coverage");
      output.table(Rows.coverage(coverage));
      output.say(Rows.unvisited(coverage));
      value.put("coverage", coverage.visited());
      value.put("unvisited", coverage.unvisited());
    }
    output.value(value);
    return allValid ? 0 : 1;
  }

  /** What the file says, if it is there; an unreadable one is noticed before the work. */
  private Coverage earlier(Catalogue catalogue) {
    if (!Files.isDirectory(coverageFile.toAbsolutePath().getParent())) {
      throw new BadInput("--coverage " + coverageFile + ": no such folder; make it first");
    }
    Coverage coverage = new Coverage(catalogue);
    try {
      if (Files.exists(coverageFile)) {
        coverage.add(coverageFile);
      }
    } catch (IOException e) {
      throw new BadInput("--coverage " + e.getMessage(), e);
    }
    return coverage;
  }

  private Engine engine(Catalogue catalogue, Coverage coverage) {
    if (coverage != null) {
      return Traces.observed(catalogue, coverage, complete);
    }
    if (engine == EngineName.TLC) {
      return new TlcEngine(catalogue);
    }
    return complete ? StreamEngine.ofCompleteRuns(catalogue) : new StreamEngine(catalogue);
  }

  private void report(Path file, Validation validation, double seconds) {
    String found =
        validation.accepted()
            ? "valid: %,d events on %,d objects, %,d steps of specifications"
                .formatted(validation.events(), validation.objects(), validation.steps())
            : "REFUSED after %,d events".formatted(validation.events());
    output.say(
        "%s: %s, %.1f s (%s)"
            .formatted(file, found, seconds, engine.name().toLowerCase(Locale.ROOT)));
    validation
        .refusal()
        .ifPresent(
            refusal -> output.say(Colours.refusal(refusal.text(), Ansi.AUTO).stripTrailing()));
  }

  private Map<String, Object> value(Path file, Validation validation, Catalogue catalogue)
      throws IOException {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("trace", file.toString());
    value.put("valid", validation.accepted());
    value.put("events", validation.events());
    if (validation.accepted()) {
      value.put("objects", validation.objects());
      value.put("steps", validation.steps());
      value.put("widest", validation.widest());
    }
    if (!validation.accepted()) {
      Refusal refusal = validation.refusal().orElseThrow();
      List<TraceEvent> events = Traces.ofRefusedObject(file, validation, output);
      List<TraceEvent> before = before(refusal, events);
      say("before it, on the same object", before);
      value.put("refusal", refusal);
      value.put("before", before);
      ShortestWay.to(catalogue, refusal, events, validation.header().totalOrder())
          .ifPresent(
              way -> {
                say("the shortest way there, by events of the trace", way);
                value.put("way", way);
              });
    }
    return value;
  }

  private static List<TraceEvent> before(Refusal refusal, List<TraceEvent> events) {
    int at = events.indexOf(refusal.event());
    return events.subList(Math.max(0, at - BEFORE), at);
  }

  private void say(String title, List<TraceEvent> events) {
    if (!events.isEmpty()) {
      output.say(title);
    }
    for (TraceEvent event : events) {
      output.say(
          "  line %d: %s by thread %s".formatted(event.line(), event.label(), event.thread()));
    }
  }
}
