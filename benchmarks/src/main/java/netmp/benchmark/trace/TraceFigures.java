package netmp.benchmark.trace;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.imageio.ImageIO;
import netmp.model.Specifications;
import netmp.validate.Catalogue;
import netmp.validate.Engine;
import netmp.validate.StreamEngine;
import netmp.validate.TlcEngine;
import netmp.validate.TraceReader;
import netmp.validate.Validation;
import netmp.workload.StreamEcho;
import netmp.workload.UdpEcho;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/**
 * How fast traces are judged: {@code mvn -q -pl benchmarks -am verify -DskipTests -Dtraces} writes
 * docs/trace-figures.md. A figure is from the first byte of the trace to the judgement, with the
 * time in which TLC loads the specifications.
 */
public final class TraceFigures {

  private static final int ROUNDS = 3;
  private static final int TIMES = 10;
  private static final int CLIENTS = 3;
  private static final int DATAGRAMS = 3000;
  private static final int MESSAGES = 800;
  private static final int STEPS = 100_000;
  private static final List<Integer> THREADS = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  private static final String HEAP = "512m";
  private static final int CONNECTED_TIMES = 2000;
  private static final String SMALL_HEAP = "256m";

  private TraceFigures() {}

  /**
   * Measures; or judges one trace, if this is the JVM with little memory.
   *
   * @param arguments the folder to write to, and that of the queue's specification; or a trace
   * @throws Exception if something cannot be measured or the page not written
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      System.out.println(seconds(Path.of(arguments[0]), null, StreamEngine::new));
      return;
    }
    Path scratch = Files.createTempDirectory("netmp-traces");
    try {
      Path docs = Path.of(arguments[0]);
      String page = page(docs, scratch, Path.of(arguments[1]));
      Files.writeString(docs.resolve("trace-figures.md"), page);
    } finally {
      try (var files = Files.list(scratch)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(scratch);
    }
  }

  private static String page(Path docs, Path scratch, Path queue) throws Exception {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Figures of the trace checker

        Written by `mvn -q -pl benchmarks -am verify -DskipTests -Dtraces`. %s, %d CPUs, Java %s. Medians of %d rounds; plain TLC once. Each
        figure is from the first byte of the trace to the judgement, with the time in which the specifications are loaded. Plain TLC
        begins anew for each object; most are packet buffers, with few events.

        ## Traces in a total order

        | trace of | events | objects | one thread, events/s | all processors, events/s | plain TLC, events/s | times plain TLC |
        |---|--:|--:|--:|--:|--:|--:|
        """
            .formatted(
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                ROUNDS));
    Recorded udp = Recorded.of(new UdpEcho(CLIENTS, DATAGRAMS));
    total(page, "udp-echo", udp, scratch);
    Path longTrace = scratch.resolve("long.ndjson");
    udp.write(TIMES, longTrace);
    total(
        page,
        "tcp-echo",
        Recorded.of(new StreamEcho(StreamEcho.Family.TCP, CLIENTS, MESSAGES)),
        scratch);
    long events = (long) TIMES * udp.size();
    double seconds = withLittleMemory(longTrace, HEAP);
    Recorded echo = Recorded.of(new StreamEcho(StreamEcho.Family.TCP, CLIENTS, 1));
    echo.write(CONNECTED_TIMES, longTrace);
    double many = withLittleMemory(longTrace, SMALL_HEAP);
    page.append(
        """

        udp-echo %d times one behind the other, in a JVM with -Xmx%s: %,d events in %.1f s, %,d events/s.

        tcp-echo with one message, %,d times one behind the other, each time with other sockets: %,d events on %,d objects, in a JVM with
        -Xmx%s in %.1f s, %,d events/s.

        ## Threads that overlap

        %,d steps on a queue for ten; every thread is in the middle of a step at every moment.

        | threads | seconds | steps/s |
        |--:|--:|--:|
        """
            .formatted(
                TIMES,
                HEAP,
                events,
                seconds,
                perSecond(events, seconds),
                CONNECTED_TIMES,
                (long) CONNECTED_TIMES * echo.size(),
                objects(longTrace),
                SMALL_HEAP,
                many,
                perSecond((long) CONNECTED_TIMES * echo.size(), many),
                STEPS));
    List<Double> micros = new ArrayList<>();
    for (int threads : THREADS) {
      Path file = scratch.resolve("queue.ndjson");
      new Overlapping(threads, 1).write(STEPS, file);
      double took = median(file, queue, StreamEngine::new);
      micros.add(took / STEPS * 1e6);
      page.append("| %d | %.1f | %,d |\n".formatted(threads, took, perSecond(STEPS, took)));
    }
    page.append("\n![What a step costs, by threads](trace-figures.png)\n");
    draw(micros, docs.resolve("trace-figures.png"));
    return page.toString();
  }

  private static void draw(List<Double> micros, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(500)
            .title("Steps that always overlap, on a queue for ten")
            .xAxisTitle("threads")
            .yAxisTitle("microseconds for a step")
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisMin(0.0);
    chart.addSeries("stream engine", THREADS, micros);
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
  }

  private static void total(StringBuilder page, String name, Recorded run, Path scratch)
      throws Exception {
    Path file = scratch.resolve("trace.ndjson");
    run.write(1, file);
    double one = median(file, null, catalogue -> new StreamEngine(catalogue, 1));
    double all = median(file, null, StreamEngine::new);
    double tlc = seconds(file, null, TlcEngine::new);
    page.append(
        "| %s | %,d | %,d | %,d | %,d | %,d | %.1f |\n"
            .formatted(
                name,
                run.size(),
                objects(file),
                perSecond(run.size(), one),
                perSecond(run.size(), all),
                perSecond(run.size(), tlc),
                tlc / all));
  }

  private static int objects(Path file) throws Exception {
    try (Specifications specifications = Specifications.ofClassPath();
        TraceReader trace = new TraceReader(Files.newInputStream(file))) {
      return new StreamEngine(Catalogue.of(specifications)).validate(trace).objects();
    }
  }

  private static long perSecond(long events, double seconds) {
    return Math.round(events / seconds);
  }

  private static double median(Path file, Path specs, Function<Catalogue, Engine> engine)
      throws Exception {
    List<Double> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      rounds.add(seconds(file, specs, engine));
    }
    return rounds.stream().sorted().toList().get(ROUNDS / 2);
  }

  private static double seconds(Path file, Path specs, Function<Catalogue, Engine> engine)
      throws Exception {
    System.gc();
    long start = System.nanoTime();
    try (Specifications specifications =
            specs == null ? Specifications.ofClassPath() : Specifications.ofDirectory(specs);
        TraceReader trace = new TraceReader(Files.newInputStream(file))) {
      Validation validation = engine.apply(Catalogue.of(specifications)).validate(trace);
      if (!validation.accepted()) {
        throw new IllegalStateException(validation.refusal().orElseThrow().text());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.err.printf("%s: %.1f s%n", file.getFileName(), seconds);
    return seconds;
  }

  private static double withLittleMemory(Path trace, String heap)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-classpath",
                System.getProperty("java.class.path"),
                TraceFigures.class.getName(),
                trace.toString())
            .redirectError(Redirect.INHERIT)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (child.waitFor() != 0) {
      throw new IllegalStateException("the JVM with " + heap + " has failed");
    }
    return Double.parseDouble(printed.strip());
  }
}
