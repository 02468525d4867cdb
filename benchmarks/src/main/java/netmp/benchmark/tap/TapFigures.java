package netmp.benchmark.tap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack on a TAP device beside the kernel on a veth pair: {@code mvn -q -pl benchmarks -am
 * verify -DskipTests -Dtap} writes docs/tap-figures.md. Takes iperf3, ethtool, iproute2 and the
 * right to make network namespaces.
 */
public final class TapFigures {

  private static final int ROUNDS = 3;
  private static final int SECONDS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Makes a contender, with offloads or without. */
  @FunctionalInterface
  private interface Maker {
    Contender make(boolean offloads) throws IOException, InterruptedException;
  }

  /** Measures one thing, once. */
  @FunctionalInterface
  private interface Measurement {
    double of(Contender contender) throws IOException, InterruptedException;
  }

  private static final Map<String, Maker> CONTENDERS = new LinkedHashMap<>();
  private static final Map<String, Measurement> MEASUREMENTS = new LinkedHashMap<>();

  static {
    CONTENDERS.put("kernel, veth", KernelOnVeth::new);
    CONTENDERS.put("netmp, TAP", offloads -> new StackOnTap(1, offloads));
    CONTENDERS.put("netmp, TAP, 2 CPUs", offloads -> new StackOnTap(2, offloads));
    MEASUREMENTS.put("TCP received, Gbit/s", c -> gigabits(c));
    MEASUREMENTS.put("TCP sent, Gbit/s", c -> gigabits(c, "-R"));
    MEASUREMENTS.put("UDP of 64 bytes received, datagrams/s", c -> datagrams(c));
    MEASUREMENTS.put("UDP of 64 bytes sent, datagrams/s", c -> datagrams(c, "-R"));
    MEASUREMENTS.put("TCP, 64 bytes there and back, p50 µs", TapFigures::roundTrip);
  }

  private TapFigures() {}

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
            # The stack on a TAP device, and the kernel on a veth pair

            Written by `mvn -q -pl benchmarks -am verify -DskipTests -Dtap`. %s, %d CPUs, Java %s; load average %.1f. The client is the
            kernel's, in a network namespace: iperf3 for %d seconds, and a Java program for round trips. The server is this stack, its
            protocol threads and the JVM around them sharing the CPUs with the client; or the kernel, in another namespace. Medians of
            %d rounds in which they take turns; in brackets the ratio to the kernel. MTU 1500.

            """
                .formatted(
                    System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version().feature(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    SECONDS,
                    ROUNDS));
    compare(page, "Without offloads", false);
    compare(page, "With checksums, segmentation and joining left to the devices", true);
    Files.writeString(Path.of(arguments[0]).resolve("tap-figures.md"), page);
    System.exit(0); // the stacks' threads are daemons no more than others
  }

  private static void compare(StringBuilder page, String title, boolean offloads)
      throws IOException, InterruptedException {
    Map<String, Map<String, List<Double>>> found = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, Maker> maker : CONTENDERS.entrySet()) {
        try (Contender contender = maker.getValue().make(offloads)) {
          measure(maker.getKey(), contender, found);
        }
      }
    }
    page.append("## ").append(title).append("\n\n|");
    CONTENDERS.keySet().forEach(name -> page.append(" | ").append(name));
    page.append(" |\n|---").append("|--:".repeat(CONTENDERS.size())).append("|\n");
    found.forEach((what, rates) -> row(page, what, rates));
    page.append('\n');
  }

  private static void measure(
      String name, Contender contender, Map<String, Map<String, List<Double>>> found)
      throws IOException, InterruptedException {
    for (Map.Entry<String, Measurement> measurement : MEASUREMENTS.entrySet()) {
      String what = measurement.getKey();
      double value = measurement.getValue().of(contender);
      System.err.printf("%s: %s: %.2f%n", name, what, value);
      found
          .computeIfAbsent(what, w -> new LinkedHashMap<>())
          .computeIfAbsent(name, n -> new ArrayList<>())
          .add(value);
    }
  }

  private static void row(StringBuilder page, String what, Map<String, List<Double>> rates) {
    page.append("| ").append(what);
    double kernel = 0;
    for (List<Double> values : rates.values()) {
      double median = values.stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
      String format = median < 1000 ? " | %.1f" : " | %,.0f";
      page.append(format.formatted(median));
      if (kernel == 0) {
        kernel = median;
      } else {
        page.append(" (%.2f)".formatted(median / kernel));
      }
    }
    page.append(" |\n");
  }

  private static double gigabits(Contender contender, String... more)
      throws IOException, InterruptedException {
    return iperf3(contender, more).at("/end/sum_received/bits_per_second").asDouble() / 1e9;
  }

  /** As many as the receiver has got. */
  private static double datagrams(Contender contender, String... more)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-u", "-l", "64", "-b", "0"));
    arguments.addAll(List.of(more));
    JsonNode sum = iperf3(contender, arguments.toArray(String[]::new)).at("/end/sum");
    return (sum.path("packets").asDouble() - sum.path("lost_packets").asDouble())
        / sum.path("seconds").asDouble();
  }

  private static JsonNode iperf3(Contender contender, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("iperf3", "-c", Contender.ADDRESS, "--json"));
    command.addAll(List.of("-t", Integer.toString(SECONDS)));
    command.addAll(List.of(more));
    return JSON.readTree(contender.clients().run(command.toArray(String[]::new)));
  }

  private static double roundTrip(Contender contender) throws IOException, InterruptedException {
    String nanos =
        contender
            .clients()
            .run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                RoundTripClient.class.getName(),
                Contender.ADDRESS,
                Integer.toString(SECONDS));
    return Long.parseLong(nanos.strip()) / 1e3;
  }
}
