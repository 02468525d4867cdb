package netmp.benchmark.sockbuf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import netmp.benchmark.sockbuf.SockbufComparison.Result;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The results as a page with tables, and as a picture. */
record Figures(Map<Scenario, Map<Contender, Result>> results) {

  /** Slots of the ring of a socket's buffer, of 64 KiB. */
  private static final int SOCKET_CAPACITY = 2048;

  private static final List<Scenario> DRAWN =
      List.of(Scenario.THROUGHPUT_64, Scenario.THROUGHPUT_512, Scenario.THROUGHPUT_4096);

  void write(Path folder) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Figures of the socket buffers

        Written by `mvn -q -pl benchmarks -am verify -DskipTests -Dcomparison`. %s, %d CPUs, Java %s; JCTools %s.
        Packets of %d bytes; medians of the rounds; what a cache line took just before, least to most. `docs/sockbufs.md` says what they mean.

        """
            .formatted(
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                System.getProperty("jctools.version", "of pom.xml"),
                Contender.LENGTH));
    page.append("## Nanoseconds per packet, one producer and one consumer\n\n");
    table(page, list("THROUGHPUT"), Result::nanosPerPacket);
    page.append("\n![nanoseconds per packet](sockbuf-figures.png)\n");
    page.append("\n## Nanoseconds of a burst and its acknowledgement: median\n\n");
    table(page, list("BURST"), Result::median);
    page.append("\n## The same: 99th percentile\n\n");
    table(page, list("BURST"), Result::percentile99);
    page.append("\n## Nanoseconds per packet, several users on the send side\n\n");
    table(page, list("SEND"), Result::nanosPerPacket);
    page.append("\n## Nanoseconds per packet, several users on the receive side\n\n");
    table(page, list("RECEIVE"), Result::nanosPerPacket);
    page.append("\n## Bytes\n\n");
    memory(page);
    Files.writeString(folder.resolve("sockbuf-figures.md"), page);
    draw(folder.resolve("sockbuf-figures.png"));
  }

  private static List<Scenario> list(String kind) {
    return Arrays.stream(Scenario.values()).filter(s -> s.name().startsWith(kind)).toList();
  }

  private void table(StringBuilder page, List<Scenario> columns, ToDoubleFunction<Result> figure) {
    page.append("| |");
    columns.forEach(c -> page.append(' ').append(c.text).append(" |"));
    page.append("\n|---|").append("--:|".repeat(columns.size())).append('\n');
    for (Contender contender : Contender.values()) {
      if (columns.getFirst().suits(contender)) {
        page.append("| ").append(contender.text).append(" |");
        for (Scenario column : columns) {
          page.append(
              " %.1f |".formatted(figure.applyAsDouble(results.get(column).get(contender))));
        }
        page.append('\n');
      }
    }
    page.append("| *a cache line from CPU to CPU* |");
    columns.forEach(c -> page.append(cacheLine(results.get(c))));
    page.append('\n');
  }

  /** What it took at most and at least, for it changes while one waits. */
  private static String cacheLine(Map<Contender, Result> of) {
    DoubleSummaryStatistics nanos =
        of.values().stream().mapToDouble(Result::cacheLine).summaryStatistics();
    return " *%.0f to %.0f* |".formatted(nanos.getMin(), nanos.getMax());
  }

  private void memory(StringBuilder page) {
    page.append(
        "| | idle, %d packets at most | per queued packet | allocated per packet |\n"
            .formatted(SOCKET_CAPACITY));
    page.append("|---|--:|--:|--:|\n");
    for (Contender contender : Contender.values()) {
      if (Scenario.THROUGHPUT_512.suits(contender)) {
        Footprint footprint = Footprint.of(contender, SOCKET_CAPACITY);
        page.append(
            "| %s | %,d | %.1f | %.1f |\n"
                .formatted(
                    contender.text,
                    footprint.idle(),
                    footprint.perPacket(),
                    results.get(Scenario.THROUGHPUT_512).get(contender).bytesPerPacket()));
      }
    }
  }

  private void draw(Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1000)
            .height(500)
            .title("One producer, one consumer: nanoseconds per packet")
            .yAxisTitle("ns")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    for (Contender contender : Contender.values()) {
      if (DRAWN.getFirst().suits(contender)) {
        chart.addSeries(
            contender.text,
            DRAWN.stream().map(s -> "capacity " + s.capacity).toList(),
            DRAWN.stream().map(s -> results.get(s).get(contender).nanosPerPacket()).toList());
      }
    }
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
  }
}
