package netmp.benchmark.udp;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.imageio.ImageIO;
import netmp.pcb.UdpDesign;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The designs on 1 to 64 simulated processors: tables and a picture. */
final class Scaling {

  private static final List<Integer> CPUS = List.of(1, 2, 4, 8, 16, 32, 64);

  /** Of which the tables of counts are. */
  private static final List<Integer> SOME_CPUS = List.of(1, 2, 16, 64);

  /** A socket that moves needs another CPU to go to, and a flood two to be fair to. */
  private static final List<Integer> FEW_CPUS = List.of(2, 16, 64);

  private static final List<Figure> COUNTS =
      List.of(
          Figure.PACKETS,
          Figure.MESSAGES,
          Figure.WAKES,
          Figure.ACCESSES,
          Figure.MOVES,
          Figure.WRITTEN,
          Figure.CPU_TICKS,
          Figure.READER_TICKS);

  private static final List<Figure> QUEUES =
      List.of(
          Figure.BUSIEST,
          Figure.PORT,
          Figure.LONGEST_PORT,
          Figure.SOCKBUF,
          Figure.LONGEST_SOCKBUF,
          Figure.LATENCY,
          Figure.OUT_OF_ORDER,
          Figure.FAIRNESS);

  private static final List<Figure> MOVES =
      List.of(Figure.RATE, Figure.PACKETS, Figure.MESSAGES, Figure.LATENCY, Figure.OUT_OF_ORDER);

  private static final List<Figure> FLOODS =
      List.of(Figure.RATE, Figure.FAIRNESS, Figure.SERVED, Figure.LONGEST_PORT, Figure.LATENCY);

  private final Function<String[], Map<String, Double>> simulation = load();
  private final Map<Traffic, Map<UdpDesign, Map<Integer, Map<String, Double>>>> results =
      new EnumMap<>(Traffic.class);

  @SuppressWarnings("unchecked")
  private static Function<String[], Map<String, Double>> load() {
    try {
      return (Function<String[], Map<String, Double>>)
          new AccessLoader().loadClass(Simulated.class.getName()).getConstructor().newInstance();
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("the simulation cannot be loaded", e);
    }
  }

  /** Runs it, or takes what it was. */
  private Map<String, Double> of(Traffic traffic, UdpDesign design, int cpus) {
    return results
        .computeIfAbsent(traffic, t -> new EnumMap<>(UdpDesign.class))
        .computeIfAbsent(design, d -> new TreeMap<>())
        .computeIfAbsent(cpus, n -> run(traffic, design, n));
  }

  private Map<String, Double> run(Traffic traffic, UdpDesign design, int cpus) {
    System.err.printf("%s, %s, %d CPUs%n", traffic.text, design, cpus);
    return simulation.apply(new String[] {design.name(), traffic.name(), Integer.toString(cpus)});
  }

  /** Appends the tables, and draws. */
  void write(StringBuilder page, Path folder) throws IOException {
    for (Traffic traffic : List.of(Traffic.ONE_SOCKET, Traffic.SOCKET_PER_CPU, Traffic.CONNECTED)) {
      page.append("\n### ").append(capital(traffic.text)).append("\n\n");
      page.append("Datagrams per 1000 ticks, by the number of CPUs:\n\n");
      rates(page, traffic);
      String picture = "udp-" + traffic.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".png";
      draw(traffic, folder.resolve(picture));
      page.append("\n![%s](%s)\n\nPer datagram:\n\n".formatted(traffic.text, picture));
      table(page, traffic, SOME_CPUS, COUNTS);
      page.append("\nQueues, time and order:\n\n");
      table(page, traffic, SOME_CPUS, QUEUES);
    }
    page.append("\n### ").append(capital(Traffic.MOVING.text)).append("\n\n");
    table(page, Traffic.MOVING, FEW_CPUS, MOVES);
    for (Traffic traffic : List.of(Traffic.FLOOD, Traffic.LOUD)) {
      page.append("\n### ").append(capital(traffic.text)).append("\n\n");
      table(page, traffic, FEW_CPUS, FLOODS);
    }
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private void rates(StringBuilder page, Traffic traffic) {
    page.append("| |");
    CPUS.forEach(cpus -> page.append(" %d |".formatted(cpus)));
    page.append("\n|---|").append("--:|".repeat(CPUS.size())).append('\n');
    for (UdpDesign design : UdpDesign.values()) {
      page.append("| ").append(design).append(" |");
      CPUS.forEach(
          cpus ->
              page.append(" %.2f |".formatted(of(traffic, design, cpus).get(Figure.RATE.name()))));
      page.append('\n');
    }
  }

  private void table(
      StringBuilder page, Traffic traffic, List<Integer> numbers, List<Figure> figures) {
    page.append("| CPUs | |");
    figures.forEach(figure -> page.append(' ').append(figure.text).append(" |"));
    page.append("\n|--:|---|").append("--:|".repeat(figures.size())).append('\n');
    for (int cpus : numbers) {
      for (UdpDesign design : UdpDesign.values()) {
        page.append("| %d | %s |".formatted(cpus, design));
        Map<String, Double> values = of(traffic, design, cpus);
        figures.forEach(figure -> page.append(cell(values.get(figure.name()))));
        page.append('\n');
      }
    }
  }

  private static String cell(double value) {
    return (value < 100 ? " %.2f |" : " %,.0f |").formatted(value);
  }

  private void draw(Traffic traffic, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(500)
            .title(capital(traffic.text))
            .xAxisTitle("CPUs")
            .yAxisTitle("datagrams per 1000 ticks")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(traffic == Traffic.ONE_SOCKET ? 0.1 : null);
    for (UdpDesign design : UdpDesign.values()) {
      List<Double> rates = new ArrayList<>();
      CPUS.forEach(cpus -> rates.add(of(traffic, design, cpus).get(Figure.RATE.name())));
      chart.addSeries(design.text(), CPUS, rates);
    }
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
  }
}
