package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.jqwik.api.Arbitrary;
import netmp.adversary.Episode;
import netmp.adversary.EpisodeRun;
import netmp.adversary.Episodes;
import netmp.adversary.Explorer;
import netmp.adversary.SpecJudge;
import netmp.workload.Workloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks for schedules and frames that break the stack. */
@Command(
    name = "explore",
    description = {
      "Run a workload under generated schedules and frames, and judge every run and its trace.",
      "A failure is shrunk and written to a file for netmp replay."
    },
    mixinStandardHelpOptions = true)
final class ExploreCommand implements Callable<Integer> {

  private static final String ALL = "all";
  private static final int EPISODES_PER_THREAD = 1000;

  @Mixin private Output output;

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKLOAD",
      defaultValue = ALL,
      description = {
        "udp-echo, udp-flood, udp-program, local-stream, tcp-echo, event-queue,",
        "or all (default)."
      })
  private String workload;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Equal seeds explore equal episodes (default 1).")
  private long seed;

  @Option(
      names = "--schedules",
      defaultValue = "200",
      description = "How many episodes (default 200).")
  private int schedules;

  @Option(
      names = "--threads",
      description = "Episodes at once (default: the processors, for many episodes).")
  private Integer threads;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "target/netmp/failure.json",
      description = "Where a failing episode goes (default target/netmp/failure.json).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    check();
    List<SpecJudge> judges = new ArrayList<>();
    try {
      for (int i = 0; i < threads(); i++) {
        judges.add(new SpecJudge());
      }
      Explorer<Episode> explorer =
          new Explorer<>(episodes(), judges.stream().map(EpisodeRun::new).toList());
      return report(
          explorer.explore(
              seed, schedules, n -> output.progress("episode " + n + " of " + schedules)));
    } finally {
      judges.forEach(SpecJudge::close);
    }
  }

  private void check() {
    if (!workload.equals(ALL) && !Workloads.SMALL.contains(workload)) {
      throw new BadInput(
          "there is no adversary for '" + workload + "'; there is for " + Workloads.SMALL);
    }
    if (schedules < 1) {
      throw new BadInput("--schedules " + schedules + ": give at least 1");
    }
    if (threads != null && threads < 1) {
      throw new BadInput("--threads " + threads + ": give at least 1");
    }
  }

  private Arbitrary<Episode> episodes() {
    return workload.equals(ALL) ? Episodes.any() : Episodes.of(workload);
  }

  /** Each thread loads the specifications anew, which takes as long as many episodes. */
  private int threads() {
    return threads != null
        ? threads
        : Math.min(Runtime.getRuntime().availableProcessors(), 1 + schedules / EPISODES_PER_THREAD);
  }

  private int report(Explorer.Outcome<Episode> outcome) throws IOException {
    boolean good = outcome.failure().isEmpty();
    output.say(
        "explored %,d episodes, workload %s (seed %d), %,d events, all traces judged: %s"
            .formatted(
                outcome.episodes(), workload, seed, outcome.events(), good ? "good" : "FAILED"));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("episodes", outcome.episodes());
    value.put("events", outcome.events());
    value.put("good", good);
    if (!good) {
      outcome.failure().orElseThrow().write(out);
      outcome.verdict().orElseThrow().findings().forEach(f -> output.say("  " + f));
      output.say("  shrunk to " + out + "; repeat it with: ./netmp replay " + out);
      value.put("findings", outcome.verdict().orElseThrow().findings());
      value.put("file", out.toString());
    }
    output.value(value);
    return good ? 0 : 1;
  }
}
