package netmp.benchmark.sockbuf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The four designs of sockbuf against JCTools' queues, ArrayBlockingQueue and a sockbuf with one
 * lock: the same packets, the same capacity, the same run. Every measurement is made in a JVM of
 * its own; rounds go over all of them in turn, so that what the machine does besides hits all
 * alike, and the median of the rounds counts.
 *
 * <p>{@code mvn -q -pl benchmarks -am verify -DskipTests -Dcomparison} writes
 * docs/sockbuf-figures.md and docs/sockbuf-figures.png.
 */
public final class SockbufComparison {

  private static final int ROUNDS = 3;

  private SockbufComparison() {}

  /** Medians of the rounds; with what a cache line took from CPU to CPU just before. */
  record Result(
      double nanosPerPacket,
      double bytesPerPacket,
      double median,
      double percentile99,
      double cacheLine) {
    static Result of(List<Result> rounds) {
      return new Result(
          middle(rounds.stream().map(Result::nanosPerPacket).toList()),
          middle(rounds.stream().map(Result::bytesPerPacket).toList()),
          middle(rounds.stream().map(Result::median).toList()),
          middle(rounds.stream().map(Result::percentile99).toList()),
          middle(rounds.stream().map(Result::cacheLine).toList()));
    }

    private static double middle(List<Double> values) {
      List<Double> sorted = new ArrayList<>(values);
      Collections.sort(sorted);
      return sorted.get(sorted.size() / 2);
    }
  }

  /**
   * Compares.
   *
   * @param arguments the folder to write to
   * @throws IOException if a JVM cannot be started or a file not written
   */
  public static void main(String[] arguments) throws IOException {
    Map<Scenario, Map<Contender, List<Result>>> rounds = new EnumMap<>(Scenario.class);
    for (int round = 1; round <= ROUNDS; round++) {
      for (Scenario scenario : Scenario.values()) {
        System.err.printf("round %d of %d: %s%n", round, ROUNDS, scenario.text);
        for (Contender contender : Contender.values()) {
          if (scenario.suits(contender)) {
            rounds
                .computeIfAbsent(scenario, s -> new EnumMap<>(Contender.class))
                .computeIfAbsent(contender, c -> new ArrayList<>())
                .add(measure(contender, scenario));
          }
        }
      }
    }
    Map<Scenario, Map<Contender, Result>> results = new EnumMap<>(Scenario.class);
    rounds.forEach(
        (scenario, of) -> {
          Map<Contender, Result> each = new EnumMap<>(Contender.class);
          of.forEach((contender, all) -> each.put(contender, Result.of(all)));
          results.put(scenario, each);
        });
    new Figures(results).write(Path.of(arguments[0]));
  }

  private static Result measure(Contender contender, Scenario scenario) throws IOException {
    double cacheLine = CacheLine.nanos();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-classpath",
                System.getProperty("java.class.path"),
                Measurement.class.getName(),
                contender.name(),
                scenario.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException(contender + " in " + scenario + " measured nothing");
      }
      String[] fields = line.split(" ", -1);
      return new Result(
          Double.parseDouble(fields[0]),
          Double.parseDouble(fields[1]),
          Double.parseDouble(fields[2]),
          Double.parseDouble(fields[3]),
          cacheLine);
    }
  }
}
