package netmp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import netmp.model.Specifications;
import netmp.report.Report.Diagram;
import netmp.report.Report.Failure;
import netmp.report.Report.Row;
import netmp.report.Report.Table;
import netmp.tlc.SpecState;
import netmp.tlc.SpecTree;
import netmp.validate.Catalogue;
import netmp.validate.ObjectSpec;
import netmp.validate.TraceEvent;
import netmp.validate.TraceReader;
import netmp.validate.UndecidedException;
import netmp.validate.Validator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser: what it draws, what keys do, what it says of states. */
class PageTest {

  private static final Path TRACE = Path.of("src/test/resources/traces/udp-echo.ndjson");
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final int WIDTH = 1440;
  private static final int HEIGHT = 900;
  private static final int MANY = 100_000;
  private static final int MOST_BYTES = 15_000_000;

  /** As many rows as are in the document, whatever the length of the trace. */
  private static final int MOST_DRAWN = 100;

  @TempDir private static Path folder;

  private static Specifications specifications;
  private static Catalogue catalogue;
  private static Chromium chromium;

  @BeforeAll
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  static void start() throws IOException {
    Optional<Path> program = Chromium.find();
    assumeTrue(program.isPresent(), "no chromium on the PATH: install it to test the page");
    specifications = Specifications.ofClassPath();
    catalogue = Catalogue.of(specifications);
    chromium = Chromium.start(program.orElseThrow(), folder.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      specifications.close();
    }
  }

  @AfterEach
  void nothingWentWrongInThePage() {
    assertThat(chromium.problems()).isEmpty();
  }

  private static TraceReader reader(List<String> lines) throws IOException {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return new TraceReader(new ByteArrayInputStream(bytes));
  }

  private static Diagram diagram(String title, List<String> lines, Catalogue specs, long from)
      throws Exception {
    try (TraceReader reader = reader(lines)) {
      return Recording.read(title, reader, specs, from, Long.MAX_VALUE);
    }
  }

  private static Path page(Diagram... diagrams) throws IOException {
    Table table =
        new Table(
            "Coverage",
            "What the traces take.",
            List.of("specification", "actions"),
            List.of(new Row(true, List.of("msgport", "6 of 7"))));
    List<Failure> failures =
        Stream.of(diagrams)
            .filter(diagram -> diagram.refusedLine() > 0)
            .map(
                diagram ->
                    new Failure(
                        "%s is refused at line %d"
                            .formatted(diagram.title(), diagram.refusedLine()),
                        "why"))
            .toList();
    Report report = new Report("netmp traces", 0.1, List.of(table), failures, List.of(diagrams));
    return Files.writeString(Files.createTempFile(folder, "page", ".html"), Html.page(report));
  }

  private static void load(Path page, boolean dark) throws IOException {
    chromium.load(page, WIDTH, HEIGHT, dark);
    chromium.evaluate("viewer.opening.then(() => true)");
  }

  private static void load(Diagram... diagrams) throws IOException {
    load(page(diagrams), false);
  }

  private static List<String> valid() throws IOException {
    return Files.readAllLines(TRACE);
  }

  /** One of the messages is gone; where it was put is the line that is returned. */
  private static int takeOneOut(List<String> lines) {
    int out = lines.size() / 2;
    while (!lines.get(out).contains("\"a\":\"Put\"")) {
      out++;
    }
    lines.remove(out);
    return out + 1;
  }

  private static String text(String selector) throws IOException {
    return chromium
        .evaluate("document.querySelector('%s').textContent".formatted(selector))
        .asText();
  }

  private static int count(String selector) throws IOException {
    return chromium.evaluate("document.querySelectorAll('%s').length".formatted(selector)).asInt();
  }

  private static int selectedLine() throws IOException {
    return chromium.evaluate("viewer.trace.line[viewer.row]").asInt();
  }

  /** Presses keys and returns the line of the step that is selected then. */
  private static int lineAfter(String... keys) throws IOException {
    chromium.press(keys);
    assertThat(count(".step.selected")).as("the selected step is in sight").isEqualTo(1);
    assertThat(text(".gutter .selected")).isEqualTo(Integer.toString(selectedLine()));
    return selectedLine();
  }

