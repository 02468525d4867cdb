package netmp.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import netmp.capture.CapturedFrame.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureReaderTest {

  private static final String PCAP_HEADER =
      "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000";
  private static final String PACKET = "05000000 06000000 03000000 40000000 aabbcc";

  private static final String NG_HEADER =
      "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000";
  private static final String NG_INTERFACE = "01000000 14000000 0100 0000 00000000 14000000";
  private static final String NG_PACKET =
      "06000000 24000000 00000000 00000000 40420f00 03000000 40000000 aabbcc00 24000000";

  private static byte[] bytes(String... hex) {
    return HexFormat.of().parseHex(String.join("", hex).replace(" ", ""));
  }

  private static List<CapturedFrame> read(byte[] file) throws IOException {
    return read(new ByteArrayInputStream(file));
  }

  private static List<CapturedFrame> read(InputStream in) throws IOException {
    List<CapturedFrame> frames = new ArrayList<>();
    try (CaptureReader reader = new CaptureReader(in)) {
      for (CapturedFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  @ParameterizedTest
  @CsvSource({"icmp.pcap,253", "udp.pcap,291", "tcp.pcap,526"})
  void whatTcpdumpRecorded(String file, int frames) throws IOException {
    try (InputStream in = CaptureReaderTest.class.getResourceAsStream("/captures/" + file)) {
      List<CapturedFrame> all = read(in);
      assertThat(all).hasSize(frames);
      assertThat(all)
          .allSatisfy(
              frame -> {
                assertThat(frame.bytes()).hasSize(frame.originalLength()).hasSizeBetween(34, 1514);
                assertThat(frame.direction()).isEqualTo(Direction.UNKNOWN);
              });
      assertThat(all).isSortedAccordingTo((x, y) -> Long.compare(x.nanos(), y.nanos()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000, 5000006000",
    "4d3cb2a1 0200 0400 00000000 00000000 00000400 01000000, 5000000006"
  })
  void pcapLittleEndian(String header, long nanos) throws IOException {
    check(read(bytes(header, PACKET, PACKET)), 2, "", nanos);
  }

  @ParameterizedTest
  @CsvSource({
    "a1b2c3d4 0002 0004 00000000 00000000 00040000 00000001, 5000006000",
    "a1b23c4d 0002 0004 00000000 00000000 00040000 00000001, 5000000006"
  })
  void pcapBigEndian(String header, long nanos) throws IOException {
    check(read(bytes(header, "00000005 00000006 00000003 00000040 aabbcc")), 1, "", nanos);
  }

  private static void check(List<CapturedFrame> frames, int count, String device, long nanos) {
    assertThat(frames).hasSize(count);
    CapturedFrame last = frames.getLast();
    assertThat(last.device()).isEqualTo(device);
    assertThat(last.nanos()).isEqualTo(nanos);
    assertThat(last.originalLength()).isEqualTo(64);
    assertThat(last.bytes()).isEqualTo(bytes("aabbcc"));
  }

  @Test
  void pcapngInMicrosecondsUnlessItSaysOtherwise() throws IOException {
    check(read(bytes(NG_HEADER, NG_INTERFACE, NG_PACKET)), 1, "", 1_000_000_000);
  }

  @Test
  void pcapngBigEndianWithNameResolutionOffsetAndDirection() throws IOException {
    String description =
        "00000001 00000034 0001 0000 00000000 0002 0002 65300000 0009 0001 8a000000"
            + " 000e 0008 0000000000000002 0000 0000 00000034";
    String packet =
        "00000006 0000002c 00000000 00000000 00000600 00000003 00000040 aabbcc00"
            + " 0002 0004 00000002 0000002c";
    List<CapturedFrame> frames =
        read(
            bytes(
                "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c",
                description,
                packet));
    check(frames, 1, "e0", 3_500_000_000L); // 1536 / 2^10 s, and 2 s
    assertThat(frames.getFirst().direction()).isEqualTo(Direction.OUTBOUND);
  }

  @Test
  void otherBlocksArePassedOverAndOldOnesAreRead() throws IOException {
    String unknown = "efbeadde 10000000 01020304 10000000";
    String simple = "03000000 14000000 40000000 aabbcc00 14000000";
    String obsolete =
        "02000000 24000000 0000 0000 00000000 40420f00 03000000 40000000 aabbcc00 24000000";
    List<CapturedFrame> frames =
        read(bytes(NG_HEADER, NG_INTERFACE, unknown, obsolete, unknown, simple));
    assertThat(frames).hasSize(2);
    check(frames.subList(0, 1), 1, "", 1_000_000_000);
    assertThat(frames.get(1).bytes()).isEqualTo(bytes("aabbcc00"));
  }

  @Test
  void aSecondSectionHasInterfacesOfItsOwn() {
    assertThatThrownBy(() -> read(bytes(NG_HEADER, NG_INTERFACE, NG_HEADER, NG_PACKET)))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("interface 0, but only 0 are described");
  }

  @ParameterizedTest
  @CsvSource({
    "'', the file is truncated",
    "cafebabe, 'at byte 0: no capture file'",
    "d4c3b2a1 0300 0400 00000000 00000000 00000400 01000000, version 3",
    "d4c3b2a1 0200 0400 00000000 00000000 00000400 71000000, link type 113",
    "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000 0500, a packet header has 16 bytes",
    "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000 05000000 00000000 ffffffff 00000000,"
        + " a packet of 4294967295 bytes",
    "0a0d0d0a 1c000000 4d3c2b1b 0100 0000 ffffffffffffffff 1c000000, no byte-order magic",
    "0a0d0d0a 1c000000 4d3c2b1a 0200 0000 ffffffffffffffff 1c000000, version 2",
    "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 20000000, ends with length 32"
  })
  void whatIsNoCapture(String hex, String message) {
    assertThatThrownBy(() -> read(bytes(hex)))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "01000000 14000000 7100 0000 00000000 14000000, link type 113",
    "01000000 10000000 0100 0000 10000000, too short",
    "05000000 0b000000 0100, a block of 11 bytes",
    "05000000 0d000000 0100, a block of 13 bytes",
    "05000000 ffffff7f 0100, a block of 2147483647 bytes",
    "06000000 24000000 00000000 00000000 40420f00 13000000 40000000 aabbcc00 24000000,"
        + " a packet of 19 bytes",
    "06000000 28000000 00000000 00000000 40420f00 03000000 40000000 aabbcc00 0200ff00 28000000,"
        + " an option longer"
  })
  void whatIsNoBlock(String hex, String message) {
    assertThatThrownBy(() -> read(bytes(NG_HEADER, NG_INTERFACE, hex)))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void everyPrefixAndEveryFlippedByteIsReadOrRefused() {
    Random random = new Random(7);
    for (byte[] file :
        List.of(bytes(PCAP_HEADER, PACKET, PACKET), bytes(NG_HEADER, NG_INTERFACE, NG_PACKET))) {
      for (int length = 0; length < file.length; length++) {
        readOrRefused(Arrays.copyOf(file, length));
        for (int i = 0; i < 20; i++) {
          byte[] flipped = file.clone();
          flipped[length] = (byte) random.nextInt();
          readOrRefused(flipped);
        }
      }
    }
  }

  private static void readOrRefused(byte[] file) {
    try {
      read(file);
    } catch (CaptureFormatException e) {
      assertThat(e).hasMessageStartingWith("at byte ");
    } catch (IOException e) {
      throw new AssertionError("another exception", e);
    }
  }
}
