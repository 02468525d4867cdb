package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RssTest {

  /** UDP from 10.0.0.1:1000 to 10.0.0.2:7. */
  private static final String UDP =
      "020000000002 020000000001 0800"
          + "4500001c 00004000 40110000 0a000001 0a000002"
          + "03e8 0007 0008 0000";

  private static byte[] frame(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static int hash(byte[] frame) {
    return Rss.xorHash(frame, 0, frame.length);
  }

  @Test
  void theHistoricalHash() {
    assertThat(hash(frame(UDP))).isEqualTo(1 ^ 2 ^ 0xe8 ^ 7);
    assertThat(Rss.xorHash(0x0a000001, 0x0a000002, 1000, 7)).isEqualTo(1 ^ 2 ^ 0xe8 ^ 7);
  }

  @Test
  void deviceAndStackAgreeAndBothDirectionsDo() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      byte[] frame = frame(UDP);
      for (int at : new int[] {26, 27, 28, 29, 31, 32, 33, 34, 35, 36, 37}) {
        frame[at] = (byte) random.nextInt();
      }
      int from = i32(frame, 26);
      int to = i32(frame, 30);
      int sourcePort = i32(frame, 34) >>> 16;
      int destinationPort = i32(frame, 34) & 0xffff;
      assertThat(hash(frame)).isEqualTo(Rss.xorHash(from, to, sourcePort, destinationPort));
      assertThat(hash(frame)).isEqualTo(Rss.xorHash(to, from, destinationPort, sourcePort));
    }
  }

  private static int i32(byte[] b, int at) {
    return b[at] << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | (b[at + 3] & 0xff);
  }

  @Test
  void optionsMoveThePorts() {
    byte[] frame =
        frame(
            "020000000002 020000000001 0800"
                + "46000020 00004000 40110000 0a000001 0a000002 01010100"
                + "03e8 0007 0008 0000");
    assertThat(hash(frame)).isEqualTo(1 ^ 2 ^ 0xe8 ^ 7);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3, a group",
    "13, 6, ARP",
    "14, 85, IP version 5",
    "14, 79, a header beyond the frame",
    "14, 68, a header too short",
    "20, 32, a first fragment",
    "21, 1, a later fragment",
    "23, 1, ICMP",
    "30, 224, multicast"
  })
  void whatIsNotHashed(int at, int value, String what) {
    byte[] frame = frame(UDP);
    frame[at] = (byte) value;
    assertThat(hash(frame)).as(what).isZero();
  }

  @Test
  void aFrameCutBeforeThePortsIsNotHashed() {
    for (int length = 0; length < 38; length++) {
      assertThat(Rss.xorHash(frame(UDP), 0, length)).isZero();
    }
    assertThat(Rss.xorHash(frame(UDP), 0, 38)).isNotZero();
  }
}
