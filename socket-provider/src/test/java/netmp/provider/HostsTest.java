package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import netmp.inet.IpAddress;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.stats.Counter;
import org.junit.jupiter.api.Test;

/** On which host a channel lives. */
class HostsTest {

  private final SelectorProvider provider = new NetmpSelectorProvider();

  private static InetSocketAddress at(Host host, int port) {
    return new InetSocketAddress(IpAddress.format(host.address()), port);
  }

  private static String addressOf(SocketChannel channel) throws Exception {
    return ((InetSocketAddress) channel.getLocalAddress()).getAddress().getHostAddress();
  }

  @Test
  void anAddressDecidesAndOtherwiseTheThread() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (ServerSocketChannel listener =
                  provider
                      .openServerSocketChannel()
                      .setOption(StandardSocketOptions.SO_RCVBUF, 12345)
                      .bind(at(b, 80));
              SocketChannel fromA = provider.openSocketChannel();
              SocketChannel fromB = Stacks.on(b.stack(), provider::openSocketChannel)) {
            assertThat(listener.getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(12345);
            fromA.connect(at(b, 80));
            assertThat(addressOf(fromA)).isEqualTo("10.0.0.1");
            fromB.connect(at(b, 80));
            assertThat(addressOf(fromB)).isEqualTo("10.0.0.2");
            assertThat(a.stack().statistics().get(Counter.TCP_ESTABLISHED)).isEqualTo(1);
          }
        });
  }

  @Test
  void threadsInheritTheHost() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          SocketChannel[] opened = new SocketChannel[1];
          Stacks.on(
              b.stack(),
              () -> {
                Thread thread =
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              try {
                                opened[0] = provider.openSocketChannel().bind(at(b, 0));
                              } catch (java.io.IOException e) {
                                throw new AssertionError(e);
                              }
                            });
                thread.join();
                return thread;
              });
          assertThat(addressOf(opened[0])).isEqualTo("10.0.0.2");
          opened[0].close();
        });
  }

  /** As Netty does it: first the selector, then the address. */
  @Test
  void aChannelMovesToItsHostAfterItWasRegistered() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (Selector selector = provider.openSelector();
              ServerSocketChannel listener = provider.openServerSocketChannel();
              SocketChannel client = provider.openSocketChannel()) {
            listener.configureBlocking(false);
            SelectionKey key = listener.register(selector, SelectionKey.OP_ACCEPT);
            selector.selectNow();
            listener.bind(at(b, 80));
            selector.selectNow();
            client.connect(at(b, 80));
            while (selector.select() == 0) {
              // The end of the socket before the move may be reported first.
            }
            assertThat(selector.selectedKeys()).containsExactly(key);
            listener.accept().close();
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
          }
        });
  }

  @Test
  void theGroupsOfADatagramChannelMoveWithIt() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (DatagramChannel member = provider.openDatagramChannel()) {
            NetworkInterface any =
                NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
            MembershipKey key = member.join(InetAddress.getByName("224.1.2.3"), any);
            assertThatThrownBy(() -> key.block(InetAddress.getLoopbackAddress()))
                .isInstanceOf(UnsupportedOperationException.class);
            member.bind(at(b, 0));
            assertThat(key.isValid()).isTrue();
            while (b.stack().statistics().get(Counter.IGMP_SENT) == 0) {
              Thread.onSpinWait(); // the report of the new member
            }
          }
        });
  }

  @Test
  void withoutAStackThereAreNoChannels() {
    assertThatThrownBy(provider::openSocketChannel)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Stacks.use");
  }

  @Test
  void selectorsTakeNoChannelsOfOthers() throws Exception {
    SelectorProvider jdk = Providers.both().getFirst();
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (Selector selector = provider.openSelector();
              SocketChannel foreign = jdk.openSocketChannel()) {
            foreign.configureBlocking(false);
            assertThatThrownBy(() -> foreign.register(selector, 0))
                .isInstanceOf(IllegalSelectorException.class);
          }
        });
  }
}
