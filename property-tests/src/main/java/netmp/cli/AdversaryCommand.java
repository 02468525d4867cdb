package netmp.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import netmp.adversary.Strategy;
import netmp.fuzz.Targets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All that looks for what breaks the stack, in turn, for a night or for ever. */
@Command(
    name = "adversary",
    description = {
      "Explore, fuzz and soak in turn, each turn with another seed, until the time is over or"
          + " something is found.",
      "What finds something prints the one command that repeats it."
    },
    mixinStandardHelpOptions = true)
final class AdversaryCommand implements Callable<Integer> {

  private static final long MINUTE = 60_000_000_000L;
  private static final double NIGHT = 480;
  private static final String FRAMES = "frames";

  /** For each of two explorations, which then take about a third of a turn on two processors. */
  private static final int EPISODES_PER_MINUTE = 300;

  @Mixin private Output output;

  @Spec private CommandSpec command;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "No turn begins after so long (default 480).")
  private Double minutes;

  @Option(names = "--endless", description = "Until something is found.")
  private boolean endless;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the first turn; the others have those behind it (default 1).")
  private long seed;

  @Option(
      names = "--share",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many minutes a turn takes, about (default 5).")
  private double share;

  private final ToIntFunction<List<String>> runner;

  /** Runs commands of netmp. */
  AdversaryCommand() {
    runner = this::execute;
  }

  /** Runs what it is told to run by something else, which returns exit codes. */
  AdversaryCommand(ToIntFunction<List<String>> runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    check();
    long begin = System.nanoTime();
    double most = minutes == null ? NIGHT : minutes;
    int status = 0;
    long turn = 0;
    while (status == 0 && (endless || System.nanoTime() - begin < most * MINUTE)) {
      status = run(turn++);
    }
    report(turn, status);
    return status;
  }

  private void check() {
    if (endless && minutes != null) {
      throw new BadInput("--minutes and --endless: give one of them");
    }
    if (!(share > 0) || (minutes != null && !(minutes > 0))) {
      throw new BadInput("--minutes and --share: give more than 0");
    }
  }

  /** Until the first that finds something. */
  private int run(long turn) {
    for (List<String> each : commands(turn)) {
      output.say("$ ./netmp " + String.join(" ", each));
      int status = runner.applyAsInt(each);
      if (status != 0) {
        return status;
      }
    }
    return 0;
  }

  private int execute(List<String> arguments) {
    PrintWriter err = command.commandLine().getErr();
    return Netmp.commandLine()
        .setOut(output.isJson() ? err : command.commandLine().getOut())
        .setErr(err)
        .execute(arguments.toArray(new String[0]));
  }

  /** Every strategy and every parser has its turn. */
  private List<List<String>> commands(long turn) {
    Strategy[] strategies = Strategy.values();
    List<String> parsers = Targets.names().stream().filter(each -> !each.equals(FRAMES)).toList();
    List<List<String>> all = new ArrayList<>();
    String ofTurn = Long.toString(seed + turn);
    String episodes = Long.toString(Math.max(1, (long) (share * EPISODES_PER_MINUTE)));
    all.add(List.of("explore", "--seed", ofTurn, "--schedules", episodes));
    String strategy = strategies[(int) (turn % strategies.length)].toString();
    all.add(
        List.of(
            "explore",
            "--guided",
            "--strategy",
            strategy,
            "--seed",
            ofTurn,
            "--schedules",
            episodes));
    all.add(List.of("fuzz", FRAMES, "--seed", ofTurn, "--minutes", part(0.3)));
    String parser = parsers.get((int) (turn % parsers.size()));
    all.add(List.of("fuzz", parser, "--seed", ofTurn, "--minutes", part(0.1)));
    all.add(
        List.of("soak", "--seed", ofTurn, "--minutes", part(0.3), "--round-minutes", part(0.15)));
    return all;
  }

  private String part(double of) {
    return String.format(Locale.ROOT, "%.3f", Math.max(0.02, share * of));
  }

  private void report(long turns, int status) {
    output.say(
        "%,d turns, seeds %d to %d: %s"
            .formatted(turns, seed, seed + turns - 1, status == 0 ? "good" : "FOUND"));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("turns", turns);
    value.put("good", status == 0);
    output.value(value);
  }
}
