package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.MembershipKey;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import netmp.network.Network;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same steps with the JDK's datagram channels over the kernel and with those over the stack.
 */
class DatagramTest {

  private static Network network;

  @BeforeAll
  static void makeAHost() {
    network = Providers.oneHost();
  }

  @AfterAll
  static void stop() throws Exception {
    Stacks.use();
    network.close();
  }

  private static DatagramChannel open(SelectorProvider provider) throws Exception {
    return provider.openDatagramChannel(StandardProtocolFamily.INET);
  }

  private static DatagramChannel bound(SelectorProvider provider) throws Exception {
    return open(provider).bind(Providers.anyPort());
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(ByteBuffer buffer) {
    buffer.flip();
    return StandardCharsets.US_ASCII.decode(buffer).toString();
  }

  private static String text(DatagramPacket packet) {
    return new String(
        packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void datagramsGoBothWays(SelectorProvider provider) throws Exception {
    try (DatagramChannel server = bound(provider);
        DatagramChannel client = open(provider)) {
      assertThat(client.getLocalAddress()).isNull();
      ByteBuffer ping = bytes("ping");
      assertThat(client.send(ping, server.getLocalAddress())).isEqualTo(4);
      assertThat(ping.hasRemaining()).isFalse();
      InetSocketAddress local = (InetSocketAddress) client.getLocalAddress();
      assertThat(local.getAddress().isAnyLocalAddress()).isTrue();
      ByteBuffer heap = ByteBuffer.allocate(10);
      SocketAddress from = server.receive(heap);
      assertThat(from)
          .isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), local.getPort()));
      assertThat(text(heap)).isEqualTo("ping");
      assertThat(server.send(bytes(""), from)).isZero();
      ByteBuffer answer = ByteBuffer.allocateDirect(4).put(bytes("pong")).flip();
      assertThat(server.send(answer, from)).isEqualTo(4);
      assertThat(client.receive(heap.clear())).isEqualTo(server.getLocalAddress());
      assertThat(heap.position()).isZero();
      ByteBuffer direct = ByteBuffer.allocateDirect(3).position(1);
      assertThat(client.receive(direct)).isEqualTo(server.getLocalAddress());
      assertThat(text(direct.duplicate()).substring(1)).isEqualTo("po");
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aConnectedChannelHearsItsPeerOnly(SelectorProvider provider) throws Exception {
    try (DatagramChannel server = bound(provider);
        DatagramChannel stranger = open(provider);
        DatagramChannel client = bound(provider)) {
      assertThatThrownBy(() -> client.write(bytes("x")))
          .isInstanceOf(NotYetConnectedException.class);
      assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
          .isInstanceOf(NotYetConnectedException.class);
      stranger.send(bytes("before"), client.getLocalAddress());
      client.connect(server.getLocalAddress());
      assertThat(client.isConnected()).isTrue();
      assertThat(client.getRemoteAddress()).isEqualTo(server.getLocalAddress());
      stranger.send(bytes("after"), client.getLocalAddress());
      assertThatThrownBy(() -> client.connect(server.getLocalAddress()))
          .isInstanceOf(AlreadyConnectedException.class);
      assertThatThrownBy(() -> client.send(bytes("x"), stranger.getLocalAddress()))
          .isInstanceOf(AlreadyConnectedException.class);
      assertThat(client.write(new ByteBuffer[] {bytes("sc"), bytes(""), bytes("atter")}))
          .isEqualTo(7);
      ByteBuffer buffer = ByteBuffer.allocate(10);
      SocketAddress from = server.receive(buffer);
      assertThat(text(buffer)).isEqualTo("scatter");
      server.send(bytes("answer"), from);
      ByteBuffer[] parts = {ByteBuffer.allocate(2), ByteBuffer.allocate(0), ByteBuffer.allocate(3)};
      assertThat(client.read(parts)).isEqualTo(5);
      assertThat(text(parts[0]) + text(parts[2])).isEqualTo("answe");
      client.disconnect().disconnect();
      assertThat(client.getRemoteAddress()).isNull();
      stranger.send(bytes("again"), client.getLocalAddress());
      assertThat(client.receive(buffer.clear())).isNotNull();
      assertThat(text(buffer)).isEqualTo("again");
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aConnectedChannelIsToldThatNobodyIsThere(SelectorProvider provider) throws Exception {
    SocketAddress nobody;
    try (DatagramChannel closed = bound(provider)) {
      nobody = closed.getLocalAddress();
    }
    try (DatagramChannel client = open(provider).connect(nobody)) {
      InetSocketAddress local = (InetSocketAddress) client.getLocalAddress();
      assertThat(local.getAddress().isLoopbackAddress()).isTrue();
      client.write(bytes("x"));
      assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
          .isInstanceOf(PortUnreachableException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void withoutBlocking(SelectorProvider provider) throws Exception {
    try (DatagramChannel server = bound(provider);
        DatagramChannel client = open(provider);
        Selector selector = provider.openSelector()) {
      server.configureBlocking(false);
      assertThat(server.receive(ByteBuffer.allocate(1))).isNull();
      SelectionKey key = server.register(selector, SelectionKey.OP_READ);
      assertThat(selector.selectNow()).isZero();
      client.send(bytes("ab"), server.getLocalAddress());
      assertThat(selector.select()).isEqualTo(1);
      assertThat(key.isReadable()).isTrue();
      ByteBuffer buffer = ByteBuffer.allocate(5);
      assertThat(server.receive(buffer)).isNotNull();
      assertThat(text(buffer)).isEqualTo("ab");
      selector.selectedKeys().clear();
      assertThat(selector.selectNow()).isZero();
      key.interestOps(SelectionKey.OP_WRITE);
      assertThat(selector.select()).isEqualTo(1);
      assertThat(key.isWritable()).isTrue();
      server.connect(
          client.socket().getLocalSocketAddress() instanceof InetSocketAddress to
              ? new InetSocketAddress(InetAddress.getLoopbackAddress(), to.getPort())
              : null);
      assertThat(server.read(ByteBuffer.allocate(1))).isZero();
      assertThatThrownBy(() -> server.socket().receive(new DatagramPacket(new byte[1], 1)))
          .isInstanceOf(IllegalBlockingModeException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void wrongUse(SelectorProvider provider) throws Exception {
    DatagramChannel channel = bound(provider);
    assertThatThrownBy(() -> channel.bind(null)).isInstanceOf(AlreadyBoundException.class);
    assertThatThrownBy(() -> channel.receive(ByteBuffer.allocate(1).asReadOnlyBuffer()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.send(null, channel.getLocalAddress()))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(
            () -> channel.send(bytes("x"), InetSocketAddress.createUnresolved("nowhere", 1)))
        .isInstanceOf(UnresolvedAddressException.class);
    assertThatThrownBy(
            () ->
                channel.send(
                    bytes("x"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))
        .isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> channel.send(ByteBuffer.allocate(65508), channel.getLocalAddress()))
        .isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 256))
        .isInstanceOf(IllegalArgumentException.class);
    channel.close();
    assertThatThrownBy(() -> channel.receive(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(channel::getLocalAddress).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.connect(Providers.anyPort()))
        .isInstanceOf(ClosedChannelException.class);
    assertThat(channel.disconnect()).isSameAs(channel);
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void options(SelectorProvider provider) throws Exception {
    try (DatagramChannel channel = open(provider)) {
      assertThat(channel.supportedOptions())
          .contains(
              StandardSocketOptions.SO_RCVBUF,
              StandardSocketOptions.SO_BROADCAST,
              StandardSocketOptions.IP_TOS,
              StandardSocketOptions.IP_MULTICAST_IF,
              StandardSocketOptions.IP_MULTICAST_TTL,
              StandardSocketOptions.IP_MULTICAST_LOOP);
      assertThat(channel.getOption(StandardSocketOptions.SO_BROADCAST)).isFalse();
      assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(1);
      assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isTrue();
      assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_IF)).isNull();
      channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
      channel.setOption(StandardSocketOptions.IP_TOS, 0x10);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 7);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
      channel.bind(Providers.anyPort());
      assertThat(channel.getOption(StandardSocketOptions.SO_BROADCAST)).isTrue();
      assertThat(channel.getOption(StandardSocketOptions.IP_TOS)).isEqualTo(0x10);
      assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(7);
      assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aCloseAndAnInterruptEndAReceive(SelectorProvider provider) throws Exception {
    DatagramChannel first = bound(provider);
    FutureTask<SocketAddress> closed =
        new FutureTask<>(() -> first.receive(ByteBuffer.allocate(1)));
    Thread waiter = Thread.ofPlatform().start(closed);
    first.close();
    assertThatThrownBy(closed::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClosedChannelException.class);
    waiter.join();
    DatagramChannel second = bound(provider);
    FutureTask<SocketAddress> interrupted =
        new FutureTask<>(() -> second.receive(ByteBuffer.allocate(1)));
    Thread other = Thread.ofPlatform().start(interrupted);
    other.interrupt();
    assertThatThrownBy(interrupted::get)
        .hasCauseInstanceOf(ClosedByInterruptException.class)
        .hasCauseInstanceOf(AsynchronousCloseException.class);
    assertThat(second.isOpen()).isFalse();
    other.join();
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void theSocketAdaptor(SelectorProvider provider) throws Exception {
    try (DatagramChannel server = bound(provider);
        DatagramSocket client = open(provider).socket()) {
      assertThat(client.getChannel().socket()).isSameAs(client);
      assertThat(client.isBound()).isFalse();
      assertThat(client.getLocalPort()).isZero();
      assertThat(client.getPort()).isEqualTo(-1);
      assertThat(client.getInetAddress()).isNull();
      byte[] ping = "a ping".getBytes(StandardCharsets.US_ASCII);
      assertThatThrownBy(() -> client.send(new DatagramPacket(ping, 6)))
          .isInstanceOf(IllegalArgumentException.class);
      client.send(new DatagramPacket(ping, 2, 4, server.getLocalAddress()));
      assertThat(client.isBound()).isTrue();
      ByteBuffer buffer = ByteBuffer.allocate(10);
      SocketAddress from = server.receive(buffer);
      assertThat(text(buffer)).isEqualTo("ping");
      client.connect(server.getLocalAddress());
      assertThat(client.isConnected()).isTrue();
      assertThat(client.getRemoteSocketAddress()).isEqualTo(server.getLocalAddress());
      assertThatThrownBy(() -> client.send(new DatagramPacket(ping, 6, from)))
          .isInstanceOf(IllegalArgumentException.class);
      DatagramPacket toPeer = new DatagramPacket(ping, 6);
      client.send(toPeer);
      assertThat(toPeer.getSocketAddress()).isEqualTo(server.getLocalAddress());
      DatagramPacket packet = new DatagramPacket(new byte[10], 2, 6);
      for (String answer : new String[] {"one", "longer", "much longer", "two"}) {
        server.send(bytes(answer), from);
        client.receive(packet);
        assertThat(text(packet)).isEqualTo(answer.substring(0, Math.min(6, answer.length())));
      }
      client.setSoTimeout(5);
      assertThat(client.getSoTimeout()).isEqualTo(5);
      assertThatThrownBy(() -> client.receive(packet)).isInstanceOf(SocketTimeoutException.class);
      client.setTrafficClass(8);
      assertThat(client.getTrafficClass()).isEqualTo(8);
      client.setBroadcast(true);
      assertThat(client.getBroadcast()).isTrue();
      client.disconnect();
      assertThat(client.isConnected()).isFalse();
      client.getChannel().close();
      assertThat(client.isClosed()).isTrue();
      assertThat(client.getLocalPort()).isEqualTo(-1);
      assertThatThrownBy(() -> client.receive(packet)).isInstanceOf(SocketException.class);
      assertThatThrownBy(client::getBroadcast).isInstanceOf(SocketException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void membershipsOfGroups(SelectorProvider provider) throws Exception {
    InetAddress group = InetAddress.getByName("224.1.2.3");
    NetworkInterface nif = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    DatagramChannel channel = open(provider).bind(new InetSocketAddress("0.0.0.0", 0));
    assertThatThrownBy(() -> channel.join(InetAddress.getLoopbackAddress(), nif))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.join(InetAddress.getByName("ff02::1"), nif))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.join(group, null)).isInstanceOf(NullPointerException.class);
    MembershipKey key = channel.join(group, nif);
    assertThat(channel.join(group, nif)).isSameAs(key);
    assertThat(key.isValid()).isTrue();
    assertThat(key.group()).isEqualTo(group);
    assertThat(key.networkInterface()).isEqualTo(nif);
    assertThat(key.sourceAddress()).isNull();
    assertThat(key.channel()).isSameAs(channel);
    key.drop();
    key.drop();
    assertThat(key.isValid()).isFalse();
    MembershipKey again = channel.join(group, nif);
    channel.close();
    assertThat(again.isValid()).isFalse();
  }
}
