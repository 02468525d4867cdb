package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run in which streams end is valid, and refused once the ends are not where they belong. */
class ShutdownTraceTest {

  private static RecordedRun run;

  @BeforeAll
  static void run() throws Exception {
    run = RecordedRun.of(1);
  }

  @Test
  void theRunIsValid() throws Exception {
    assertThat(RecordedRun.judge(run.trace())).isEmpty();
    assertThat(run.find("Seal", 1, l -> true)).isPositive();
  }

  @Test
  void aFlushBeforeTheEndIsRefused() throws Exception {
    int flushed = run.find("Flushed", 1, l -> true);
    int ended = run.findOnSame(flushed, "SetCantRcvMore", 1);
    isRefusedBy("shutdown/receive", run.moved(flushed, ended));
  }

  @Test
  void anEndOfFileBeforeTheSealIsRefused() throws Exception {
    int fin = run.find("Fin", 1, l -> l.contains("so_snd"));
    int seal = run.findOnSame(fin, "Seal", 1);
    assertThat(seal).isLessThan(fin);
    isRefusedBy("shutdown/send", run.moved(fin, seal));
  }

  private static void isRefusedBy(String spec, List<String> trace) throws Exception {
    assertThat(RecordedRun.judge(trace).orElseThrow().spec()).isEqualTo(spec);
  }
}
