package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import netmp.validate.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Where packet buffers are: a trace tells of each that was never freed, and of each freed twice.
 */
class MbufTraceTest {

  private static RecordedRun run;

  @BeforeAll
  static void run() throws Exception {
    run = RecordedRun.of(StreamEcho.Family.TCP, 1);
  }

  private static int last(String action) {
    for (int line = run.trace().size() - 1; ; line--) {
      if (run.trace().get(line).contains("\"a\":\"" + action + "\"")) {
        return line;
      }
    }
  }

  @Test
  void atTheEndAllAreFree() throws Exception {
    assertThat(RecordedRun.judgeEnded(run.trace())).isEmpty();
  }

  @Test
  void oneThatIsNeverFreedIsNamed() throws Exception {
    List<String> lines = new ArrayList<>(run.trace());
    String freed = lines.remove(last("FreeMbuf"));
    assertThat(RecordedRun.judge(lines)).as("a trace may stop anywhere").isEmpty();
    Refusal refusal = RecordedRun.judgeEnded(lines).orElseThrow();
    assertThat(refusal.spec()).isEqualTo("mbuf");
    assertThat(refusal.message()).contains("does not allow the run to end");
    assertThat(freed).contains("\"o\":\"" + refusal.event().object() + "\"");
  }

  @Test
  void oneThatIsFreedTwiceIsRefused() throws Exception {
    int freed = last("FreeMbuf");
    Refusal refusal = RecordedRun.judge(run.moved(freed, freed + 1)).orElseThrow();
    assertThat(refusal.spec()).isEqualTo("mbuf");
    assertThat(refusal.event().action()).isEqualTo("FreeMbuf");
  }

  @Test
  void oneThatTheDeviceHasIsNotFreed() throws Exception {
    List<String> lines = new ArrayList<>(run.trace());
    lines.remove(last("ReturnMbuf"));
    Refusal refusal = RecordedRun.judge(lines).orElseThrow();
    assertThat(refusal.spec()).isEqualTo("mbuf");
    assertThat(refusal.event().action()).isEqualTo("FreeMbuf");
  }
}
