package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import netmp.capture.CapturedFrame.Direction;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** What a capture says that a segment is for, from before there is a listener to the end. */
class TcpNotesTest {

  private static final int PORT = 80;
  private static final int PEER_PORT = 5000;
  private static final Duration DELAY = Duration.ofMillis(10);
  private static final Duration A_WHILE = Duration.ofMillis(100);

  /** What B's capture would note beside a segment that comes from A. */
  private static String note(Host a, Host b) {
    byte[] segment = new byte[20];
    System.arraycopy(Packets.bytes(PEER_PORT >> 8, PEER_PORT & 0xff, 0, PORT), 0, segment, 0, 4);
    byte[] datagram = Packets.ip(6, a.address(), b.address(), segment).build();
    byte[] frame = Packets.ether(2, 1, 0x0800, datagram);
    String note = b.stack().packetNote().of(Direction.INBOUND, frame, 0, frame.length);
    return note.replaceFirst("cpu 0, ", "").replaceFirst(" 10\\..*", "");
  }

  @Test
  void fromNothingToNothing() throws Exception {
    try (Network net = new Network(NetworkConfig.seeded(1).withCpus(1))) {
      Host a = net.host("a");
      Host b = net.host("b", config -> config.withCapture(true));
      net.link(a, b, LinkSettings.PERFECT.withDelay(DELAY));
      net.spawn(
          "user",
          () -> {
            assertThat(note(a, b)).isEqualTo("no control block");
            StreamSocket listener = b.stack().streamSocket();
            listener.bind(0, PORT);
            listener.listen(1);
            assertThat(note(a, b)).isEqualTo("listener");
            StreamSocket client = a.stack().streamSocket();
            client.bind(0, PEER_PORT);
            client.setBlocking(false);
            assertThat(note(a, b)).isEqualTo("listener");
            begin(client, b);
            net.sleep(DELAY.multipliedBy(4)); // ARP takes two of them
            assertThat(note(a, b)).isEqualTo("SYN cache");
            assertThat(b.stack().census().used(Resource.HALF_OPEN)).isEqualTo(1);
            StreamSocket server = listener.accept();
            assertThat(note(a, b)).startsWith("b/tcpcb/");
            assertThat(b.stack().census().used(Resource.HALF_OPEN)).isZero();
            server.close();
            net.sleep(A_WHILE);
            client.close();
            net.sleep(A_WHILE);
            assertThat(note(a, b)).isEqualTo("TIME-WAIT");
            net.sleep(Duration.ofMinutes(2));
            assertThat(note(a, b)).isEqualTo("listener");
            listener.close();
            net.sleep(A_WHILE);
            assertThat(note(a, b)).isEqualTo("no control block");
          });
      net.run();
    }
  }

  private static void begin(StreamSocket client, Host b) {
    try {
      client.connect(b.address(), PORT);
    } catch (SocketError e) {
      assertThat(e.errno()).isEqualTo(Errno.EINPROGRESS);
    }
  }
}
