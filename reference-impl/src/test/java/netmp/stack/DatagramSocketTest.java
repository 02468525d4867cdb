package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netmp.pcb.PcbTable;
import netmp.socket.Control;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The socket API on two hosts, under many schedules, with one CPU and with four. */
class DatagramSocketTest {

  private static final int PORT = 4000;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Datagram d) {
    return new String(d.data(), 0, d.length(), StandardCharsets.UTF_8);
  }

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  private static void sendTo(DatagramSocket socket, String text, int address, int port)
      throws SocketError {
    byte[] bytes = bytes(text);
    socket.sendTo(bytes, 0, bytes.length, address, port);
  }

  private static void send(DatagramSocket socket, String text) throws SocketError {
    byte[] bytes = bytes(text);
    socket.send(bytes, 0, bytes.length);
  }

  @Test
  void aDatagramThereAndBack() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            sendTo(client, "hello", TwoHosts.B, PORT);
            Datagram d = new Datagram(100);
            server.receive(d);
            assertThat(text(d)).isEqualTo("hello");
            assertThat(d.address()).isEqualTo(TwoHosts.A);
            assertThat(d.port())
                .isEqualTo(client.localPort())
                .isBetween(PcbTable.FIRST_EPHEMERAL, 65535);
            sendTo(server, "", d.address(), d.port());
            client.receive(d);
            assertThat(d.length()).isZero();
            assertThat(d.port()).isEqualTo(PORT);
          }
        });
  }

  @Test
  void aDatagramToOurselves() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.b.datagramSocket()) {
            sendTo(client, "near", TwoHosts.B, PORT);
            Datagram d = new Datagram(100);
            server.receive(d);
            assertThat(text(d)).isEqualTo("near");
            assertThat(hosts.b.statistics().get(Counter.ETHER_SENT)).isZero();
          }
        });
  }

  @Test
  void aDatagramTooLongForItsReceiverIsCut() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            sendTo(client, "0123456789", TwoHosts.B, PORT);
            Datagram d = new Datagram(4);
            server.receive(d);
            assertThat(text(d)).isEqualTo("0123");
            assertThat(d.isTruncated()).isTrue();
          }
        });
  }

  /** Also of a datagram that goes in fragments, and of buffers that are not arrays. */
  @Test
  void buffersAreSentFromTheirPositionToTheirLimit() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            for (int length : new int[] {0, 3, 4000}) {
              ByteBuffer source = ByteBuffer.allocateDirect(length + 2).position(1);
              for (int i = 1; i <= length; i++) {
                source.put(i, (byte) i);
              }
              client.sendTo(source.limit(length + 1), TwoHosts.B, PORT);
              assertThat(source.hasRemaining()).isFalse();
              Datagram from = new Datagram(0);
              ByteBuffer target = ByteBuffer.allocateDirect(5000).position(7);
              assertThat(server.receive(from, target)).isTrue();
              assertThat(from.length()).isEqualTo(length);
              assertThat(from.isTruncated()).isFalse();
              assertThat(from.address()).isEqualTo(TwoHosts.A);
              assertThat(target.flip().position(7)).isEqualTo(source.position(1));
            }
            client.connect(TwoHosts.B, PORT);
            client.send(ByteBuffer.wrap(bytes("0123456789"), 2, 8));
            Datagram from = new Datagram(0);
            ByteBuffer target = ByteBuffer.allocate(4);
            server.receive(from, target);
            assertThat(new String(target.array(), StandardCharsets.UTF_8)).isEqualTo("2345");
            assertThat(from.isTruncated()).isTrue();
          }
        });
  }

  @Test
  void bindConflicts() {
    TwoHosts.run(
        hosts -> {
          DatagramSocket first = hosts.boundAtB(PORT);
          DatagramSocket second = hosts.b.datagramSocket();
          assertThat(errno(() -> second.bind(0, PORT))).isEqualTo(Errno.EADDRINUSE);
          assertThat(second.localPort()).isZero();
          assertThat(errno(() -> second.bind(TwoHosts.A, PORT + 1))).isEqualTo(Errno.EADDRNOTAVAIL);
          assertThat(errno(() -> second.bind(0, 65536))).isEqualTo(Errno.EINVAL);
          assertThat(errno(() -> second.bind(0, -1))).isEqualTo(Errno.EINVAL);
          second.bind(TwoHosts.B, PORT + 1);
          assertThat(errno(() -> second.bind(0, PORT + 2))).isEqualTo(Errno.EINVAL);
          first.close();
          try (DatagramSocket third = hosts.boundAtB(PORT)) {
            assertThat(third.localPort()).isEqualTo(PORT);
          }
          second.close();
        });
  }

  /** Also if it has gone to the CPU of the peer and back. */
  @Test
  void aSocketThatConnectsInVainIsBoundAsBefore() {
    TwoHosts.run(
        hosts -> {
          DatagramSocket first = hosts.b.datagramSocket();
          DatagramSocket second = hosts.b.datagramSocket();
          first.setOption(SocketOption.SO_REUSEPORT, 1);
          second.setOption(SocketOption.SO_REUSEPORT, 1);
          first.bind(0, PORT);
          second.bind(TwoHosts.B, PORT);
          Endpoint end = new Endpoint();
          for (int peer = 1; peer < 9; peer++) {
            int port = peer;
            first.connect(TwoHosts.A, port);
            assertThat(errno(() -> second.connect(TwoHosts.A, port))).isEqualTo(Errno.EADDRINUSE);
            second.localEndpoint(end);
            assertThat(end.address()).isEqualTo(TwoHosts.B);
            first.disconnect();
          }
          first.close();
          second.close();
        });
  }

  @Test
  void aConnectedSocketHearsItsPeerOnly() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket stranger = hosts.boundAtB(PORT + 1);
              DatagramSocket client = hosts.a.datagramSocket()) {
            client.connect(TwoHosts.B, PORT);
            assertThat(errno(() -> client.connect(TwoHosts.B, PORT))).isEqualTo(Errno.EISCONN);
            sendTo(stranger, "no", TwoHosts.A, client.localPort());
            send(client, "ping");
            Datagram d = new Datagram(100);
            server.receive(d);
            sendTo(server, "yes", TwoHosts.A, client.localPort());
            client.receive(d);
            assertThat(text(d)).isEqualTo("yes");
            assertThat(client.receiveNow(d)).isFalse();
            assertThat(hosts.a.statistics().get(DropReason.UDP_NO_PORT)).isEqualTo(1);
            client.disconnect();
            sendTo(stranger, "now", TwoHosts.A, client.localPort());
            client.receive(d);
            assertThat(text(d)).isEqualTo("now");
          }
        });
  }

  @Test
  void sendingWithoutAPeer() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            assertThat(errno(() -> send(client, "?"))).isEqualTo(Errno.ENOTCONN);
            assertThat(errno(client::disconnect)).isEqualTo(Errno.ENOTCONN);
            assertThat(errno(() -> client.connect(0, PORT))).isEqualTo(Errno.EINVAL);
            assertThat(errno(() -> client.connect(TwoHosts.B, 0))).isEqualTo(Errno.EINVAL);
            assertThat(errno(() -> sendTo(client, "?", 0, PORT))).isEqualTo(Errno.EINVAL);
            assertThat(errno(() -> sendTo(client, "?", TwoHosts.B, 65536))).isEqualTo(Errno.EINVAL);
            assertThat(errno(() -> sendTo(client, "?", 0x08080808, PORT)))
                .isEqualTo(Errno.EHOSTUNREACH);
          }
        });
  }

  @Test
  void closeEndsAllWaits() {
    TwoHosts.run(
        hosts -> {
          DatagramSocket server = hosts.boundAtB(PORT);
          List<Errno> ends = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            hosts.user("u" + i, () -> ends.add(errno(() -> server.receive(new Datagram(10)))));
          }
          hosts.rest(1000);
          server.close();
          server.close();
          while (ends.size() < 3) {
            hosts.rest(1000);
          }
          assertThat(ends).containsOnly(Errno.EBADF);
          assertThat(errno(() -> server.receiveNow(new Datagram(1)))).isEqualTo(Errno.EBADF);
          assertThat(errno(() -> sendTo(server, "x", TwoHosts.A, 1))).isEqualTo(Errno.EBADF);
          assertThat(errno(() -> server.bind(0, 1))).isEqualTo(Errno.EBADF);
          assertThat(errno(() -> server.control(Control.SIOCGIFMTU))).isEqualTo(Errno.EBADF);
        });
  }

  @Test
  void whatWasNotReadIsFreedByClose() {
    TwoHosts.run(
        hosts -> {
          DatagramSocket server = hosts.boundAtB(PORT);
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            for (int i = 0; i < 5; i++) {
              sendTo(client, "unread", TwoHosts.B, PORT);
            }
            hosts.rest(1_000_000);
          }
          server.close(); // the buffers are counted after the run
        });
  }

  @Test
  void connectedSendersComeInOrder() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            client.connect(TwoHosts.B, PORT);
            send(client, "first");
            Datagram d = new Datagram(100);
            server.receive(d); // the neighbour is known
            for (int i = 0; i < 10; i++) {
              send(client, "n" + i);
            }
            for (int i = 0; i < 10; i++) {
              server.receive(d);
              assertThat(text(d)).isEqualTo("n" + i);
            }
          }
        });
  }

  private static void sendMany(DatagramSocket client, int count) throws SocketError {
    client.connect(TwoHosts.B, PORT);
    for (int i = 0; i < count; i++) {
      client.send(new byte[1], 0, 1);
    }
  }

  /** One message sends 64 at most, and has another one send the rest. */
  @Test
  void moreThanABurstIsSent() {
    for (int seed = 0; seed < 5; seed++) {
      TwoHosts.runOffloaded(
          seed,
          1,
          hosts -> {
            try (DatagramSocket server = hosts.boundAtB(PORT);
                DatagramSocket first = hosts.a.datagramSocket()) {
              Datagram d = new Datagram(1);
              sendMany(first, 1);
              server.receive(d); // the neighbor is known
              for (int i = 0; i < 4; i++) {
                hosts.user(
                    "sender " + i,
                    () -> {
                      try (DatagramSocket client = hosts.a.datagramSocket()) {
                        sendMany(client, 90);
                        client.receive(new Datagram(1)); // the owner has nothing else to do
                      }
                    });
              }
              Set<Integer> ports = new HashSet<>();
              for (int i = 0; i < 4 * 90; i++) {
                server.receive(d);
                ports.add(d.port());
              }
              for (int port : ports) {
                sendTo(server, "", TwoHosts.A, port);
              }
            }
          });
    }
  }

  @Test
  void aClosedPortIsReported() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            sendTo(client, "anyone?", TwoHosts.B, PORT);
            hosts.rest(1_000_000);
            assertThat(hosts.b.statistics().get(DropReason.UDP_NO_PORT)).isEqualTo(1);
            assertThat(hosts.b.statistics().get(Counter.ICMP_ERRORS_SENT)).isEqualTo(1);
            client.setOption(SocketOption.SO_BROADCAST, 1);
            sendTo(client, "all?", TwoHosts.BROADCAST, PORT);
            hosts.rest(1_000_000);
            assertThat(hosts.b.statistics().get(DropReason.UDP_NO_PORT)).isEqualTo(2);
            assertThat(hosts.b.statistics().get(Counter.ICMP_ERRORS_SENT))
                .as("RFC 1122 3.2.2: never about a broadcast")
                .isEqualTo(1);
          }
        });
  }

  @Test
  void aBroadcastReachesASocketOfAnyAddress() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            assertThat(errno(() -> sendTo(client, "all", TwoHosts.BROADCAST, PORT)))
                .isEqualTo(Errno.EACCES);
            client.setOption(SocketOption.SO_BROADCAST, 1);
            sendTo(client, "all", TwoHosts.BROADCAST, PORT);
            Datagram d = new Datagram(100);
            server.receive(d);
            assertThat(text(d)).isEqualTo("all");
          }
        });
  }

  @Test
  void checksumsAreVerifiedUnlessThereIsNone() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT)) {
            byte[] none = Packets.udp(1, PORT, bytes("none"));
            byte[] wrong = none.clone();
            wrong[7] = 1;
            for (byte[] datagram : List.of(wrong, none)) {
              byte[] ip = Packets.ip(17, TwoHosts.A, TwoHosts.B, datagram).build();
              hosts.receiveAtB(Packets.ether(0x0200_0000_0002L, 0x0200_0000_0001L, 0x0800, ip));
            }
            Datagram d = new Datagram(100);
            server.receive(d);
            assertThat(text(d)).isEqualTo("none");
            assertThat(server.receiveNow(d)).isFalse();
            assertThat(hosts.b.statistics().get(DropReason.UDP_BAD_CHECKSUM)).isEqualTo(1);
          }
        });
  }

  @Test
  void aFullReceiveBufferDropsAndTells() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            byte[] data = new byte[1400];
            for (int i = 0; i < 60; i++) {
              client.sendTo(data, 0, data.length, TwoHosts.B, PORT);
              hosts.rest(i == 0 ? 10_000_000 : 1_000);
            }
            hosts.rest(1_000_000);
            int fit = 64 * 1024 / 1400;
            Datagram d = new Datagram(1400);
            for (int i = 0; i < fit; i++) {
              assertThat(server.lost()).as("before the reader has caught up").isZero();
              assertThat(server.receiveNow(d)).isTrue();
            }
            assertThat(server.receiveNow(d)).isFalse();
            assertThat(server.lost()).isEqualTo(60 - fit);
            assertThat(hosts.b.statistics().get(DropReason.UDP_FULL_SOCKBUF)).isEqualTo(60 - fit);
          }
        });
  }

  @Test
  void whatTheInterfaceIs() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = hosts.a.datagramSocket()) {
            assertThat(socket.control(Control.SIOCGIFADDR)).isEqualTo(TwoHosts.A);
            assertThat(socket.control(Control.SIOCGIFNETMASK)).isEqualTo(0xffffff00);
            assertThat(socket.control(Control.SIOCGIFMTU)).isEqualTo(1500);
          }
        });
  }

  @Test
  void everyPortFindsItsCpu() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            for (int port = PORT; port < PORT + 8; port++) {
              try (DatagramSocket server = hosts.boundAtB(port)) {
                sendTo(client, "to " + port, TwoHosts.B, port);
                Datagram d = new Datagram(100);
                server.receive(d);
                assertThat(text(d)).isEqualTo("to " + port);
              }
            }
          }
        });
  }

  @Test
  void addressesOfBothEnds() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = hosts.a.datagramSocket()) {
            Endpoint end = new Endpoint();
            socket.localEndpoint(end);
            assertThat(end.port()).isZero();
            assertThat(errno(() -> socket.peerEndpoint(end))).isEqualTo(Errno.ENOTCONN);
            socket.connect(TwoHosts.B, PORT);
            socket.localEndpoint(end);
            assertThat(end.address()).isEqualTo(TwoHosts.A);
            assertThat(end.port()).isEqualTo(socket.localPort());
            socket.peerEndpoint(end);
            assertThat(end.address()).isEqualTo(TwoHosts.B);
            assertThat(end.port()).isEqualTo(PORT);
          }
        });
  }

  @Test
  void aSocketShutForReadingReturnsAndDropsWhatComes() {
    TwoHosts.run(
        hosts -> {
          DatagramSocket client = hosts.a.datagramSocket();
          DatagramSocket server = hosts.boundAtB(PORT);
          assertThat(errno(() -> client.shutdown(Shutdown.SHUT_RD))).isEqualTo(Errno.ENOTCONN);
          client.connect(TwoHosts.B, PORT);
          Datagram d = new Datagram(100);
          hosts.user(
              "A.u2",
              () -> {
                assertThat(client.receive(new Datagram(100))).isFalse();
                client.close();
              });
          send(client, "there");
          server.receive(d);
          client.shutdown(Shutdown.SHUT_RD);
          sendTo(server, "and back", d.address(), d.port());
          server.close();
        });
  }

  @Test
  void aSocketShutForWritingSendsWhatItHasAndNoMore() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            client.connect(TwoHosts.B, PORT);
            send(client, "last");
            client.shutdown(Shutdown.SHUT_WR);
            assertThat(errno(() -> send(client, "more"))).isEqualTo(Errno.EPIPE);
            Datagram d = new Datagram(100);
            server.receive(d);
            assertThat(text(d)).isEqualTo("last");
            sendTo(server, "still heard", d.address(), d.port());
            assertThat(client.receive(d)).isTrue();
          }
        });
  }

  @Test
  void aDatagramTellsItsTimeToLiveAndTypeOfService() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            Datagram d = new Datagram(3000);
            for (int length : List.of(10, 3000)) {
              client.setOption(SocketOption.IP_TTL, 255 - length / 100);
              client.setOption(SocketOption.IP_TOS, 0xb8 + length % 7);
              client.sendTo(new byte[length], 0, length, TwoHosts.B, PORT);
              server.receive(d);
              assertThat(d.length()).isEqualTo(length);
              assertThat(d.timeToLive()).isEqualTo(255 - length / 100);
              assertThat(d.typeOfService()).isEqualTo(0xb8 + length % 7);
            }
          }
        });
  }

  @Test
  void optionsOfTheSocketAndOfTheProtocol() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = hosts.a.datagramSocket()) {
            assertThat(socket.option(SocketOption.SO_TYPE)).isEqualTo(SocketOption.SOCK_DGRAM);
            assertThat(socket.option(SocketOption.IP_TTL)).isEqualTo(64);
            socket.setOption(SocketOption.IP_TTL, 3);
            socket.setOption(SocketOption.IP_TOS, 0x10);
            socket.setOption(SocketOption.SO_SNDBUF, 3000);
            assertThat(socket.option(SocketOption.IP_TTL)).isEqualTo(3);
            assertThat(socket.option(SocketOption.IP_TOS)).isEqualTo(0x10);
            assertThat(socket.blockSize()).isEqualTo(3000);
            assertThat(errno(() -> socket.setOption(SocketOption.IP_TTL, 0)))
                .isEqualTo(Errno.EINVAL);
            assertThat(errno(() -> socket.setOption(SocketOption.SO_TYPE, 1)))
                .isEqualTo(Errno.ENOPROTOOPT);
            assertThat(errno(socket::receiveOutOfBand)).isEqualTo(Errno.EOPNOTSUPP);
          }
        });
  }

  @Test
  void aSmallReceiveBufferDropsWhatDoesNotFit() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            Datagram d = new Datagram(100);
            sendTo(client, "where are you", TwoHosts.B, PORT);
            server.receive(d);
            server.setOption(SocketOption.SO_RCVBUF, 9);
            sendTo(client, "12345", TwoHosts.B, PORT);
            sendTo(client, "67890", TwoHosts.B, PORT);
            sendTo(client, "1234", TwoHosts.B, PORT);
            hosts.rest(1_000_000);
            server.receive(d);
            server.receive(d);
            assertThat(text(d)).isEqualTo("1234");
            assertThat(hosts.b.statistics().get(DropReason.UDP_FULL_SOCKBUF)).isEqualTo(1);
          }
        });
  }
}
