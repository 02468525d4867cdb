package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.adversary.ObjectTraces;
import netmp.model.Specifications;
import netmp.report.Report.Row;
import netmp.report.Report.Table;
import netmp.validate.Catalogue;
import netmp.validate.MutationScore;
import netmp.validate.TraceEvent;
import netmp.validate.UndecidedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Corrupts traces, and counts what is noticed. */
@Command(
    name = "mutants",
    description = {
      "Corrupt valid traces in every way one can (an event dropped, doubled, swapped with the next,"
          + " with another argument, of another object), and count what the specifications refuse.",
      "Plain TLC is asked about a sample: what is accepted must be a behaviour, what is refused"
          + " must be none, at the same event.",
      "Without a trace, those of the small workloads are taken, with all designs."
    },
    mixinStandardHelpOptions = true)
final class MutantsCommand implements Callable<Integer> {

  private static final int PER_KIND = 2;

  @Mixin private Output output;

  @Parameters(arity = "0..*", paramLabel = "TRACE", description = "Valid traces, in a total order.")
  private List<Path> traces = new ArrayList<>();

  @Option(names = "--seed", defaultValue = "1", description = "Repeats the command (default 1).")
  private long seed;

  @Option(
      names = "--events",
      defaultValue = "60",
      description = "Events of each object that are taken (default 60).")
  private int events;

  @Mixin private SpecsOption specs;

  @Override
  public Integer call() throws IOException {
    return specs.open(this::score);
  }

  private int score(Specifications specifications) throws IOException {
    ObjectTraces objects = new ObjectTraces(PER_KIND, events);
    if (traces.isEmpty()) {
      objects.ofSmallWorkloads(seed);
    }
    for (Path trace : traces) {
      Traces.read(trace, objects::add, output);
    }
    MutationScore score = new MutationScore(Catalogue.of(specifications), seed);
    try {
      for (List<List<TraceEvent>> ofKind : objects.byKind().values()) {
        score.add(ofKind);
      }
      return report(score, score.secondOpinion());
    } catch (UndecidedException e) {
      throw new BadInput("cannot be decided: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new BadInput(e.getMessage() + "; give valid traces", e);
    }
  }

  private int report(MutationScore score, int opinions) {
    output.table(
        new Table(
            "Mutants",
            "",
            List.of(
                "specification", "mutants", "refused", "by another", "accepted", "refused by any"),
            score.rows().stream().map(MutantsCommand::row).toList()));
    output.table(
        new Table(
            "Accepted",
            "",
            List.of("object", "mutation", "action", "mutants"),
            score.survivors().entrySet().stream().map(MutantsCommand::survivor).toList()));
    output.say("TLC says the same of " + opinions + " traces");
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("specifications", score.rows());
    value.put("accepted", score.survivors());
    value.put("opinions", opinions);
    output.value(value);
    return 0;
  }

  private static Row row(MutationScore.Row row) {
    double share = 100.0 * (row.mutants() - row.accepted()) / row.mutants();
    return new Row(
        true,
        List.of(
            row.spec(),
            Rows.number(row.mutants()),
            Rows.number(row.refused()),
            Rows.number(row.elsewhere()),
            Rows.number(row.accepted()),
            String.format(Locale.ROOT, "%.1f %%", share)));
  }

  private static Row survivor(Map.Entry<String, Integer> survivor) {
    List<String> cells = new ArrayList<>(List.of(survivor.getKey().split(" ", -1)));
    cells.add(Rows.number(survivor.getValue()));
    return new Row(true, cells);
  }
}
