package netmp.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.ip.ErrorReporter;
import netmp.mbuf.Mbuf;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpTest {

  private static final int ME = TestHost.ADDRESS;
  private static final int PEER = TestHost.PEER;

  private final TestHost host = new TestHost().knowingPeer();

  // ---- echo ----

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 56, 1471, 1472})
  void anEchoRequestComesBack(int length) {
    byte[] data = Packets.ramp(length);
    host.receiveIp(
        Packets.ip(1, PEER, ME, Packets.icmp(8, 0, 0xbeef0007, data))
            .tos(0x28)
            .fragment(0x4000)
            .build());
    byte[] reply = onlyDatagram();
    assertThat(Arrays.copyOfRange(reply, 20, reply.length))
        .isEqualTo(Packets.icmp(0, 0, 0xbeef0007, data));
    assertThat(reply[1]).as("type of service").isEqualTo((byte) 0x28);
    assertThat(Packets.number(reply, 6, 2)).as("flags and offset").isZero();
    assertThat((int) Packets.number(reply, 12, 4)).isEqualTo(ME);
    assertThat((int) Packets.number(reply, 16, 4)).isEqualTo(PEER);
    assertThat(Packets.checksum(reply, 0, 20)).isZero();
    assertThat(host.counters.get(Counter.ICMP_ECHO_ANSWERED)).isEqualTo(1);
    host.assertBalanced();
  }

  @Test
  void aTimestampRequestComesBackWithTheTimeAndSaysThatItIsNotFromMidnight() {
    host.advance(1_234_000_000L); // 1234 ms
    byte[] asked = Packets.bytes(0, 0, 0, 7, 9, 9, 9, 9, 9, 9, 9, 9);
    host.receiveIp(Packets.ip(1, PEER, ME, Packets.icmp(13, 0, 0xbeef0007, asked)).build());
    byte[] reply = onlyDatagram();
    byte[] told = Packets.bytes(0, 0, 0, 7, 0x80, 0, 0x04, 0xd2, 0x80, 0, 0x04, 0xd2);
    assertThat(Arrays.copyOfRange(reply, 20, reply.length))
        .isEqualTo(Packets.icmp(14, 0, 0xbeef0007, told));
    assertThat(host.counters.get(Counter.ICMP_TIMESTAMP_ANSWERED)).isEqualTo(1);
    host.assertBalanced();
  }

  @Test
  void aTimestampRequestWithoutRoomForTheTimeIsShort() {
    host.receiveIp(Packets.ip(1, PEER, ME, Packets.icmp(13, 0, 1, new byte[11])).build());
    assertThat(host.sent).isEmpty();
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ICMP_SHORT, 1L));
  }

  @Test
  void recordRouteTellsOfTheRoundTrip() {
    byte[] options = echoOptions(1, 7, 11, 8, 10, 9, 0, 1, 0, 0, 0, 0);
    assertThat(options).isEqualTo(Packets.bytes(1, 7, 11, 12, 10, 9, 0, 1, 10, 9, 0, 2));
  }

  @Test
  void aFullRecordRouteComesBackAsItIs() {
    byte[] options = echoOptions(7, 7, 8, 10, 9, 0, 1, 0);
    assertThat(options).isEqualTo(Packets.bytes(7, 7, 8, 10, 9, 0, 1, 0));
  }

  @Test
  void timestampsAreAddedAndMarkedAsNotFromMidnight() {
    host.advance(1_234_000_000L); // 1234 ms
    assertThat(echoOptions(68, 12, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        .isEqualTo(Packets.bytes(68, 12, 9, 0, 0x80, 0, 0x04, 0xd2, 0, 0, 0, 0));
    assertThat(echoOptions(68, 12, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0))
        .isEqualTo(Packets.bytes(68, 12, 13, 1, 10, 9, 0, 2, 0x80, 0, 0x04, 0xd2));
  }

  @Test
  void prespecifiedTimestampsAreForTheHostNamed() {
    host.advance(1_000_000L);
    assertThat(echoOptions(68, 12, 5, 3, 10, 9, 0, 2, 0, 0, 0, 0))
        .isEqualTo(Packets.bytes(68, 12, 13, 3, 10, 9, 0, 2, 0x80, 0, 0, 1));
    assertThat(echoOptions(68, 12, 5, 3, 10, 9, 0, 3, 0, 0, 0, 0))
        .isEqualTo(Packets.bytes(68, 12, 5, 3, 10, 9, 0, 3, 0, 0, 0, 0));
  }

  @Test
  void aHostWithoutRoomForItsTimestampIsCounted() {
    assertThat(echoOptions(68, 8, 9, 0x20, 1, 2, 3, 4))
        .isEqualTo(Packets.bytes(68, 8, 9, 0x30, 1, 2, 3, 4));
  }

  @Test
  void optionsBehindTheEndAreNone() {
    assertThat(echoOptions(0, 7, 7, 4, 0, 0, 0, 0))
        .isEqualTo(Packets.bytes(0, 7, 7, 4, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"10.9.0.255, ff:ff:ff:ff:ff:ff", "224.0.0.1, 01:00:5e:00:00:01"})
  void anEchoRequestToManyIsNotAnswered(String destination, String mac) {
    byte[] echo = Packets.icmp(8, 0, 1, new byte[8]);
    byte[] datagram = Packets.ip(1, PEER, IpAddress.parse(destination), echo).build();
    host.receive(Packets.ether(MacAddress.parse(mac), TestHost.PEER_MAC, 0x0800, datagram));
    assertThat(host.sent).isEmpty();
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ICMP_REQUEST_TO_GROUP, 1L));
  }

  // ---- errors sent ----

  @Test
  void errorsAreLimited() {
    byte[] datagram = Packets.ip(99, PEER, ME, Packets.ramp(10)).build();
    for (int i = 0; i < 1000; i++) {
      host.receiveIp(datagram);
    }
    assertThat(host.sent).hasSize(IcmpErrors.RATE);
    assertThat(host.counters.get(Counter.ICMP_ERRORS_LIMITED)).isEqualTo(800);
    host.advance(1_000_000_000L);
    host.receiveIp(datagram);
    assertThat(host.sent).hasSize(IcmpErrors.RATE + 1);
  }

  @Test
  void anUnknownProtocolIsReportedWithAQuote() {
    byte[] datagram = Packets.ip(99, PEER, ME, Packets.ramp(100)).build();
    host.receiveIp(datagram);
    byte[] error = onlyDatagram();
    assertThat(Arrays.copyOfRange(error, 20, error.length))
        .isEqualTo(Packets.icmp(3, 2, 0, datagram));
    assertThat(error[1]).as("type of service").isZero();
    assertThat(host.counters.get(Counter.ICMP_ERRORS_SENT)).isEqualTo(1);
    host.assertBalanced();
  }

  @Test
  void anErrorIsNotLongerThan576Bytes() {
    byte[] datagram = Packets.ip(99, PEER, ME, Packets.ramp(1400)).build();
    host.receiveIp(datagram);
    byte[] error = onlyDatagram();
    assertThat(error).hasSize(576);
    assertThat(Arrays.copyOfRange(error, 20, 576))
        .isEqualTo(Packets.icmp(3, 2, 0, Arrays.copyOf(datagram, 548)));
  }

  @Test
  void theQuoteHasNoPaddingOfTheFrame() {
    byte[] datagram = Packets.ip(99, PEER, ME, new byte[1]).build();
    host.receiveIp(Packets.join(datagram, new byte[25]));
    assertThat(onlyDatagram()).hasSize(20 + 8 + 21);
  }

  @Test
  void aClosedPortIsReported() {
    byte[] datagram = Packets.ip(17, PEER, ME, Packets.udp(1, 2, new byte[3])).build();
    report(host.packet(datagram));
    byte[] error = onlyDatagram();
    assertThat(Arrays.copyOfRange(error, 20, error.length))
        .isEqualTo(Packets.icmp(3, 3, 0, datagram));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.9.0.255", "255.255.255.255", "224.0.0.1"})
  void nothingSentToManyIsReported(String destination) {
    report(host.packet(Packets.ip(17, PEER, IpAddress.parse(destination), new byte[8]).build()));
    assertThat(host.sent).isEmpty();
  }

  @Test
  void nothingBroadcastOnTheLinkIsReported() {
    Mbuf packet = host.packet(Packets.ip(17, PEER, ME, new byte[8]).build());
    packet.setReceived(0, 0, true);
    report(packet);
    assertThat(host.sent).isEmpty();
  }

  @Test
  void onlyTheFirstFragmentIsReported() {
    report(host.packet(Packets.ip(17, PEER, ME, new byte[8]).fragment(0x2001).build()));
    assertThat(host.sent).isEmpty();
    report(host.packet(Packets.ip(17, PEER, ME, new byte[8]).fragment(0x2000).build()));
    assertThat(host.sent).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 11, 12})
  void noErrorIsSentAboutAnError(int type) {
    byte[] message = Packets.icmp(type, 0, 0, new byte[28]);
    host.receiveIp(Packets.ip(1, PEER, ME, message).options(7, 30, 4, 0).build());
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_BAD_OPTION, 1L));
    assertThat(host.sent).isEmpty();
  }

  @Test
  void aQueryMayBeReportedButNotAMessageWithoutType() {
    report(host.packet(Packets.ip(1, PEER, ME, new byte[0]).build()));
    assertThat(host.sent).isEmpty();
    report(host.packet(Packets.ip(1, PEER, ME, Packets.icmp(8, 0, 1, new byte[8])).build()));
    assertThat(host.sent).hasSize(1);
  }

  @Test
  void withoutABufferNothingIsReported() {
    Mbuf packet = host.packet(Packets.ip(17, PEER, ME, new byte[8]).build());
    List<Mbuf> hoard = new ArrayList<>();
    for (Mbuf m = host.pool.alloc(); m != null; m = host.pool.alloc()) {
      hoard.add(m);
    }
    report(packet);
    hoard.forEach(Mbuf::free);
    assertThat(host.sent).isEmpty();
    assertThat(host.counters.get(Counter.ICMP_NO_MBUF)).isEqualTo(1);
  }

  // ---- errors received ----

  @ParameterizedTest
  @CsvSource({
    "3, 0, 0, NETWORK_UNREACHABLE mtu 0",
    "3, 1, 0, HOST_UNREACHABLE mtu 0",
    "3, 2, 0, PROTOCOL_UNREACHABLE mtu 0",
    "3, 3, 0, PORT_UNREACHABLE mtu 0",
    "3, 5, 77, SOURCE_ROUTE_FAILED mtu 0",
    "3, 13, 0, PROHIBITED mtu 0",
    "3, 15, 0, PROHIBITED mtu 0",
    "11, 0, 0, TIME_EXCEEDED mtu 0",
    "11, 1, 0, TIME_EXCEEDED mtu 0",
    "12, 0, 0, PARAMETER_PROBLEM mtu 0",
    "12, 2, 0, PARAMETER_PROBLEM mtu 0"
  })
  void errorsAreToldToTheTransport(int type, int code, int rest, String told) {
    error(type, code, rest, quote().build());
    assertThat(host.errors).containsExactly(told + ": 10.9.0.2:4000 to 192.0.2.7:53");
    host.assertBalanced();
  }

  @ParameterizedTest
  @CsvSource({"1500, 1400, 1400", "1500, 1499, 1499", "1500, 0, 1492", "1492, 0, 1006"})
  void aRefusalTellsAnMtuOrLeavesOneToBeGuessed(int length, int told, int mtu) {
    error(3, 4, told, quote().fragment(0x4000).totalLength(length).build());
    assertThat(host.errors)
        .containsExactly("FRAGMENTATION_NEEDED mtu " + mtu + ": 10.9.0.2:4000 to 192.0.2.7:53");
  }

  @ParameterizedTest
  @CsvSource({"1500, 1400, 0", "1500, 1500, 16384", "60, 0, 16384"})
  void aRefusalOfWhatCouldHaveGoneOnIsIgnored(int length, int told, int flags) {
    error(3, 4, told, quote().fragment(flags).totalLength(length).build());
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ICMP_BAD_QUOTE, 1L));
    host.assertBalanced();
  }

  @Test
  void aQuoteNeedNotBeLongerThanEightBytesOfData() {
    byte[] quote = quote().options(7, 7, 4, 0, 0, 0, 0).build();
    error(3, 3, 0, Arrays.copyOf(quote, 28 + 8));
    assertThat(host.errors).hasSize(1);
    error(3, 3, 0, Arrays.copyOf(quote, 27 + 8));
    assertThat(host.errors).hasSize(1);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ICMP_BAD_QUOTE, 1L));
  }

  @ParameterizedTest
  @CsvSource({"3, 16", "5, 4", "11, 2", "12, 3"})
  void unknownCodesAreIgnored(int type, int code) {
    error(type, code, 0, quote().build());
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ICMP_UNKNOWN_TYPE, 1L));
  }

  @Test
  void quotesThisHostCannotHaveSentAreIgnored() {
    error(3, 3, 0, quote().version(6).build());
    error(3, 3, 0, quote().headerWords(4).build());
    error(3, 3, 0, quote().headerWords(15).build());
    error(3, 3, 0, quote().fragment(1).build());
    error(3, 3, 0, Packets.ip(17, PEER, ME, Packets.udp(1, 2, new byte[8])).build());
    error(3, 3, 0, new byte[0]);
    error(3, 3, 0, new byte[19]);
    assertThat(host.errors).isEmpty();
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ICMP_BAD_QUOTE, 7L));
    host.assertBalanced();
  }

  @Test
  void aRedirectOfTheRouterIsFollowed() {
    int there = IpAddress.parse("192.0.2.7");
    int other = IpAddress.parse("10.9.0.77");
    error(5, 1, other, quote().build());
    assertThat(host.errors).containsExactly("REDIRECT mtu 0: 10.9.0.2:4000 to 192.0.2.7:53");
    host.sent.clear();
    host.output(host.packet(new byte[8]), there, 17);
    host.dispatch();
    assertThat(host.sent).hasSize(1);
    assertThat((int) Packets.number(host.sent.getFirst(), 38, 4)).as("asked for").isEqualTo(other);
  }

  @Test
  void aRedirectOfAnotherIsNot() {
    host.receiveIp(
        Packets.ip(1, PEER, ME, Packets.icmp(5, 1, IpAddress.parse("10.9.0.77"), quote().build()))
            .build());
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ICMP_REDIRECT, 1L));
    host.assertBalanced();
  }

  private void report(Mbuf packet) {
    host.icmpErrors.unreachable(packet, ErrorReporter.Unreachable.PORT);
    packet.free();
  }

  private void error(int type, int code, int rest, byte[] quote) {
    host.receiveIp(
        Packets.ip(1, TestHost.GATEWAY, ME, Packets.icmp(type, code, rest, quote)).build());
  }

  private static Packets.Ip quote() {
    int there = IpAddress.parse("192.0.2.7");
    return Packets.ip(17, ME, there, Packets.udp(4000, 53, Packets.ramp(20)));
  }

  private byte[] echoOptions(int... options) {
    host.sent.clear();
    byte[] echo = Packets.icmp(8, 0, 1, Packets.ramp(8));
    host.receiveIp(Packets.ip(1, PEER, ME, echo).options(options).build());
    byte[] reply = onlyDatagram();
    int header = 20 + options.length;
    assertThat(Packets.checksum(reply, 0, header)).isZero();
    assertThat(Packets.checksum(reply, header, reply.length - header)).isZero();
    return Arrays.copyOfRange(reply, 20, header);
  }

  private byte[] onlyDatagram() {
    assertThat(host.sent).hasSize(1);
    byte[] frame = host.sent.getFirst();
    assertThat(Packets.number(frame, 0, 6)).isEqualTo(TestHost.PEER_MAC);
    return Arrays.copyOfRange(frame, 14, frame.length);
  }
}
