package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.nic.Nic;
import netmp.nic.Rss;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReassemblyTest {

  private static final int ME = TestHost.ADDRESS;
  private static final int PEER = TestHost.PEER;
  private static final int MORE = 0x2000;
  private static final long SECOND = 1_000_000_000L;
  private static final byte[] UDP = Packets.udp(1001, 2000, Packets.ramp(40));

  private final TestHost host = new TestHost().knowingPeer();

  /** Part of the data of a datagram. */
  private static Packets.Ip part(int source, int protocol, byte[] data, int from, int to) {
    int more = to < data.length ? MORE : 0;
    return Packets.ip(protocol, source, ME, Arrays.copyOfRange(data, from, to))
        .fragment(from / 8 | more);
  }

  private void receive(int from, int to) {
    host.receiveIp(part(PEER, 17, UDP, from, to).build());
  }

  private void only(DropReason reason, long count) {
    assertThat(host.drops()).isEqualTo(Map.of(reason, count));
  }

  @Test
  void theWholeGoesOnWhereWholeOnesOfItsFlowComeIn() {
    receive(16, 48);
    receive(0, 16);
    assertThat(host.delivered).containsExactly(Packets.ip(17, PEER, ME, UDP).build());
    Rss rss = new Nic("n", TestHost.MAC, 8, 4).rss();
    assertThat(rss.queue(PEER, ME, 1001, 2000)).isNotEqualTo(rss.queue(PEER, ME));
    assertThat(host.reassembledFor).containsExactly(rss.queue(PEER, ME, 1001, 2000));
    assertThat(host.counters.get(Counter.IP_REASSEMBLED)).isEqualTo(1);
    assertThat(host.drops()).isEmpty();
    host.assertBalanced();
  }

  @Test
  void whatHasNoPortsStaysWhereItsFragmentsCameIn() {
    byte[] echo = Packets.icmp(8, 0, 0x10001, Packets.ramp(60));
    host.receiveIp(part(PEER, 1, echo, 0, 40).build());
    host.receiveIp(part(PEER, 1, echo, 40, 68).build());
    assertThat(host.reassembledFor).containsExactly(new Nic("n", 2, 8, 4).rss().queue(PEER, ME));
    assertThat(host.sent).hasSize(1);
    host.assertBalanced();
  }

  @Test
  void aBroadcastGoesOnOnCpuZero() {
    for (int from = 0; from < 48; from += 24) {
      byte[] data = Arrays.copyOfRange(UDP, from, from + 24);
      Packets.Ip ip = Packets.ip(17, PEER, IpAddress.parse("255.255.255.255"), data);
      byte[] datagram = ip.fragment(from / 8 | (from == 0 ? MORE : 0)).build();
      host.receive(Packets.ether(MacAddress.BROADCAST, TestHost.PEER_MAC, 0x0800, datagram));
    }
    assertThat(host.reassembledFor).containsExactly(0);
    assertThat(host.delivered).hasSize(1);
  }

  @Test
  void theHeaderIsThatOfTheFirstFragment() {
    host.receiveIp(part(PEER, 17, UDP, 16, 48).build());
    host.receiveIp(part(PEER, 17, UDP, 0, 16).options(148, 4, 0, 0).tos(8).build());
    assertThat(host.delivered)
        .containsExactly(Packets.ip(17, PEER, ME, UDP).options(148, 4, 0, 0).tos(8).build());
  }

  @Test
  void theLongestDatagram() {
    byte[] data = Packets.ramp(65515);
    for (int at = 0; at < data.length; at += 1480) {
      host.receiveIp(part(PEER, 17, data, at, Math.min(at + 1480, data.length)).build());
    }
    assertThat(host.delivered).hasSize(1);
    byte[] whole = host.delivered.getFirst();
    assertThat(Arrays.copyOfRange(whole, 20, whole.length)).isEqualTo(data);
    host.assertBalanced();
  }

  // ---- attacks ----

  @ParameterizedTest
  @CsvSource({"8192, 0", "8192, 9", "8193, 15", "8191, 8", "8187, 24", "8189, 0"})
  void badFragments(int field, int length) {
    host.receiveIp(Packets.ip(17, PEER, ME, new byte[length]).fragment(field).build());
    only(DropReason.IP_BAD_FRAGMENT, 1);
    host.assertBalanced();
  }

  @Test
  void aHeaderThatGrowsMakesTheDatagramTooLong() {
    byte[] data = Packets.ramp(65515);
    for (int at = 1480; at < data.length; at += 1480) {
      host.receiveIp(part(PEER, 17, data, at, Math.min(at + 1480, data.length)).build());
    }
    host.receiveIp(part(PEER, 17, data, 0, 1480).options(1, 1, 1, 0).build());
    only(DropReason.IP_BAD_FRAGMENT, 45);
    host.assertBalanced();
  }

  @ParameterizedTest
  @CsvSource({"8192, 8", "8192, 16", "1, 8", "8194, 800"})
  void theHeaderOfTcpIsNotSplit(int field, int length) {
    host.receiveIp(Packets.ip(6, PEER, ME, new byte[length]).fragment(field).build());
    only(DropReason.IP_TINY_FRAGMENT, 1);
  }

  @Test
  void anOverlapCondemnsTheDatagram() {
    receive(0, 16);
    receive(8, 24);
    receive(16, 48);
    receive(24, 48);
    assertThat(host.delivered).isEmpty();
    only(DropReason.IP_OVERLAPPING_FRAGMENT, 4);
    host.assertBalanced();
    host.advance(60 * SECOND);
    receive(0, 16);
    receive(16, 48);
    assertThat(host.delivered).as("later its identification is anyone's").hasSize(1);
  }

  @Test
  void twoEndsCondemnTheDatagram() {
    receive(24, 48);
    host.receiveIp(Packets.ip(17, PEER, ME, new byte[8]).fragment(9).build());
    receive(0, 24);
    only(DropReason.IP_OVERLAPPING_FRAGMENT, 3);
  }

  @Test
  void theSameFragmentAgainDoesNot() {
    receive(0, 16);
    receive(0, 16);
    receive(16, 48);
    assertThat(host.delivered).hasSize(1);
    only(DropReason.IP_DUPLICATE_FRAGMENT, 1);
  }

  // ---- time ----

  @Test
  void theSourceIsToldWhenTheRestDoesNotCome() {
    byte[] first = part(PEER, 17, UDP, 0, 16).build();
    host.receiveIp(first);
    host.advance(60 * SECOND - 1);
    assertThat(host.sent).isEmpty();
    host.advance(1);
    only(DropReason.IP_REASSEMBLY_TIMEOUT, 1);
    byte[] error = host.sent.getFirst();
    assertThat(Arrays.copyOfRange(error, 34, error.length))
        .isEqualTo(Packets.icmp(11, 1, 0, first));
    host.assertBalanced();
  }

  @Test
  void withoutTheFirstFragmentItIsNot() {
    receive(16, 48);
    host.advance(60 * SECOND);
    only(DropReason.IP_REASSEMBLY_TIMEOUT, 1);
    assertThat(host.sent).isEmpty();
    host.assertBalanced();
  }

  // ---- bounds ----

  @Test
  void aSourceHasSoManyDatagramsAndLosesItsOldest() {
    receive(0, 16);
    for (int protocol = 100; protocol < 100 + Reassembly.DATAGRAMS_PER_SOURCE; protocol++) {
      host.receiveIp(part(PEER, protocol, UDP, 0, 16).build());
    }
    only(DropReason.IP_REASSEMBLY_LIMIT, 1);
    receive(16, 48);
    assertThat(host.delivered).isEmpty();
  }

  @Test
  void allSourcesTogetherHaveSoMany() {
    for (int i = 0; i < Reassembly.DATAGRAMS; i++) {
      host.receiveIp(part(0xc0000200 + i, 17, UDP, 0, 16).build());
    }
    assertThat(host.drops()).isEmpty();
    receive(0, 16);
    only(DropReason.IP_REASSEMBLY_LIMIT, 1);
    host.receiveIp(part(0xc0000200 + 1, 17, UDP, 16, 48).build());
    assertThat(host.delivered).as("the second oldest is there").hasSize(1);
  }

  @Test
  void aSourceHoldsHalfOfTheBuffersAndLosesItsOldest() {
    receive(0, 16);
    host.receiveIp(part(PEER + 2, 17, UDP, 0, 16).build());
    byte[] data = new byte[8 * 200];
    int most = TestHost.BUFFERS / 2 / 2;
    for (int i = 0; i < most; i++) {
      host.receiveIp(part(PEER, 99, data, 8 * i, 8 * i + 8).build());
    }
    only(DropReason.IP_REASSEMBLY_LIMIT, 1);
    host.receiveIp(part(PEER + 2, 17, UDP, 16, 48).build());
    assertThat(host.delivered).as("of another source nothing is taken").hasSize(1);
  }

  @Test
  void allSourcesTogetherHoldSoManyBuffers() {
    byte[] data = new byte[8 * 200];
    int most = TestHost.BUFFERS / 2;
    for (int i = 0; i < most; i++) {
      host.receiveIp(part(PEER + i % 4 * 2, 99, data, 8 * i, 8 * i + 8).build());
    }
    assertThat(host.drops()).isEmpty();
    receive(0, 16);
    only(DropReason.IP_REASSEMBLY_LIMIT, most / 4);
  }

  @Test
  void aDatagramHasSoManyFragments() {
    Reassembly alone =
        new Reassembly(host.timers, 2 * TestHost.BUFFERS, host.icmpErrors, host.counters);
    byte[] data = new byte[8 * 200];
    for (int i = 0; i <= Reassembly.FRAGMENTS_PER_DATAGRAM; i++) {
      byte[] fragment = part(PEER, 99, data, 8 * i, 8 * i + 8).build();
      assertThat(alone.input(host.packet(fragment))).isNull();
    }
    only(DropReason.IP_REASSEMBLY_LIMIT, Reassembly.FRAGMENTS_PER_DATAGRAM + 1);
  }
}
