package netmp.fuzz.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import netmp.fuzz.frames.Step.Frame;
import netmp.offload.TransportChecksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of inputs, checksums, and answers to what a stack has sent. */
class FramesTest {

  private static final FrameInputs INPUTS = new FrameInputs();

  private static FrameInput read(String text) {
    return INPUTS.read(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void filesAreReadAsTheyWereWritten() {
    String text = "stack 5\nframe 0 0102\nframe 7 answer sums ff\nframe 1 \ncall 3 WRITE 1 100\n";
    FrameInput input = read("# a comment\n\n" + text);
    assertThat(new String(INPUTS.write(input), StandardCharsets.US_ASCII)).isEqualTo(text);
    assertThat(INPUTS.size(input)).isEqualTo(4);
    assertThat(INPUTS.units(input)).isEqualTo(3);
    assertThat(INPUTS.without(input, 1, 2).steps()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frames 1 00",
        "frame x 00",
        "frame 1 0",
        "frame -1 00",
        "call 1 FLY 0 0",
        "call 1 READ 0",
        "frame",
        "stack x"
      })
  void otherFilesAreRefused(String line) {
    assertThatThrownBy(() -> read("stack 0\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 2 is no step of an input");
  }

  @Test
  void mutatedInputsCanBeWritten() {
    SplittableRandom random = new SplittableRandom(1);
    FrameInput input = new FrameInput(0, List.of());
    for (int i = 0; i < 5000; i++) {
      input = INPUTS.mutate(input, input, random);
      byte[] file = INPUTS.write(input);
      assertThat(INPUTS.write(INPUTS.read(file))).isEqualTo(file);
    }
    assertThat(input.steps()).isNotEmpty();
  }

  @Test
  void checksumsAreMadeRight() {
    SplittableRandom random = new SplittableRandom(1);
    int right = 0;
    for (int i = 0; i < 500; i++) {
      byte[] bytes = FrameTemplates.any(random).bytes();
      Sums.repair(bytes);
      assertThat(Sums.areRight(bytes)).isTrue();
      if (Packet.transport(bytes, 0) >= 0) {
        bytes[Packet.IP + 1] ^= 4;
        assertThat(Sums.areRight(bytes)).isFalse();
        bytes[Packet.IP + 1] ^= 4;
      }
      int verdict = TransportChecksum.verify(bytes, 0, bytes.length);
      assertThat(verdict).isNotEqualTo(TransportChecksum.BAD);
      right += verdict == TransportChecksum.GOOD ? 1 : 0;
    }
    assertThat(right).isGreaterThan(250);
  }

  private static Frame segment(SplittableRandom random) {
    Frame frame;
    do {
      frame = FrameTemplates.any(random);
    } while (Packet.transport(frame.bytes(), Packet.TCP, Packet.TCP_HEADER) < 0);
    return frame;
  }

  @Test
  void segmentAnswersTheLatestOfItsFlow() {
    byte[] sent = segment(new SplittableRandom(1)).bytes();
    Packet.setU32(sent, 34, 0x0fa01388);
    Packet.setU32(sent, 34 + Packet.SEQ, 1_000_000);
    Packet.setU32(sent, 34 + Packet.ACK, 77);
    sent[34 + Packet.FLAGS] = 1; // FIN
    Answers answers = new Answers();
    answers.sent(sent);
    int text = Packet.end(sent) - Packet.text(sent, 34);
    byte[] other = segment(new SplittableRandom(2)).bytes();
    Packet.setU32(other, 34, 0x11112222);
    Packet.setU32(other, 34 + Packet.SEQ, 5);
    Packet.setU32(other, 34 + Packet.ACK, -2);
    byte[] answer = answers.answer(other);
    assertThat(Packet.u32(answer, 34)).as("ports").isEqualTo(0x13880fa0);
    assertThat(Packet.u32(answer, Packet.SOURCE)).isEqualTo(Packet.u32(sent, Packet.DESTINATION));
    assertThat(Packet.u32(answer, 34 + Packet.SEQ)).isEqualTo(82);
    assertThat(Packet.u32(answer, 34 + Packet.ACK)).isEqualTo(1_000_000 + text + 1 - 2);
  }

  @Test
  void errorQuotesTheLatest() {
    byte[] sent = segment(new SplittableRandom(3)).bytes();
    Answers answers = new Answers();
    answers.sent(sent);
    byte[] error =
        read(
                "frame 1 02000000000b02000000000a080045000000000100004001000"
                    + "00a0000010a0000020303000000000000")
            .steps()
            .stream()
            .map(step -> ((Frame) step).bytes())
            .findFirst()
            .orElseThrow();
    byte[] answer = answers.answer(error);
    assertThat(answer).hasSize(error.length + 28);
    assertThat(Packet.u32(answer, error.length + 12)).isEqualTo(Packet.u32(sent, Packet.SOURCE));
  }
}
