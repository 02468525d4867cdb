package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpInputTest {

  private static final int ME = TestHost.ADDRESS;
  private static final int PEER = TestHost.PEER;
  private static final byte[] UDP = Packets.udp(1000, 2000, Packets.ramp(16));

  private final TestHost host = new TestHost();

  @Test
  void theTransportGetsTheWholeDatagramWithoutPadding() {
    byte[] datagram = Packets.ip(17, PEER, ME, UDP).options(1, 1, 1, 0).build();
    host.receiveIp(Packets.join(datagram, Packets.ramp(10)));
    assertThat(host.delivered).containsExactly(datagram);
    assertThat(host.counters.get(Counter.IP_DELIVERED)).isEqualTo(1);
    host.assertBalanced();
  }

  @ParameterizedTest
  @CsvSource({
    "10.9.0.2, 02:00:00:00:00:0b",
    "10.9.0.255, ff:ff:ff:ff:ff:ff",
    "10.9.0.0, ff:ff:ff:ff:ff:ff",
    "255.255.255.255, ff:ff:ff:ff:ff:ff",
    "10.9.0.255, 02:00:00:00:00:0b",
    "224.0.0.1, 01:00:5e:00:00:01"
  })
  void destinationsThatIncludeThisHostAreTaken(String destination, String mac) {
    byte[] datagram = Packets.ip(17, PEER, IpAddress.parse(destination), UDP).build();
    host.receive(Packets.ether(MacAddress.parse(mac), TestHost.PEER_MAC, 0x0800, datagram));
    assertThat(host.delivered).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.9.0.3", "10.8.0.2", "0.0.0.0", "127.0.0.1", "224.0.0.2", "240.0.0.1"})
  void otherDestinationsAreNot(String destination) {
    host.receiveIp(Packets.ip(17, PEER, IpAddress.parse(destination), UDP).build());
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_NOT_OURS, 1L));
    assertThat(host.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "224.0.0.1",
        "239.1.2.3",
        "240.0.0.1",
        "255.255.255.255",
        "10.9.0.255",
        "10.9.0.0",
        "10.9.0.2"
      })
  void noHostSendsFromSuchASource(String source) {
    host.receiveIp(Packets.ip(17, IpAddress.parse(source), ME, UDP).build());
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_BAD_SOURCE, 1L));
  }

  /** Nobody could answer it, so only a server that knows that gets it. */
  @ParameterizedTest
  @CsvSource({"67, 1", "68, 0", "7, 0"})
  void aHostWithoutAnAddressAsksABootpServerOnly(int port, int delivered) {
    byte[] udp = Packets.udp(68, port, Packets.ramp(16));
    host.receiveIp(Packets.ip(17, IpAddress.ANY, IpAddress.BROADCAST, udp).build());
    assertThat(host.delivered).hasSize(delivered);
    assertThat(host.drops()).hasSize(1 - delivered);
  }

  @Test
  void aSourceBehindAGatewayIsFine() {
    host.receiveIp(Packets.ip(17, IpAddress.parse("192.0.2.1"), ME, UDP).build());
    assertThat(host.delivered).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0, IP_BAD_TOTAL_LENGTH", "19, IP_BAD_TOTAL_LENGTH", "65535, IP_BAD_TOTAL_LENGTH"})
  void totalLengthIsHeldAgainstHeaderAndFrame(int length, DropReason reason) {
    host.receiveIp(Packets.ip(17, PEER, ME, UDP).totalLength(length).build());
    assertThat(host.drops()).isEqualTo(Map.of(reason, 1L));
  }

  @Test
  void aHeaderLongerThanThePacketIsRefused() {
    byte[] datagram = Packets.ip(17, PEER, ME, new byte[0]).headerWords(15).build();
    host.receiveIp(datagram);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_BAD_HEADER_LENGTH, 1L));
  }

  @Test
  void dontFragmentIsNoFragment() {
    host.receiveIp(Packets.ip(17, PEER, ME, UDP).fragment(0x4000).build());
    assertThat(host.delivered).hasSize(1);
  }

  @Test
  void everyFlippedBitOfTheHeaderIsNoticed() {
    byte[] good = Packets.ip(17, PEER, ME, UDP).build();
    for (int bit = 0; bit < 160; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (0x80 >> bit % 8);
      host.receiveIp(bad);
    }
    assertThat(host.delivered).isEmpty();
    host.assertBalanced();
  }

  @ParameterizedTest
  @CsvSource({
    "'7 3 4'", // record route without room
    "'7 7 4 0 0 0 0'",
    "'7 7 8 10 9 0 1'", // full
    "'68 12 5 0 0 0 0 0 0 0 0 0'",
    "'68 12 5 1 0 0 0 0 0 0 0 0'",
    "'68 8 9 224 0 0 0 0'", // full, others found no room
    "'131 7 8 10 9 0 1'", // a source route that is used up
    "'1 1 1 0'",
    "'0 255 255 255'", // nothing counts behind the end
    "'148 4 0 0'", // router alert, unknown here
    "'255 2'"
  })
  void goodOptionsPass(String options) {
    host.receiveIp(withOptions(options));
    assertThat(host.drops()).isEmpty();
    assertThat(host.delivered).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'1 1 1 7', 23", // no room for a length
    "'7 0 4 0', 21",
    "'7 1 4 0', 21",
    "'7 9 4 0', 21", // beyond the header
    "'7 2 0 0', 21", // too short for its pointer
    "'7 7 3 0 0 0 0', 22",
    "'7 7 5 0 0 0 0', 22", // room for three bytes
    "'68 3 5 0', 21",
    "'68 8 4 0 0 0 0 0', 22",
    "'68 8 6 0 0 0 0 0', 22",
    "'68 8 5 1 0 0 0 0', 22", // no room for address and timestamp
    "'68 8 9 240 0 0 0 0', 23", // the sixteenth host without room
    "'131 2 0 0', 21",
    "'148 5 0 0', 21",
    "'1 148 1 0', 22"
  })
  void badOptionsAreReportedWithAPointer(String options, int pointer) {
    host.knowingPeer().receiveIp(withOptions(options));
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_BAD_OPTION, 1L));
    assertThat(host.sent).hasSize(1);
    byte[] error = host.sent.getFirst();
    assertThat(Packets.number(error, 34, 2)).as("type and code").isEqualTo(0x0c00);
    assertThat(error[38]).as("pointer").isEqualTo((byte) pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"131 7 4 10 9 0 3", "137 7 4 10 9 0 3 1"})
  void aSourceRouteThatLeadsOnIsReported(String options) {
    host.knowingPeer().receiveIp(withOptions(options));
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_SOURCE_ROUTED, 1L));
    assertThat(Packets.number(host.sent.getFirst(), 34, 2)).isEqualTo(0x0305);
  }

  // ---- output ----

  @Test
  void outputMakesAGoodHeader() {
    host.knowingPeer();
    assertThat(host.output(host.packet(UDP), PEER, 17)).isEqualTo(IpOutput.Result.SENT);
    host.output(host.packet(UDP), PEER, 17);
    byte[] frame = host.sent.get(0);
    assertThat(Packets.number(frame, 14, 2)).as("version, length, tos").isEqualTo(0x4500);
    assertThat(Packets.number(frame, 16, 2)).isEqualTo(20 + UDP.length);
    assertThat(Packets.number(frame, 20, 2)).as("flags and offset").isZero();
    assertThat(frame[22]).as("time to live").isEqualTo((byte) 64);
    assertThat(frame[23]).as("protocol").isEqualTo((byte) 17);
    assertThat(Packets.checksum(frame, 14, 20)).isZero();
    assertThat((int) Packets.number(frame, 26, 4)).isEqualTo(ME);
    assertThat((int) Packets.number(frame, 30, 4)).isEqualTo(PEER);
    assertThat(Arrays.copyOfRange(frame, 34, frame.length)).isEqualTo(UDP);
    assertThat(Packets.number(host.sent.get(1), 18, 2))
        .as("identification")
        .isNotEqualTo(Packets.number(frame, 18, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "255.255.255.255, ff:ff:ff:ff:ff:ff, 64",
    "10.9.0.255, ff:ff:ff:ff:ff:ff, 64",
    "224.129.2.3, 01:00:5e:01:02:03, 1"
  })
  void groupsNeedNoResolution(String destination, String mac, int timeToLive) {
    host.output(host.packet(UDP), IpAddress.parse(destination), 17);
    assertThat(Packets.number(host.sent.getFirst(), 0, 6)).isEqualTo(MacAddress.parse(mac));
    assertThat(host.sent.getFirst()[22]).isEqualTo((byte) timeToLive);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "127.0.0.2", "240.0.0.1"})
  void noHostHasSuchAnAddress(String destination) {
    assertThat(host.output(host.packet(UDP), IpAddress.parse(destination), 17))
        .isEqualTo(IpOutput.Result.NO_ROUTE);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_NO_ROUTE, 1L));
    host.assertBalanced();
  }

  @Test
  void withoutAGatewayThereIsOnlyTheLink() {
    TestHost alone = new TestHost(new NetworkInterface("b0", TestHost.MAC, ME, 24, 0));
    assertThat(alone.output(alone.packet(UDP), IpAddress.parse("192.0.2.1"), 17))
        .isEqualTo(IpOutput.Result.NO_ROUTE);
    assertThat(alone.output(alone.packet(UDP), PEER, 17)).isEqualTo(IpOutput.Result.SENT);
  }

  @Test
  void theMtuIsTheLongestDatagram() {
    host.knowingPeer();
    assertThat(host.output(host.packet(new byte[1480]), PEER, 17)).isEqualTo(IpOutput.Result.SENT);
    assertThat(host.sent.getFirst()).hasSize(1514);
    assertThat(
            host.ip.output(
                host.packet(new byte[1481]), null, ME, PEER, 17, 0, 64, IpOutput.DONT_FRAGMENT))
        .isEqualTo(IpOutput.Result.TOO_LONG);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.IP_TOO_LONG, 1L));
    host.assertBalanced();
  }

  @Test
  void toOneselfADatagramNeedsNoLink() {
    host.output(host.packet(UDP), ME, 17);
    host.dispatch();
    assertThat(host.sent).isEmpty();
    assertThat(host.delivered).hasSize(1);
    assertThat(Packets.number(host.delivered.getFirst(), 12, 4)).isEqualTo(ME & 0xffff_ffffL);
    assertThat(host.counters.get(Counter.IP_LOOPED)).isEqualTo(1);
    host.assertBalanced();
  }

  @Test
  void pseudoHeaderIsAsInRfc768() {
    byte[] pseudo = Packets.bytes(10, 9, 0, 1, 10, 9, 0, 2, 0, 17, 0xab, 0xcd);
    assertThat(~IpHeader.pseudoHeader(PEER, ME, 17, 0xabcd) & 0xffff)
        .isEqualTo(Packets.checksum(pseudo, 0, pseudo.length));
  }

  private static byte[] withOptions(String options) {
    int[] bytes = Arrays.stream(options.split(" ")).mapToInt(Integer::parseInt).toArray();
    return Packets.ip(17, PEER, ME, UDP).options(bytes).build();
  }
}
