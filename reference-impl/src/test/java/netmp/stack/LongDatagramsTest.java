package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.Random;
import netmp.socket.Control;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.stats.Counter;
import netmp.wire.Packets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Datagrams over the MTU, from one stack to another. */
class LongDatagramsTest {

  private static final int[] LENGTHS = {1472, 1473, 1480, 1481, 2952, 2953, 9000, 65507};

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  private static byte[] data(int length) {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    return data;
  }

  @Test
  void arriveWholeWhicheverWayTheyAreSent() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(7);
              DatagramSocket client = hosts.a.datagramSocket();
              DatagramSocket connected = hosts.a.datagramSocket()) {
            connected.connect(TwoHosts.B, 7);
            Datagram d = new Datagram(65507);
            for (int length : LENGTHS) {
              byte[] data = data(length);
              client.sendTo(data, 0, length, TwoHosts.B, 7);
              receive(server, d, data);
              connected.send(data, 0, length);
              receive(server, d, data);
              server.sendTo(data, 0, length, d.address(), d.port());
              receive(connected, d, data);
            }
            assertThat(hosts.b.statistics().get(Counter.IP_REASSEMBLED))
                .isEqualTo(2L * (LENGTHS.length - 1));
          }
        });
  }

  private static void receive(DatagramSocket socket, Datagram d, byte[] data) throws Exception {
    socket.receive(d);
    assertThat(Arrays.copyOf(d.data(), d.length())).isEqualTo(data);
  }

  @Test
  void toOneselfToo() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = hosts.boundAtB(7)) {
            socket.sendTo(data(65507), 0, 65507, TwoHosts.B, 7);
            Datagram d = new Datagram(65507);
            receive(socket, d, data(65507));
            assertThat(hosts.b.statistics().get(Counter.IP_FRAGMENTED)).isZero();
          }
        });
  }

  @Test
  void whatIsTooLongIsRefused() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = hosts.a.datagramSocket()) {
            byte[] data = new byte[65508];
            assertThat(errno(() -> socket.sendTo(data, 0, 65508, TwoHosts.B, 7)))
                .isEqualTo(Errno.EMSGSIZE);
            socket.setOption(SocketOption.SO_SNDBUF, 3000);
            assertThat(errno(() -> socket.sendTo(data, 0, 3001, TwoHosts.B, 7)))
                .isEqualTo(Errno.EMSGSIZE);
            socket.sendTo(data, 0, 3000, TwoHosts.B, 7);
            hosts.rest(1_000_000_000);
          }
        });
  }

  /** To B comes a refusal of a datagram of 1500 bytes to A. */
  private static void refuse(TwoHosts hosts, int port, int mtu) {
    byte[] udp = Packets.udp(port, 9, new byte[3]);
    byte[] quote =
        Packets.ip(17, TwoHosts.B, TwoHosts.A, udp).fragment(0x4000).totalLength(1500).build();
    byte[] icmp = Packets.icmp(3, 4, mtu, quote);
    byte[] ip = Packets.ip(1, TwoHosts.A, TwoHosts.B, icmp).build();
    hosts.receiveAtB(Packets.ether(0x0200_0000_0002L, 0x0200_0000_0001L, 0x0800, ip));
    hosts.rest(1_000_000_000);
  }

  @Test
  void whatAPathTakesIsLearntAndForgotten() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket peer = hosts.a.datagramSocket();
              DatagramSocket socket = hosts.boundAtB(7)) {
            peer.bind(0, 9);
            socket.connect(TwoHosts.A, 9);
            socket.setOption(SocketOption.IP_DONTFRAG, 1);
            refuse(hosts, 8, 1000); // nobody has port 8
            socket.sendTo(data(1472), 0, 1472, TwoHosts.A, 9);
            receive(peer, new Datagram(2000), data(1472));
            refuse(hosts, 7, 1000);
            assertThat(socket.takeError()).isEqualTo(Errno.EMSGSIZE);
            assertThat(errno(() -> socket.sendTo(data(973), 0, 973, TwoHosts.A, 9)))
                .isEqualTo(Errno.EMSGSIZE);
            socket.sendTo(data(972), 0, 972, TwoHosts.A, 9);
            receive(peer, new Datagram(2000), data(972));
            socket.setOption(SocketOption.IP_DONTFRAG, 0);
            socket.sendTo(data(3000), 0, 3000, TwoHosts.A, 9);
            receive(peer, new Datagram(3000), data(3000));
            assertThat(hosts.b.statistics().get(Counter.IP_FRAGMENTED)).isEqualTo(1);
            hosts.rest(600_000_000_000L);
            socket.setOption(SocketOption.IP_DONTFRAG, 1);
            socket.sendTo(data(1472), 0, 1472, TwoHosts.A, 9);
            receive(peer, new Datagram(2000), data(1472));
          }
        });
  }

  @Test
  void jumboFramesCarryLongerDatagrams() {
    for (int mtu : new int[] {576, 1006, 1501, 9000, 65535}) {
      TwoHosts.runWithMtu(
          mtu,
          hosts -> {
            try (DatagramSocket server = hosts.boundAtB(7);
                DatagramSocket client = hosts.a.datagramSocket()) {
              assertThat(client.control(Control.SIOCGIFMTU)).isEqualTo(mtu);
              for (int length : new int[] {mtu - 28, Math.min(mtu - 27, 65507), 12000}) {
                client.sendTo(data(length), 0, length, TwoHosts.B, 7);
                receive(server, new Datagram(65507), data(length));
              }
              long cut = (mtu - 27 <= 65507 ? 1L : 0L) + (mtu < 12028 ? 1L : 0L);
              assertThat(hosts.a.statistics().get(Counter.IP_FRAGMENTED)).isEqualTo(cut);
            }
          });
    }
  }

  @Test
  void whatMustNotBeFragmentedIsRefusedAboveTheMtu() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(7);
              DatagramSocket socket = hosts.a.datagramSocket()) {
            assertThat(socket.option(SocketOption.IP_DONTFRAG)).isZero();
            socket.setOption(SocketOption.IP_DONTFRAG, 1);
            assertThat(socket.option(SocketOption.IP_DONTFRAG)).isEqualTo(1);
            byte[] data = data(1473);
            assertThat(errno(() -> socket.sendTo(data, 0, 1473, TwoHosts.B, 7)))
                .isEqualTo(Errno.EMSGSIZE);
            socket.connect(TwoHosts.B, 7);
            socket.send(data, 0, 1473);
            hosts.rest(1_000_000_000);
            assertThat(errno(() -> socket.send(data, 0, 1472))).isEqualTo(Errno.EMSGSIZE);
            socket.send(data, 0, 1472);
            receive(server, new Datagram(2000), Arrays.copyOf(data, 1472));
          }
        });
  }
}
