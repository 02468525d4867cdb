package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import netmp.link.LinkSettings;
import netmp.socket.Errno;
import netmp.socket.StreamSocket;
import netmp.socket.TcpInfo;
import netmp.stats.Counter;
import org.junit.jupiter.api.Test;

class TcpInfoTest {

  private static final int PORT = 80;
  private static final int BYTES = 30_000;

  @Test
  void bothEndsSayWhatTheyKnow() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = hosts.b.streamSocket();
          listener.bind(0, PORT);
          listener.listen(1);
          assertThat(listener.tcpInfo().state()).isEqualTo("LISTEN");
          StreamSocket client = hosts.a.streamSocket();
          assertThat(client.tcpInfo().state()).isEqualTo("CLOSED");
          client.connect(TwoHosts.B, PORT);
          StreamSocket server = listener.accept();
          client.write(new byte[BYTES], 0, BYTES);
          for (int left = BYTES; left > 0; ) {
            left -= server.read(new byte[BYTES], 0, BYTES);
          }
          TcpInfo sender = client.tcpInfo();
          TcpInfo receiver = server.tcpInfo();
          assertThat(sender.state()).isEqualTo("ESTABLISHED");
          assertThat(sender.timestamps()).isTrue();
          assertThat(sender.sack()).isTrue();
          assertThat(sender.pathMtu()).isEqualTo(1500);
          assertThat(sender.sndMss()).isEqualTo(1448);
          assertThat(sender.sndCwnd()).isGreaterThanOrEqualTo(10 * 1448);
          assertThat(sender.rto()).isGreaterThanOrEqualTo(200_000_000);
          assertThat(sender.rtt()).isGreaterThanOrEqualTo(sender.minRtt());
          assertThat(sender.retransmits()).isZero();
          assertThat(sender.sndScale()).isEqualTo(receiver.rcvScale());
          assertThat(receiver.rcvMss()).isEqualTo(1448);
          assertThat(receiver.rcvSpace()).isGreaterThan(BYTES);
          client.close();
          server.close();
          listener.close();
        });
  }

  @Test
  void whatWasLostIsCounted() {
    LinkSettings faults = LinkSettings.PERFECT.withLoss(0.2);
    TwoHosts.runFaulty(
        7,
        2,
        faults,
        hosts -> {
          StreamSocket listener = hosts.b.streamSocket();
          listener.bind(0, PORT);
          listener.listen(1);
          StreamSocket client = hosts.a.streamSocket();
          client.connect(TwoHosts.B, PORT);
          StreamSocket server = listener.accept();
          client.write(new byte[BYTES], 0, BYTES);
          for (int left = BYTES; left > 0; ) {
            left -= server.read(new byte[BYTES], 0, BYTES);
          }
          assertThat(client.tcpInfo().totalRetransmissions()).isPositive();
          client.close();
          server.close();
          listener.close();
        });
  }

  /** How long a full segment of the sender is, as its receiver sees it. */
  private static int fullSegment(NetStack from, NetStack to) throws Exception {
    StreamSocket listener = to.streamSocket();
    listener.bind(0, PORT);
    listener.listen(1);
    StreamSocket client = from.streamSocket();
    client.connect(TwoHosts.B, PORT);
    StreamSocket server = listener.accept();
    client.write(new byte[BYTES], 0, BYTES);
    for (int left = BYTES; left > 0; ) {
      left -= server.read(new byte[BYTES], 0, BYTES);
    }
    int full = server.tcpInfo().rcvMss();
    client.close();
    server.close();
    listener.close();
    return full;
  }

  /** RFC 5681 section 4.2: what the device has joined the peer has sent as several segments. */
  @Test
  void aFullSegmentIsNoLongerThanTheLink() {
    for (long seed = 0; seed < 4; seed++) {
      TwoHosts.runOffloaded(
          seed,
          1,
          hosts -> {
            assertThat(fullSegment(hosts.a, hosts.b)).isBetween(1448, 1460);
            assertThat(hosts.b.statistics().get(Counter.ETHER_RECEIVED)).isLessThan(BYTES / 1448);
          });
    }
  }

  @Test
  void aFullSegmentToOurselvesIsLongerThanTheLink() {
    TwoHosts.runOffloaded(
        0, 1, hosts -> assertThat(fullSegment(hosts.b, hosts.b)).isGreaterThan(1460));
  }

  @Test
  void aLocalSocketHasNone() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          assertThatThrownBy(pair.get(0)::tcpInfo).hasMessageContaining(Errno.EOPNOTSUPP.name());
          pair.get(0).close();
          pair.get(1).close();
          assertThatThrownBy(pair.get(0)::tcpInfo).hasMessageContaining(Errno.EBADF.name());
        });
  }
}
