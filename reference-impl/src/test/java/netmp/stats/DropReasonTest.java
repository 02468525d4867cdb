package netmp.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One frame for each reason for which input drops a packet; exactly that counter rises. */
class DropReasonTest {

  private static final int ME = TestHost.ADDRESS;
  private static final int PEER = TestHost.PEER;
  private static final byte[] DATA = Packets.ramp(16);

  /** Reasons that need more than a frame, each with a test of its own. */
  private static final Set<DropReason> ELSEWHERE =
      EnumSet.of(
          DropReason.RX_NO_MBUF, // DeviceQueueTest
          DropReason.RX_DMA_ERROR,
          DropReason.ETHER_OTHER_VLAN, // VlanTest
          DropReason.IP_DUPLICATE_FRAGMENT, // ReassemblyTest
          DropReason.IP_OVERLAPPING_FRAGMENT,
          DropReason.IP_REASSEMBLY_TIMEOUT,
          DropReason.IP_REASSEMBLY_LIMIT,
          DropReason.UDP_SHORT,
          DropReason.UDP_BAD_LENGTH,
          DropReason.UDP_BAD_CHECKSUM,
          DropReason.DHCP_MALFORMED,
          DropReason.DHCP_UNASKED,
          DropReason.UDP_NO_PORT,
          DropReason.UDP_FULL_SOCKBUF);

  /** Reasons of TCP: TcpDropsTest, and where a connection is needed the scripts of netmp.drill. */
  private static final Set<DropReason> OF_TCP =
      EnumSet.range(DropReason.TCP_SHORT, DropReason.TCP_ICMP_OUT_OF_WINDOW);

  private static Map<DropReason, byte[]> frames() {
    Map<DropReason, byte[]> frames = new EnumMap<>(DropReason.class);
    etherFrames(frames);
    arpFrames(frames);
    ipFrames(frames);
    icmpFrames(frames);
    igmpFrames(frames);
    return frames;
  }

  private static void etherFrames(Map<DropReason, byte[]> frames) {
    frames.put(DropReason.ETHER_RUNT, Packets.ramp(13));
    frames.put(
        DropReason.ETHER_GROUP_SOURCE,
        Packets.ether(TestHost.MAC, MacAddress.BROADCAST, 0x0800, udp().build()));
    frames.put(
        DropReason.ETHER_NOT_OURS,
        Packets.ether(TestHost.MAC + 1, TestHost.PEER_MAC, 0x0800, udp().build()));
    frames.put(
        DropReason.ETHER_UNKNOWN_TYPE,
        Packets.ether(TestHost.MAC, TestHost.PEER_MAC, 0x86dd, udp().build()));
  }

  private static void arpFrames(Map<DropReason, byte[]> frames) {
    byte[] request = Packets.arp(1, TestHost.PEER_MAC, PEER, 0, ME);
    byte[] shortened = java.util.Arrays.copyOf(request, 27);
    byte[] hardware = request.clone();
    hardware[5] = 16;
    frames.put(DropReason.ARP_SHORT, arp(shortened));
    frames.put(DropReason.ARP_BAD_FORMAT, arp(hardware));
    frames.put(DropReason.ARP_BAD_OPERATION, arp(Packets.arp(3, TestHost.PEER_MAC, PEER, 0, ME)));
    frames.put(DropReason.ARP_GROUP_SENDER, arp(Packets.arp(1, MacAddress.BROADCAST, PEER, 0, ME)));
    frames.put(DropReason.ARP_FROM_HERE, arp(Packets.arp(1, TestHost.MAC, ME, 0, ME)));
    frames.put(DropReason.ARP_CONFLICT, arp(Packets.arp(1, TestHost.PEER_MAC, ME, 0, ME)));
    frames.put(
        DropReason.ARP_OFF_LINK,
        arp(Packets.arp(1, TestHost.PEER_MAC, IpAddress.parse("10.8.0.1"), 0, ME)));
  }

  private static void ipFrames(Map<DropReason, byte[]> frames) {
    frames.put(DropReason.IP_SHORT, ip(Packets.ramp(19)));
    frames.put(DropReason.IP_BAD_VERSION, ip(udp().version(6).build()));
    frames.put(DropReason.IP_BAD_HEADER_LENGTH, ip(udp().headerWords(4).build()));
    frames.put(DropReason.IP_BAD_TOTAL_LENGTH, ip(udp().totalLength(20 + 8 + 17).build()));
    frames.put(DropReason.IP_BAD_CHECKSUM, ip(udp().badChecksum().build()));
    frames.put(
        DropReason.IP_BAD_SOURCE,
        ip(Packets.ip(17, IpAddress.parse("127.0.0.1"), ME, udpData()).build()));
    frames.put(
        DropReason.IP_NOT_OURS,
        ip(Packets.ip(17, PEER, IpAddress.parse("10.9.0.3"), udpData()).build()));
    frames.put(
        DropReason.IP_UNICAST_IN_LINK_GROUP,
        Packets.ether(MacAddress.BROADCAST, TestHost.PEER_MAC, 0x0800, udp().build()));
    frames.put(DropReason.IP_BAD_OPTION, ip(udp().options(7, 30, 4, 0).build()));
    frames.put(DropReason.IP_SOURCE_ROUTED, ip(udp().options(131, 7, 4, 10, 9, 0, 3).build()));
    frames.put(DropReason.IP_BAD_FRAGMENT, ip(udp().fragment(0x1fff).build()));
    frames.put(
        DropReason.IP_TINY_FRAGMENT, ip(Packets.ip(6, PEER, ME, DATA).fragment(0x2000).build()));
    frames.put(DropReason.IP_UNKNOWN_PROTOCOL, ip(Packets.ip(99, PEER, ME, udpData()).build()));
  }

