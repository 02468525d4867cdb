package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run in which waits are given up is valid, and refused once an abort is not waited for. */
class AbortTraceTest {

  private static RecordedRun run;

  @BeforeAll
  static void run() throws Exception {
    run = RecordedRun.of(1);
  }

  private static void isRefused(List<String> trace) throws Exception {
    assertThat(RecordedRun.judge(trace).orElseThrow().spec()).isEqualTo("abort");
  }

  /** D20: the user goes on, and the owner replies to its abort later. */
  @Test
  void aUserThatDoesNotWaitForItsAbortIsRefused() throws Exception {
    int replied = run.find("ReplyToAbort", 1, l -> true);
    int resumed = run.findOnSame(replied, "Resume", replied);
    List<String> lines = run.moved(resumed, replied);
    lines.set(resumed, run.moved(replied, resumed).get(resumed));
    isRefused(lines);
  }

  @Test
  void anAbortThatMarksAMessageRepliedToIsRefused() throws Exception {
    int late = run.find("GiveUp", 1, l -> l.endsWith(",1]}"));
    isRefused(run.withArguments(late, run.trace().get(late).replaceAll(".*\\[(.*),1.*", "$1,0")));
  }

  @Test
  void anAbortThatWasNotSentIsRefused() throws Exception {
    int given = run.find("GiveUp", 1, l -> true);
    isRefused(run.withArguments(given, "1000,1"));
  }
}