  @Test
  void aValidTraceIsDrawn() throws Exception {
    Path page = page(diagram("udp-echo.ndjson", valid(), catalogue, 0));
    load(page, false);
    assertThat(count(".lanes .thread")).isEqualTo(10);
    assertThat(text(".lanes")).contains("A.p1", "CPU 1", "B.u0", "user");
    assertThat(count(".step")).isBetween(20, MOST_DRAWN);
    assertThat(count("svg .arrow")).isPositive();
    assertThat(text(".bar select")).isEqualTo("udp-echo.ndjson: valid, 539 events");
    assertThat(selectedLine()).isEqualTo(2);
    assertThat(count(".refused")).isZero();
    assertThat(count("td meter[value=\"6\"][max=\"7\"]")).isEqualTo(1);
    chromium.screenshot(SCREENSHOTS.resolve("valid-light.png"));
    String light = chromium.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    chromium.prefer(true);
    String dark = chromium.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    assertThat(List.of(light, dark)).containsExactly("rgb(255, 255, 255)", "rgb(13, 17, 23)");
    chromium.screenshot(SCREENSHOTS.resolve("valid-dark.png"));
  }

  @Test
  void thePageLoadsNothing() throws Exception {
    load(diagram("t", valid(), catalogue, 0));
    assertThat(chromium.evaluate("performance.getEntriesByType('resource').length").asInt())
        .isZero();
    String tried =
        """
        new Promise(done => {
          document.addEventListener("securitypolicyviolation", e => done(e.effectiveDirective));
          document.body.append(Object.assign(new Image(), {src: "data:image/gif;base64,R0lGODlhAQABAAAAACw="}));
        })\
        """;
    assertThat(chromium.evaluate(tried).asText()).isEqualTo("img-src");
    assertThat(chromium.problems()).hasSize(1).first().asString().contains("violates");
    chromium.problems().clear();
  }

  @Test
  void aRefusedTraceOpensWhereItIsRefusedAndSaysWhy() throws Exception {
    List<String> lines = valid();
    takeOneOut(lines);
    Diagram refused = diagram("one-event-less.ndjson", lines, catalogue, 0);
    load(diagram("udp-echo.ndjson", valid(), catalogue, 0), refused);
    assertThat(text(".bar select option:checked"))
        .startsWith("one-event-less.ndjson: refused at line " + refused.refusedLine());
    assertThat(selectedLine()).isEqualTo((int) refused.refusedLine());
    assertThat(count(".step.refused.selected")).isEqualTo(1);
    assertThat(
            chromium
                .evaluate(
                    """
                    (() => {
                      const step = document.querySelector(".step.refused circle").getBoundingClientRect();
                      return document.elementFromPoint(step.x + 2, step.y + 2).closest(".refused") !== null;
                    })()\
                    """)
                .asBoolean())
        .as("in sight, and not covered")
        .isTrue();
    assertThat(text(".refusal"))
        .contains("msgport does not allow", "because this is false", "MessagePort.tla:", "allowed");
    assertThat(count(".state")).isEqualTo(1);
    assertThat(count(".state .blamed")).isPositive();
    assertThat(count(".step.unjudged")).isPositive();
    chromium.screenshot(SCREENSHOTS.resolve("refused-light.png"));
    chromium.prefer(true);
    chromium.screenshot(SCREENSHOTS.resolve("refused-dark.png"));
    chromium.prefer(false);
    assertThat(lineAfter("j")).isEqualTo((int) refused.refusedLine() + 1);
    assertThat(text(".inspector")).contains("Not judged");
    assertThat(lineAfter("Home", "r")).isEqualTo((int) refused.refusedLine());
    assertThat(lineAfter("k")).isEqualTo((int) refused.refusedLine() - 1);
    assertThat(count(".refusal")).isZero();
    chromium.press("[");
    chromium.evaluate("viewer.opening.then(() => true)");
    assertThat(text(".bar select option:checked")).startsWith("udp-echo.ndjson: valid");
  }

  @Test
  void aFirstStepThatIsRefusedShowsTheInitialState() throws Exception {
    load(diagram("t", oneEvent("Get", "1"), catalogue, 0));
    assertThat(text(".refusal")).contains("msgport does not allow Get(1) here");
    assertThat(count(".state")).isEqualTo(1);
    assertThat(text(".state")).contains("msgport", "queue<<>>");
  }

