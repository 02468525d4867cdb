package netmp.igmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host's side of RFC 2236, in virtual time. */
class IgmpTest {

  private static final int GROUP = IpAddress.parse("239.1.2.3");
  private static final int OTHER = IpAddress.parse("239.1.2.4");
  private static final int ALL_HOSTS = IpAddress.ALL_HOSTS;
  private static final long SECOND = 1_000_000_000L;

  private final TestHost host = new TestHost();

  private static byte[] message(int type, int response, int group) {
    byte[] message =
        ByteBuffer.allocate(8).putInt(type << 24 | response << 16).putInt(group).array();
    ByteBuffer.wrap(message).putShort(2, (short) Packets.checksum(message, 0, 8));
    return message;
  }

  private void receive(int destination, byte[] message) {
    byte[] datagram = Packets.ip(2, TestHost.PEER, destination, message).build();
    long mac = MacAddress.ofGroup(destination);
    host.receive(Packets.ether(mac, TestHost.PEER_MAC, 0x0800, datagram));
  }

  private void query(int response, int group) {
    receive(group == 0 ? ALL_HOSTS : group, message(0x11, response, group));
  }

  /** Joins, with all reports that nobody asked for sent. */
  private void join(int group) {
    host.igmp.join(group);
    host.advance(10 * SECOND);
    host.sent.clear();
  }

  private List<String> sent() {
    List<String> sent = host.sent.stream().map(IgmpTest::text).toList();
    host.sent.clear();
    return sent;
  }

  /** Checks what all messages have in common, and gives type, group and destination. */
  private static String text(byte[] frame) {
    int destination = (int) Packets.number(frame, 30, 4);
    assertThat(Packets.number(frame, 0, 6)).isEqualTo(MacAddress.ofGroup(destination));
    assertThat(Packets.number(frame, 14, 2)).isEqualTo(0x4600);
    assertThat(frame[22]).as("time to live").isEqualTo((byte) 1);
    assertThat(frame[23]).as("protocol").isEqualTo((byte) 2);
    assertThat(Packets.number(frame, 34, 4)).as("router alert").isEqualTo(0x94040000L);
    assertThat(Packets.checksum(frame, 14, 24)).isZero();
    assertThat(Packets.checksum(frame, 38, 8)).isZero();
    assertThat(frame).hasSize(46);
    String group = IpAddress.format((int) Packets.number(frame, 42, 4));
    return "%02x %s to %s".formatted(frame[38], group, IpAddress.format(destination));
  }

  /** The device need not take what no socket has joined. */
  @Test
  void theDeviceIsToldOfGroups() {
    long allHosts = MacAddress.ofGroup(ALL_HOSTS);
    host.igmp.join(GROUP);
    host.igmp.join(GROUP);
    host.igmp.join(OTHER);
    assertThat(host.filter)
        .containsExactlyInAnyOrder(allHosts, MacAddress.ofGroup(GROUP), MacAddress.ofGroup(OTHER));
    host.igmp.leave(GROUP);
    assertThat(host.filter).contains(MacAddress.ofGroup(GROUP));
    host.igmp.leave(GROUP);
    host.igmp.leave(OTHER);
    assertThat(host.filter).containsExactly(allHosts);
  }

  @Test
  void aJoinIsReportedAtOnceAndOnceAgain() {
    host.igmp.join(GROUP);
    assertThat(sent()).containsExactly("16 239.1.2.3 to 239.1.2.3");
    host.advance(10 * SECOND);
    assertThat(sent()).containsExactly("16 239.1.2.3 to 239.1.2.3");
    host.advance(3600 * SECOND);
    assertThat(sent()).isEmpty();
  }

