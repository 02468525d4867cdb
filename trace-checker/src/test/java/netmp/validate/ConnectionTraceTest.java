package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Traces of one end of a TCP connection, made by hand, against {@code specs/tcp/connection}; what
 * {@code specs/tcp/window} demands is in them, too.
 */
class ConnectionTraceTest {

  /** Connects, sends ten bytes, receives five, closes first. */
  private static final List<String> CLIENT =
      List.of(
          "ActiveOpen",
          "Transmit 0 2",
          "TakeSyn",
          "MoveWindow 1000 999",
          "TakeAck 1",
          "TakeWindow 0 101",
          "Transition 2 4",
          "EffSndMss 536",
          "NoDelay 0",
          "Transmit 1 0",
          "TellWindow 1 1000",
          "Pull 11",
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
          "Pull 3",
          "ProbeWindow",
          "Transmit 1 8",
          "TellWindow 12 1000",
          "TakeReset 12",
          "Transition 5 0");

  @Test
  void goodTracesAreAccepted() throws Exception {
    assertThat(ByHand.judge(CLIENT).refusal()).isEmpty();
    assertThat(ByHand.judge(SERVER).refusal()).isEmpty();
    assertThat(ByHand.judge(CLIENT).events()).isEqualTo(CLIENT.size());
  }

  @ParameterizedTest
  @CsvSource({
    "4, TakeAck 2, an acknowledgment of what was not sent",
    "6, Transition 2 3, the wrong state",
    "12, Transmit 2 80, a gap",
    "12, Transmit 1 808, text outside of the window",
    "25, TakeWindow 0 212, the window of an older segment that acknowledges no more",
    "16, TakeText 2 5, text before its turn",
    "18, TellWindow 5 1000, another acknowledgment than of what has come",
    "18, TellWindow 6 872, the right edge moves back",
    "19, QueueFin 10, the FIN before text that was sent",
    "20, Transmit 11 8, text behind the FIN",
    "22, Transition 4 9, the FIN is not acknowledged",
    "27, TakeReset 5, a reset out of place",
    "27, TakeFin 7, a FIN before its turn",
    "28, Transition 9 0, an end without a reason"
  })
  void brokenTracesAreRefused(int at, String event, String why) throws Exception {
    List<String> events = new ArrayList<>(CLIENT);
    if (event.startsWith("TakeWindow")) {
      events.add(at + 1, event);
    } else {
      events.set(at, event);
    }
    int line = event.startsWith("TakeWindow") ? at + 3 : at + 2;
    assertThat(ByHand.judge(events).refusal().orElseThrow().event().line()).as(why).isEqualTo(line);
  }

  @Test
  void aByteBeyondTheWindowMustBeAProbe() throws Exception {
    List<String> events = new ArrayList<>(SERVER);
    events.remove("ProbeWindow");
    assertThat(ByHand.judge(events).refusal().orElseThrow().event().action()).isEqualTo("Transmit");
    events = new ArrayList<>(SERVER);
    events.set(events.indexOf("Transmit 1 8"), "Transmit 1 16");
    assertThat(ByHand.judge(events).refusal().orElseThrow().event().action()).isEqualTo("Transmit");
  }

  /** What is lost in counting in units of 128 bytes is no step back. */
  @Test
  void theRightEdgeIsCountedInUnits() throws Exception {
    List<String> events = new ArrayList<>(CLIENT);
    events.set(18, "TellWindow 6 873");
    assertThat(ByHand.judge(events).refusal()).isEmpty();
  }

  @Test
  void plainTlcSaysTheSame() throws Exception {
    Engine tlc = new TlcEngine(ByHand.LOADED.forAnotherThread());
    assertThat(ByHand.judge(tlc, CLIENT).refusal()).isEmpty();
    List<String> broken = new ArrayList<>(CLIENT);
    broken.set(16, "TakeText 2 5");
    assertThat(ByHand.judge(tlc, broken).refusal().orElseThrow().message())
        .isEqualTo(ByHand.judge(broken).refusal().orElseThrow().message());
  }
}
