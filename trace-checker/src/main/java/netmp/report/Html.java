package netmp.report;

import java.util.Locale;
import netmp.report.Report.Diagram;
import netmp.report.Report.Failure;
import netmp.report.Report.Row;
import netmp.report.Report.Table;

/** A report as one page that needs nothing else: no script, no font, no other file. */
public final class Html {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --paper: #fff; --line: #d7dde3;
        --band: #f4f6f8; --good: #1a7f37; --bad: #cf222e; --port: #0969da; --rcv: #1a7f37; --snd: #9a6700; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa5b1; --paper: #0d1117;
        --line: #30363d; --band: #161b22; --good: #3fb950; --bad: #f85149; --port: #58a6ff; --rcv: #3fb950;
        --snd: #d29922; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 1200px; margin: 0 auto; padding: 24px 16px 64px; }
      h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 36px 0 4px; }
      p { margin: 4px 0 10px; color: var(--soft); }
      .banner { border-left: 6px solid var(--good); background: var(--band); padding: 14px 18px; border-radius: 4px; }
      .banner.bad { border-color: var(--bad); }
      .table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
      td:last-child { white-space: normal; } th { color: var(--soft); font-weight: 600; }
      td.number { font-variant-numeric: tabular-nums; }
      .mark { color: var(--good); font-weight: 700; } tr.bad td, tr.bad .mark { color: var(--bad); }
      pre { background: var(--band); border-left: 6px solid var(--bad); padding: 12px 16px; overflow-x: auto;
        font: 13px/1.45 ui-monospace, monospace; border-radius: 4px; }
      .diagram { overflow: auto; max-height: 85vh; border: 1px solid var(--line); border-radius: 4px; }
      .diagram svg { display: block; font: 11px ui-monospace, monospace; }
      .lanes { position: sticky; top: 0; background: var(--band); border-bottom: 1px solid var(--line);
        width: max-content; min-width: 100%; z-index: 1; }
      svg text { fill: var(--ink); } svg .thread { font-weight: 700; font-size: 12px; }
      svg .role, svg .line { fill: var(--soft); font-size: 10px; } svg .line { text-anchor: end; }
      svg .lane { stroke: var(--line); } svg .arrow { stroke: var(--soft); opacity: .75; stroke-width: 1.2; }
      svg .step text { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
      svg .head { fill: var(--soft); } svg circle { fill: var(--soft); }
      svg .kind-port circle { fill: var(--port); } svg line.kind-port { stroke: var(--port); }
      svg .kind-so-rcv circle { fill: var(--rcv); } svg line.kind-so-rcv { stroke: var(--rcv); }
      svg .kind-so-snd circle { fill: var(--snd); } svg line.kind-so-snd { stroke: var(--snd); }
      svg .refused circle { fill: var(--bad); } svg .refused text { fill: var(--bad); font-weight: 700; }
      .legend span { margin-right: 18px; } .legend i { display: inline-block; width: 10px; height: 10px;
        border-radius: 50%; margin-right: 6px; }
      @media print { .diagram { max-height: none; overflow: visible; } }
      """;

  private Html() {}

  /**
   * The page.
   *
   * @param report what it shows
   * @return XHTML, so that tools can read it, too
   */
  public static String page(Report report) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>%s</title>
        <style>
        %s</style></head>
        <body>
        <svg width="0" height="0" style="position: absolute"><defs><marker id="head" viewBox="0 0 8 8"
        refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path d="M0,1 L7,4 L0,7 z" class="head"/></marker></defs></svg>
        """
            .formatted(escape(report.title()), STYLE));
    banner(report, page);
    report.failures().forEach(failure -> failure(failure, page));
    report.tables().forEach(table -> table(table, page));
    report.diagrams().forEach(diagram -> diagram(diagram, page));
    return page.append("</body></html>\n").toString();
  }

  private static void banner(Report report, StringBuilder page) {
    long bad =
        report.tables().stream().flatMap(t -> t.rows().stream()).filter(row -> !row.good()).count();
    String verdict =
        report.good()
            ? "Everything is as it should be."
            : "%d of the results below are not as they should be.".formatted(Math.max(bad, 1));
    page.append(
        "<div class=\"banner%s\"><h1>%s</h1><div>%s %s</div></div>\n"
            .formatted(
                report.good() ? "" : " bad",
                escape(report.title()),
                verdict,
                String.format(Locale.ROOT, "It took %.1f s to find out.", report.seconds())));
  }

  private static void failure(Failure failure, StringBuilder page) {
    page.append(
        "<h2>%s</h2>\n<pre>%s</pre>\n".formatted(escape(failure.title()), escape(failure.text())));
  }

  private static void table(Table table, StringBuilder page) {
    page.append(
        "<h2>%s</h2>\n<p>%s</p>\n<div class=\"table\"><table><thead><tr><th></th>"
            .formatted(escape(table.title()), escape(table.note())));
    table.columns().forEach(name -> page.append("<th>").append(escape(name)).append("</th>"));
    page.append("</tr></thead><tbody>\n");
    table.rows().forEach(row -> row(row, page));
    page.append("</tbody></table></div>\n");
  }

  private static void row(Row row, StringBuilder page) {
    page.append(
        row.good()
            ? "<tr><td class=\"mark\">✓</td>"
            : "<tr class=\"bad\"><td class=\"mark\">✗</td>");
    for (String cell : row.cells()) {
      boolean number = cell.matches("[0-9.,]+");
      page.append(number ? "<td class=\"number\">" : "<td>").append(escape(cell)).append("</td>");
    }
    page.append("</tr>\n");
  }

  private static void diagram(Diagram diagram, StringBuilder page) {
    page.append(
        """
        <h2>%s</h2>
        <p class="legend"><span><i style="background: var(--port)"></i>message port</span>
        <span><i style="background: var(--rcv)"></i>receive buffer</span>
        <span><i style="background: var(--snd)"></i>send buffer</span>
        <span>A column is a thread, a dot is a step of a specification, an arrow is a message, a reply, a
        packet or a wakeup. Numbers are lines of the trace.</span></p>
        """
            .formatted(escape(diagram.title())));
    page.append(new SpaceTimeDiagram(diagram).html());
  }

  /** Text as the content of an element or an attribute; what XML cannot hold becomes U+FFFD. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(c -> escaped.append(escape(c)));
    return escaped.toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\t', '\n', '\r' -> Character.toString(c);
      default -> isXml(c) ? Character.toString(c) : "\ufffd";
    };
  }

  private static boolean isXml(int c) {
    return c >= 0x20 && c != 0xfffe && c != 0xffff && (c < 0xd800 || c > 0xdfff);
  }
}