  @Test
  void onlyTheFirstJoinAndTheLastLeaveAreTold() {
    join(GROUP);
    host.igmp.join(GROUP);
    host.igmp.leave(GROUP);
    host.advance(10 * SECOND);
    assertThat(sent()).isEmpty();
    assertThat(host.igmp.has(GROUP)).isTrue();
    host.igmp.leave(GROUP);
    assertThat(sent()).containsExactly("17 239.1.2.3 to 224.0.0.2");
    assertThat(host.igmp.has(GROUP)).isFalse();
    host.igmp.leave(GROUP);
    assertThat(sent()).isEmpty();
  }

  @Test
  void allHostsIsNeverTold() {
    host.igmp.join(ALL_HOSTS);
    query(100, 0);
    host.advance(10 * SECOND);
    host.igmp.leave(ALL_HOSTS);
    assertThat(sent()).isEmpty();
    assertThat(host.igmp.has(ALL_HOSTS)).isTrue();
  }

  @Test
  void aGeneralQueryIsAnsweredForEachGroupWithinItsTime() {
    join(GROUP);
    join(OTHER);
    query(20, 0);
    assertThat(sent()).isEmpty();
    host.advance(2 * SECOND);
    assertThat(sent())
        .containsExactlyInAnyOrder("16 239.1.2.3 to 239.1.2.3", "16 239.1.2.4 to 239.1.2.4");
    host.assertBalanced();
  }

  @Test
  void aQueryOfVersion1MeansTenSeconds() {
    join(GROUP);
    query(0, 0);
    host.advance(10 * SECOND);
    assertThat(sent()).hasSize(1);
  }

  @Test
  void aQueryAboutAGroupIsAnsweredForThatGroupAndMayHurryIt() {
    join(GROUP);
    join(OTHER);
    query(255, 0);
    query(1, GROUP);
    host.advance(SECOND / 10);
    assertThat(sent()).contains("16 239.1.2.3 to 239.1.2.3").hasSizeLessThanOrEqualTo(2);
    host.advance(26 * SECOND);
    assertThat(sent()).doesNotContain("16 239.1.2.3 to 239.1.2.3");
  }

  @ParameterizedTest
  @CsvSource({"22", "18"})
  void whatAnotherMemberReportsNeedsNoReport(int type) {
    join(GROUP);
    query(100, 0);
    receive(GROUP, message(type, 0, GROUP));
    host.advance(10 * SECOND);
    host.igmp.leave(GROUP);
    assertThat(sent()).as("nor is a leave its business").isEmpty();
  }

  @Test
  void groupsAreBounded() {
    for (int i = 0; i <= Igmp.GROUPS; i++) {
      host.igmp.join(GROUP + i);
    }
    assertThat(host.igmp.has(GROUP + Igmp.GROUPS - 1)).isTrue();
    assertThat(host.igmp.has(GROUP + Igmp.GROUPS)).isFalse();
    assertThat(host.counters.get(Counter.IGMP_TOO_MANY_GROUPS)).isEqualTo(1);
  }

  @Test
  void datagramsToAGroupAreTakenWhileTheHostIsAMember() {
    byte[] udp = Packets.ip(17, TestHost.PEER, GROUP, Packets.udp(1, 2, new byte[3])).build();
    byte[] frame = Packets.ether(MacAddress.ofGroup(GROUP), TestHost.PEER_MAC, 0x0800, udp);
    host.receive(frame);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ETHER_NOT_OURS, 1L));
    join(GROUP);
    host.receive(frame);
    assertThat(host.delivered).containsExactly(udp);
    join(OTHER);
    host.igmp.leave(GROUP);
    host.receive(frame);
    assertThat(host.delivered).hasSize(1);
    host.assertBalanced();
  }

  @Test
  void aGroupThatSharesTheEthernetAddressIsDroppedByIp() {
    join(GROUP);
    int twin = GROUP - (1 << 24);
    byte[] udp = Packets.ip(17, TestHost.PEER, twin, Packets.udp(1, 2, new byte[3])).build();
    host.receive(Packets.ether(MacAddress.ofGroup(twin), TestHost.PEER_MAC, 0x0800, udp));
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_NOT_OURS, 1L));
  }
}
