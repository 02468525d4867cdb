package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The descriptor rings of a run of TCP are valid, and refused once a step is altered. */
class RingTraceTest {

  private static RecordedRun run;

  @BeforeAll
  static void run() throws Exception {
    run = RecordedRun.of(StreamEcho.Family.TCP, 1);
  }

  private static void isRefused(List<String> trace, String by) throws Exception {
    assertThat(RecordedRun.judge(trace).orElseThrow().spec()).isEqualTo(by);
  }

  /** Both steps change places. */
  private static List<String> swapped(int first, int second) {
    List<String> lines = run.moved(second, first);
    lines.set(second, run.moved(first, second).get(second));
    return lines;
  }

  private static String argumentsOf(int line) {
    return run.trace().get(line).replaceAll(".*\"x\":\\[(.*)].*", "$1");
  }

  @Test
  void theRunItselfIsValid() throws Exception {
    assertThat(RecordedRun.judge(run.trace())).isEmpty();
  }

  /** D112: two threads of the device fill one descriptor. */
  @Test
  void aDescriptorThatIsClaimedTwiceIsRefused() throws Exception {
    int first = run.find("ClaimDescriptor", 1, l -> true);
    int second = run.findOnSame(first, "ClaimDescriptor", first + 1);
    isRefused(run.withArguments(second, argumentsOf(first)), "nic/ring/receive");
  }

  /** D46: the count of posted descriptors does not decide. */
  @Test
  void aDescriptorThatIsClaimedAndNotPostedIsRefused() throws Exception {
    int post = run.find("PostDescriptor", 1, l -> true);
    isRefused(swapped(post, run.findOnSame(post, "ClaimDescriptor", post)), "nic/ring/receive");
  }

  /** D110: the driver finds the mark before the frame. Both specifications know that step. */
  @Test
  void aDescriptorThatIsPolledBeforeItIsDoneIsRefused() throws Exception {
    int done = run.find("CompleteDescriptor", 1, l -> true);
    isRefused(swapped(done, run.findOnSame(done, "PollDescriptor", done)), "interrupt");
  }

  @Test
  void aFrameOfAnotherLengthIsRefused() throws Exception {
    int polled = run.find("PollDescriptor", 1, l -> true);
    isRefused(
        run.withArguments(polled, argumentsOf(polled).replaceAll(",.*", ",13")),
        "nic/ring/receive");
  }

  /** D113: more are posted than the ring has. */
  @Test
  void aDescriptorThatIsPostedInAFullRingIsRefused() throws Exception {
    int polled = run.find("PollDescriptor", 1, l -> true);
    isRefused(
        swapped(polled, run.findOnSame(polled, "PostDescriptor", polled)), "nic/ring/receive");
  }

  /** D114: the doorbell comes first. */
  @Test
  void aDoorbellForWhatIsNotEnqueuedIsRefused() throws Exception {
    int enqueued = run.find("EnqueueFrame", 1, l -> true);
    isRefused(
        swapped(enqueued, run.findOnSame(enqueued, "RingDoorbell", enqueued)), "nic/ring/transmit");
  }

  /** D115: a buffer is freed that is being sent. */
  @Test
  void aDescriptorThatIsReclaimedBeforeItIsSentIsRefused() throws Exception {
    int sent = run.find("SendFrame", 1, l -> true);
    isRefused(swapped(sent, run.findOnSame(sent, "ReclaimFrame", sent)), "nic/ring/transmit");
  }

  /** D57: the driver that looks again must see what is there. */
  @Test
  void aDriverThatOverlooksADescriptorIsRefused() throws Exception {
    int seen = run.find("LookAgain", 1, l -> l.endsWith("[1]}"));
    isRefused(run.withArguments(seen, "0"), "interrupt");
  }

  @Test
  void anInterruptThatWasNotEnabledIsRefused() throws Exception {
    int enabled = run.find("EnableInterrupt", 1, l -> true);
    isRefused(swapped(enabled, run.findOnSame(enabled, "RaiseInterrupt", enabled)), "interrupt");
  }
}
