package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import netmp.link.LinkSettings;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** Connections over a neighbour whose station the host knows wrongly. */
class TcpNeighborTest {

  private static final int PORT = 7;
  private static final long SECOND = 1_000_000_000L;
  private static final long NOBODY = 0x0200_0000_00ffL;
  private static final long MAC_B = 0x0200_0000_0002L;
  private static final int REQUEST = 1;

  /** Tells B that A is where nobody is. */
  private static void mislead(TwoHosts hosts) {
    byte[] arp = Packets.arp(REQUEST, NOBODY, TwoHosts.A, 0, TwoHosts.B);
    hosts.receiveAtB(Packets.ether(MAC_B, NOBODY, 0x0806, arp));
  }

  /**
   * RFC 1122 section 4.2.3.5: TCP advises that the neighbour may be gone at every timeout from the
   * third on. The third, after seven seconds, is met by a lie, the fourth too; a later one is not.
   */
  @Test
  void aConnectOutlivesALongLieAboutTheNeighbor() {
    TwoHosts.runFaulty(
        1,
        1,
        LinkSettings.PERFECT,
        hosts -> {
          try (StreamSocket listener = hosts.a.streamSocket();
              StreamSocket client = hosts.b.streamSocket()) {
            listener.bind(0, PORT);
            listener.listen(1);
            mislead(hosts);
            hosts.user(
                "liar",
                () -> {
                  for (int i = 0; i < 32; i++) {
                    hosts.rest(SECOND / 2);
                    mislead(hosts);
                  }
                });
            client.connect(TwoHosts.A, PORT);
            assertThat(client.isConnected()).isTrue();
            assertThat(hosts.b.statistics().get(Counter.ARP_DOUBTED)).isGreaterThan(1);
            listener.accept().close();
          }
        });
  }

  /** B knows A already, so nothing but what it is told changes that. */
  private static void acquaint(TwoHosts hosts) throws Exception {
    try (DatagramSocket socket = hosts.a.datagramSocket()) {
      socket.sendTo(new byte[1], 0, 1, TwoHosts.B, PORT);
    }
    hosts.rest(SECOND);
  }

  /** The same of a SYN's answer: the third time that it is sent again B asks who A is. */
  @Test
  void aListenerOutlivesALieAboutTheNeighbor() {
    TwoHosts.runFaulty(
        2,
        1,
        LinkSettings.PERFECT,
        hosts -> {
          try (StreamSocket listener = hosts.b.streamSocket();
              StreamSocket client = hosts.a.streamSocket()) {
            listener.bind(0, PORT);
            listener.listen(1);
            acquaint(hosts);
            mislead(hosts);
            long begun = hosts.execution.nanoTime();
            client.connect(TwoHosts.B, PORT);
            assertThat((hosts.execution.nanoTime() - begun) / SECOND).isEqualTo(7);
            assertThat(hosts.b.statistics().get(Counter.ARP_DOUBTED)).isPositive();
            listener.accept().close();
          }
        });
  }
}
