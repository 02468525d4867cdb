package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import netmp.model.Specifications;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both engines on a trace of the stack, as it is and broken. */
@Tag("slow")
class EnginesAgreeTest {

  private static final Path TRACE = Path.of("src/test/resources/traces/udp-echo.ndjson");

  /** The objects that are looked at: plain TLC takes a second for each. */
  private static final List<String> OBJECTS =
      List.of("B/so_rcv.cupholder/3", "B/so_snd.cupholder/4", "B/port/2");

  private static Specifications specifications;

  @BeforeAll
  static void open() throws IOException {
    specifications = Specifications.ofClassPath();
  }

  @AfterAll
  static void close() {
    specifications.close();
  }

  private static Validation judge(Engine engine, List<String> lines)
      throws IOException, UndecidedException {
    byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(file))) {
      return engine.validate(reader);
    }
  }

  private static List<String> good() throws IOException {
    return Files.readAllLines(TRACE).stream()
        .filter(line -> line.contains("netmp") || OBJECTS.stream().anyMatch(line::contains))
        .toList();
  }

  @Test
  void bothAcceptTheTrace() throws Exception {
    List<String> lines = good();
    assertThat(OBJECTS).allSatisfy(o -> assertThat(lines).anyMatch(l -> l.contains(o)));
    Validation stream = judge(new StreamEngine(Catalogue.of(specifications)), lines);
    Validation tlc = judge(new TlcEngine(Catalogue.of(specifications)), lines);
    assertThat(stream.refusal()).isEmpty();
    assertThat(tlc.refusal()).isEmpty();
    assertThat(stream.events()).isEqualTo(tlc.events()).isGreaterThan(100);
    assertThat(stream.steps()).isEqualTo(tlc.steps()).isGreaterThan(stream.events());
    assertThat(stream.objects()).isEqualTo(tlc.objects()).isGreaterThan(1);
  }

  static Stream<List<String>> broken() throws IOException {
    Random random = new Random(3);
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      List<String> lines = new ArrayList<>(good());
      int at = 1 + random.nextInt(lines.size() - 2);
      switch (i % 4) {
        case 0 -> lines.remove(at);
        case 1 -> lines.set(at, lines.get(at).replaceFirst("\\[\\d+", "[3"));
        case 2 -> lines.set(at, action(lines.get(at), "DequeueFree"));
        default -> swap(lines, at);
      }
      all.add(lines);
    }
    return all.stream();
  }

  private static String action(String line, String action) {
    return line.replaceFirst("\"a\":\"\\w+\",\"x\":\\[.*]", "\"a\":\"" + action + "\",\"x\":[]");
  }

  private static void swap(List<String> lines, int at) {
    String first = lines.get(at);
    String second = lines.get(at + 1);
    lines.set(at, stamp(first) + second.substring(second.indexOf(',')));
    lines.set(at + 1, stamp(second) + first.substring(first.indexOf(',')));
  }

  private static String stamp(String line) {
    return line.substring(0, line.indexOf(','));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void bothSayTheSameOfABrokenTrace(List<String> lines) throws Exception {
    Validation stream = judge(new StreamEngine(Catalogue.of(specifications)), lines);
    Validation tlc = judge(new TlcEngine(Catalogue.of(specifications)), lines);
    assertThat(tlc.refusal().map(r -> r.event().line() + " " + r.message()))
        .isEqualTo(stream.refusal().map(r -> r.event().line() + " " + r.message()));
  }

  @Test
  void mostBrokenTracesAreRefused() throws Exception {
    Engine engine = new StreamEngine(Catalogue.of(specifications));
    int refused = 0;
    for (List<String> lines : broken().toList()) {
      refused += judge(engine, lines).accepted() ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(4);
  }

  @Test
  void whatNoSpecificationKnowsIsRefused() throws Exception {
    for (Engine engine :
        List.of(
            new StreamEngine(Catalogue.of(specifications)),
            new TlcEngine(Catalogue.of(specifications)))) {
      assertThat(message(engine, "A/port/1", "Fly", "[]"))
          .isEqualTo("none of [msgport] has an action Fly");
      assertThat(message(engine, "A/port/1", "Put", "[]"))
          .isEqualTo("msgport: Put takes 1 arguments, the event has 0");
      assertThat(message(engine, "A/bag/1", "Put", "[1]"))
          .isEqualTo("no specification is about objects of kind bag");
    }
  }

  private static String message(Engine engine, String object, String action, String arguments)
      throws Exception {
    String event =
        "{\"n\":1,\"t\":\"A.p0\",\"o\":\"%s\",\"a\":\"%s\",\"x\":%s}"
            .formatted(object, action, arguments);
    Validation validation = judge(engine, List.of(good().getFirst(), event));
    assertThat(validation.refusal().orElseThrow().event().line()).isEqualTo(2);
    return validation.refusal().orElseThrow().message();
  }
}
