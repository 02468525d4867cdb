package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;
import netmp.dns.ResolverConfig;
import netmp.inet.IpAddress;
import netmp.link.LinkSettings;
import org.junit.jupiter.api.Test;

/** Names of hosts. The JDK remembers what it has found, so each test has names of its own. */
@SuppressWarnings("AddressSelection") // a host of this network has one address
class NamesTest {

  private static final LookupPolicy IPV4 = LookupPolicy.of(LookupPolicy.IPV4);
  private static final LookupPolicy IPV6 = LookupPolicy.of(LookupPolicy.IPV6);

  /** What a kernel would say of everything. */
  private static final InetAddressResolver KERNEL =
      new InetAddressResolver() {
        @Override
        public Stream<InetAddress> lookupByName(String name, LookupPolicy policy) {
          return Stream.of(InetAddress.getLoopbackAddress());
        }

        @Override
        public String lookupByAddress(byte[] address) {
          return "kernel";
        }
      };

  private final InetAddressResolver names = new StackNames(KERNEL, () -> "machine");

  private String address(String name) throws UnknownHostException {
    return names.lookupByName(name, IPV4).findFirst().orElseThrow().getHostAddress();
  }

  private static byte[] bytes(int... address) {
    byte[] bytes = new byte[address.length];
    for (int i = 0; i < address.length; i++) {
      bytes[i] = (byte) address[i];
    }
    return bytes;
  }

  @Test
  void withoutStacksTheKernelKnows() throws Exception {
    assertThat(address("anything")).isEqualTo("127.0.0.1");
    assertThat(names.lookupByAddress(bytes(10, 0, 0, 1))).isEqualTo("kernel");
  }

  @Test
  void hostsHaveNames() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          assertThat(address("b")).isEqualTo("10.0.0.2");
          assertThat(address("A")).isEqualTo("10.0.0.1");
          assertThat(address("LocalHost")).isEqualTo("127.0.0.1");
          assertThat(address("machine")).isEqualTo("10.0.0.1");
          assertThat(Stacks.<String>on(b.stack(), () -> address("machine"))).isEqualTo("10.0.0.2");
          assertThat(names.lookupByAddress(bytes(10, 0, 0, 2))).isEqualTo("b");
          assertThat(names.lookupByAddress(bytes(127, 0, 0, 1))).isEqualTo("localhost");
          assertThatThrownBy(() -> address("elsewhere.example"))
              .isInstanceOf(UnknownHostException.class)
              .hasMessageContaining("Stacks.resolveBy");
          assertThatThrownBy(() -> names.lookupByName("b", IPV6))
              .isInstanceOf(UnknownHostException.class);
          assertThatThrownBy(() -> names.lookupByAddress(bytes(10, 0, 0, 9)))
              .isInstanceOf(UnknownHostException.class);
          assertThatThrownBy(() -> names.lookupByAddress(new byte[16]))
              .isInstanceOf(UnknownHostException.class);
        });
  }

  @Test
  void theJdkAsksUs() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (ServerSocketChannel listener = ServerSocketChannel.open();
              SocketChannel client = SocketChannel.open()) {
            listener.bind(new InetSocketAddress("b", 80));
            client.connect(new InetSocketAddress("B", 80));
            assertThat(client.getRemoteAddress()).isEqualTo(listener.getLocalAddress());
            assertThat(InetAddress.getByAddress(bytes(10, 0, 0, 2)).getHostName()).isEqualTo("b");
          }
        });
  }

  /** The server is a program of the JDK's too, on the other host; the link loses. */
  @Test
  void otherNamesAreAskedOfServersOfTheNetwork() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT.withLoss(0.2),
        (a, b) -> {
          Stacks.resolveBy(ResolverConfig.of(List.of(b.address())));
          try (DatagramChannel server = DatagramChannel.open()) {
            server.bind(new InetSocketAddress(IpAddress.format(b.address()), 53));
            Thread.ofVirtual().start(() -> answerAll(server, bytes(10, 9, 8, 7)));
            assertThat(InetAddress.getByName("www.netmp.test").getHostAddress())
                .isEqualTo("10.9.8.7");
            assertThat(Stacks.<String>on(b.stack(), () -> address("mail.netmp.test")))
                .isEqualTo("10.9.8.7");
          }
        });
  }

  @Test
  void whoIsNotAnsweredSaysSo() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          Stacks.resolveBy(ResolverConfig.of(List.of(b.address()))); // there is no server
          assertThatThrownBy(() -> address("lost.netmp.test"))
              .isInstanceOf(UnknownHostException.class)
              .hasMessageContaining("lost.netmp.test");
          assertThatThrownBy(() -> names.lookupByAddress(bytes(10, 0, 0, 9)))
              .isInstanceOf(UnknownHostException.class);
        });
  }

  private static void answerAll(DatagramChannel server, byte[] address) {
    try {
      while (true) {
        ByteBuffer message = ByteBuffer.allocate(512);
        SocketAddress from = server.receive(message);
        message.putShort(2, (short) 0x8180); // an answer, recursion available
        message.putShort(6, (short) 1);
        message.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1); // the name, A, IN
        message.putInt(60).putShort((short) address.length).put(address);
        server.send(message.flip(), from);
      }
    } catch (ClosedChannelException e) {
      // The test is over.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
