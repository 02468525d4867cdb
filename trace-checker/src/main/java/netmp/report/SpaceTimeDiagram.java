package netmp.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import netmp.report.Report.Diagram;
import netmp.validate.TraceEvent;

/**
 * Draws a trace: a lane for each thread, time downwards, a dot for each step, an arrow for whatever
 * goes from one thread to another.
 */
final class SpaceTimeDiagram {

  private static final int LEFT = 64;
  private static final int ROW = 17;
  private static final int TOP = 14;
  private static final int HEAD = 44;
  private static final int CHARACTER = 6;
  private static final int NARROWEST = 96;
  private static final int WIDEST = 190;
  private static final int DOT = 4;

  private final Diagram diagram;
  private final List<TraceEvent> events;
  private final List<String> lanes;
  private final int laneWidth;

  SpaceTimeDiagram(Diagram diagram) {
    this.diagram = diagram;
    this.events = diagram.events();
    this.lanes =
        events.stream()
            .map(TraceEvent::thread)
            .distinct()
            .sorted(Comparator.naturalOrder())
            .toList();
    int longest = events.stream().mapToInt(event -> event.label().length()).max().orElse(0);
    this.laneWidth = Math.clamp(longest * (long) CHARACTER + 30, NARROWEST, WIDEST);
  }

  /** The drawing, with lanes' names that stay in sight. */
  String html() {
    return """
    <div class="diagram" tabindex="0">
    <div class="lanes"><svg width="%d" height="%d" role="img" aria-label="threads">
    %s</svg></div>
    <svg width="%d" height="%d" role="img" aria-label="%s">
    %s%s%s</svg>
    </div>
    """
        .formatted(
            width(),
            HEAD,
            names(),
            width(),
            TOP * 2 + events.size() * ROW,
            Html.escape(diagram.title()),
            lines(),
            arrows(),
            dots());
  }

  private int width() {
    return LEFT + Math.max(1, lanes.size()) * laneWidth + 16;
  }

  private int x(int lane) {
    return LEFT + lane * laneWidth + 12;
  }

  private int x(TraceEvent event) {
    return x(lanes.indexOf(event.thread()));
  }

  private static int y(int row) {
    return TOP + row * ROW + ROW / 2;
  }

  private String names() {
    StringBuilder svg = new StringBuilder();
    for (int lane = 0; lane < lanes.size(); lane++) {
      String name = lanes.get(lane);
      svg.append(
          "<text x=\"%d\" y=\"18\" class=\"thread\">%s</text>\n<text x=\"%d\" y=\"34\" class=\"role\">%s</text>\n"
              .formatted(x(lane) - 6, Html.escape(name), x(lane) - 6, role(name)));
    }
    return svg.toString();
  }

  /** What a thread does, by its name: a protocol thread is called p and its CPU. */
  private static String role(String thread) {
    String own = thread.substring(thread.indexOf('.') + 1);
    return own.matches("p\\d+") ? "protocol, CPU " + own.substring(1) : "user";
  }

  private String lines() {
    StringBuilder svg = new StringBuilder();
    for (int lane = 0; lane < lanes.size(); lane++) {
      svg.append(
          "<line x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\" class=\"lane\"/>\n"
              .formatted(x(lane), x(lane), TOP * 2 + events.size() * ROW));
    }
    return svg.toString();
  }

  private String arrows() {
    StringBuilder svg = new StringBuilder();
    for (Arrow arrow : Arrow.of(events)) {
      TraceEvent from = events.get(arrow.from());
      TraceEvent to = events.get(arrow.to());
      int direction = Integer.signum(x(to) - x(from));
      svg.append(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"arrow %s\" marker-end=\"url(#head)\"/>\n"
              .formatted(
                  x(from) + direction * DOT,
                  y(arrow.from()),
                  x(to) - direction * (DOT + 1),
                  y(arrow.to()),
                  style(from)));
    }
    return svg.toString();
  }

  private String dots() {
    List<String> svg = new ArrayList<>();
    for (int row = 0; row < events.size(); row++) {
      TraceEvent event = events.get(row);
      String refused = event.line() == diagram.refusedLine() ? " refused" : "";
      svg.add(
          """
          <g class="step %s%s"><title>%s on %s by %s, line %d</title>
          <text x="%d" y="%d" class="line">%d</text>
          <circle cx="%d" cy="%d" r="%d"/><text x="%d" y="%d">%s</text></g>
          """
              .formatted(
                  style(event),
                  refused,
                  Html.escape(event.label()),
                  Html.escape(event.object()),
                  Html.escape(event.thread()),
                  event.line(),
                  LEFT - 18,
                  y(row) + 4,
                  event.line(),
                  x(event),
                  y(row),
                  refused.isEmpty() ? DOT : DOT + 2,
                  x(event) + 9,
                  y(row) + 4,
                  Html.escape(event.label())));
    }
    return String.join("", svg);
  }

  /** A class for the kind of object: the name of the kind, as far as it is letters. */
  private static String style(TraceEvent event) {
    return "kind-" + event.kind().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "-");
  }
}
