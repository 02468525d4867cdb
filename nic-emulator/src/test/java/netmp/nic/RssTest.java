package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
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

  private final Rss rss = new Rss(FlowHash.XOR, 64);

  private int hash(byte[] frame) {
    return rss.hash(frame, 0, frame.length);
  }

  @Test
  void theHistoricalHash() {
    assertThat(hash(frame(UDP))).isEqualTo(1 ^ 2 ^ 0xe8 ^ 7);
    assertThat(FlowHash.XOR.of(0x0a000001, 0x0a000002, 1000, 7)).isEqualTo(1 ^ 2 ^ 0xe8 ^ 7);
    assertThat(FlowHash.XOR.of(0x0a000102, 0x0b000204)).isEqualTo(6);
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
    "0, 3, a link-layer group",
    "13, 6, ARP",
    "14, 85, IP version 5",
    "30, 224, multicast",
    "30, 255, broadcast"
  })
  void whatIsNotHashed(int at, int value, String what) {
    byte[] frame = frame(UDP);
    frame[at] = (byte) value;
    assertThat(hash(frame)).as(what).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "14, 79, a header beyond the frame",
    "14, 68, a header too short",
    "20, 32, a first fragment",
    "21, 1, a later fragment",
    "23, 1, ICMP"
  })
  void whatIsHashedByAddresses(int at, int value, String what) {
    byte[] frame = frame(UDP);
    frame[at] = (byte) value;
    assertThat(hash(frame)).as(what).isEqualTo(1 ^ 2);
  }

  @Test
  void aFrameCutBeforeThePortsIsHashedByWhatIsThere() {
    for (int length = 0; length <= 38; length++) {
      int expected = length < 34 ? 0 : length < 38 ? 1 ^ 2 : 1 ^ 2 ^ 0xe8 ^ 7;
      assertThat(rss.hash(frame(UDP), 0, length)).as("%d bytes", length).isEqualTo(expected);
    }
  }

  @Test
  void groupsComeInByQueueZero() {
    assertThat(rss.queue(0x0a000001, 0xe0000105, 9, 8)).isZero();
    assertThat(rss.queue(0x0a000001, 0xefffffff)).isZero();
    assertThat(rss.queue(0x0a000001, -1, 9, 8)).isZero();
    assertThat(rss.queue(0x0a000001, 0xdfffff05)).isEqualTo(4);
  }

  @Test
  void theTableChooses() {
    int[] table = new int[Rss.TABLE];
    table[4] = 63;
    rss.program(table);
    table[4] = 1;
    assertThat(rss.queue(0x0a000001, 0xdfffff05)).isEqualTo(63);
    assertThat(rss.queue(4 + 1024 + Rss.TABLE)).as("the low seven bits").isEqualTo(63);
    assertThat(rss.queue(0x0a000001, 0xe0000105)).as("a group").isZero();
    rss.run();
    assertThatThrownBy(() -> rss.program(table))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before the device runs");
  }

  @ParameterizedTest
  @CsvSource({
    "127, 0, 0, of 127 entries",
    "128, 0, 1, entry 0",
    "128, 5, 64, entry 5 of the indirection table names queue 64",
    "128, 5, -1, names queue -1"
  })
  void impossibleTablesAreRefused(int size, int at, int queue, String message) {
    int[] table = new int[size];
    table[at] = queue;
    assertThatThrownBy(() -> rss.program(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
