package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The steps of TCP connections in a run are valid, and refused once one is lost, doubled, other.
 */
class TcpTraceTest {

  private static RecordedRun run;

  @BeforeAll
  static void run() throws Exception {
    List<String> all = RecordedRun.of(StreamEcho.Family.TCP, 1).trace();
    run =
        new RecordedRun(
            all.stream().filter(l -> l.contains("netmp") || l.contains("/tcpcb/")).toList());
  }

  /** The first; of segments the first with text, for a SYN may be sent again. */
  private static int find(String action) {
    return run.find(action, 1, l -> !l.contains("Transmit") || l.matches(".*,\\d{2,}]}"));
  }

  private static void isRefused(List<String> trace) throws Exception {
    assertThat(RecordedRun.judge(trace).orElseThrow().spec()).isEqualTo("tcp/connection");
  }

  @Test
  void theRunIsValid() throws Exception {
    assertThat(run.trace()).hasSizeGreaterThan(500);
    assertThat(RecordedRun.judge(run.trace())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ActiveOpen",
        "PassiveOpen",
        "TakeSyn",
        "TakeAck",
        "TakeText",
        "TakeFin",
        "QueueFin",
        "Transmit",
        "Transition",
        "GiveUpConnection",
        "TakeReset"
      })
  void aLostStepIsMissed(String action) throws Exception {
    List<String> lines = new ArrayList<>(run.trace());
    lines.remove(find(action));
    isRefused(lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ActiveOpen",
        "PassiveOpen",
        "TakeSyn",
        "TakeAck",
        "TakeText",
        "TakeFin",
        "QueueFin",
        "Transition",
        "GiveUpConnection",
        "TakeReset"
      })
  void aStepIsNotMadeTwice(String action) throws Exception {
    List<String> lines = new ArrayList<>();
    int at = find(action);
    for (String line : run.trace()) {
      int stamp = lines.size();
      lines.add(line.replaceFirst("\"n\":\\d+", "\"n\":" + stamp));
      if (stamp == at) {
        lines.add(line.replaceFirst("\"n\":\\d+", "\"n\":" + (stamp + 1)));
      }
    }
    isRefused(lines);
  }

  @ParameterizedTest
  @CsvSource({
    "TakeAck, 9999999", "TakeWindow, '1,0'", "TakeText, '2,1'", "TakeFin, 1", "TakeReset, 0",
    "QueueFin, 0", "Transmit, '5,8'", "TellWindow, '0,9'", "Transition, '2,3'",
        "GiveUpConnection, 5"
  })
  void aStepIsNotAnotherOne(String action, String arguments) throws Exception {
    isRefused(run.withArguments(find(action), arguments));
  }
}
