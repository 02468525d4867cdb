package netmp.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import netmp.inet.IpAddress;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DhcpReplyTest {

  private static final long MAC = 0x0200_0000_000bL;
  private static final int AT = 28;
  private static final int ADDRESS = IpAddress.parse("10.0.1.1");

  private final MbufPool pool = MbufPool.forOneThread(4, 1);
  private final ByteBuffer message = ByteBuffer.allocate(548);

  DhcpReplyTest() {
    message.putInt(0, 0x02010600).putInt(4, 77).putInt(16, ADDRESS);
    message.putShort(28, (short) (MAC >>> 32)).putInt(30, (int) MAC);
    message.putInt(236, 0x63825363).position(240);
  }

  private DhcpReplyTest option(int code, int... values) {
    message.put((byte) code).put((byte) values.length);
    for (int value : values) {
      message.put((byte) value);
    }
    return this;
  }

  private DhcpReplyTest ack() {
    return option(53, 5).option(54, 10, 0, 0, 1).option(51, 0, 0, 14, 16).option(1, 255, 255, 0, 0);
  }

  private byte[] end() {
    message.put((byte) 255);
    return message.array();
  }

  private DhcpReply parse(byte[] bytes, int length) {
    Mbuf packet = pool.alloc();
    packet.extend(AT + length);
    packet.copyIn(AT, bytes, 0, length);
    DhcpReply reply = DhcpReply.parse(packet, AT, AT + length, MAC);
    packet.free();
    return reply;
  }

  private DhcpReply parse() {
    return parse(end(), 548);
  }

  @Test
  void allThatIsLeased() {
    ack().option(0).option(3, 10, 0, 0, 1, 10, 0, 0, 2).option(6, 1, 2, 3, 4, 5, 6, 7, 8);
    option(15, 'l', 'a', 'b', 0).option(26, 5, 120).option(58, 0, 0, 0, 60).option(59, 0, 0, 1, 0);
    option(43, 1, 2, 3).option(12, 'x');
    DhcpReply reply = parse();
    assertThat(reply.type()).isEqualTo(DhcpReply.ACK);
    assertThat(reply.xid).isEqualTo(77);
    assertThat(reply.lease(0))
        .isEqualTo(
            new Lease(
                ADDRESS,
                16,
                IpAddress.parse("10.0.0.1"),
                1400,
                List.of(0x01020304, 0x05060708),
                "lab",
                IpAddress.parse("10.0.0.1"),
                3600,
                60,
                256));
  }

  @Test
  void timesThatAreNotInOrderAreNotUsed() {
    ack().option(58, 0, 0, 2, 0).option(59, 0, 0, 1, 0);
    assertThat(parse().lease(0).renewal()).isEqualTo(1800);
    assertThat(parse().lease(0).rebinding()).isEqualTo(3150);
  }

  @Test
  void optionsInTheFieldsOfBootp() {
    option(53, 5).option(54, 10, 0, 0, 1).option(52, 3);
    byte[] bytes = end();
    System.arraycopy(new byte[] {51, 4, 0, 0, 14, 16, (byte) 255}, 0, bytes, 108, 7);
    System.arraycopy(new byte[] {1, 4, -1, -1, -1, 0, (byte) 255}, 0, bytes, 44, 7);
    Lease lease = parse(bytes, 548).lease(0);
    assertThat(lease.seconds()).isEqualTo(3600);
    assertThat(lease.prefixLength()).isEqualTo(24);
  }

  @Test
  void withoutAMaskItIsThatOfTheClass() {
    option(53, 5).option(54, 10, 0, 0, 1).option(51, 0, 0, 14, 16);
    assertThat(parse().lease(0).prefixLength()).isEqualTo(8);
    message.putInt(16, IpAddress.parse("172.16.0.1"));
    assertThat(parse().lease(0).prefixLength()).isEqualTo(16);
    message.putInt(16, IpAddress.parse("192.168.0.1"));
    assertThat(parse().lease(0).prefixLength()).isEqualTo(24);
  }

  @ParameterizedTest
  @CsvSource({
    "255.0.255.0, 10.0.1.1",
    "255.255.255.255, 10.0.1.1",
    "255.255.255.254, 10.0.1.1",
    "255.255.0.0, 10.0.0.0",
    "255.255.0.0, 10.0.255.255",
    "255.255.0.0, 224.0.0.1",
    "255.255.0.0, 127.0.0.1",
    "255.255.0.0, 0.0.0.0"
  })
  void anAddressThatNoHostCanHaveIsNoLease(String mask, String address) {
    int m = IpAddress.parse(mask);
    ack().option(1, m >>> 24, m >> 16 & 255, m >> 8 & 255, m & 255);
    message.putInt(16, IpAddress.parse(address));
    assertThat(parse().lease(0)).isNull();
  }

  @Test
  void aLeaseOfNoTimeIsNone() {
    ack().option(51, 0, 0, 0, 0);
    assertThat(parse().lease(0)).isNull();
  }

  @Test
  void aRouterElsewhereIsNone() {
    ack().option(3, 10, 1, 0, 1);
    assertThat(parse().lease(0).router()).isEqualTo(IpAddress.ANY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 28, 33, 236, 239})
  void whatIsNotForThisStationIsMalformed(int at) {
    byte[] bytes = ack().end();
    bytes[at] ^= 1;
    assertThat(parse(bytes, 548)).isNull();
  }

  @Test
  void wrongLengthsAreMalformed() {
    for (int code : new int[] {1, 3, 6, 26, 51, 52, 53, 54, 58, 59}) {
      assertThat(new DhcpReplyTest().ack().option(code, 1, 2, 3).parse()).as("%d", code).isNull();
    }
  }

  @Test
  void anOptionThatEndsBehindTheMessageIsMalformed() {
    byte[] bytes = ack().end();
    int end = message.position() - 1;
    bytes[end] = 12;
    assertThat(parse(bytes, end + 1)).isNull(); // no length
    bytes[end + 1] = 2;
    assertThat(parse(bytes, end + 3)).isNull();
    assertThat(parse(bytes, end + 4)).isNotNull();
  }

  /** Anything may come: it is taken, or it is not, and that is all. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverComes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] good = ack().option(52, 3).option(6, 1, 2, 3, 4).option(15, 'l').end();
    int leases = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int n = random.nextInt(6); n > 0; n--) {
        bytes[random.nextInt(40, 300)] = (byte) random.nextInt(256);
      }
      DhcpReply reply = parse(bytes, random.nextInt(549));
      leases += reply != null && reply.lease(0) != null ? 1 : 0;
    }
    assertThat(leases).isPositive();
    assertThat(pool.available()).isEqualTo(pool.capacity());
  }
}
