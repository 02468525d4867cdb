package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import netmp.adversary.Episode;
import netmp.adversary.EpisodeRun;
import netmp.adversary.Episodes;
import netmp.adversary.Explorer;
import netmp.adversary.GuidedSource;
import netmp.adversary.Schedule;
import netmp.adversary.Source;
import netmp.adversary.SpecJudge;
import netmp.adversary.Strategy;
import netmp.adversary.StrategySource;
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
      names = "--strategy",
      paramLabel = "NAME",
      description = {
        "Who chooses the threads that go on: ${COMPLETION-CANDIDATES}",
        "(docs/adversary.md). Default: up to 60 preemptions near each other."
      })
  private Strategy strategy;

  @Option(
      names = "--bound",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often such a strategy deviates in a run, if it counts that (default 3).")
  private int bound;

  @Option(
      names = "--guided",
      description =
          "Half of the episodes are changes of those that came to new states of specifications.")
  private boolean guided;

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
        judges.add(guided ? SpecJudge.thatTellsStates() : new SpecJudge());
      }
      Explorer<Episode> explorer =
          new Explorer<>(source(), judges.stream().map(EpisodeRun::new).toList());
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
    atLeast(1, "--schedules", schedules);
    atLeast(0, "--bound", bound);
    atLeast(1, "--threads", threads == null ? 1 : threads);
  }

  private static void atLeast(int least, String option, int value) {
    if (value < least) {
      throw new BadInput("%s %d: give at least %d".formatted(option, value, least));
    }
  }

  private Source<Episode> source() {
    Source<Episode> plain =
        strategy == null
            ? Source.of(episodes(Episodes.schedules()))
            : new StrategySource<>(
                episodes(Arbitraries.just(Schedule.CALM)), Episode::under, strategy, bound);
    return guided ? new GuidedSource<>(plain, Episode::under) : plain;
  }

  private Arbitrary<Episode> episodes(Arbitrary<Schedule> schedules) {
    return workload.equals(ALL) ? Episodes.any(schedules) : Episodes.of(workload, schedules);
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
