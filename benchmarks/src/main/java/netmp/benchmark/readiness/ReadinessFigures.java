package netmp.benchmark.readiness;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import netmp.benchmark.message.NotifyBenchmark;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The figures of waiting for many sockets: {@code mvn -q -pl benchmarks -am verify -DskipTests
 * -Dreadiness} writes docs/readiness-figures.md.
 */
public final class ReadinessFigures {

  private ReadinessFigures() {}

  /**
   * Measures.
   *
   * @param arguments the folder to write to
   * @throws Exception if something cannot be measured or the page not written
   */
  public static void main(String[] arguments) throws Exception {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Figures of waiting for many sockets

        Written by `mvn -q -pl benchmarks -am verify -DskipTests -Dreadiness`. %s, %d CPUs, Java %s; load average %.1f.

        ## Bytes of the heap for an idle socket

        From the histogram of live objects, over 10,000 sockets.

        """
            .formatted(
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    Memory.write(page);
    page.append(
        """

        The two sockbufs dominate; in each, 112 bytes keep the two sides on different cache lines. A ring makes its slots, 8 KB, for its
        first packet, and keeps them. A knote is what it takes to watch a socket.

        ## Nanoseconds of a call that has something to report

        Connected local stream sockets, all watched for READ, or asked about by POLLIN. `kevent` costs what is ready; `poll` looks at
        each socket. Medians of the rounds.

        """);
    Waits.write(page);
    page.append(
        """

        ## A notify

        A datagram of 64 bytes given to the owner by notify (`NotifyBenchmark`, JMH with its GC profiler), by a sender that asks by
        `poll` for room and yields until there is some, so that the time is that of the slower of the two threads. An owner that is
        awake is not woken, and nobody parks. What is allocated is some 20 KB a second, however many
        are sent: JMH's own.

        | the owner | nanoseconds | bytes allocated | parks | unparks | of so many sends |
        |---|--:|--:|--:|--:|--:|
        """);
    for (RunResult result : runNotify()) {
      row(page, result);
    }
    Files.writeString(Path.of(arguments[0]).resolve("readiness-figures.md"), page);
  }

  private static Collection<RunResult> runNotify() throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(NotifyBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }

  private static void row(StringBuilder page, RunResult result) {
    boolean awake = Boolean.parseBoolean(result.getParams().getParam("ownerIsAwake"));
    page.append(
        "| %s | %.0f | %.2f | %,.0f | %,.0f | %,.0f |\n"
            .formatted(
                awake ? "never sleeps" : "sleeps when it has had nothing to do for a while",
                result.getPrimaryResult().getScore(),
                score(result, "gc.alloc.rate.norm"),
                score(result, "parks"),
                score(result, "unparks"),
                score(result, "sends")));
  }

  private static double score(RunResult result, String label) {
    return result.getSecondaryResults().get(label).getScore();
  }
}
