package netmp.benchmark.message;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The figures of the message path: {@code mvn -q -pl benchmarks -am verify -DskipTests -Dmessages}
 * writes docs/message-figures.md.
 */
public final class MessageFigures {

  private MessageFigures() {}

  /**
   * Measures.
   *
   * @param arguments the folder to write to
   * @throws Exception if something cannot be measured or the page not written
   */
  public static void main(String[] arguments) throws Exception {
    RoundTrips roundTrips = new RoundTrips();
    roundTrips.measure();
    double park = HandOver.median(HandOver.Wait.PARK);
    double yield = HandOver.median(HandOver.Wait.YIELD);
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Figures of the message path

        Written by `mvn -q -pl benchmarks -am verify -DskipTests -Dmessages`. %s, %d CPUs, Java %s; load average %.1f.

        ## UDP round trips of %d bytes between two user threads

        Microseconds; all contenders in turn, round by round, in one JVM.

        """
            .formatted(
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                load(),
                EchoPair.LENGTH));
    roundTrips.write(page);
    page.append(
        """

        Where the time goes: a round trip between two hosts passes from thread to thread six times (client, its protocol thread, the
        peer's, the server, and back), on one host four times; over the kernel's loopback, where the sender's thread carries the datagram
        into the receiver's socket, twice. To pass the turn to another thread and do nothing else takes, in microseconds (median):

        | by | one hand-over | six | four | two |
        |---|--:|--:|--:|--:|
        """);
    row(page, "park and unpark", park);
    row(page, "yielding", yield);
    page.append(
        """

        ## The deterministic scheduler

        Per second of processor time, so that what else the machine does matters little; episodes with all that the JVM does besides.

        """);
    Simulation.write(page);
    Files.writeString(Path.of(arguments[0]).resolve("message-figures.md"), page);
  }

  private static void row(StringBuilder page, String what, double nanos) {
    double micros = nanos / 1e3;
    page.append(
        "| %s | %.1f | %.1f | %.1f | %.1f |\n"
            .formatted(what, micros, 6 * micros, 4 * micros, 2 * micros));
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
