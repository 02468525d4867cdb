package netmp.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import netmp.report.Report.Diagram;
import netmp.report.Report.Failure;
import netmp.report.Report.Row;
import netmp.report.Report.Table;
import netmp.validate.TraceEvent;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class HtmlTest {

  private static final String HOSTILE = "<script>&\"'\u0000\u0007]]>\ud83d\ude00 \ud800.";

  private static Document parse(String page) throws Exception {
    String xml = page.replace("<!DOCTYPE html>\n", "");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static Report report(List<Row> rows, List<Failure> failures, List<Diagram> diagrams) {
    Table table = new Table("Runs", "note " + HOSTILE, List.of("name", HOSTILE), rows);
    return new Report("title " + HOSTILE, 1.5, List.of(table), failures, diagrams);
  }

  @Test
  void aGoodPage() throws Exception {
    Report report = report(List.of(new Row(true, List.of("echo", "1,234"))), List.of(), List.of());
    String page = Html.page(report);
    assertThat(report.good()).isTrue();
    String text = parse(page).getDocumentElement().getTextContent();
    assertThat(text).contains("Everything is as it should be.", "echo", "1,234", "1.5 s");
    assertThat(page).doesNotContain("<script", "banner bad", "<tr class=\"bad\"");
  }

  @Test
  void aBadRowMakesABadPage() throws Exception {
    Report report =
        report(
            List.of(new Row(true, List.of("a", "b")), new Row(false, List.of("c", HOSTILE))),
            List.of(),
            List.of());
    assertThat(report.good()).isFalse();
    String page = Html.page(report);
    parse(page);
    assertThat(page)
        .contains("banner bad", "1 of the results below is not")
        .containsOnlyOnce("<tr class=\"bad\"");
  }

  @Test
  void aFailureMakesABadPageAndIsThereInFull() throws Exception {
    Failure failure = new Failure("it broke " + HOSTILE, "line 1\n  line <2>");
    Report report = report(List.of(), List.of(failure), List.of());
    assertThat(report.good()).isFalse();
    Document page = parse(Html.page(report));
    assertThat(page.getElementsByTagName("pre").item(0).getTextContent())
        .isEqualTo("line 1\n  line <2>");
  }

  @Test
  void aDiagramIsDataForScriptsAndSaysSoWithoutThem() throws Exception {
    Diagram diagram = new Diagram("d " + HOSTILE, 7, 5, "H4sIAAAA+/==");
    Document page = parse(Html.page(report(List.of(), List.of(), List.of(diagram))));
    Element data = (Element) page.getElementsByTagName("script").item(0);
    assertThat(data.getTextContent()).isEqualTo("H4sIAAAA+/==");
    assertThat(data.getAttribute("data-title")).startsWith("d <script>&");
    assertThat(data.getAttribute("data-refused")).isEqualTo("5");
    assertThat(page.getElementsByTagName("noscript").item(0).getTextContent())
        .contains("needs scripts");
    assertThat(page.getElementsByTagName("script").item(1).getTextContent())
        .contains("class Trace", "class Diagram", "class Inspector", "class Viewer");
  }

  @Test
  void aShareHasABar() throws Exception {
    Row row = new Row(true, List.of("msgport", "6 of 7"));
    Document page = parse(Html.page(report(List.of(row), List.of(), List.of())));
    Element bar = (Element) page.getElementsByTagName("meter").item(0);
    assertThat(bar.getAttribute("value") + "/" + bar.getAttribute("max")).isEqualTo("6/7");
    assertThat(page.getElementsByTagName("meter").getLength()).isEqualTo(1);
  }

  @Test
  void arrows() {
    List<TraceEvent> events =
        List.of(
            event("u", "port", "Put", 7),
            event("u", "port", "Wake", 1),
            event("p", "port", "CancelWait"),
            event("p", "port", "Get", 7),
            event("p", "port", "Get", 7), // nobody put it
            event("u", "port", "Put", 8), // nobody gets it
            event("u", "port", "Wake", 0), // wakes nobody
            event("p", "port", "CancelWait"),
            event("u", "so_rcv", "SendPredicate", 1),
            event("p", "so_rcv", "Evaluate", 1, 0),
            event("p", "so_rcv", "AppendLink", 3, 9),
            event("p", "so_rcv", "Evaluate", 1, 1), // the predicate came once
            event("p", "so_rcv", "Reply", 1),
            event("u", "so_rcv", "Resume", 1),
            event("u", "so_rcv", "HeadLoad", 0), // an empty holder
            event("u", "so_rcv", "HeadLoad", 3),
            event("u", "port", "Put", 7),
            event("u", "port", "Get", 7), // its own message
            event("u", "port", "Put", 9),
            event("p", "so_rcv", "Get", 9)); // of another object
    assertThat(Arrow.of(events))
        .containsExactly(
            new Arrow(1, 2),
            new Arrow(0, 3),
            new Arrow(8, 9),
            new Arrow(12, 13),
            new Arrow(10, 15));
  }

  private static TraceEvent event(String thread, String kind, String action, Integer... x) {
    return new TraceEvent(1, 1, 1, thread, "A/" + kind + "/1", action, List.of(x));
  }

  @Test
  void aTableAsText() {
    Table table =
        new Table(
            "t",
            "",
            List.of("name", "count"),
            List.of(
                new Row(true, List.of("a", "1,000")), new Row(false, List.of("long name", "7"))));
    assertThat(Text.table(table))
        .isEqualTo("  name       count\n  a          1,000\n* long name      7\n");
  }
}
