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

  /** The abort is faster than its message, of a socket that moves while both travel. */
  private static List<String> overtaken(String whatBecomesOfTheMessage) {
    return List.of(
        "{\"netmp\":1,\"workload\":\"\",\"seed\":1,\"mode\":\"sim\",\"order\":\"total\",\"cpus\":2}",
        step(1, "Lock", "1"),
        step(2, "LoadCantRcvMore", "1,0"),
        step(3, "Snapshot", "1,0"),
        step(4, "Unlock", "1"),
        step(5, "SendPredicate", "1"),
        step(6, "SendAbort", "1"),
        step(7, "GiveUp", "1,0"),
        step(8, "ReplyToAbort", "1"),
        step(9, whatBecomesOfTheMessage, "1"),
        step(10, "Resume", "1"));
  }

  private static String step(int n, String action, String arguments) {
    return "{\"n\":%d,\"t\":\"t\",\"o\":\"A/so_rcv.cupholder/1\",\"a\":\"%s\",\"x\":[%s]}"
        .formatted(n, action, arguments);
  }

  @Test
  void aMessageThatComesAfterItsAbortIsRepliedToAndNotLinked() throws Exception {
    assertThat(RecordedRun.judge(overtaken("ReplyGivenUp"))).isEmpty();
    isRefused(overtaken("Enqueue"));
  }
}
