package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import org.junit.jupiter.api.Test;

class SegmentTest {

  private final MbufPool pool = MbufPool.forOneThread(1, 1);
  private final Segment segment = new Segment();

  /** A header with these options, and text behind it. */
  private boolean parse(int flags, String options, int text) {
    byte[] bytes = HexFormat.of().parseHex(options.replace(" ", ""));
    int header = TcpHeader.MIN_LENGTH + bytes.length;
    Mbuf packet = pool.alloc();
    packet.extend(header + text);
    packet.setU8(1, 0);
    packet.setU32(TcpHeader.SEQUENCE, 1000);
    packet.setU32(TcpHeader.ACKNOWLEDGMENT, 2000);
    packet.setU16(TcpHeader.OFFSET_AND_FLAGS, header << 10 | flags);
    packet.setU16(TcpHeader.WINDOW, 77);
    packet.copyIn(TcpHeader.MIN_LENGTH, bytes, 0, bytes.length);
    boolean good = segment.parse(packet, 0);
    packet.free();
    return good;
  }

  @Test
  void theOptionsOfASyn() {
    assertThat(parse(TcpHeader.SYN, "0204 05b4 0402 080a 00000001 00000002 01 030307", 0)).isTrue();
    assertThat(segment.mss).isEqualTo(1460);
    assertThat(segment.sackPermitted).isTrue();
    assertThat(segment.hasTimestamps).isTrue();
    assertThat(segment.tsVal).isEqualTo(1);
    assertThat(segment.tsEcr).isEqualTo(2);
    assertThat(segment.windowScale).isEqualTo(7);
    assertThat(segment.length()).isEqualTo(1);
    assertThat(segment.end()).isEqualTo(1001);
  }

  @Test
  void blocks() {
    assertThat(parse(TcpHeader.ACK, "0101 0512 00000001 00000002 00000003 00000004", 0)).isTrue();
    assertThat(segment.sackBlocks).isEqualTo(2);
    assertThat(segment.sackLeft[1]).isEqualTo(3);
    assertThat(segment.sackRight[1]).isEqualTo(4);
  }

  @Test
  void anOptionOfAnotherLengthIsNotThatOption() {
    assertThat(parse(TcpHeader.SYN, "0203 05 00", 0)).isTrue();
    assertThat(segment.mss).isZero();
    assertThat(parse(TcpHeader.ACK, "0505 000001 000000", 0)).isTrue();
    assertThat(segment.sackBlocks).isZero();
  }

  @Test
  void theEndOfTheListEndsIt() {
    assertThat(parse(TcpHeader.SYN, "00 02 04 05", 0)).isTrue();
    assertThat(segment.mss).isZero();
  }

  /** RFC 9293 MUST-7. */
  @Test
  void lengthsThatLeadNowhere() {
    assertThat(parse(TcpHeader.SYN, "01 01 02 00", 0)).as("zero").isFalse();
    assertThat(parse(TcpHeader.SYN, "01 01 02 01", 0)).as("one").isFalse();
    assertThat(parse(TcpHeader.SYN, "01 01 02 04", 0)).as("beyond the header").isFalse();
    assertThat(parse(TcpHeader.SYN, "01 01 01 02", 0)).as("no room for a length").isFalse();
  }

  @Test
  void trimmedInFrontAndBehind() {
    assertThat(parse(TcpHeader.SYN | TcpHeader.FIN, "", 10)).isTrue();
    assertThat(segment.length()).isEqualTo(12);
    segment.trimFront(3);
    assertThat(segment.seq).isEqualTo(1003);
    assertThat(segment.has(TcpHeader.SYN)).isFalse();
    assertThat(segment.textLength()).isEqualTo(8);
    segment.trimBack(1);
    assertThat(segment.has(TcpHeader.FIN)).isFalse();
    assertThat(segment.textLength()).isEqualTo(8);
    segment.trimBack(2);
    assertThat(segment.length()).isEqualTo(6);
    assertThat(segment.end()).isEqualTo(1009);
  }

  @Test
  void aFinIsTrimmedLast() {
    assertThat(parse(TcpHeader.FIN, "", 2)).isTrue();
    segment.trimFront(2);
    assertThat(segment.has(TcpHeader.FIN)).isTrue();
    segment.trimFront(1);
    assertThat(segment.length()).isZero();
    assertThat(segment.seq).isEqualTo(1003);
  }
}
