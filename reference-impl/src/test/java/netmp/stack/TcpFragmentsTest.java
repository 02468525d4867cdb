package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** A segment that the device cannot steer since it comes in pieces. */
class TcpFragmentsTest {

  private static final int PORT = 80;
  private static final int FLOWS = 32;
  private static final long MAC_A = 0x0200_0000_0001L;
  private static final long MAC_B = 0x0200_0000_0002L;
  private static final int MORE_FRAGMENTS = 0x2000;

  private static byte[] syn(int from) {
    byte[] segment = new byte[200];
    System.arraycopy(Packets.bytes(from >> 8, from & 0xff, 0, PORT), 0, segment, 0, 4);
    segment[12] = 0x50;
    segment[13] = 0x02;
    byte[] pseudo = new byte[12];
    System.arraycopy(address(TwoHosts.A), 0, pseudo, 0, 4);
    System.arraycopy(address(TwoHosts.B), 0, pseudo, 4, 4);
    pseudo[9] = 6;
    pseudo[11] = (byte) segment.length;
    int sum = Packets.checksum(Packets.join(pseudo, segment), 0, pseudo.length + segment.length);
    segment[16] = (byte) (sum >> 8);
    segment[17] = (byte) sum;
    return segment;
  }

  private static byte[] address(int address) {
    return Packets.bytes(address >>> 24, address >> 16 & 0xff, address >> 8 & 0xff, address & 0xff);
  }

  private static void receive(TwoHosts hosts, byte[] part, int fragment) {
    byte[] datagram = Packets.ip(6, TwoHosts.A, TwoHosts.B, part).fragment(fragment).build();
    hosts.receiveAtB(Packets.ether(MAC_B, MAC_A, 0x0800, datagram));
  }

  /**
   * The device cannot tell the CPU of a fragment. What is put together of them goes to where the
   * rest of the connection comes: here the reset of a host that has never sent a SYN.
   */
  @Test
  void aSegmentInFragmentsFindsItsCpu() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = hosts.b.streamSocket();
          listener.bind(0, PORT);
          listener.listen(1);
          for (int i = 0; i < FLOWS; i++) {
            byte[] segment = syn(1000 + i);
            receive(hosts, Arrays.copyOf(segment, 80), MORE_FRAGMENTS);
            receive(hosts, Arrays.copyOfRange(segment, 80, segment.length), 80 / 8);
            hosts.rest(1_000_000);
          }
          assertThat(hosts.b.statistics().get(Counter.TCP_RESETS_RECEIVED)).isEqualTo(FLOWS);
          assertThat(hosts.b.census().used(Resource.HALF_OPEN)).isZero();
          listener.close();
        });
  }
}
