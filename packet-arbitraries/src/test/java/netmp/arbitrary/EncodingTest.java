package netmp.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import netmp.arbitrary.TcpOption.FastOpen;
import netmp.arbitrary.TcpOption.Mss;
import netmp.arbitrary.TcpOption.NoOperation;
import netmp.arbitrary.TcpOption.Other;
import netmp.arbitrary.TcpOption.Sack;
import netmp.arbitrary.TcpOption.SackPermitted;
import netmp.arbitrary.TcpOption.Timestamps;
import netmp.arbitrary.TcpOption.UserTimeout;
import netmp.arbitrary.TcpOption.WindowScale;
import org.junit.jupiter.api.Test;

/** Packets byte for byte, as they were worked out by hand from the RFCs. */
class EncodingTest {

  private static final Endpoint A =
      new Endpoint(MacAddress.parse("02:00:00:00:00:0a"), Ipv4Address.parse("192.168.0.1"), 0x1234);
  private static final Endpoint B =
      new Endpoint(
          MacAddress.parse("02:00:00:00:00:0b"), Ipv4Address.parse("192.168.0.199"), 0x0050);
  private static final Flow FLOW = new Flow(A, B);

  private static String hex(byte... bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String tcp(List<TcpOption> options, String data) {
    Set<TcpFlag> flags = Set.of(TcpFlag.ACK, TcpFlag.PSH);
    Tcp segment =
        new Tcp(0x1234, 0x50, 0x01020304, 0x05060708, flags, 0x90a, 0, options, Octets.parse(data));
    return hex(segment.encode(A.address(), B.address()));
  }

  @Test
  void anArpRequest() {
    assertThat(hex(Frames.arpRequest(FLOW).encode()))
        .isEqualTo(
            "ffffffffffff02000000000a0806"
                + "0001080006040001"
                + "02000000000ac0a80001"
                + "000000000000c0a800c7");
  }

  /** The header is the example that Wikipedia has of its checksum. */
  @Test
  void anIpHeader() {
    Ipv4Header header = new Ipv4Header(0, 0, 0, true, false, 0, 64, List.of());
    byte[] datagram = Ipv4.of(FLOW, header, Udp.of(FLOW, Octets.of(new byte[87]))).encode();
    assertThat(hex(datagram))
        .hasSize(230)
        .startsWith("4500007300004000" + "4011b861c0a80001c0a800c7");
  }

  @Test
  void aTag() {
    Ethernet frame = Ethernet.of(FLOW, new EthernetData(0x88b5, Octets.parse("abcd")));
    assertThat(hex(frame.in(new Vlan(5, true, 0x123)).encode()))
        .isEqualTo("02000000000b02000000000a" + "8100b123" + "88b5abcd");
  }

  @Test
  void ipOptionsAndAFragment() {
    List<Ipv4Option> options = List.of(Ipv4Option.recordRoute(1), Ipv4Option.ROUTER_ALERT);
    Ipv4Header header = new Ipv4Header(46, 1, 0xabcd, true, false, 0, 7, options);
    Ipv4 whole = Ipv4.of(FLOW, header, new Ipv4Data(99, Octets.of(new byte[20])));
    byte[] fragment = whole.fragment(8, 16).encode();
    assertThat(hex(fragment))
        .isEqualTo(
            "48b90028abcd20010763" // checksum next
                + hex(fragment[10], fragment[11])
                + "c0a80001c0a800c7"
                + "07070400000000"
                + "94040000"
                + "00"
                + "0000000000000000");
    assertThat(hex(whole.fragment(16, 20).encode())).contains("abcd0002");
    assertThatThrownBy(() -> whole.fragment(4, 8)).hasMessageContaining("multiples of 8");
  }

  @Test
  void udpWithAndWithoutAChecksum() {
    // c0a8+0001+c0a8+00c7 + 0011+000a + 1234+0050+000a + 0102 = 195c3, folded 95c4, its complement
    Udp datagram = Udp.of(FLOW, Octets.parse("0102"));
    assertThat(hex(datagram.encode(A.address(), B.address()))).isEqualTo("12340050000a6a3b0102");
    Udp without = new Udp(0x1234, 0x50, false, Octets.parse("0102"));
    assertThat(hex(without.encode(A.address(), B.address()))).isEqualTo("12340050000a00000102");
  }

  @Test
  void aUdpChecksumOfZeroIsSentAsAllOnes() {
    Udp datagram = Udp.of(FLOW, Octets.parse("6b3d")); // 0102 + 6a3b
    assertThat(hex(datagram.encode(A.address(), B.address()))).isEqualTo("12340050000affff6b3d");
  }

  @Test
  void allOptionsOfTcp() {
    assertThat(tcp(List.of(), "ff"))
        .startsWith("1234005001020304050607085018090a")
        .endsWith("0000ff")
        .hasSize(42);
    assertThat(tcp(List.of(new Mss(1460), new SackPermitted(), new WindowScale(7)), ""))
        .contains("8018090a")
        .endsWith("020405b4" + "0402" + "030307" + "000000");
    assertThat(tcp(List.of(new NoOperation(), new NoOperation(), new Timestamps(1, 2)), ""))
        .endsWith("01" + "01" + "080a0000000100000002");
    assertThat(tcp(List.of(new Sack(List.of(new Sack.Block(3, 4), new Sack.Block(5, 6)))), ""))
        .endsWith("05120000000300000004" + "0000000500000006" + "0000");
    assertThat(tcp(List.of(new UserTimeout(true, 5)), "")).endsWith("1c048005");
    assertThat(tcp(List.of(new FastOpen(Octets.parse("cafe0123"))), ""))
        .endsWith("2206cafe0123" + "0000");
    assertThat(tcp(List.of(new Other(253, Octets.parse("0a"))), "")).endsWith("fd030a" + "00");
  }

  @Test
  void anErrorQuotesItsDatagram() {
    Ipv4 lost = Ipv4.of(FLOW, Udp.of(FLOW, Octets.parse("0102030405")));
    byte[] message = Icmp.unreachable(4, 1400, new Quote(lost, 10)).encode();
    assertThat(hex(message))
        .startsWith("0304")
        .contains("00000578" + "45000021")
        .endsWith("12340050000d" + hex(lost.encode()).substring(52, 56) + "0102");
  }

  @Test
  void whatCannotBeSaysWhy() {
    assertThatThrownBy(() -> Ipv4Address.parse("10.0.0")).hasMessageContaining("write 10.0.0.1");
    assertThatThrownBy(() -> Ipv4Address.parse("10.0.0.256")).hasMessageContaining("'10.0.0.256'");
    assertThatThrownBy(() -> MacAddress.parse("02:00")).hasMessageContaining("write 02:00");
    assertThatThrownBy(() -> new Mss(65_536))
        .hasMessage("the maximum segment size is 65536; it must be 0..65535");
    List<TcpOption> tooMany = List.of(new Other(253, Octets.of(new byte[38])), new NoOperation());
    assertThatThrownBy(() -> tcp(tooMany, "")).hasMessageContaining("options is 41");
    Ipv4 tooLong =
        Ipv4.of(
            FLOW,
            new Ipv4Header(0, 0, 0, false, false, 0, 64, List.of(Ipv4Option.ROUTER_ALERT)),
            new Ipv4Data(99, Octets.of(new byte[65_515])));
    assertThatThrownBy(tooLong::encode).hasMessageContaining("65539 bytes");
  }

  @Test
  void textsAreReadAndWritten() {
    assertThat(MacAddress.parse("02:00:00:00:00:0a")).hasToString("02:00:00:00:00:0a");
    assertThat(Ipv4Address.parse("192.168.0.199")).hasToString("192.168.0.199");
    assertThat(Octets.parse("00ff")).hasToString("00ff").isEqualTo(Octets.of((byte) 0, (byte) -1));
  }
}
