package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run in which connections end in all ways is valid, and refused once an end is another one. */
class CloseTraceTest {

  private static RecordedRun run;

  @BeforeAll
  static void run() throws Exception {
    run = RecordedRun.of(1);
  }

  private static void isRefused(List<String> trace) throws Exception {
    assertThat(RecordedRun.judge(trace).orElseThrow().spec()).isEqualTo("close");
  }

  private static int find(String action, String arguments) {
    return run.find(action, 1, l -> l.contains("\"x\":[" + arguments + "]"));
  }

  @Test
  void aPacketKeptAfterTheCloseIsRefused() throws Exception {
    int closed = run.find("Disconnect", 1, l -> true);
    String step = run.trace().get(closed).replaceAll(".*(\"o\":\"[^\"]*\").*", "$1");
    isRefused(run.with(closed + 1, step + ",\"a\":\"Input\",\"x\":[1]}"));
  }

  @Test
  void aPacketFreedBeforeTheCloseIsRefused() throws Exception {
    isRefused(run.withArguments(find("Input", "1"), "0"));
  }

  @Test
  void aResetThatEndsWhatHasEndedIsRefused() throws Exception {
    int reset = find("Reset", "1");
    isRefused(run.moved(reset, run.findOnSame(reset, "Disconnect", reset)));
  }

  @Test
  void aPacketBehindTheEndOfFileIsRefused() throws Exception {
    int cut = run.find("Cut", 1, l -> true);
    isRefused(run.with(cut, run.trace().get(cut).replaceAll(".*(\"o\":.*)Cut(.*)", "$1Output$2")));
  }

  @Test
  void aLingerThatEndsBeforeAllIsSentIsRefused() throws Exception {
    int lingered = find("LingerEnds", "1");
    int connected = run.findOnSame(lingered, "Connected", 1);
    isRefused(run.moved(lingered, connected));
  }
}
