package netmp.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.report.Report.Diagram;
import netmp.report.Report.Failure;
import netmp.report.Report.Row;
import netmp.report.Report.Table;

/**
 * A report as one page that needs nothing else: style, scripts and data are in it, and it tells the
 * browser to load nothing. Without scripts all but the diagram is there. Any thread may use it.
 */
public final class Html {

  /** In this order: each knows those before it. */
  private static final List<String> SCRIPTS =
      List.of("trace.js", "diagram.js", "inspector.js", "page.js");

  private static final Pattern SHARE = Pattern.compile("(\\d+) of (\\d+)");

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
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"/>
        <title>%s</title>
        <style>
        %s</style></head>
        <body>
        """
            .formatted(escape(report.title()), resource("page.css")));
    banner(report, page);
    if (!report.diagrams().isEmpty()) {
      diagrams(report.diagrams(), page);
    }
    for (int i = 0; i < report.failures().size(); i++) {
      failure(i, report.failures().get(i), page);
    }
    for (int i = 0; i < report.tables().size(); i++) {
      table(i, report.tables().get(i), page);
    }
    if (!report.diagrams().isEmpty()) {
      scripts(page);
    }
    return page.append("</body></html>\n").toString();
  }

  private static void banner(Report report, StringBuilder page) {
    page.append(
        "<header class=\"banner%s\"><h1>%s</h1><div>%s %s</div>\n"
            .formatted(
                report.good() ? "" : " bad",
                escape(report.title()),
                verdict(report),
                String.format(Locale.ROOT, "It took %.1f s to find out.", report.seconds())));
    links(report, page);
    page.append("</header>\n");
  }

  private static String verdict(Report report) {
    long bad =
        report.tables().stream().flatMap(t -> t.rows().stream()).filter(row -> !row.good()).count();
    if (report.good()) {
      return "Everything is as it should be.";
    }
    return bad < 2
        ? "1 of the results below is not as it should be."
        : bad + " of the results below are not as they should be.";
  }

  private static void links(Report report, StringBuilder page) {
    page.append("<nav>");
    for (int i = 0; i < report.failures().size(); i++) {
      link("failure-" + i, "bad", report.failures().get(i).title(), page);
    }
    if (!report.diagrams().isEmpty()) {
      link("viewer", "", "Diagram", page);
    }
    for (int i = 0; i < report.tables().size(); i++) {
      link("table-" + i, "", report.tables().get(i).title(), page);
    }
    page.append("</nav>\n");
  }

  private static void link(String id, String style, String text, StringBuilder page) {
    page.append("<a href=\"#%s\" class=\"%s\">%s</a> ".formatted(id, style, escape(text)));
  }

  private static void diagrams(List<Diagram> diagrams, StringBuilder page) {
    page.append(
        """
        <section id="viewer"><h2>Traces, step by step</h2>
        <noscript><p>The diagram needs scripts. Whatever failed, and the tables, are below.</p></noscript>
        """);
    for (Diagram diagram : diagrams) {
      page.append(
          "<script type=\"application/gzip\" class=\"trace\" data-title=\"%s\" data-events=\"%d\" data-refused=\"%d\">%s</script>\n"
              .formatted(
                  escape(diagram.title()),
                  diagram.events(),
                  diagram.refusedLine(),
                  diagram.data()));
    }
    page.append("</section>\n");
  }

  /** The marks around the scripts hide their operators from readers of XML. */
  private static void scripts(StringBuilder page) {
    page.append("<script>//<![CDATA[\n\"use strict\";\n");
    SCRIPTS.forEach(name -> page.append(resource(name)));
    page.append("//]]></script>\n");
  }

  private static String resource(String name) {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void failure(int number, Failure failure, StringBuilder page) {
    page.append(
        "<h2 id=\"failure-%d\">%s</h2>\n<pre>%s</pre>\n"
            .formatted(number, escape(failure.title()), escape(failure.text())));
  }

  private static void table(int number, Table table, StringBuilder page) {
    page.append(
        "<h2 id=\"table-%d\">%s</h2>\n<p>%s</p>\n<div class=\"table\"><table><thead><tr><th></th>"
            .formatted(number, escape(table.title()), escape(table.note())));
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
      page.append(number ? "<td class=\"number\">" : "<td>");
      page.append(share(cell)).append(escape(cell)).append("</td>");
    }
    page.append("</tr>\n");
  }

  /** A bar before "3 of 7"; nothing before another text. */
  private static String share(String cell) {
    Matcher share = SHARE.matcher(cell);
    return share.matches()
        ? "<meter max=\"%s\" value=\"%s\"></meter>".formatted(share.group(2), share.group(1))
        : "";
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
