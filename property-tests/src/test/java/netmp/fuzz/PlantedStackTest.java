package netmp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import netmp.adversary.PatchedClass;
import netmp.fuzz.frames.FrameInput;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Defects of a stack, on ways that the seeds do not take, are found in so many inputs. */
class PlantedStackTest {

  private static final long SEED = 1;

  /** What is planted. */
  @SuppressWarnings("ImmutableEnumChecker") // a record of strings
  enum Planted {
    /** An option whose length is 0 is passed over for ever. */
    HANG(
        "netmp/tcp/Segment.java",
        "(length >= 2 && at + length <= end)",
        "(at + length <= end)",
        "the run does not end",
        2000),
    /** Text between others that wait for what is missing, and overlaps the next of them. */
    EXCEPTION(
        "netmp/tcp/ReassemblyQueue.java",
        "text.trimBack(end - starts[at]);",
        "if (size == 3) { throw new IllegalStateException(\"planted\"); }"
            + " text.trimBack(end - starts[at]);",
        "planted",
        12_000),
    /** Text for a socket whose user has ended the direction. */
    LEAK(
        "netmp/tcp/TextInput.java",
        "if (tp.socket.receivesNoMore()) {\n      text.free();",
        "if (tp.socket.receivesNoMore()) {",
        "B: n packet buffers were not freed",
        8000),
    /** A datagram is dropped, and not counted. */
    COUNTER(
        "netmp/udp/Udp.java",
        "counters.drop(packet, DropReason.UDP_BAD_LENGTH);",
        "packet.free();",
        "B: n packets came up, but n were consumed and n dropped",
        2000),
    /** An echo that is neither short nor long is answered without its checksum. */
    CHECKSUM(
        "netmp/icmp/IcmpInput.java",
        "IcmpHeader.writeChecksum(packet, headerLength);",
        "if (packet.length() < 90 || packet.length() > 1400)"
            + " { IcmpHeader.writeChecksum(packet, headerLength); }",
        "the stack sends a wrong checksum",
        5000);

    final PatchedClass patch;
    final String message;
    final long inputs;

    Planted(String source, String sound, String planted, String message, long inputs) {
      patch = new PatchedClass(source, sound, planted);
      this.message = message;
      this.inputs = inputs;
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void itIsFound(Planted planted) throws IOException {
    @SuppressWarnings("unchecked")
    Targets.Entry<FrameInput> frames = (Targets.Entry<FrameInput>) Targets.get("frames");
    Fuzzer<FrameInput> fuzzer = frames.fuzzer(planted.patch.loader(folder), SEED);
    for (Path seed : TargetsTest.seeds("frames")) {
      fuzzer.add(frames.inputs().read(Files.readAllBytes(seed)));
    }
    assertThat(fuzzer.finding()).as("the seeds do not find it").isNull();
    Finding<FrameInput> finding = fuzzer.run(() -> fuzzer.runs() < planted.inputs);
    assertThat(finding).as("in %d inputs", planted.inputs).isNotNull();
    assertThat(finding.defect()).hasMessageContaining(planted.message);
    assertThat(finding.repeats()).isTrue();
    assertThat(finding.input().steps()).hasSizeLessThan(15);
  }
}
