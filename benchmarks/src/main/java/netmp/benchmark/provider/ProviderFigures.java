package netmp.benchmark.provider;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;

/**
 * Programs over the stack and over the kernel's loopback: {@code mvn -q -pl benchmarks -am verify
 * -DskipTests -Dprovider} writes docs/provider-figures.md. Each run is a JVM of its own, since the
 * provider of the JVM is one; the contenders take turns.
 */
public final class ProviderFigures {

  private static final int ROUNDS = 5;

  /** Over what a program runs. */
  private enum Contender {
    KERNEL("kernel", "the JDK's provider, the kernel's loopback"),
    ONE_HOST("one-host", "netmp, the loopback of one host"),
    TWO_HOSTS("two-hosts", "netmp, two hosts and a link");

    private final String argument;
    private final String text;

    Contender(String argument, String text) {
      this.argument = argument;
      this.text = text;
    }
  }

  /** What one run has found. */
  private record Run(long perSecond, long median, long p99) {

    static Run parse(String line) {
      Scanner numbers = new Scanner(line);
      return new Run(numbers.nextLong(), numbers.nextLong(), numbers.nextLong());
    }
  }

  private ProviderFigures() {}

  /**
   * Measures.
   *
   * @param arguments the folder to write to
   * @throws Exception if something cannot be measured or the page not written
   */
  public static void main(String[] arguments) throws Exception {
    StringBuilder page =
        new StringBuilder(
            """
            # Programs over the stack and over the kernel

            Written by `mvn -q -pl benchmarks -am verify -DskipTests -Dprovider`. %s, %d CPUs, Java %s.

            One client that sends %d bytes and waits for them to come back, for %d seconds after %d to warm up, in a JVM of its own; %d rounds in which the
            contenders take turns, of which the medians are shown. Times in microseconds.

            """
                .formatted(
                    System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version().feature(),
                    Program.LENGTH,
                    ProgramRun.SECONDS,
                    ProgramRun.WARM_UP,
                    ROUNDS));
    compare(page, "netty", "Netty's NIO transport, an echo");
    compare(page, "http", "The JDK's HTTP server and client");
    Files.writeString(Path.of(arguments[0]).resolve("provider-figures.md"), page);
  }

  private static void compare(StringBuilder page, String program, String title) throws Exception {
    Map<Contender, List<Run>> runs = new EnumMap<>(Contender.class);
    for (int round = 0; round < ROUNDS; round++) {
      for (Contender contender : Contender.values()) {
        Run run = run(program, contender);
        System.err.println(program + ", " + contender.argument + ": " + run);
        runs.computeIfAbsent(contender, c -> new ArrayList<>()).add(run);
      }
    }
    page.append("## ").append(title).append("\n\n");
    page.append("| | round trips per second | ratio | p50 | p99 |\n|---|--:|--:|--:|--:|\n");
    double kernel = median(runs.get(Contender.KERNEL), Run::perSecond);
    runs.forEach(
        (contender, own) -> {
          double rate = median(own, Run::perSecond);
          page.append(
              "| %s | %,.0f | %.2f | %.1f | %.1f |\n"
                  .formatted(
                      contender.text,
                      rate,
                      rate / kernel,
                      median(own, Run::median) / 1e3,
                      median(own, Run::p99) / 1e3));
        });
    page.append('\n');
  }

  private static double median(List<Run> runs, ToLongFunction<Run> what) {
    return runs.stream().mapToLong(what).sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
  }

  private static Run run(String program, Contender contender)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseParallelGC");
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    if (contender != Contender.KERNEL) {
      command.add("-Djava.nio.channels.spi.SelectorProvider=netmp.provider.NetmpSelectorProvider");
    }
    command.addAll(List.of(ProgramRun.class.getName(), program, contender.argument));
    Process child = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    StringJoiner output = new StringJoiner("\n");
    child.inputReader(StandardCharsets.UTF_8).lines().forEach(output::add);
    if (child.waitFor() != 0) {
      throw new IOException(program + " over " + contender.text + " failed:\n" + output);
    }
    return Run.parse(output.toString());
  }
}
