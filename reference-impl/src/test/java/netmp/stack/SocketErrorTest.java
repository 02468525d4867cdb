package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.SocketError;
import netmp.stats.Counter;
import netmp.wire.Packets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of ICMP errors about datagrams of UDP sockets (RFC 1122 section 4.1.3.3). */
class SocketErrorTest {

  private static final int CLOSED = 4001;
  private static final int PORT = 4000;
  private static final long SECOND = 1_000_000_000;

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  private static void send(DatagramSocket socket) throws SocketError {
    socket.send(new byte[3], 0, 3);
  }

  /** To B comes an error about a datagram of its port 4000 to a port of A. */
  private static void error(TwoHosts hosts, int type, int code, int to, int port) {
    Packets.Ip sent = Packets.ip(17, TwoHosts.B, to, Packets.udp(PORT, port, new byte[3]));
    byte[] quote = sent.fragment(0x4000).totalLength(1500).build();
    byte[] icmp = Packets.icmp(type, code, 0, quote);
    byte[] ip = Packets.ip(1, TwoHosts.A, TwoHosts.B, icmp).build();
    hosts.receiveAtB(Packets.ether(0x0200_0000_0002L, 0x0200_0000_0001L, 0x0800, ip));
    hosts.rest(SECOND);
  }

  private static DatagramSocket connectedAtB(TwoHosts hosts) throws Exception {
    DatagramSocket socket = hosts.boundAtB(PORT);
    socket.connect(TwoHosts.A, CLOSED);
    return socket;
  }

  @Test
  void aConnectedSocketHearsOfAClosedPort() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            client.connect(TwoHosts.B, CLOSED);
            send(client);
            Datagram d = new Datagram(10);
            assertThat(errno(() -> client.receive(d))).isEqualTo(Errno.ECONNREFUSED);
            assertThat(client.receiveNow(d)).as("reported once").isFalse();
            send(client);
            hosts.rest(SECOND);
            assertThat(errno(() -> send(client))).isEqualTo(Errno.ECONNREFUSED);
            send(client);
            hosts.rest(SECOND);
            assertThat(errno(() -> client.receiveNow(d))).isEqualTo(Errno.ECONNREFUSED);
            send(client);
            hosts.rest(SECOND);
            assertThat(errno(() -> client.sendTo(new byte[1], 0, 1, TwoHosts.B, PORT)))
                .isEqualTo(Errno.ECONNREFUSED);
            send(client);
            hosts.rest(SECOND);
            assertThat(client.takeError()).isEqualTo(Errno.ECONNREFUSED);
            assertThat(client.takeError()).isEqualTo(Errno.OK);
            send(client);
            hosts.rest(SECOND);
            assertThat(hosts.a.statistics().get(Counter.ICMP_ERRORS_DELIVERED)).isEqualTo(6);
          }
        });
  }

  @Test
  void whoWaitsIsWoken() {
    TwoHosts.run(
        hosts -> {
          List<Errno> ends = new ArrayList<>();
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            client.connect(TwoHosts.B, CLOSED);
            hosts.user("reader", () -> ends.add(errno(() -> client.receive(new Datagram(10)))));
            hosts.rest(SECOND);
            assertThat(ends).isEmpty();
            send(client);
            hosts.rest(SECOND);
            assertThat(ends).containsExactly(Errno.ECONNREFUSED);
          }
        });
  }

  @Test
  void anUnconnectedSocketHearsNothing() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            client.sendTo(new byte[3], 0, 3, TwoHosts.B, CLOSED);
            hosts.rest(SECOND);
            assertThat(hosts.a.statistics().get(Counter.ICMP_ERRORS_DELIVERED)).isEqualTo(1);
            assertThat(client.receiveNow(new Datagram(10))).isFalse();
            assertThat(client.takeError()).isEqualTo(Errno.OK);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0, EHOSTUNREACH",
    "3, 1, EHOSTUNREACH",
    "3, 2, ECONNREFUSED",
    "3, 3, ECONNREFUSED",
    "3, 4, EMSGSIZE",
    "3, 5, EHOSTUNREACH",
    "3, 6, EHOSTUNREACH",
    "3, 9, EHOSTUNREACH",
    "3, 10, EHOSTUNREACH",
    "3, 13, ECONNREFUSED",
    "4, 0, OK",
    "5, 1, OK",
    "11, 0, OK",
    "11, 1, OK",
    "12, 0, ENOPROTOOPT"
  })
  void whatAnErrorMeans(int type, int code, Errno expected) {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = connectedAtB(hosts)) {
            error(hosts, type, code, TwoHosts.A, CLOSED);
            assertThat(socket.takeError()).isEqualTo(expected);
          }
        });
  }

  @Test
  void aQuotationOfAnotherFlowIsNobodys() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = connectedAtB(hosts);
              DatagramSocket other = hosts.boundAtB(PORT + 1)) {
            error(hosts, 3, 3, TwoHosts.A, CLOSED + 1);
            error(hosts, 3, 3, TwoHosts.A + 7, CLOSED);
            assertThat(socket.takeError()).isEqualTo(Errno.OK);
            assertThat(other.takeError()).isEqualTo(Errno.OK);
            socket.disconnect();
            error(hosts, 3, 3, TwoHosts.A, CLOSED);
            assertThat(socket.takeError()).isEqualTo(Errno.OK);
            assertThat(hosts.b.statistics().get(Counter.ICMP_ERRORS_DELIVERED)).isEqualTo(3);
          }
          error(hosts, 3, 3, TwoHosts.A, CLOSED);
        });
  }

  @Test
  void whatCameBeforeTheErrorIsReadBefore() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket peer = hosts.a.datagramSocket();
              DatagramSocket socket = hosts.boundAtB(PORT)) {
            peer.bind(0, CLOSED);
            socket.connect(TwoHosts.A, CLOSED);
            peer.sendTo(new byte[3], 0, 3, TwoHosts.B, PORT);
            hosts.rest(SECOND);
            error(hosts, 3, 3, TwoHosts.A, CLOSED);
            Datagram d = new Datagram(10);
            assertThat(socket.receive(d)).isTrue();
            assertThat(errno(() -> socket.receive(d))).isEqualTo(Errno.ECONNREFUSED);
          }
        });
  }

  @Test
  void anEventQueueReportsTheError() {
    TwoHosts.run(
        hosts -> {
          EventQueue queue = hosts.b.eventQueue();
          Event[] events = IntStream.range(0, 4).mapToObj(i -> new Event()).toArray(Event[]::new);
          try (DatagramSocket socket = connectedAtB(hosts)) {
            queue.add(socket, Filter.READ, Filter.EXCEPT);
            hosts.user("wire", () -> error(hosts, 3, 1, TwoHosts.A, CLOSED));
            assertThat(queue.kevent(events, EventQueue.FOREVER)).isPositive();
            assertThat(events[0].error()).isEqualTo(Errno.EHOSTUNREACH);
            hosts.rest(SECOND);
            assertThat(queue.kevent(events, 0)).as("both filters").isEqualTo(2);
            assertThat(socket.takeError()).isEqualTo(Errno.EHOSTUNREACH);
            assertThat(queue.kevent(events, 0)).isZero();
          }
        });
  }
}
