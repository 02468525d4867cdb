package netmp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mutated frames against the layers of one CPU: nothing throws, no buffer is lost, and every frame
 * is accounted for.
 */
class FrameFuzzTest {

  private static final int FRAMES = 20_000;
  private static final int ME = TestHost.ADDRESS;
  private static final int PEER = TestHost.PEER;

  @ParameterizedTest
  @ValueSource(longs = {1, 42, 0xbeef})
  void mutatedFramesAreAllAccountedFor(long seed) {
    Random random = new Random(seed);
    TestHost host = new TestHost();
    List<byte[]> good = goodFrames();
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = mutate(good.get(random.nextInt(good.size())), random);
      host.receive(frame);
      if (i % 100 == 0) {
        host.advance(random.nextInt(1_000_000_000));
      }
      host.sent.clear();
    }
    host.advance(70_000_000_000L); // what waits for a neighbour or a fragment goes
    assertThat(host.counters.get(Counter.ETHER_RECEIVED)).isEqualTo(FRAMES);
    host.assertBalanced();
    assertThat(host.drops().keySet())
        .as("the mutations reach every layer")
        .contains(
            DropReason.ETHER_RUNT,
            DropReason.ARP_BAD_FORMAT,
            DropReason.IP_BAD_CHECKSUM,
            DropReason.IP_BAD_OPTION,
            DropReason.IP_BAD_FRAGMENT,
            DropReason.IP_DUPLICATE_FRAGMENT,
            DropReason.IP_REASSEMBLY_TIMEOUT,
            DropReason.IP_UNKNOWN_PROTOCOL,
            DropReason.ICMP_BAD_CHECKSUM,
            DropReason.ICMP_BAD_QUOTE);
    assertThat(host.counters.get(Counter.ICMP_ECHO_ANSWERED)).isGreaterThan(100);
    assertThat(host.counters.get(Counter.ICMP_ERRORS_DELIVERED)).isGreaterThan(100);
  }

  private static List<byte[]> goodFrames() {
    byte[] udp = Packets.udp(1000, 2000, Packets.ramp(40));
    byte[] echo = Packets.icmp(8, 0, 0x10001, Packets.ramp(56));
    byte[] ours = Packets.ip(17, ME, PEER, udp).build();
    long all = MacAddress.BROADCAST;
    return List.of(
        arp(all, Packets.arp(1, TestHost.PEER_MAC, PEER, 0, ME)),
        arp(TestHost.MAC, Packets.arp(2, TestHost.PEER_MAC, PEER, TestHost.MAC, ME)),
        ip(TestHost.MAC, Packets.ip(1, PEER, ME, echo)),
        ip(TestHost.MAC, Packets.ip(1, PEER, ME, echo).options(7, 11, 4, 0, 0, 0, 0, 0, 0, 0, 0)),
        ip(TestHost.MAC, Packets.ip(1, PEER, ME, echo).options(68, 12, 5, 1, 0, 0, 0, 0, 0, 0, 0)),
        ip(all, Packets.ip(1, PEER, IpAddress.parse("10.9.0.255"), echo)),
        ip(TestHost.MAC, Packets.ip(17, PEER, ME, udp)),
        ip(TestHost.MAC, Packets.ip(17, IpAddress.parse("192.0.2.9"), ME, udp)),
        ip(TestHost.MAC, Packets.ip(17, PEER, ME, udp).options(131, 7, 4, 1, 2, 3, 4)),
        ip(TestHost.MAC, Packets.ip(6, PEER, ME, Packets.ramp(20))),
        ip(TestHost.MAC, Packets.ip(99, PEER, ME, udp)),
        ip(TestHost.MAC, Packets.ip(17, PEER, ME, udp).fragment(0x2000)),
        ip(TestHost.MAC, Packets.ip(1, PEER, ME, Packets.icmp(3, 3, 0, ours))),
        ip(TestHost.MAC, Packets.ip(1, PEER, ME, Packets.icmp(11, 0, 0, ours))));
  }

  private static byte[] arp(long to, byte[] packet) {
    return Packets.ether(to, TestHost.PEER_MAC, 0x0806, packet);
  }

  private static byte[] ip(long to, Packets.Ip datagram) {
    return Packets.ether(to, TestHost.PEER_MAC, 0x0800, datagram.build());
  }

  /** Up to three changes; afterwards, half of the time, checksums are made right again. */
  private static byte[] mutate(byte[] good, Random random) {
    byte[] frame = good.clone();
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      frame =
          switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 1 -> Arrays.copyOf(frame, Math.min(1514, frame.length + random.nextInt(64)));
            case 2 -> withByte(frame, random, random.nextInt(256));
            default -> withBitFlipped(frame, random);
          };
    }
    if (random.nextBoolean()) {
      repair(frame);
    }
    return frame;
  }

  private static byte[] withByte(byte[] frame, Random random, int value) {
    if (frame.length > 14) {
      frame[14 + random.nextInt(frame.length - 14)] = (byte) value;
    }
    return frame;
  }

  private static byte[] withBitFlipped(byte[] frame, Random random) {
    if (frame.length > 0) {
      frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return frame;
  }

  /** Makes the checksums of IP and ICMP right, so that mutations get past them. */
  private static void repair(byte[] frame) {
    if (frame.length < 34 || Packets.number(frame, 12, 2) != 0x0800) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    int header = (frame[14] & 0xf) * 4;
    if (header < 20 || 14 + header > frame.length) {
      return;
    }
    buffer.putShort(24, (short) 0);
    buffer.putShort(24, (short) Packets.checksum(frame, 14, header));
    int message = 14 + header;
    int length = (int) Packets.number(frame, 16, 2) - header;
    if (frame[23] == 1 && length >= 8 && message + length <= frame.length) {
      buffer.putShort(message + 2, (short) 0);
      buffer.putShort(message + 2, (short) Packets.checksum(frame, message, length));
    }
  }
}
