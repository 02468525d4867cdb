package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import netmp.icmp.EchoRequest.Outcome;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** What a host sends to itself, at 127.0.0.1. */
class LoopbackTest {

  private static final int LOOPBACK = IpAddress.LOOPBACK;
  private static final long SECOND = 1_000_000_000L;

  @Test
  void datagramsComeFromThere() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket service = hosts.boundAtB(7);
              DatagramSocket client = hosts.b.datagramSocket()) {
            Datagram datagram = new Datagram(5000);
            for (int length : new int[] {0, 5, 1473, 4000}) {
              byte[] data = Packets.ramp(length);
              client.sendTo(data, 0, length, LOOPBACK, 7);
              assertThat(service.receive(datagram)).isTrue();
              assertThat(Arrays.copyOf(datagram.data(), datagram.length())).isEqualTo(data);
              assertThat(datagram.address()).isEqualTo(LOOPBACK);
              assertThat(datagram.localAddress()).isEqualTo(LOOPBACK);
              service.sendTo(data, 0, length, LOOPBACK, datagram.port());
              assertThat(client.receive(datagram)).isTrue();
              assertThat(datagram.address()).isEqualTo(LOOPBACK);
            }
          }
          assertThat(hosts.a.statistics().get(Counter.ETHER_RECEIVED)).isZero();
        });
  }

  @Test
  void aConnectedSocketHearsThatNobodyIsThere() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket client = hosts.b.datagramSocket()) {
            client.connect(LOOPBACK, 99);
            Endpoint end = new Endpoint();
            client.localEndpoint(end);
            assertThat(end.address()).isEqualTo(LOOPBACK);
            client.send(new byte[3], 0, 3);
            assertThatThrownBy(() -> client.receive(new Datagram(10)))
                .isInstanceOfSatisfying(
                    SocketError.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
          }
        });
  }

  @Test
  void aSocketThatIsBoundThereHearsNobodyElse() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket service = hosts.b.datagramSocket();
              DatagramSocket own = hosts.b.datagramSocket();
              DatagramSocket other = hosts.a.datagramSocket()) {
            service.bind(LOOPBACK, 7);
            other.connect(TwoHosts.B, 7);
            other.send(new byte[] {1}, 0, 1);
            assertThatThrownBy(() -> other.receive(new Datagram(10)))
                .isInstanceOf(SocketError.class);
            own.sendTo(new byte[] {2}, 0, 1, LOOPBACK, 7);
            Datagram datagram = new Datagram(10);
            assertThat(service.receive(datagram)).isTrue();
            assertThat(datagram.data()[0]).isEqualTo((byte) 2);
          }
        });
  }

  @Test
  void connections() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = hosts.b.streamSocket();
          listener.bind(LOOPBACK, 80);
          listener.listen(3);
          hosts.user(
              "server",
              () -> {
                try (StreamSocket connection = listener.accept()) {
                  byte[] data = new byte[10_000];
                  int n = connection.read(data, 0, data.length);
                  while (n > 0) {
                    connection.write(data, 0, n);
                    n = connection.read(data, 0, data.length);
                  }
                }
              });
          try (StreamSocket client = hosts.b.streamSocket()) {
            client.connect(LOOPBACK, 80);
            Endpoint end = new Endpoint();
            client.localEndpoint(end);
            assertThat(end.address()).isEqualTo(LOOPBACK);
            client.peerEndpoint(end);
            assertThat(end.address()).isEqualTo(LOOPBACK);
            byte[] data = Packets.ramp(9_000);
            client.write(data, 0, data.length);
            byte[] echo = new byte[data.length];
            int read = 0;
            while (read < echo.length) {
              read += client.read(echo, read, echo.length - read);
            }
            assertThat(echo).isEqualTo(data);
          }
          listener.close();
          try (StreamSocket late = hosts.b.streamSocket()) {
            assertThatThrownBy(() -> late.connect(LOOPBACK, 80))
                .isInstanceOfSatisfying(
                    SocketError.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
          }
          hosts.rest(200 * SECOND); // TIME-WAIT
          assertThat(hosts.a.statistics().get(Counter.ETHER_RECEIVED)).isZero();
        });
  }

  @Test
  void anEchoRequest() {
    TwoHosts.run(
        hosts ->
            assertThat(hosts.b.echoRequest(LOOPBACK).ask(8, SECOND)).isEqualTo(Outcome.ANSWERED));
  }

  /** RFC 1122 section 3.2.1.3 (g): such an address must not appear outside a host. */
  @Test
  void aLinkBringsNothingOfIt() {
    TwoHosts.run(
        hosts -> {
          hosts.rest(SECOND); // the rings are filled
          hosts.receiveAtB(echoRequest(TwoHosts.A, LOOPBACK));
          hosts.receiveAtB(echoRequest(LOOPBACK, TwoHosts.B));
          hosts.rest(SECOND);
          assertThat(hosts.b.statistics().get(DropReason.IP_NOT_OURS)).isEqualTo(1);
          assertThat(hosts.b.statistics().get(DropReason.IP_BAD_SOURCE)).isEqualTo(1);
          assertThat(hosts.b.statistics().get(Counter.ICMP_ECHO_ANSWERED)).isZero();
        });
  }

  private static byte[] echoRequest(int source, int destination) {
    byte[] echo = Packets.icmp(8, 0, 1, new byte[8]);
    return Packets.ether(
        0x0200_0000_0002L,
        MacAddress.parse("02:00:00:00:00:01"),
        0x0800,
        Packets.ip(1, source, destination, echo).build());
  }
}
