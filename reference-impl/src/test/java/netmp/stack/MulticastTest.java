package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import netmp.inet.IpAddress;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.stats.Counter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Datagram sockets and groups. */
class MulticastTest {

  private static final int GROUP = IpAddress.parse("239.1.2.3");
  private static final int PORT = 5001;
  private static final long SECOND = 1_000_000_000L;

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  private static void send(TwoHosts hosts, DatagramSocket socket, int length) throws SocketError {
    socket.sendTo(new byte[length], 0, length, GROUP, PORT);
    hosts.rest(SECOND);
  }

  @Test
  void aMemberReceivesUntilItLeaves() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket member = hosts.boundAtB(PORT);
              DatagramSocket sender = hosts.a.datagramSocket()) {
            Datagram d = new Datagram(5000);
            send(hosts, sender, 1);
            assertThat(member.receiveNow(d)).isFalse();
            member.joinGroup(GROUP);
            hosts.rest(SECOND);
            for (int length : new int[] {2, 4000}) {
              send(hosts, sender, length);
              assertThat(member.receiveNow(d)).isTrue();
              assertThat(d.length()).isEqualTo(length);
              assertThat(d.localAddress()).isEqualTo(GROUP);
              assertThat(d.address()).isEqualTo(TwoHosts.A);
            }
            member.leaveGroup(GROUP);
            hosts.rest(SECOND);
            send(hosts, sender, 3);
            assertThat(member.receiveNow(d)).isFalse();
          }
        });
  }

  @Test
  void ofTwoThatShareThePortTheMemberReceives() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket member = hosts.b.datagramSocket();
              DatagramSocket other = hosts.b.datagramSocket();
              DatagramSocket sender = hosts.a.datagramSocket()) {
            for (DatagramSocket socket : new DatagramSocket[] {member, other}) {
              socket.setOption(SocketOption.SO_REUSEPORT, 1);
              socket.bind(0, PORT);
            }
            member.joinGroup(GROUP);
            hosts.rest(SECOND);
            Datagram d = new Datagram(10);
            for (int i = 0; i < 8; i++) {
              sender.sendTo(new byte[1], 0, 1, GROUP, PORT);
              hosts.rest(SECOND);
              assertThat(member.receiveNow(d)).isTrue();
              assertThat(other.receiveNow(d)).isFalse();
            }
          }
        });
  }

  @Test
  void allThatShareThePortReceive() {
    for (int address : new int[] {GROUP, TwoHosts.BROADCAST, IpAddress.BROADCAST}) {
      TwoHosts.run(hosts -> toAll(hosts, address));
    }
  }

  private static void toAll(TwoHosts hosts, int address) throws SocketError {
    try (DatagramSocket first = shared(hosts);
        DatagramSocket second = shared(hosts);
        DatagramSocket third = shared(hosts);
        DatagramSocket connected = shared(hosts);
        DatagramSocket sender = hosts.a.datagramSocket()) {
      connected.connect(TwoHosts.A, PORT + 1);
      sender.bind(0, PORT + 1);
      sender.setOption(SocketOption.SO_BROADCAST, 1);
      hosts.rest(SECOND);
      Datagram d = new Datagram(5000);
      for (int length : new int[] {0, 100, 4000}) {
        sender.sendTo(new byte[length], 0, length, address, PORT);
        hosts.rest(SECOND);
        for (DatagramSocket socket : new DatagramSocket[] {first, second, third}) {
          assertThat(socket.receiveNow(d)).isTrue();
          assertThat(d.length()).isEqualTo(length);
          assertThat(d.localAddress()).isEqualTo(address);
          assertThat(d.port()).isEqualTo(PORT + 1);
          assertThat(socket.receiveNow(d)).as("twice").isFalse();
        }
        assertThat(connected.receiveNow(d)).as("for another address").isFalse();
      }
      assertThat(hosts.b.statistics().get(Counter.UDP_COPIED)).isEqualTo(6);
    }
  }

  private static DatagramSocket shared(TwoHosts hosts) throws SocketError {
    DatagramSocket socket = hosts.b.datagramSocket();
    socket.setOption(SocketOption.SO_REUSEPORT, 1);
    socket.bind(0, PORT);
    socket.joinGroup(GROUP);
    return socket;
  }

  @Test
  void closeLeaves() {
    TwoHosts.run(
        hosts -> {
          DatagramSocket member = hosts.boundAtB(PORT);
          member.joinGroup(GROUP);
          member.close();
          hosts.rest(SECOND);
          try (DatagramSocket next = hosts.boundAtB(PORT);
              DatagramSocket sender = hosts.a.datagramSocket()) {
            send(hosts, sender, 1);
            assertThat(next.receiveNow(new Datagram(10))).isFalse();
          }
        });
  }

  @Test
  void theSendersHostIsServedTooUnlessItSaysNo() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = hosts.boundAtB(PORT);
              DatagramSocket other = hosts.a.datagramSocket()) {
            other.bind(0, PORT);
            socket.joinGroup(GROUP);
            other.joinGroup(GROUP);
            hosts.rest(SECOND);
            Datagram d = new Datagram(5000);
            assertThat(socket.option(SocketOption.IP_MULTICAST_LOOP)).isEqualTo(1);
            send(hosts, socket, 4000);
            assertThat(socket.receiveNow(d)).isTrue();
            assertThat(d.length()).isEqualTo(4000);
            assertThat(other.receiveNow(d)).isTrue();
            socket.setOption(SocketOption.IP_MULTICAST_LOOP, 0);
            send(hosts, socket, 1);
            assertThat(socket.receiveNow(d)).isFalse();
            assertThat(other.receiveNow(d)).isTrue();
            socket.setOption(SocketOption.IP_MULTICAST_LOOP, 1);
            socket.setOption(SocketOption.IP_MULTICAST_TTL, 0);
            assertThat(socket.option(SocketOption.IP_MULTICAST_TTL)).isZero();
            send(hosts, socket, 2);
            assertThat(socket.receiveNow(d)).isTrue();
            assertThat(other.receiveNow(d)).as("beyond the host").isFalse();
          }
        });
  }

  @Test
  void whatIsNoGroupOrJoinedTwiceIsRefused() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = hosts.a.datagramSocket()) {
            assertThat(errno(() -> socket.joinGroup(TwoHosts.B))).isEqualTo(Errno.EINVAL);
            assertThat(errno(() -> socket.leaveGroup(GROUP))).isEqualTo(Errno.EADDRNOTAVAIL);
            socket.joinGroup(GROUP);
            assertThat(errno(() -> socket.joinGroup(GROUP))).isEqualTo(Errno.EADDRINUSE);
            for (int i = 1; i < DatagramSocket.MAX_MEMBERSHIPS; i++) {
              socket.joinGroup(GROUP + i);
            }
            assertThat(errno(() -> socket.joinGroup(GROUP - 1))).isEqualTo(Errno.ENOBUFS);
          }
        });
  }

  @Test
  void theDestinationOfADatagramIsTold() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = hosts.boundAtB(PORT);
              DatagramSocket sender = hosts.a.datagramSocket()) {
            sender.setOption(SocketOption.SO_BROADCAST, 1);
            Datagram d = new Datagram(10);
            for (int address : new int[] {TwoHosts.B, TwoHosts.BROADCAST}) {
              sender.sendTo(new byte[1], 0, 1, address, PORT);
              socket.receive(d);
              assertThat(d.localAddress()).isEqualTo(address);
            }
          }
        });
  }
}
