package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import netmp.model.Specifications;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces of one end of a TCP connection, made by hand, against {@code specs/tcp/connection}. */
class ConnectionTraceTest {

  private static final String HEADER =
      "{\"netmp\":1,\"workload\":\"by-hand\",\"seed\":1,\"mode\":\"sim\",\"order\":\"total\","
          + "\"cpus\":1}";

  /** Connects, sends ten bytes, receives five, closes first. */
  private static final List<String> CLIENT =
      List.of(
          "ActiveOpen",
          "Transmit 0 2",
          "TakeSyn",
          "TakeAck 1",
          "TakeWindow 0 101",
          "Transition 2 4",
          "Transmit 1 0",
          "TellWindow 1 1000",
          "Transmit 1 80",
          "TellWindow 1 1000",
          "TakeAck 11",
          "TakeWindow 1 111",
          "TakeText 1 5",
          "Transmit 11 0",
          "TellWindow 6 1000",
          "QueueFin 11",
          "Transmit 11 1",
          "TellWindow 6 1000",
          "Transition 4 6",
          "Transmit 11 1",
          "TakeAck 12",
          "TakeWindow 6 112",
          "Transition 6 9",
          "TakeFin 6",
          "Transition 9 10");

  /** Is accepted, sees the peer close, probes a closed window, is reset. */
  private static final List<String> SERVER =
      List.of(
          "PassiveOpen 1000",
          "TakeAck 1",
          "TakeWindow 1 1",
          "Transition 3 4",
          "TakeText 1 10",
          "TakeFin 11",
          "Transition 4 5",
          "ProbeWindow",
          "Transmit 1 8",
          "TellWindow 12 1000",
          "TakeReset 12",
          "Transition 5 0");

  /** Loaded once, also where each test is a run of its own (PIT): it takes a second. */
  private static final Catalogue LOADED = open();

  private static Catalogue open() {
    try {
      Specifications specifications = Specifications.ofClassPath();
      Runtime.getRuntime().addShutdownHook(new Thread(specifications::close));
      return Catalogue.of(specifications);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(int number, String event) {
    String[] words = event.split(" ");
    String arguments = String.join(",", Arrays.asList(words).subList(1, words.length));
    return "{\"n\":%d,\"t\":\"A.p0\",\"o\":\"A/tcpcb/1\",\"a\":\"%s\",\"x\":[%s]}"
        .formatted(number, words[0], arguments);
  }

  private static Validation judge(List<String> events) throws Exception {
    return judge(new StreamEngine(LOADED.forAnotherThread()), events);
  }

  private static Validation judge(Engine engine, List<String> events) throws Exception {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (String event : events) {
      lines.add(line(lines.size(), event));
    }
    byte[] file = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (TraceReader reader = new TraceReader(new ByteArrayInputStream(file))) {
      return engine.validate(reader);
    }
  }

  @Test
  void goodTracesAreAccepted() throws Exception {
    assertThat(judge(CLIENT).refusal()).isEmpty();
    assertThat(judge(SERVER).refusal()).isEmpty();
    assertThat(judge(CLIENT).events()).isEqualTo(CLIENT.size());
  }

  @ParameterizedTest
  @CsvSource({
    "3, TakeAck 2, an acknowledgment of what was not sent",
    "5, Transition 2 3, the wrong state",
    "8, Transmit 2 80, a gap",
    "8, Transmit 1 808, text outside of the window",
    "21, TakeWindow 0 212, the window of an older segment that acknowledges no more",
    "12, TakeText 2 5, text before its turn",
    "14, TellWindow 5 1000, another acknowledgment than of what has come",
    "14, TellWindow 6 872, the right edge moves back",
    "15, QueueFin 10, the FIN before text that was sent",
    "16, Transmit 11 8, text behind the FIN",
    "18, Transition 4 9, the FIN is not acknowledged",
    "23, TakeReset 5, a reset out of place",
    "23, TakeFin 7, a FIN before its turn",
    "24, Transition 9 0, an end without a reason"
  })
  void brokenTracesAreRefused(int at, String event, String why) throws Exception {
    List<String> events = new ArrayList<>(CLIENT);
    if (event.startsWith("TakeWindow")) {
      events.add(at + 1, event);
    } else {
      events.set(at, event);
    }
    int line = event.startsWith("TakeWindow") ? at + 3 : at + 2;
    assertThat(judge(events).refusal().orElseThrow().event().line()).as(why).isEqualTo(line);
  }

  @Test
  void aByteBeyondTheWindowMustBeAProbe() throws Exception {
    List<String> events = new ArrayList<>(SERVER);
    events.remove("ProbeWindow");
    assertThat(judge(events).refusal().orElseThrow().event().action()).isEqualTo("Transmit");
    events = new ArrayList<>(SERVER);
    events.set(events.indexOf("Transmit 1 8"), "Transmit 1 16");
    assertThat(judge(events).refusal().orElseThrow().event().action()).isEqualTo("Transmit");
  }

  /** What is lost in counting in units of 128 bytes is no step back. */
  @Test
  void theRightEdgeIsCountedInUnits() throws Exception {
    List<String> events = new ArrayList<>(CLIENT);
    events.set(14, "TellWindow 6 873");
    assertThat(judge(events).refusal()).isEmpty();
  }

  @Test
  void plainTlcSaysTheSame() throws Exception {
    Engine tlc = new TlcEngine(LOADED.forAnotherThread());
    assertThat(judge(tlc, CLIENT).refusal()).isEmpty();
    List<String> broken = new ArrayList<>(CLIENT);
    broken.set(12, "TakeText 2 5");
    assertThat(judge(tlc, broken).refusal().orElseThrow().message())
        .isEqualTo(judge(broken).refusal().orElseThrow().message());
  }
}