  private static void icmpFrames(Map<DropReason, byte[]> frames) {
    byte[] echo = Packets.icmp(8, 0, 0x10001, DATA);
    byte[] badSum = echo.clone();
    badSum[2]++;
    frames.put(DropReason.ICMP_SHORT, icmp(java.util.Arrays.copyOf(echo, 7)));
    frames.put(DropReason.ICMP_BAD_CHECKSUM, icmp(badSum));
    frames.put(DropReason.ICMP_UNKNOWN_TYPE, icmp(Packets.icmp(15, 0, 0x10001, new byte[12])));
    frames.put(
        DropReason.ICMP_REQUEST_TO_GROUP,
        Packets.ether(
            MacAddress.BROADCAST,
            TestHost.PEER_MAC,
            0x0800,
            Packets.ip(1, PEER, IpAddress.parse("10.9.0.255"), echo).build()));
    frames.put(DropReason.ICMP_UNASKED_ECHO_REPLY, icmp(Packets.icmp(0, 0, 0x10001, DATA)));
    frames.put(
        DropReason.ICMP_REQUEST_SOURCE_ROUTED,
        ip(Packets.ip(1, PEER, ME, echo).options(131, 7, 8, 10, 9, 0, 3).build()));
    byte[] ours = Packets.ip(17, ME, PEER, udpData()).build();
    frames.put(DropReason.ICMP_SOURCE_QUENCH, icmp(Packets.icmp(4, 0, 0, ours)));
    frames.put(DropReason.ICMP_REDIRECT, icmp(Packets.icmp(5, 0, TestHost.GATEWAY, ours)));
    frames.put(DropReason.ICMP_BAD_QUOTE, icmp(Packets.icmp(3, 3, 0, udp().build())));
    frames.put(
        DropReason.ICMP_NO_TRANSPORT,
        icmp(Packets.icmp(3, 2, 0, Packets.ip(47, ME, PEER, DATA).build())));
  }

  private static void igmpFrames(Map<DropReason, byte[]> frames) {
    byte[] query = Packets.bytes(0x11, 0, 0xee, 0xff, 0, 0, 0, 0);
    byte[] leave = Packets.bytes(0x17, 0, 0xe8, 0xff, 0, 0, 0, 0);
    frames.put(
        DropReason.IGMP_SHORT,
        ip(Packets.ip(2, PEER, ME, java.util.Arrays.copyOf(query, 7)).build()));
    frames.put(
        DropReason.IGMP_BAD_CHECKSUM,
        ip(Packets.ip(2, PEER, ME, Packets.bytes(0x11, 1, 0xee, 0xff, 0, 0, 0, 0)).build()));
    frames.put(DropReason.IGMP_UNKNOWN_TYPE, ip(Packets.ip(2, PEER, ME, leave).build()));
  }

  @TestFactory
  Stream<DynamicTest> exactlyOneCounterRises() {
    return frames().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().name(), () -> assertDropped(entry.getKey(), entry.getValue())));
  }

  private static void assertDropped(DropReason reason, byte[] frame) {
    TestHost host = new TestHost().knowingPeer();
    host.receive(frame);
    assertThat(host.drops()).isEqualTo(Map.of(reason, 1L));
    assertThat(host.delivered).isEmpty();
    host.assertBalanced();
  }

  @Test
  void everyReasonOfInputHasAFrame() {
    Set<DropReason> covered = EnumSet.copyOf(frames().keySet());
    assertThat(covered).doesNotContainAnyElementsOf(ELSEWHERE);
    covered.addAll(ELSEWHERE);
    covered.addAll(OF_TCP);
    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(DropReason.values())
                .filter(reason -> reason.direction() == DropReason.Direction.INPUT)
                .toList());
  }

  @Test
  void theFramesAreRightButForTheirFault() {
    TestHost host = new TestHost().knowingPeer();
    host.receiveIp(udp().build());
    assertThat(host.drops()).isEmpty();
    assertThat(host.delivered).hasSize(1);
    host.receive(icmp(Packets.icmp(3, 3, 0, Packets.ip(17, ME, PEER, udpData()).build())));
    assertThat(host.drops()).isEmpty();
    assertThat(host.errors)
        .containsExactly("PORT_UNREACHABLE mtu 0: 10.9.0.2:1000 to 10.9.0.1:2000");
    host.assertBalanced();
  }

  @Test
  void namesAndTextsAreUnlike() {
    assertThat(Stream.of(DropReason.values()).map(DropReason::text)).doesNotHaveDuplicates();
    assertThat(Stream.of(Counter.values()).map(Counter::text)).doesNotHaveDuplicates();
  }

  private static byte[] udpData() {
    return Packets.udp(1000, 2000, DATA);
  }

  private static Packets.Ip udp() {
    return Packets.ip(17, PEER, ME, udpData());
  }

  private static byte[] ip(byte[] datagram) {
    return Packets.ether(TestHost.MAC, TestHost.PEER_MAC, 0x0800, datagram);
  }

  private static byte[] icmp(byte[] message) {
    return ip(Packets.ip(1, PEER, ME, message).build());
  }

  private static byte[] arp(byte[] packet) {
    return Packets.ether(TestHost.MAC, TestHost.PEER_MAC, 0x0806, packet);
  }
}
