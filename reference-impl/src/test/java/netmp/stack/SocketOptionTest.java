package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netmp.inet.IpAddress;
import netmp.ip.IpHeader;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Options of sockets, and what they do. */
class SocketOptionTest {

  private static final int PORT = 4000;
  private static final int ELSEWHERE = IpAddress.parse("192.0.2.1");
  private static final long SECOND = 1_000_000_000;

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  @Test
  void everySocketHasTheOptionsOfItsLevel() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket datagram = hosts.a.datagramSocket();
              Socket stream = hosts.a.localSocket()) {
            for (Socket socket : List.of(datagram, stream)) {
              for (SocketOption flag :
                  List.of(
                      SocketOption.SO_KEEPALIVE,
                      SocketOption.SO_REUSEADDR,
                      SocketOption.SO_REUSEPORT,
                      SocketOption.SO_DONTROUTE,
                      SocketOption.SO_BROADCAST)) {
                assertThat(socket.option(flag)).isZero();
                socket.setOption(flag, 1);
                assertThat(socket.option(flag)).isEqualTo(1);
                assertThat(errno(() -> socket.setOption(flag, 2))).isEqualTo(Errno.EINVAL);
              }
              socket.setOption(SocketOption.SO_KEEPALIVE, 0);
              assertThat(socket.option(SocketOption.SO_KEEPALIVE)).isZero();
              assertThat(socket.option(SocketOption.SO_REUSEADDR)).isEqualTo(1);
              assertThat(socket.option(SocketOption.SO_LINGER)).isEqualTo(SocketOption.NO_LINGER);
              socket.setOption(SocketOption.SO_LINGER, SocketOption.MAX_LINGER);
              assertThat(socket.option(SocketOption.SO_LINGER)).isEqualTo(32767);
              assertThat(errno(() -> socket.setOption(SocketOption.SO_LINGER, -2)))
                  .isEqualTo(Errno.EDOM);
              assertThat(errno(() -> socket.setOption(SocketOption.SO_LINGER, 32768)))
                  .isEqualTo(Errno.EDOM);
              assertThat(errno(() -> socket.setOption(SocketOption.SO_RCVTIMEO, -1)))
                  .isEqualTo(Errno.EDOM);
              assertThat(errno(() -> socket.setOption(SocketOption.SO_ERROR, 0)))
                  .isEqualTo(Errno.ENOPROTOOPT);
              assertThat(socket.option(SocketOption.SO_ERROR)).isZero();
              assertThat(errno(() -> socket.option(SocketOption.TCP_NODELAY)))
                  .isEqualTo(Errno.ENOPROTOOPT);
              assertThat(errno(() -> socket.setOption(SocketOption.TCP_NODELAY, 1)))
                  .isEqualTo(Errno.ENOPROTOOPT);
              socket.setOption(SocketOption.SO_LINGER, SocketOption.NO_LINGER);
            }
          }
        });
  }

  @Test
  void theErrorHasBsdsNumberAndIsCleared() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            client.connect(TwoHosts.B, PORT);
            client.send(new byte[1], 0, 1);
            hosts.rest(SECOND);
            assertThat(client.option(SocketOption.SO_ERROR)).isEqualTo(61);
            assertThat(client.option(SocketOption.SO_ERROR)).isZero();
          }
        });
  }

  @Test
  void aSpecificAddressBesideAnyAddress() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket any = hosts.boundAtB(PORT);
              DatagramSocket specific = hosts.b.datagramSocket();
              DatagramSocket client = hosts.a.datagramSocket()) {
            assertThat(errno(() -> specific.bind(TwoHosts.B, PORT))).isEqualTo(Errno.EADDRINUSE);
            specific.setOption(SocketOption.SO_REUSEADDR, 1);
            assertThat(errno(() -> specific.bind(0, PORT))).isEqualTo(Errno.EADDRINUSE);
            specific.bind(TwoHosts.B, PORT);
            client.sendTo(new byte[1], 0, 1, TwoHosts.B, PORT);
            assertThat(specific.receive(new Datagram(1))).isTrue();
            client.setOption(SocketOption.SO_BROADCAST, 1);
            client.sendTo(new byte[1], 0, 1, TwoHosts.BROADCAST, PORT);
            assertThat(any.receive(new Datagram(1))).isTrue();
          }
        });
  }

  @Test
  void whoDoesNotRouteSendsToTheLinkOnly() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            assertThat(errno(() -> client.sendTo(new byte[1], 0, 1, ELSEWHERE, PORT)))
                .isEqualTo(Errno.EHOSTUNREACH);
            client.setOption(SocketOption.SO_DONTROUTE, 1);
            client.setOption(SocketOption.SO_BROADCAST, 1);
            assertThat(errno(() -> client.sendTo(new byte[1], 0, 1, ELSEWHERE, PORT)))
                .isEqualTo(Errno.ENETUNREACH);
            Set<Byte> timesToLive = new HashSet<>();
            hosts.nicA.connect(
                (frame, at, length) -> {
                  if (frame[at + 12] == 8 && frame[at + 13] == 0) {
                    timesToLive.add(frame[at + 14 + IpHeader.TTL]);
                  }
                  hosts.nicB.receive(frame, at, length);
                });
            for (int there : List.of(TwoHosts.B, TwoHosts.BROADCAST, IpAddress.BROADCAST)) {
              client.sendTo(new byte[1], 0, 1, there, PORT);
              assertThat(server.receive(new Datagram(1))).isTrue();
            }
            assertThat(timesToLive).containsExactly((byte) 1);
          }
        });
  }

  @Test
  void socketsThatShareAPortShareTheFlows() {
    TwoHosts.run(
        hosts -> {
          List<DatagramSocket> servers = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            DatagramSocket server = hosts.b.datagramSocket();
            server.setOption(SocketOption.SO_REUSEPORT, 1);
            server.bind(0, PORT);
            servers.add(server);
          }
          try (DatagramSocket alone = hosts.b.datagramSocket()) {
            assertThat(errno(() -> alone.bind(0, PORT))).isEqualTo(Errno.EADDRINUSE);
          }
          Set<Integer> served = new HashSet<>();
          for (int i = 0; i < 12; i++) {
            try (DatagramSocket client = hosts.a.datagramSocket()) {
              client.bind(0, 5000 + i);
              Set<Integer> serves = new HashSet<>();
              for (int k = 0; k < 2; k++) {
                client.sendTo(new byte[1], 0, 1, TwoHosts.B, PORT);
                hosts.rest(SECOND);
                serves.add(servers.get(0).receiveNow(new Datagram(1)) ? 0 : 1);
              }
              assertThat(serves).as("one flow, one socket").hasSize(1);
              served.addAll(serves);
            }
          }
          assertThat(served).hasSize(2);
          servers.get(0).connect(TwoHosts.A, 9);
          assertThat(errno(() -> servers.get(1).connect(TwoHosts.A, 9)))
              .isEqualTo(Errno.EADDRINUSE);
          servers.forEach(DatagramSocket::close);
        });
  }
}
