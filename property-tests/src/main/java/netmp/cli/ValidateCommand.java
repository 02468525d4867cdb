package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.model.Specifications;
import netmp.validate.Catalogue;
import netmp.validate.Engine;
import netmp.validate.StreamEngine;
import netmp.validate.TlcEngine;
import netmp.validate.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges a trace. */
@Command(
    name = "validate",
    description = {
      "Decide whether a trace is a behaviour of the specifications, object by object.",
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

  @Mixin private Output output;

  @Parameters(
      paramLabel = "TRACE",
      description = "A trace, as netmp run --trace writes it, or a file of states (.itf.json).")
  private Path file;

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

  @Mixin private SpecsOption specs;

  @Override
  public Integer call() throws IOException {
    boolean states = file.getFileName().toString().endsWith(".itf.json");
    if (!states && (spec != null || model != null)) {
      throw new BadInput("--spec and --model belong to a file of states, .itf.json");
    }
    return specs.open(
        states
            ? specifications -> new StatesJudge(specifications, output).judge(file, spec, model)
            : this::validate);
  }

  private int validate(Specifications specifications) throws IOException {
    long start = System.nanoTime();
    Catalogue catalogue = Catalogue.of(specifications);
    Engine chosen =
        engine == EngineName.TLC ? new TlcEngine(catalogue) : new StreamEngine(catalogue);
    Validation validation = Traces.validate(file, chosen, output);
    report(validation, (System.nanoTime() - start) / 1e9);
    return validation.accepted() ? 0 : 1;
  }

  private void report(Validation validation, double seconds) {
    output.say(
        "%s: %s: %,d events on %,d objects, %,d steps of specifications, %.1f s (%s)"
            .formatted(
                file,
                validation.accepted() ? "valid" : "REFUSED",
                validation.events(),
                validation.objects(),
                validation.steps(),
                seconds,
                engine.name().toLowerCase(Locale.ROOT)));
    validation.refusal().ifPresent(refusal -> output.say(refusal.text().stripTrailing()));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("valid", validation.accepted());
    value.put("events", validation.events());
    value.put("objects", validation.objects());
    value.put("steps", validation.steps());
    value.put("widest", validation.widest());
    validation.refusal().ifPresent(refusal -> value.put("refusal", refusal));
    output.value(value);
  }
}
