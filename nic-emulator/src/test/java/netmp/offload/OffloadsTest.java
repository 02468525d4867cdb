package netmp.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments are joined and cut, and checksums made. */
class OffloadsTest {

  private static final int SEQUENCE = 0xffff_fc00;
  private static final int OPTIONS = 12;
  private static final int HEADERS = TcpFrame.TCP + TcpFrame.TCP_HEADER + OPTIONS;

  private final List<byte[]> received = new ArrayList<>();
  private final Segmentation segmentation = new Segmentation();

  /** The plain way to make an Internet checksum. */
  private static int checksum(byte[] data, int from, int to, long start) {
    long sum = start;
    for (int i = from; i < to; i++) {
      sum += (long) (data[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }

  /** What is wrong with the lengths and checksums of a frame, summed up. */
  private static int faults(byte[] frame) {
    int length = frame.length - TcpFrame.TCP;
    long pseudo = 6L + length;
    for (int i = TcpFrame.IP_SOURCE; i < TcpFrame.TCP; i += 2) {
      pseudo += TcpFrame.u16(frame, i);
    }
    return checksum(frame, TcpFrame.IP, TcpFrame.TCP, 0)
        + checksum(frame, TcpFrame.TCP, frame.length, pseudo)
        + Math.abs(TcpFrame.u16(frame, TcpFrame.IP_LENGTH) - frame.length + TcpFrame.ETHER_HEADER);
  }

  /** A frame with bytes of a stream, which are as their places are. */
  private static byte[] segment(int place, int text, int flags) {
    byte[] frame = new byte[HEADERS + text];
    new Random(1).nextBytes(frame);
    TcpFrame.setU16(frame, 12, 0x0800);
    frame[TcpFrame.IP] = 0x45;
    TcpFrame.setU16(frame, TcpFrame.IP_FRAGMENT, 0x4000);
    frame[TcpFrame.IP_PROTOCOL] = 6;
    TcpFrame.setU16(frame, TcpFrame.IP_ID, 7 + place / 1000);
    TcpFrame.setU32(frame, TcpFrame.TCP_SEQUENCE, SEQUENCE + place);
    frame[TcpFrame.TCP + 12] = (byte) (((TcpFrame.TCP_HEADER + OPTIONS) / 4) << 4);
    frame[TcpFrame.TCP_FLAGS] = (byte) flags;
    for (int i = 0; i < text; i++) {
      frame[HEADERS + i] = (byte) ((place + i) * 31 + ((place + i) >> 8));
    }
    TcpFrame.finishIp(frame, frame.length);
    TcpFrame.setU16(frame, TcpFrame.TCP_CHECKSUM, TcpFrame.pseudoHeader(frame, frame.length));
    TransportChecksum.finish(frame, 0, frame.length);
    assertThat(faults(frame)).isZero();
    return frame;
  }

  private static boolean add(Joining joining, byte[] frame) {
    byte[] behind = new byte[frame.length + 3];
    System.arraycopy(frame, 0, behind, 3, frame.length);
    return joining.add(behind, 3, frame.length);
  }

  private void cutJoined(Joining joining) {
    joining.finish();
    byte[] frame = Arrays.copyOf(joining.frame(), joining.length());
    cut(frame, joining.segment());
  }

  private void cut(byte[] frame, int mss) {
    assertThat(segmentation.begin(frame, 0, frame.length, mss)).isTrue();
    while (segmentation.next()) {
      received.add(Arrays.copyOf(segmentation.segment(), segmentation.length()));
    }
    assertThat(segmentation.isLast()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2, 1000", "44, 1000", "44, 1", "3, 400", "2, 999"})
  void whatWasJoinedIsCutToTheSameFrames(int segments, int last) {
    Joining joining = new Joining();
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      boolean isLast = i == segments - 1;
      sent.add(segment(1000 * i, isLast ? last : 1000, isLast ? 0x18 : 0x10));
      assertThat(add(joining, sent.getLast())).isTrue();
    }
    assertThat(joining.isJoined()).isTrue();
    cutJoined(joining);
    assertThat(received).hasSize(segments);
    for (int i = 0; i < segments; i++) {
      assertThat(received.get(i)).isEqualTo(sent.get(i));
    }
  }

  @Test
  void oneSegmentIsNotJoined() {
    Joining joining = new Joining();
    assertThat(joining.isEmpty()).isTrue();
    byte[] frame = segment(0, 1000, 0x10);
    assertThat(add(joining, frame)).isTrue();
    assertThat(joining.isJoined()).isFalse();
    assertThat(Arrays.copyOf(joining.frame(), joining.length())).isEqualTo(frame);
    joining.clear();
    assertThat(joining.isEmpty()).isTrue();
  }

  @Test
  void aFrameIsNotLongerThanADatagram() {
    Joining joining = new Joining();
    int joined = 0;
    while (add(joining, segment(1000 * joined, 1000, 0x10))) {
      joined++;
    }
    assertThat(joined).isEqualTo((65535 - 52) / 1000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x11, 0x12, 0x14, 0x18, 0x30, 0x50, 0x90})
  void nothingBeginsWithOtherFlags(int flags) {
    assertThat(add(new Joining(), segment(0, 1000, flags))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x11, 0x12, 0x14, 0x30, 0x50, 0x90})
  void nothingGoesOnWithOtherFlags(int flags) {
    Joining joining = new Joining();
    assertThat(add(joining, segment(0, 1000, 0x10))).isTrue();
    assertThat(add(joining, segment(1000, 1000, flags))).isFalse();
  }

  @Test
  void whatDoesNotFollowIsNotJoined() {
    Joining joining = new Joining();
    assertThat(add(joining, segment(0, 1000, 0x10))).isTrue();
    assertThat(add(joining, segment(2000, 1000, 0x10))).as("a gap").isFalse();
    assertThat(add(joining, segment(0, 1000, 0x10))).as("the same").isFalse();
    assertThat(add(joining, segment(1000, 1001, 0x10))).as("longer").isFalse();
    assertThat(add(joining, segment(1000, 0, 0x10))).as("nothing").isFalse();
    assertThat(add(joining, segment(1000, 10, 0x10))).as("shorter").isTrue();
    assertThat(add(joining, segment(1010, 10, 0x10))).as("behind a short one").isFalse();
  }

  @Test
  void nothingFollowsAPush() {
    Joining joining = new Joining();
    assertThat(add(joining, segment(0, 1000, 0x10))).isTrue();
    assertThat(add(joining, segment(1000, 1000, 0x18))).isTrue();
    assertThat(add(joining, segment(2000, 1000, 0x10))).isFalse();
  }

  /** Each byte of the headers that is not number, checksum or length keeps segments apart. */
  @Test
  void differentHeadersAreNotJoined() {
    for (int at = 0; at < HEADERS; at++) {
      Joining joining = new Joining();
      assertThat(add(joining, segment(0, 1000, 0x10))).isTrue();
      byte[] other = segment(1000, 1000, 0x10);
      other[at] ^= 0x40;
      boolean mayDiffer =
          (at >= TcpFrame.IP_ID && at < TcpFrame.IP_FRAGMENT)
              || (at >= TcpFrame.IP_CHECKSUM && at < TcpFrame.IP_SOURCE)
              || (at >= TcpFrame.TCP_CHECKSUM && at < TcpFrame.TCP_CHECKSUM + 2);
      assertThat(add(joining, other)).as("byte %d", at).isEqualTo(mayDiffer);
    }
  }

  @Test
  void otherFramesAreNotTcp() {
    byte[] good = segment(0, 100, 0x10);
    assertThat(TcpFrame.isTcp(good, 0, good.length)).isTrue();
    int[] places = {12, 13, TcpFrame.IP, TcpFrame.IP_LENGTH + 1, TcpFrame.IP_PROTOCOL};
    for (int place : places) {
      byte[] bad = good.clone();
      bad[place] ^= 1;
      assertThat(TcpFrame.isTcp(bad, 0, bad.length)).as("byte %d", place).isFalse();
    }
    byte[] fragment = good.clone();
    fragment[TcpFrame.IP_FRAGMENT] = 0x20;
    assertThat(TcpFrame.isTcp(fragment, 0, fragment.length)).isFalse();
    byte[] longHeader = segment(0, 3, 0x10);
    longHeader[TcpFrame.TCP + 12] = (byte) 0xf0;
    assertThat(TcpFrame.isTcp(longHeader, 0, longHeader.length)).isFalse();
    assertThat(TcpFrame.isTcp(good, 0, 40)).isFalse();
  }

  @Test
  void theFlagsOfLongSegments() {
    byte[] whole = segment(0, 2500, 0x10 | TcpFrame.CWR | TcpFrame.PSH | TcpFrame.FIN);
    cut(whole, 1000);
    assertThat(received).hasSize(3).allMatch(frame -> faults(frame) == 0);
    assertThat(received.get(0)[TcpFrame.TCP_FLAGS]).isEqualTo((byte) 0x90);
    assertThat(received.get(1)[TcpFrame.TCP_FLAGS]).isEqualTo((byte) 0x10);
    assertThat(received.get(2)[TcpFrame.TCP_FLAGS]).isEqualTo((byte) 0x19);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 7, 1499, 60_000})
  void sums(int length) {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    assertThat(Checksum.complement(Checksum.of(data, 0, length)))
        .isEqualTo(checksum(data, 0, length, 0));
    Arrays.fill(data, (byte) 0xff);
    assertThat(Checksum.complement(Checksum.of(data, 0, length)))
        .isEqualTo(checksum(data, 0, length, 0));
  }

  @Test
  void whatIsNotTcpIsNotCut() {
    byte[] good = segment(0, 2500, 0x10);
    assertThat(segmentation.begin(good, 0, good.length, 0)).as("no text").isFalse();
    assertThat(segmentation.begin(segment(0, 0, 0x10), 0, HEADERS, 10)).isFalse();
    good[TcpFrame.IP_PROTOCOL] = 17;
    assertThat(segmentation.begin(good, 0, good.length, 1000)).isFalse();
  }

  /** RFC 768: a sum that comes out as 0 is sent as 0xffff. */
  @Test
  void aChecksumOfUdpIsNever0() {
    byte[] frame = new byte[22];
    TcpFrame.setU16(frame, 14, 0xffff);
    TransportChecksum.finish(frame, 14, 8, 6);
    assertThat(TcpFrame.u16(frame, 20)).isEqualTo(0xffff);
  }
}
