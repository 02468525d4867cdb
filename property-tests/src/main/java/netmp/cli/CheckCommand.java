package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import netmp.model.CounterexamplePrinter;
import netmp.model.Manifest.Model;
import netmp.model.Manifest.Size;
import netmp.model.ModelResult;
import netmp.model.Specifications;
import netmp.tlc.Checkpoints;
import netmp.tlc.TlcProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks the models. */
@Command(
    name = "check",
    description = {
      "Check the models of the specifications with TLC, and compare what it finds with the"
          + " manifest.",
      "A violation prints its counterexample: the steps, and what each of them changes."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  private static final Path CHECKPOINTS = Page.FOLDER.resolve("checkpoints");

  @Mixin private Output output;

  @Parameters(
      arity = "0..*",
      paramLabel = "MODEL",
      description = "Models, or specifications with all their models (default: all).")
  private List<String> models = new ArrayList<>();

  @Option(names = "--list", description = "List the models.")
  private boolean list;

  @Option(
      names = "--size",
      defaultValue = "small",
      description =
          "small: those that take seconds (default); full: all. A named model is run anyway.")
  private Size size;

  @Option(
      names = "--checkpoint",
      paramLabel = "MINUTES",
      defaultValue = "10",
      description = {
        "How often a model of size full is kept in target/netmp/checkpoints (default 10); the same"
            + " command goes on from there.",
        "Models with temporal properties are not kept: TLC cannot recover them."
      })
  private double checkpointMinutes;

  @Mixin private DumpOption dump;

  @Mixin private TlcOption tlc;

  @Mixin private SpecsOption specs;

  @Override
  public Integer call() throws IOException {
    dump.check();
    return specs.open(list ? this::list : specifications -> report(check(specifications)));
  }

  private int list(Specifications specifications) {
    List<Model> all =
        specifications.manifest().specs().stream().flatMap(s -> s.models().stream()).toList();
    all.forEach(
        model ->
            output.say(
                "%-26s %-6s %,9d states  %s"
                    .formatted(
                        model.name(),
                        Output.words(model.size()),
                        model.distinct(),
                        String.join(", ", model.properties()))));
    output.value(all);
    return 0;
  }

  private List<ModelResult> check(Specifications specifications) {
    Optional<TlcProcess> other = tlc.process(output);
    try {
      return other.isPresent()
          ? specifications.check(models, size, other.get(), output::states)
          : specifications.check(models, size, kept(), new Told());
    } catch (IllegalArgumentException e) {
      throw new BadInput("model " + e.getMessage(), e);
    }
  }

  private Checkpoints kept() {
    if (!(checkpointMinutes > 0)) {
      throw new BadInput("--checkpoint " + checkpointMinutes + ": give minutes, more than 0");
    }
    return new Checkpoints(CHECKPOINTS, Duration.ofMillis((long) (checkpointMinutes * 60_000)));
  }

  /** Says from where a run goes on. */
  private final class Told implements Specifications.Listener {
    @Override
    public void states(String name, long distinct) {
      output.states(name, distinct);
    }

    @Override
    public void resumed(String name, long distinct) {
      output.log("%s goes on from a checkpoint, %,d distinct states".formatted(name, distinct));
    }
  }

  private int report(List<ModelResult> results) {
    results.forEach(each -> Output.refuseBroken(each.model().name(), each.tlc()));
    List<ModelResult> bad = results.stream().filter(each -> !each.good()).toList();
    output.table(Rows.models(results));
    for (ModelResult each : bad) {
      each.differences().forEach(d -> output.say(each.model().name() + ": " + d));
      if (each.tlc().verdict().refuted()) {
        output.say(CounterexamplePrinter.print(each.model().name(), each.tlc()));
      }
    }
    output.say(
        bad.isEmpty()
            ? "all " + results.size() + " models as the manifest says"
            : bad.size() + " of " + results.size() + " models FAILED");
    output.value(results.stream().map(CheckCommand::value).toList());
    dump.write(results.stream().map(ModelResult::tlc).toList(), output);
    return bad.isEmpty() ? 0 : 1;
  }

  private static Map<String, Object> value(ModelResult result) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("model", result.model().name());
    value.put("good", result.good());
    value.put("differences", result.differences());
    value.put("result", Output.value(result.tlc()));
    return value;
  }
}
