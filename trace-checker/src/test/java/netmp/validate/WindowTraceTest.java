package netmp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Silly windows and probes of one end of a connection, against {@code specs/tcp/window}. */
class WindowTraceTest {

  /** Full segments have 100 bytes, the peer's largest window is 1000, fifty bytes are written. */
  private static final List<String> ESTABLISHED =
      List.of(
          "ActiveOpen",
          "Transmit 0 2",
          "TakeSyn",
          "MoveWindow 1000 999",
          "TakeAck 1",
          "TakeWindow 0 1001",
          "Transition 2 4",
          "EffSndMss 100",
          "NoDelay 0",
          "Pull 51");

  private static List<String> then(String events) {
    List<String> all = new ArrayList<>(ESTABLISHED);
    all.addAll(Arrays.asList(events.split(", ")));
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transmit 1 400",
        "Transmit 1 400, Pull 151, Transmit 51 800",
        "Transmit 1 400, Pull 71, NoDelay 1, Transmit 51 160",
        "Transmit 1 400, Pull 71, UrgentPending 1, Transmit 51 160",
        "Transmit 1 400, Pull 71, ProbeTail, Transmit 51 160",
        "Transmit 1 400, Pull 71, TakeAck 51, Transmit 51 160",
        "Transmit 1 400, Pull 61, QueueFin 61, Transmit 51 81",
        "Pull 501, EffSndMss 800, Transmit 1 4000",
        "ProbeWindow, Transmit 1 8",
        "Transmit 1 400, Transmit 1 160",
        "EffSndMss 10, Transmit 1 80",
        "MoveWindow 1100 100, TellWindow 1 1100",
        "TakeText 1 999, MoveWindow 1500 500, TellWindow 1000 1499",
        "TakeText 1 1200, TellWindow 1201 1201",
      })
  void whatIsAllowed(String events) throws Exception {
    assertThat(ByHand.judge(then(events)).refusal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transmit 1 80",
        "Transmit 1 408",
        "Transmit 1 400, Pull 71, Transmit 51 160",
        "Transmit 1 400, Pull 71, UrgentPending 1, UrgentPending 0, Transmit 51 160",
        "Transmit 1 400, Pull 71, NoDelay 1, NoDelay 0, Transmit 51 160",
        "Transmit 1 400, Pull 71, NoDelay 1, Transmit 51 80",
        "Transmit 1 400, ProbeTail",
        "Transmit 1 400, TakeAck 51, ProbeWindow",
        "ProbeTail",
        "ProbeWindow, Transmit 1 8, TakeAck 2, Transmit 2 8",
        "Pull 501, EffSndMss 800, Transmit 1 3992",
        "QueueFin 51, Pull 61",
        "Pull 51",
        "MoveWindow 1099 100",
        "MoveWindow 1000 0",
        "TakeText 1 999, MoveWindow 1372 500",
        "TakeText 1 998, MoveWindow 1498 500",
        "TellWindow 1 1001",
        "TellWindow 1 872",
      })
  void whatIsNot(String events) throws Exception {
    List<String> all = then(events);
    Refusal refusal = ByHand.judge(all).refusal().orElseThrow();
    assertThat(refusal.spec()).isEqualTo("tcp/window");
    assertThat(refusal.event().line()).as("the last").isEqualTo(all.size() + 1);
  }
}