  @Test
  void anActionThatNoSpecificationKnowsHasNoState() throws Exception {
    load(diagram("t", oneEvent("Fly", ""), catalogue, 0));
    assertThat(text(".refusal")).contains("has an action Fly");
    assertThat(count(".state")).isZero();
  }

  private static List<String> oneEvent(String action, String arguments) throws IOException {
    return List.of(
        valid().getFirst(),
        "{\"n\":1,\"t\":\"A.p0\",\"o\":\"A/port/1\",\"a\":\"%s\",\"x\":[%s]}"
            .formatted(action, arguments));
  }

  @Test
  void keysStepThroughTheTrace() throws Exception {
    List<TraceEvent> events = events(valid());
    load(diagram("t", valid(), catalogue, 0));
    assertThat(chromium.evaluate("document.activeElement.className").asText()).isEqualTo("scroll");
    assertThat(lineAfter("j")).isEqualTo(3);
    assertThat(lineAfter("ArrowDown", "ArrowDown", "ArrowUp")).isEqualTo(4);
    assertThat(lineAfter("k", "k", "k", "k")).as("there is nothing before").isEqualTo(2);
    assertThat(lineAfter("End")).isEqualTo(540);
    assertThat(lineAfter("j")).isEqualTo(540);
    int screen = 540 - lineAfter("PageUp");
    assertThat(screen).isBetween(10, MOST_DRAWN);
    assertThat(lineAfter("PageDown", "Home")).isEqualTo(2);
    TraceEvent first = events.getFirst();
    long sameObject =
        events.stream()
            .skip(1)
            .filter(e -> e.object().equals(first.object()))
            .findFirst()
            .get()
            .line();
    assertThat(lineAfter("o")).isEqualTo((int) sameObject);
    assertThat(lineAfter("O")).isEqualTo(2);
    long sameThread =
        events.stream()
            .skip(1)
            .filter(e -> e.thread().equals(first.thread()))
            .findFirst()
            .get()
            .line();
    assertThat(lineAfter("t")).isEqualTo((int) sameThread);
    assertThat(lineAfter("T")).isEqualTo(2);
  }

