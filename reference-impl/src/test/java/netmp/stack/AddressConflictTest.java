package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.InterfaceState.Status;
import netmp.stats.Counter;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts with one address on one link, under random schedules. */
class AddressConflictTest {

  private static final int SHARED = IpAddress.parse("10.0.0.1");
  private static final long A_MINUTE = Duration.ofMinutes(1).toNanos();
  private static final LinkSettings LINE = LinkSettings.PERFECT.withDelay(Duration.ofMillis(1));

  private static Host host(Network net, Switch hub, String name, Addressing way) {
    Host host =
        net.host(
            name,
            s -> s.withNif(s.nif().withAddress(SHARED, 16, IpAddress.ANY)).withAddressing(way));
    net.link(host, hub, LINE);
    return host;
  }

  private static Network network(long seed) {
    return new Network(NetworkConfig.seeded(seed).withCpus(seed % 2 == 0 ? 4 : 1));
  }

  private static Status status(Host host) {
    return host.stack().interfaceState().status();
  }

  @Test
  void anAddressIsUsedWhenNobodyObjects() throws Exception {
    try (Network net = network(2)) {
      Switch hub = net.addSwitch();
      Host a = host(net, hub, "a", Addressing.PROBED);
      Host peer = net.host("b");
      net.link(peer, hub, LINE);
      assertThat(status(a)).isEqualTo(Status.TENTATIVE);
      assertThat(a.address()).isEqualTo(IpAddress.ANY);
      net.spawn(
          "user",
          () -> {
            assertThat(a.stack().awaitAddress(Duration.ofSeconds(3).toNanos())).isFalse();
            assertThat(a.stack().awaitAddress(A_MINUTE)).isTrue();
            assertThat(Duration.ofNanos(net.nanoTime()))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
            assertThat(a.stack().interfaceState().nif().address()).isEqualTo(SHARED);
            assertThat(a.stack().echoRequest(peer.address()).ask(8, A_MINUTE).name())
                .isEqualTo("ANSWERED");
            assertThat(peer.stack().echoRequest(SHARED).ask(8, A_MINUTE).name())
                .isEqualTo("ANSWERED");
          });
      net.run();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whoComesSecondGoesWithout(long seed) throws Exception {
    try (Network net = network(seed)) {
      Switch hub = net.addSwitch();
      Host first = host(net, hub, "a", Addressing.PROBED);
      net.spawn(
          "user",
          () -> {
            assertThat(first.stack().awaitAddress(A_MINUTE)).isTrue();
            Host second = host(net, hub, "b", Addressing.PROBED);
            assertThat(second.stack().awaitAddress(A_MINUTE)).isFalse();
            InterfaceState state = second.stack().interfaceState();
            assertThat(state.status()).isEqualTo(Status.CONFLICT);
            assertThat(MacAddress.format(state.contestedBy())).isEqualTo("02:00:00:00:00:01");
            assertThat(state.nif().hasAddress()).isFalse();
            assertThat(status(first)).isEqualTo(Status.UP);
            assertThat(second.stack().statistics().get(DropReason.ARP_CONFLICT)).isPositive();
          });
      net.run();
    }
  }

  /** Both ask at one time: at most one of them gets it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void ofTwoThatComeAtOnceNotBothGetIt(long seed) throws Exception {
    try (Network net = network(seed)) {
      Switch hub = net.addSwitch();
      List<Host> both =
          List.of(host(net, hub, "a", Addressing.PROBED), host(net, hub, "b", Addressing.DEFENDED));
      net.spawn(
          "user",
          () -> {
            net.sleep(Duration.ofMinutes(2));
            assertThat(both).filteredOn(host -> status(host) == Status.UP).hasSizeLessThan(2);
            assertThat(both).anyMatch(host -> status(host) == Status.CONFLICT);
          });
      net.run();
    }
  }

  /** A host that asks nobody takes the address; connections of the one that had it are aborted. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whoYieldsAbortsItsConnections(long seed) throws Exception {
    try (Network net = network(seed)) {
      Switch hub = net.addSwitch();
      Host a = host(net, hub, "a", Addressing.PROBED);
      Host peer = net.host("b");
      net.link(peer, hub, LINE);
      net.daemon("server", () -> serve(peer));
      net.spawn(
          "user",
          () -> {
            assertThat(a.stack().awaitAddress(A_MINUTE)).isTrue();
            try (StreamSocket stream = a.stack().streamSocket();
                DatagramSocket bound = a.stack().datagramSocket();
                DatagramSocket any = a.stack().datagramSocket()) {
              stream.connect(peer.address(), 80);
              bound.bind(SHARED, 1000);
              any.bind(0, 1001);
              takeOver(net, hub);
              assertThatThrownBy(() -> stream.read(new byte[1], 0, 1))
                  .isInstanceOfSatisfying(
                      SocketError.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNABORTED));
              assertThat(peer.stack().statistics().get(Counter.TCP_RESETS_RECEIVED)).isEqualTo(1);
              assertThat(a.stack().awaitAddress(A_MINUTE)).isFalse();
              assertThat(status(a)).isEqualTo(Status.CONFLICT);
              refuses(
                  Errno.EADDRNOTAVAIL, () -> bound.sendTo(new byte[1], 0, 1, peer.address(), 9));
              refuses(Errno.EADDRNOTAVAIL, () -> any.sendTo(new byte[1], 0, 1, peer.address(), 9));
              refuses(Errno.EADDRNOTAVAIL, () -> any.connect(peer.address(), 9));
              refuses(Errno.EADDRNOTAVAIL, () -> connectAnew(a, peer));
              refuses(Errno.EADDRNOTAVAIL, () -> bindAnew(a));
            }
          });
      net.run();
    }
  }

  /** A SYN for the shared address, from a host that never answers. */
  private static byte[] syn(Host to) {
    byte[] segment = new byte[20];
    System.arraycopy(Packets.bytes(4, 0, 0, 80), 0, segment, 0, 4);
    segment[12] = 0x50;
    segment[13] = 0x02;
    int peer = IpAddress.parse("10.0.7.7");
    byte[] pseudo = new byte[12];
    ByteBuffer.wrap(pseudo).putInt(peer).putInt(SHARED).putInt(6 << 16 | segment.length);
    int sum = Packets.checksum(Packets.join(pseudo, segment), 0, pseudo.length + segment.length);
    segment[16] = (byte) (sum >> 8);
    segment[17] = (byte) sum;
    byte[] datagram = Packets.ip(6, peer, SHARED, segment).build();
    return Packets.ether(to.nic().macAddress(), 0x0200_0000_0777L, 0x0800, datagram);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void whoYieldsForgetsWhatPeersHaveAskedFor(long seed) throws Exception {
    try (Network net = network(seed)) {
      Switch hub = net.addSwitch();
      Host a = host(net, hub, "a", Addressing.PROBED);
      net.spawn(
          "user",
          () -> {
            assertThat(a.stack().awaitAddress(A_MINUTE)).isTrue();
            try (StreamSocket listener = a.stack().streamSocket()) {
              listener.bind(0, 80);
              listener.listen(1);
              byte[] syn = syn(a);
              a.nic().receive(syn, 0, syn.length);
              net.sleep(Duration.ofMillis(1));
              assertThat(a.stack().census().used(Resource.HALF_OPEN)).isEqualTo(1);
              takeOver(net, hub);
              assertThat(status(a)).isEqualTo(Status.CONFLICT);
              assertThat(a.stack().census().used(Resource.HALF_OPEN)).isZero();
            }
          });
      net.run();
    }
  }

  @Test
  void whoDefendsKeepsItsConnections() throws Exception {
    try (Network net = network(4)) {
      Switch hub = net.addSwitch();
      Host a = host(net, hub, "a", Addressing.DEFENDED);
      Host peer = net.host("b");
      net.link(peer, hub, LINE);
      net.spawn(
          "user",
          () -> {
            assertThat(a.stack().awaitAddress(A_MINUTE)).isTrue();
            takeOver(net, hub);
            net.sleep(Duration.ofMinutes(1));
            assertThat(status(a)).isEqualTo(Status.UP);
            assertThat(a.stack().interfaceState().contestedBy()).isNotZero();
          });
      net.run();
    }
  }

  private static void serve(Host host) throws Exception {
    try (StreamSocket listener = host.stack().streamSocket()) {
      listener.bind(0, 80);
      listener.listen(1);
      try (StreamSocket connection = listener.accept()) {
        connection.read(new byte[1], 0, 1);
      } catch (SocketError reset) {
        assertThat(reset.errno()).isEqualTo(Errno.ECONNRESET);
      }
    }
  }

  /** Another host with the address asks for neighbours, again and again. */
  private static void takeOver(Network net, Switch hub) throws Exception {
    Host other = host(net, hub, "thief", Addressing.FIXED);
    try (DatagramSocket socket = other.stack().datagramSocket()) {
      for (int i = 0; i < 3; i++) {
        socket.sendTo(new byte[1], 0, 1, IpAddress.parse("10.0.9.9"), 9);
        net.sleep(Duration.ofSeconds(1));
      }
    }
  }

  private interface Attempt {
    void run() throws SocketError;
  }

  private static void refuses(Errno errno, Attempt attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(SocketError.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  private static void connectAnew(Host a, Host peer) throws SocketError {
    try (StreamSocket socket = a.stack().streamSocket()) {
      socket.connect(peer.address(), 80);
    }
  }

  private static void bindAnew(Host a) throws SocketError {
    try (DatagramSocket socket = a.stack().datagramSocket()) {
      socket.bind(SHARED, 0);
    }
  }

  /** Without an address there are the loopback, and what is sent to all. */
  @Test
  void whatAHostWithoutAddressCanDo() throws Exception {
    try (Network net = network(2)) {
      Host a = net.host("a", s -> s.withAddressing(Addressing.PROBED));
      Host b = net.host("b");
      net.link(a, b, LINE);
      net.spawn(
          "user",
          () -> {
            DatagramSocket socket = a.stack().datagramSocket();
            socket.bind(0, 7);
            socket.sendTo(new byte[] {1}, 0, 1, IpAddress.LOOPBACK, 7);
            Datagram datagram = new Datagram(10);
            assertThat(socket.receive(datagram)).isTrue();
            assertThat(datagram.address()).isEqualTo(IpAddress.LOOPBACK);
            DatagramSocket other = b.stack().datagramSocket();
            other.setOption(SocketOption.SO_BROADCAST, 1);
            other.sendTo(new byte[] {2}, 0, 1, IpAddress.BROADCAST, 7);
            assertThat(socket.receive(datagram)).isTrue();
            assertThat(datagram.data()[0]).isEqualTo((byte) 2);
            assertThat(
                    b.stack().echoRequest(IpAddress.parse("10.0.0.1")).ask(1, 1_000_000_000).name())
                .isEqualTo("TIMED_OUT");
            socket.setOption(SocketOption.SO_BROADCAST, 1);
            refuses(
                Errno.EADDRNOTAVAIL,
                () -> socket.sendTo(new byte[1], 0, 1, IpAddress.BROADCAST, 7));
            socket.close();
            other.close();
          });
      net.run();
    }
  }
}
