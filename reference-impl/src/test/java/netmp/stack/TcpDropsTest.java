package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** Segments that belong to no connection, each with one fault; exactly that counter rises. */
class TcpDropsTest {

  private static final long MAC_A = 0x0200_0000_0001L;
  private static final long MAC_B = 0x0200_0000_0002L;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final int RST = 0x04;

  /** A header from A's port 1000 to B's port 80; words says how long it claims to be. */
  private static byte[] segment(int words, int flags, int... options) {
    byte[] segment = new byte[20 + options.length];
    segment[0] = 1000 >> 8;
    segment[1] = (byte) 1000;
    segment[3] = 80;
    segment[12] = (byte) (words << 4);
    segment[13] = (byte) flags;
    for (int i = 0; i < options.length; i++) {
      segment[20 + i] = (byte) options[i];
    }
    return withChecksum(segment);
  }

  private static byte[] withChecksum(byte[] segment) {
    int sum = 6 + segment.length + half(TwoHosts.A) + half(TwoHosts.B);
    for (int i = 0; i < segment.length; i += 2) {
      sum += (segment[i] & 0xff) << 8 | (segment[i + 1] & 0xff);
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    segment[16] = (byte) (~sum >> 8);
    segment[17] = (byte) ~sum;
    return segment;
  }

  private static int half(int address) {
    return (address >>> 16) + (address & 0xffff);
  }

  private static void assertDropped(DropReason reason, int destination, byte[] segment) {
    TwoHosts.run(
        hosts -> {
          hosts.rest(1_000_000); // until the device has buffers
          byte[] datagram = Packets.ip(6, TwoHosts.A, destination, segment).build();
          hosts.receiveAtB(Packets.ether(MAC_B, MAC_A, 0x0800, datagram));
          hosts.rest(1_000_000);
          assertThat(hosts.b.statistics().get(reason)).isEqualTo(1);
          assertThat(hosts.b.statistics().get(Counter.TCP_DELIVERED)).isZero();
        });
  }

  @Test
  void shorterThanAHeader() {
    assertDropped(DropReason.TCP_SHORT, TwoHosts.B, new byte[19]);
  }

  @Test
  void anOffsetInsideTheHeaderOrBeyondTheSegment() {
    assertDropped(DropReason.TCP_BAD_OFFSET, TwoHosts.B, segment(4, SYN));
    assertDropped(DropReason.TCP_BAD_OFFSET, TwoHosts.B, segment(6, SYN));
  }

  @Test
  void aWrongChecksum() {
    byte[] segment = segment(5, SYN);
    segment[16]++;
    assertDropped(DropReason.TCP_BAD_CHECKSUM, TwoHosts.B, segment);
  }

  @Test
  void anOptionWithoutLength() {
    assertDropped(DropReason.TCP_BAD_OPTION, TwoHosts.B, segment(6, SYN, 2, 0, 0, 0));
  }

  @Test
  void toABroadcastAddress() {
    assertDropped(DropReason.TCP_TO_GROUP, TwoHosts.BROADCAST, segment(5, SYN));
  }

  @Test
  void nobodyListens() {
    assertDropped(DropReason.TCP_NO_PORT, TwoHosts.B, segment(5, SYN));
    assertDropped(DropReason.TCP_NO_PORT, TwoHosts.B, segment(5, ACK));
    assertDropped(DropReason.TCP_NO_PORT, TwoHosts.B, segment(5, RST));
  }
}
