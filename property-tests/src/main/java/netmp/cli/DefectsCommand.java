package netmp.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.model.CounterexamplePrinter;
import netmp.model.DefectResult;
import netmp.model.Manifest.Defect;
import netmp.model.Specifications;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the broken variants. */
@Command(
    name = "defects",
    description = {
      "Run the broken variants of the specifications: TLC must refute every one.",
      "If variants are named, their counterexamples are printed."
    },
    mixinStandardHelpOptions = true)
final class DefectsCommand implements Callable<Integer> {

  @Mixin private Output output;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Such as D22-load, or D22 for the whole row (default: all).")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--list", description = "List the broken variants.")
  private boolean list;

  @Mixin private DumpOption dump;

  @Mixin private SpecsOption specs;

  @Override
  public Integer call() throws IOException {
    dump.check();
    return specs.open(list ? this::list : specifications -> report(refute(specifications)));
  }

  private int list(Specifications specifications) {
    List<Defect> all =
        specifications.manifest().specs().stream().flatMap(s -> s.defects().stream()).toList();
    all.forEach(
        defect ->
            output.say("%-4s  %-16s %s".formatted(defect.id(), defect.violates(), defect.what())));
    output.value(all);
    return 0;
  }

  private List<DefectResult> refute(Specifications specifications) {
    try {
      return specifications.refute(ids, output::states);
    } catch (IllegalArgumentException e) {
      throw new BadInput("defect " + e.getMessage(), e);
    }
  }

  private int report(List<DefectResult> results) {
    results.forEach(each -> Output.refuseBroken(each.defect().id(), each.tlc()));
    List<DefectResult> bad = results.stream().filter(each -> !each.good()).toList();
    output.table(Rows.defects(results));
    for (DefectResult each : results) {
      each.differences().forEach(d -> output.say(each.defect().id() + ": " + d));
      if (each.tlc().verdict().refuted() && (!ids.isEmpty() || !each.good())) {
        output.say(CounterexamplePrinter.print(each.defect().id(), each.tlc()));
      }
    }
    output.say(
        bad.isEmpty()
            ? "all " + results.size() + " broken variants are refuted"
            : bad.size()
                + " of "
                + results.size()
                + " broken variants are NOT refuted as they should");
    output.value(results.stream().map(DefectsCommand::value).toList());
    dump.write(results.stream().map(DefectResult::tlc).toList(), output);
    return bad.isEmpty() ? 0 : 1;
  }

  private static Map<String, Object> value(DefectResult result) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("defect", result.defect().id());
    value.put("spec", result.spec());
    value.put("good", result.good());
    value.put("differences", result.differences());
    value.put("result", Output.value(result.tlc()));
    return value;
  }
}
