package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import netmp.nic.Wire;
import netmp.pcb.UdpDesign;
import netmp.sim.ScheduleChooser;
import netmp.sockbuf.Design;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That a replay is good, WorkloadsTest shows; here is that it can be bad. */
class CaptureReplayTest {

  private static RunResult run(String workload, UnaryOperator<Wire> onWire) {
    return new SimRun(
            Workloads.named(workload).orElseThrow(),
            2,
            1,
            ScheduleChooser.uniform(new SplittableRandom(1)),
            onWire,
            false,
            Design.CUPHOLDER,
            UdpDesign.LOCAL_PORT,
            1_000_000)
        .run(Recorders.NONE);
  }

  /** A wire that does something to frames of host B. */
  private static UnaryOperator<Wire> toAnswers(UnaryOperator<Wire> fault) {
    return wire ->
        (frame, offset, length) ->
            (frame[offset + 11] == 0x0b ? fault.apply(wire) : wire).transmit(frame, offset, length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay-icmp", "replay-udp", "replay-tcp"})
  void anAnswerThatIsLostIsMissed(String workload) {
    RunResult result = run(workload, toAnswers(wire -> (frame, offset, length) -> {}));
    assertThat(result.findings()).anyMatch(f -> f.startsWith("not answered: "));
  }

  @ParameterizedTest
  @CsvSource({
    "replay-tcp, 30, was not sent then",
    "replay-icmp, 24, bad IPv4 header checksum",
    "replay-icmp, 36, bad ICMP checksum",
    "replay-icmp, 41, was not sent then",
    "replay-udp, 40, bad UDP checksum",
    "replay-udp, 35, was not sent then"
  })
  void anAnswerThatIsNotRightIsFound(String workload, int at, String finding) {
    RunResult result =
        run(
            workload,
            toAnswers(
                wire ->
                    (frame, offset, length) -> {
                      byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
                      if (at < length) { // a last fragment may be shorter
                        copy[at] ^= 1;
                      }
                      wire.transmit(copy, 0, length);
                    }));
    assertThat(result.findings()).anyMatch(f -> f.startsWith(finding));
  }

  @Test
  void anAnswerSentTwiceIsFound() {
    RunResult result =
        run(
            "replay-icmp",
            toAnswers(
                wire ->
                    (frame, offset, length) -> {
                      wire.transmit(frame, offset, length);
                      wire.transmit(frame, offset, length);
                    }));
    assertThat(result.findings()).anyMatch(f -> f.startsWith("was not sent then: "));
  }

  @Test
  void fragmentsThatDoNotArriveAreMissedAmongTheAnswers() {
    RunResult result =
        run(
            "replay-icmp",
            wire ->
                (frame, offset, length) -> {
                  if ((frame[offset + 20] & 0x20) == 0) {
                    wire.transmit(frame, offset, length);
                  }
                });
    assertThat(result.findings())
        .anyMatch(f -> f.startsWith("not answered: ") && f.contains("fragment"));
  }
}
