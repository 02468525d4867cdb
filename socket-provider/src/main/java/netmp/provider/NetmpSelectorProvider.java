package netmp.provider;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * Makes channels and selectors over the stacks that {@link Stacks} names. It becomes that of the
 * JVM by {@code -Djava.nio.channels.spi.SelectorProvider=netmp.provider.NetmpSelectorProvider}; a
 * program can also ask it directly. Selectors take channels of this provider only.
 *
 * <p>IPv4: an address of the other family is refused, but for the unspecified one and the
 * loopback's, which programs use without a thought of the family.
 */
public final class NetmpSelectorProvider extends SelectorProvider {

  /** Made by the JDK, or by a program. */
  public NetmpSelectorProvider() {}

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return new StreamChannel(this, Stacks.here());
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    checkFamily(family);
    return openSocketChannel();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return new ListenerChannel(this, Stacks.here());
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    checkFamily(family);
    return openServerSocketChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return new UdpChannel(this, Stacks.here());
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    checkFamily(family);
    return openDatagramChannel();
  }

  private static void checkFamily(ProtocolFamily family) {
    if (family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
      throw new UnsupportedOperationException(family + " is not supported");
    }
  }

  @Override
  public Pipe openPipe() throws IOException {
    return new LocalPipe(this, Stacks.here());
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return new EventSelector(this, Stacks.here());
  }
}
