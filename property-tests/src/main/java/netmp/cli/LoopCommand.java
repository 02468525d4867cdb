package netmp.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.report.Report;
import netmp.report.Report.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job. */
@Command(
    name = "loop",
    description = {
      "Check the models, refute the broken variants, run the workloads, validate their traces,"
          + " explore schedules and frames: each small, in about a quarter of an hour.",
      "Writes target/netmp/report.html, with traces and captures beside it."
    },
    mixinStandardHelpOptions = true)
final class LoopCommand implements Callable<Integer> {

  @Mixin private Output output;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "For the runs and the exploration (default 1).")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Report report;
    try (Loop loop = new Loop(seed, output)) {
      report = loop.run(() -> (System.nanoTime() - start) / 1e9);
    }
    Page.keep(report);
    Page.write(report, Page.HTML);
    List<Row> rows = report.tables().stream().flatMap(t -> t.rows().stream()).toList();
    long bad = rows.stream().filter(row -> !row.good()).count();
    report.failures().forEach(f -> output.say("\n" + f.title() + "\n" + f.text().stripTrailing()));
    output.say(
        "%s: %d results, %d not as they should be, %.0f s"
            .formatted(Page.HTML, rows.size(), bad, report.seconds()));
    output.value(
        Map.of("good", report.good(), "tables", report.tables(), "failures", report.failures()));
    return report.good() ? 0 : 1;
  }
}
