package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import netmp.mbuf.Mbuf;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentationTest {

  private static final int ME = TestHost.ADDRESS;
  private static final int PEER = TestHost.PEER;

  private final TestHost host = new TestHost().knowingPeer();

  /** A packet of the bytes in buffers of the given lengths. */
  private Mbuf packet(byte[] bytes, int first, int others) {
    Mbuf packet = host.packet(Arrays.copyOf(bytes, Math.min(first, bytes.length)));
    for (int at = first; at < bytes.length; at += others) {
      int to = Math.min(at + others, bytes.length);
      packet.append(host.packet(Arrays.copyOfRange(bytes, at, to)));
    }
    return packet;
  }

  /** Checks what was sent, and gives the data that it carries. */
  private byte[] sentData() {
    List<byte[]> parts = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < host.sent.size(); i++) {
      byte[] frame = host.sent.get(i);
      assertThat(frame.length).isLessThanOrEqualTo(1514);
      int header = (frame[14] & 0xf) * 4;
      boolean last = i == host.sent.size() - 1;
      assertThat(Packets.checksum(frame, 14, header)).isZero();
      assertThat(Packets.number(frame, 16, 2)).isEqualTo(frame.length - 14);
      assertThat(Packets.number(frame, 18, 2))
          .isEqualTo(Packets.number(host.sent.getFirst(), 18, 2));
      assertThat(Packets.number(frame, 20, 2)).isEqualTo(offset / 8 | (last ? 0 : 0x2000));
      parts.add(Arrays.copyOfRange(frame, 14 + header, frame.length));
      offset += frame.length - 14 - header;
    }
    return Packets.join(parts.toArray(byte[][]::new));
  }

  @ParameterizedTest
  @ValueSource(ints = {1481, 1488, 2960, 2961, 9000, 65515})
  void buffersOfTheRightLengthsBecomeTheFragments(int length) {
    byte[] data = Packets.ramp(length);
    int buffers = host.pool.available();
    Mbuf packet = packet(data, 1480, 1480);
    int used = buffers - host.pool.available();
    assertThat(host.output(packet, PEER, 17)).isEqualTo(IpOutput.Result.SENT);
    assertThat(host.sent).hasSize(used);
    assertThat(sentData()).isEqualTo(data);
    assertThat(host.counters.get(Counter.IP_FRAGMENTED)).isEqualTo(1);
    host.assertBalanced();
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 100, 1472, 1481, 1900})
  void othersAreCopied(int buffer) {
    byte[] data = Packets.ramp(4000);
    assertThat(host.output(packet(data, 1900, buffer), PEER, 17)).isEqualTo(IpOutput.Result.SENT);
    assertThat(sentData()).isEqualTo(data);
    host.assertBalanced();
  }

  @Test
  void aShortDatagramInSeveralBuffersIsOneFrame() {
    byte[] data = Packets.ramp(300);
    host.output(packet(data, 100, 100), PEER, 17);
    assertThat(host.sent).hasSize(1);
    assertThat(sentData()).isEqualTo(data);
    host.assertBalanced();
  }

  @Test
  void optionsAreCopiedThatSaySo() {
    byte[] echo = Packets.icmp(8, 0, 1, Packets.ramp(3000));
    int[] options = {1, 7, 7, 4, 0, 0, 0, 0, 148, 4, 0, 0, 136, 4, 5, 6};
    for (int at = 0; at < echo.length; at += 1400) {
      int to = Math.min(at + 1400, echo.length);
      int field = at / 8 | (to < echo.length ? 0x2000 : 0);
      byte[] part = Arrays.copyOfRange(echo, at, to);
      host.receiveIp(Packets.ip(1, PEER, ME, part).fragment(field).options(options).build());
    }
    assertThat(sentData()).isEqualTo(Packets.icmp(0, 0, 1, Packets.ramp(3000)));
    assertThat(host.sent.get(0)[14]).isEqualTo((byte) 0x49);
    assertThat(host.sent.get(1)[14]).isEqualTo((byte) 0x47);
    assertThat(Arrays.copyOfRange(host.sent.get(1), 34, 42))
        .isEqualTo(Packets.bytes(148, 4, 0, 0, 136, 4, 5, 6));
    host.assertBalanced();
  }

  @Test
  void withoutBuffersNothingIsSent() {
    Mbuf packet = packet(Packets.ramp(3000), 1900, 1900);
    List<Mbuf> all = new ArrayList<>();
    while (host.pool.available() > 1) {
      all.add(host.pool.alloc());
    }
    assertThat(host.output(packet, PEER, 17)).isEqualTo(IpOutput.Result.NO_BUFFERS);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_FRAGMENT_NO_MBUF, 1L));
    assertThat(host.sent).isEmpty();
    all.forEach(Mbuf::free);
    host.assertBalanced();
  }

  @Test
  void noDatagramIsLongerThan65535() {
    Mbuf packet = packet(new byte[65516], 1480, 1480);
    assertThat(host.output(packet, PEER, 17)).isEqualTo(IpOutput.Result.TOO_LONG);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_TOO_LONG, 1L));
    host.assertBalanced();
  }

  @Test
  void toOneselfNothingIsCut() {
    byte[] data = Packets.udp(1, 2, Packets.ramp(9000));
    host.output(packet(data, 1480, 1480), ME, 17);
    host.dispatch();
    assertThat(host.delivered).hasSize(1);
    assertThat(host.delivered.getFirst()).hasSize(9028);
    host.assertBalanced();
  }
}