  private static List<TraceEvent> events(List<String> lines) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    try (TraceReader reader = reader(lines)) {
      for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
        events.add(event);
      }
    }
    return events;
  }

  @Test
  void anArrowLeadsToItsOtherEnd() throws Exception {
    List<TraceEvent> events = events(valid());
    load(diagram("t", valid(), catalogue, 0));
    Arrow arrow = Arrow.of(events).getFirst();
    int from = (int) events.get(arrow.from()).line();
    int to = (int) events.get(arrow.to()).line();
    chromium.press("/");
    chromium.type(Integer.toString(from));
    chromium.press("Escape");
    assertThat(lineAfter("m")).isEqualTo(to);
    assertThat(text(".place")).contains("came from", "line " + from);
    assertThat(count("svg .arrow.selected")).isEqualTo(1);
    assertThat(lineAfter("m")).isEqualTo(from);
  }

  @Test
  void whatIsFoundByWordsAndByLine() throws Exception {
    List<TraceEvent> events = events(valid());
    List<TraceEvent> wanted =
        events.stream()
            .filter(e -> e.label().startsWith("Put") && e.thread().equals("B.u1"))
            .toList();
    load(diagram("t", valid(), catalogue, 0));
    chromium.press("/");
    chromium.type("put( B.u1");
    assertThat(text(".hits")).isEqualTo("1 of " + wanted.size());
    assertThat(selectedLine()).isEqualTo((int) wanted.getFirst().line());
    chromium.press("Enter");
    assertThat(selectedLine()).isEqualTo((int) wanted.get(1).line());
    chromium.screenshot(SCREENSHOTS.resolve("search-light.png"));
    chromium.press("Escape");
    assertThat(lineAfter("n")).isEqualTo((int) wanted.get(2).line());
    assertThat(lineAfter("N", "N")).isEqualTo((int) wanted.getFirst().line());
    chromium.press("/");
    chromium.type("no such thing");
    assertThat(text(".hits")).isEqualTo("0");
    assertThat(count("input.nothing")).isEqualTo(1);
    chromium.press("Escape", "/");
    chromium.type("300");
    assertThat(selectedLine()).isEqualTo(300);
    chromium.press("Escape", "Escape");
    assertThat(text(".hits")).isEmpty();
  }

  @Test
  void objectsAreFiltered() throws Exception {
    List<TraceEvent> events = events(valid());
    load(diagram("t", valid(), catalogue, 0));
    String object = events.getFirst().object();
    long ofObject = events.stream().filter(e -> e.object().equals(object)).count();
    chromium.press("f");
    assertThat(chromium.evaluate("viewer.diagram.shown.length").asLong()).isEqualTo(ofObject);
    assertThat(lineAfter("End"))
        .isEqualTo(
            (int) events.stream().filter(e -> e.object().equals(object)).toList().getLast().line());
    assertThat(count(".step:not(.same)")).isZero();
    chromium.press("f");
    assertThat(chromium.evaluate("viewer.diagram.shown.length").asInt()).isEqualTo(events.size());
    String kind = events.getFirst().kind();
    chromium.evaluate("document.querySelector('.chip').click()");
    assertThat(chromium.evaluate("viewer.diagram.shown.length").asLong())
        .isEqualTo(events.stream().filter(e -> !e.kind().equals(kind)).count());
    chromium.evaluate("viewer.scroll.focus()");
    chromium.press("F");
    chromium.type("nothing");
    assertThat(count("input.nothing")).isEqualTo(1);
    chromium.press("Escape", "Escape");
    assertThat(chromium.evaluate("viewer.diagram.shown.length").asInt()).isEqualTo(events.size());
  }

  @Test
  void zoom() throws Exception {
    load(diagram("t", valid(), catalogue, 0));
    int normal = count(".step");
    chromium.press("j", "j", "j", "-", "-", "-");
    assertThat(count(".step")).isGreaterThan(2 * normal);
    assertThat(count(".step text")).as("too small for text").isZero();
    assertThat(lineAfter("j")).isEqualTo(6);
    chromium.press("0", "+");
    assertThat(count(".step")).isBetween(10, normal);
    assertThat(count(".step text")).isEqualTo(count(".step"));
  }

  @Test
  void helpIsAKeyAway() throws Exception {
    load(diagram("t", valid(), catalogue, 0));
    chromium.press("?");
    assertThat(chromium.evaluate("viewer.help.open").asBoolean()).isTrue();
    assertThat(text("dialog")).contains("next and previous step", "search", "Escape");
    chromium.screenshot(SCREENSHOTS.resolve("help-light.png"));
    chromium.press("Escape", "j");
    assertThat(chromium.evaluate("viewer.help.open").asBoolean()).isFalse();
    assertThat(selectedLine()).isEqualTo(3);
  }

  /** What the specifications make of the objects after each event, by specification. */
  private static Map<Long, Map<String, Map<String, String>>> heard(List<String> lines)
      throws IOException, UndecidedException {
    Map<Long, Map<String, Map<String, String>>> heard = new TreeMap<>();
    try (TraceReader reader = reader(lines)) {
      Validator validator =
          new Validator(
              catalogue,
              reader.header(),
              (event, spec, states) ->
                  heard
                      .computeIfAbsent(event.line(), line -> new TreeMap<>())
                      .put(spec.name(), joined(states)));
      for (TraceEvent event = reader.next(); event != null; event = reader.next()) {
        validator.take(event);
      }
    }
    return heard;
  }

  /** The different values of each variable, with "or" between them. */
  private static Map<String, String> joined(List<SpecState> states) {
    Map<String, SortedSet<String>> all = new TreeMap<>();
    for (SpecState state : states) {
      state.values().forEach((k, v) -> all.computeIfAbsent(k, name -> new TreeSet<>()).add(v));
    }
    Map<String, String> joined = new TreeMap<>();
    all.forEach((name, values) -> joined.put(name, String.join(" or ", values)));
    return joined;
  }

  /** The page's states of every row, as {@link #heard} has them. */
  private static Map<Long, Map<String, Map<String, String>>> shown() throws IOException {
    JsonNode rows =
        chromium.evaluate(
            "Array.from(viewer.trace.line, (line, row) => [line, viewer.trace.statesAt(row)])");
    Map<Long, Map<String, Map<String, String>>> shown = new TreeMap<>();
    for (JsonNode row : rows) {
      for (JsonNode state : row.get(1)) {
        if (state.get("takes").asBoolean()) {
          Map<String, String> values = new TreeMap<>();
          state
              .get("variables")
              .forEach(v -> values.put(v.get("name").asText(), v.get("value").asText()));
          shown
              .computeIfAbsent(row.get(0).asLong(), line -> new TreeMap<>())
              .put(state.get("spec").asText(), values);
        }
      }
    }
    return shown;
  }

  @Test
  void theStatesAfterEachStepAreThoseOfTheSpecifications() throws Exception {
    load(diagram("t", valid(), catalogue, 0));
    assertThat(shown()).hasSize(539).isEqualTo(heard(valid()));
  }

  @Test
  void aPartOfATraceHasTheStatesOfTheWhole() throws Exception {
    String states =
        """
        Array.from(viewer.trace.line, (line, row) => [line, viewer.trace.statesAt(row)])
          .filter(([line]) => line >= 300)\
        """;
    load(diagram("t", valid(), catalogue, 0));
    JsonNode whole = chromium.evaluate(states);
    load(diagram("t", valid(), catalogue, 300));
    assertThat(chromium.evaluate("viewer.trace.count").asInt()).isEqualTo(241);
    assertThat(chromium.evaluate(states)).isEqualTo(whole);
  }

  @Test
  void aPartOfATraceHasNoOtherObjects() throws Exception {
    List<TraceEvent> last = events(valid()).subList(520, 539);
    load(diagram("t", valid(), catalogue, last.getFirst().line()));
    assertThat(chromium.evaluate("viewer.trace.objects.length").asLong())
        .isEqualTo(last.stream().map(TraceEvent::object).distinct().count());
  }

  @Test
  void whatAStepChangesIsMarked() throws Exception {
    load(diagram("t", valid(), catalogue, 0));
    assertThat(text(".inspector h3")).isEqualTo("AnnounceWait");
    assertThat(text(".state.passes, .state h4")).contains("msgport", "takes this step");
    assertThat(text(".state .changed:nth-of-type(2)")).isEqualTo("waiting0 → 1");
    assertThat(count(".state tr")).isEqualTo(5);
    assertThat(count(".state .changed")).isEqualTo(2);
  }

  @Test
  void ofALongValueOnlyWhatChangesIsMarked() throws Exception {
    load(diagram("t", valid(), catalogue, 0));
    String parts =
        """
        changedValue(%s, %s)
          .map(part => part.nodeName ? part.nodeName + ":" + part.textContent : part).join("|")\
        """;
    assertThat(chromium.evaluate(parts.formatted("'FALSE'", "'TRUE'")).asText())
        .isEqualTo("DEL:FALSE|SPAN: → |INS:TRUE");
    String before = "'[step |-> \"count\", user |-> 0, rest |-> <<1, 2>>]'";
    String after = "'[step |-> \"count\", user |-> 7, rest |-> <<1, 2>>]'";
    assertThat(chromium.evaluate(parts.formatted(before, after)).asText())
        .isEqualTo("[step |-> \"count\", user |-> |DEL:0|INS:7|, rest |-> <<1, 2>>]");
    String longer = "'[step |-> \"count\", user |-> 0, rest |-> <<1, 2, 2>>]'";
    assertThat(chromium.evaluate(parts.formatted(before, longer)).asText())
        .isEqualTo("[step |-> \"count\", user |-> 0, rest |-> <<1, 2|INS:, 2|>>]");
  }

  @Test
  void anOpenStateSaysHowManyArePossible() throws Exception {
    Path tiny = Path.of("src/test/resources/tiny");
    ObjectSpec register =
        new ObjectSpec("register", Set.of("reg"), "Register", tiny.resolve("register/trace.cfg"));
    List<String> lines =
        List.of(
            "{\"netmp\":1,\"workload\":\"t\",\"seed\":1,\"mode\":\"real\",\"order\":\"interval\",\"cpus\":1}",
            "{\"b\":1,\"n\":3,\"t\":\"a\",\"o\":\"T/reg/1\",\"a\":\"Write\",\"x\":[1]}",
            "{\"b\":2,\"n\":2,\"t\":\"b\",\"o\":\"T/reg/1\",\"a\":\"Write\",\"x\":[2]}",
            "{\"b\":4,\"n\":4,\"t\":\"a\",\"o\":\"T/reg/1\",\"a\":\"Read\",\"x\":[1]}");
    try (SpecTree tree = SpecTree.ofDirectory(tiny)) {
      load(diagram("t", lines, new Catalogue(tree, List.of(register)), 0));
    }
    assertThat(selectedLine()).as("rows are in the order of stamps").isEqualTo(3);
    assertThat(text(".state")).contains("2 states are possible", "value0 → 2", "writes0 → 1 or 2");
    assertThat(text(".place")).contains("stamps2 to 2");
    chromium.screenshot(SCREENSHOTS.resolve("open-light.png"));
    chromium.press("j", "j");
    assertThat(text(".state")).doesNotContain("possible").contains("value1 or 2 → 1");
  }

  /** Many runs of the trace, one after the other, each on hosts of its own. */
  private static List<String> many(int events) throws IOException {
    List<String> once = valid();
    List<String> many = new ArrayList<>(events + 1);
    many.add(once.getFirst());
    for (int i = 0; i < events; i++) {
      String line = once.get(1 + i % (once.size() - 1));
      String host = "\"o\":\"" + i / (once.size() - 1) + ".";
      many.add(line.replaceFirst("\"n\":\\d+", "\"n\":" + (i + 1)).replace("\"o\":\"", host));
    }
    return many;
  }

  @Test
  void aHundredThousandEvents() throws Exception {
    Path page = page(diagram("many.ndjson", many(MANY), catalogue, 0));
    assertThat(Files.size(page)).isLessThan(MOST_BYTES);
    load(page, false);
    assertThat(text(".bar select")).contains("100,000 events");
    assertThat(count(".step")).isBetween(20, MOST_DRAWN);
    assertThat(lineAfter("End")).isEqualTo(MANY + 1);
    assertThat(count(".step")).isBetween(10, MOST_DRAWN);
    chromium.evaluate(
        """
        new Promise(done => {
          viewer.scroll.scrollTop = viewer.scroll.scrollHeight / 2;
          requestAnimationFrame(() => requestAnimationFrame(done));
        }).then(() => true)\
        """);
    assertThat(chromium.evaluate("Number(document.querySelector('.step').dataset.row)").asInt())
        .as("what is scrolled to is drawn")
        .isBetween(MANY / 2 - MOST_DRAWN, MANY / 2);
    assertThat(count(".step")).isBetween(20, MOST_DRAWN);
    chromium.press("/");
    chromium.type("70000");
    assertThat(selectedLine()).isEqualTo(70_000);
    chromium.screenshot(SCREENSHOTS.resolve("many-light.png"));
    double step =
        chromium
            .evaluate(
                """
                (() => {
                  const begin = performance.now();
                  for (let i = 0; i < 200; i++) {
                    viewer.act("next");
                  }
                  return (performance.now() - begin) / 200;
                })()\
                """)
            .asDouble();
    double search =
        chromium
            .evaluate(
                """
                (() => {
                  const begin = performance.now();
                  viewer.search.value = "put b.u1";
                  viewer.find();
                  return performance.now() - begin;
                })()\
                """)
            .asDouble();
    System.out.printf(
        "page of %,d events: %,d bytes, first drawing after %d ms, a step %.1f ms, a search %.0f"
            + " ms%n",
        MANY,
        Files.size(page),
        chromium.evaluate("Number(viewer.section.dataset.millis)").asInt(),
        step,
        search);
  }

  @Test
  void aPrintHasTheStepsAroundTheSelectedOne() throws Exception {
    load(diagram("t", valid(), catalogue, 0));
    chromium.press("/");
    chromium.type("300");
    chromium.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    chromium.evaluate("viewer.diagram.layOut()"); // the paper has another size
    assertThat(count(".step")).isEqualTo(80);
    assertThat(count(".step.selected")).isEqualTo(1);
    chromium.evaluate("window.dispatchEvent(new Event('afterprint'))");
    assertThat(count(".step")).isBetween(20, MOST_DRAWN);
  }
}
