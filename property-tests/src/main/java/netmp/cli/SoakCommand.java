package netmp.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import netmp.report.Report.Row;
import netmp.report.Report.Table;
import netmp.soak.Soak;
import netmp.soak.SoakSettings;
import netmp.soak.Tally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the stack on real threads for a long time, with faults of every kind. */
@Command(
    name = "soak",
    description = {
      "Run stacks on real threads, with faults of every kind, while users check every byte and the"
          + " trace of one stack is judged; at the end nothing may be left over.",
      "The seed repeats the plan of faults; real threads do not repeat exactly."
    },
    mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {

  private static final double LONGEST = 7 * 24 * 60;

  @Mixin private Output output;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      required = true,
      description = "For how long; 0.5 is half a minute.")
  private double minutes;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The plan of faults comes from it (default 1).")
  private long seed;

  @Option(
      names = "--round",
      paramLabel = "K",
      defaultValue = "1",
      description = "The first round, to go on, or to repeat it (default 1).")
  private int round;

  @Option(
      names = "--round-minutes",
      paramLabel = "N",
      defaultValue = "1",
      description = "How long a round lasts, each with stacks of its own (default 1).")
  private double roundMinutes;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "target/netmp/soak",
      description = "Where capture and trace of a bad round are kept (default ${DEFAULT-VALUE}).")
  private Path folder;

  @Override
  public Integer call() throws InterruptedException {
    SoakSettings settings =
        new SoakSettings(
            seed,
            round(),
            time("--minutes", minutes),
            time("--round-minutes", roundMinutes),
            folder);
    Soak.Result result = run(settings);
    report(result);
    return result.isGood() ? 0 : 1;
  }

  private int round() {
    if (round < 1) {
      throw new BadInput("--round " + round + ": rounds are numbered from 1");
    }
    return round;
  }

  private static Duration time(String option, double time) {
    if (!(time > 0 && time <= LONGEST)) {
      throw new BadInput(
          option + " " + time + ": give minutes, more than 0 and at most a week (10080)");
    }
    return Duration.ofNanos((long) (time * 60e9));
  }

  private Soak.Result run(SoakSettings settings) throws InterruptedException {
    try {
      return new Soak(settings, output::log).run();
    } catch (IOException e) {
      throw new BadInput("--output " + folder + ": cannot be written: " + e, e);
    }
  }

  private void report(Soak.Result result) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("seed", seed);
    value.put("good", result.isGood());
    List<Row> rows = new ArrayList<>();
    for (Tally.Group group : Tally.Group.values()) {
      Map<String, Long> counts = result.tally().counts(group);
      value.put(Output.words(group), counts);
      counts.forEach(
          (what, count) ->
              rows.add(new Row(true, List.of(group.text(), Rows.number(count), what))));
    }
    output.table(new Table("Soak", "", List.of("group", "count", "what"), rows));
    List<String> findings = result.tally().findings();
    value.put("findings", findings);
    findings.forEach(finding -> output.say("FOUND " + finding));
    result.kept().forEach(file -> output.say("  kept: " + file));
    if (!result.isGood()) {
      output.say(
          "  the same plan again, on threads that do not repeat exactly: ./netmp soak --seed %d"
                  .formatted(seed)
              + " --round %d --minutes %s --round-minutes %s"
                  .formatted(result.round(), roundMinutes, roundMinutes));
    }
    output.say(
        "seed %d, rounds %d to %d: %s"
            .formatted(seed, round, result.round(), result.isGood() ? "good" : "FAILED"));
    output.value(value);
  }
}
