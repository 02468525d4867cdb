package netmp.benchmark.tcp;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Writes docs/performance.md. */
public final class TcpFigures {

  private static final int ROUNDS = 3;
  private static final long SPAN = TimeUnit.SECONDS.toNanos(3);

  /** Bytes of a flow. */
  private static final long FLOW = 1L << 30;

  private static final int CONNECTIONS = 10_000;

  /** Users that connect side by side. */
  private static final int CLIENTS = 16;

  private static final int CLASSES = 12;

  private static final int MTU = 1500;

  /** Links on which the cost of a segment is measured. */
  private record Way(String name, int mtu, Devices devices) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("MTU 1500", MTU, Devices.PLAIN),
          new Way("MTU 1500, offloads", MTU, Devices.OFFLOADING),
          new Way("MTU 9000", 9000, Devices.PLAIN));

  private TcpFigures() {}

  /** Makes the streams of one contender. */
  private interface Contender {
    Streams open() throws IOException;
  }

  private static final List<Contender> CONTENDERS =
      List.of(
          () -> new StackStreams(Devices.PLAIN),
          () -> new StackStreams(Devices.OFFLOADING),
          KernelStreams::new);

  /** What was measured of one contender, round by round. */
  private static final class Row {
    final double[] gigabits = new double[ROUNDS];
    final double[] median = new double[ROUNDS];
    final double[] tail = new double[ROUNDS];
    final double[] connections = new double[ROUNDS];
    final double[] sideBySide = new double[ROUNDS];
    String name = "";
  }

  /**
   * Measures and writes.
   *
   * @param arguments the folder of the page
   * @throws Exception when a measurement fails or the page cannot be written
   */
  public static void main(String[] arguments) throws Exception {
    List<Row> rows = new ArrayList<>();
    CONTENDERS.forEach(contender -> rows.add(new Row()));
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < rows.size(); i++) {
        measure(CONTENDERS.get(i), rows.get(i), round);
      }
    }
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Performance of TCP

        Written by `mvn -q -pl benchmarks -am verify -DskipTests -Dtcp`. %s, %d CPUs, Java %s; load average %.1f. Medians of %d rounds, all
        contenders in turn, in one JVM. The stacks have one CPU each, MTU 1500, checksums on. With offloads their devices take sends of up to
        64 KiB, which pass the cable as they are and without checksums, as on a veth pair; the kernel's loopback has an MTU of 65536
        and no checksums either.

        | | bulk flow, Gbit/s | 64 bytes there and back, p50 \u00b5s | p99 \u00b5s | connections per second | %d at a time |
        |---|--:|--:|--:|--:|--:|
        """
            .formatted(
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                ROUNDS,
                CLIENTS));
    for (Row row : rows) {
      page.append(
          "| %s | %.2f | %.1f | %.1f | %,.0f | %,.0f |\n"
              .formatted(
                  row.name,
                  middle(row.gigabits),
                  middle(row.median) / 1e3,
                  middle(row.tail) / 1e3,
                  middle(row.connections),
                  middle(row.sideBySide)));
    }
    oneLoop(page);
    connections(page);
    Files.writeString(Path.of(arguments[0]).resolve("performance.md"), page);
  }

  private static void oneLoop(StringBuilder page) throws IOException {
    page.append(
        """

        ## What a segment costs

        One flow whose both ends share one thread, users included: text per second of processor time, and what one segment costs at
        both ends together; median of %d rounds. What is allocated the simulation allocates, which runs the threads in turn.

        | | Gbit/s | nanoseconds per segment | bytes allocated per segment |
        |---|--:|--:|--:|
        """
            .formatted(ROUNDS));
    for (Way way : WAYS) {
      OneLoop.measure(way.mtu, way.devices, FLOW); // compiles it
      List<OneLoop.Cost> costs = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        costs.add(OneLoop.measure(way.mtu, way.devices, FLOW));
        System.err.printf("%s: %s%n", way.name, costs.getLast());
      }
      page.append(
          "| %s | %.1f | %,.0f | %.1f |\n"
              .formatted(
                  way.name,
                  middle(costs.stream().mapToDouble(OneLoop.Cost::gigabits).toArray()),
                  middle(costs.stream().mapToDouble(OneLoop.Cost::nanos).toArray()),
                  middle(costs.stream().mapToDouble(OneLoop.Cost::allocated).toArray())));
    }
    page.append("\nWhere the time goes at MTU %d:\n\n| part | share |\n|---|--:|\n".formatted(MTU));
    SegmentProfile.of(() -> OneLoop.measure(MTU, Devices.PLAIN, 2 * FLOW))
        .forEach((part, share) -> page.append("| %s | %.0f %% |\n".formatted(part, 100 * share)));
  }

  private static void connections(StringBuilder page) throws Exception {
    double[] nanos = new double[ROUNDS];
    Connections.cost(CONNECTIONS); // compiles it
    for (int round = 0; round < ROUNDS; round++) {
      nanos[round] = Connections.cost(CONNECTIONS);
    }
    Map<String, Long> idle = Connections.idle(CONNECTIONS);
    long bytes = idle.values().stream().mapToLong(Long::longValue).sum();
    page.append(
        """

        ## What a connection costs

        To open and close %,d connections, one after the other, takes %,.0f ns of processor time for each, at both ends together, on one
        thread; those before are in TIME-WAIT meanwhile.

        One end of an idle connection, over which a byte has gone there and back, has %,d bytes of the heap: %.2f GiB for a
        million. The classes with most of them:

        | class | bytes |
        |---|--:|
        """
            .formatted(CONNECTIONS, middle(nanos), bytes, bytes * 1e6 / (1L << 30)));
    idle.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(CLASSES)
        .forEach(e -> page.append("| `%s` | %d |\n".formatted(e.getKey(), e.getValue())));
  }

  private static void measure(Contender contender, Row row, int round) throws Exception {
    try (Streams streams = contender.open()) {
      row.name = streams.name();
      row.gigabits[round] = Measurements.bulk(streams, SPAN);
      Histogram histogram = Measurements.roundTrips(streams, SPAN);
      row.median[round] = histogram.getValueAtPercentile(50);
      row.tail[round] = histogram.getValueAtPercentile(99);
      row.connections[round] = Measurements.connections(streams, SPAN, 1);
      row.sideBySide[round] = Measurements.connections(streams, SPAN, CLIENTS);
    }
    System.err.printf(
        "%s: %.2f Gbit/s, p50 %.1f us, %.0f and %.0f connections/s%n",
        row.name,
        row.gigabits[round],
        row.median[round] / 1e3,
        row.connections[round],
        row.sideBySide[round]);
  }

  private static double middle(double[] rounds) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
