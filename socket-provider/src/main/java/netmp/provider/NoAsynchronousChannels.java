package netmp.provider;

import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Refuses asynchronous channels, which the stack does not have: over the JDK's own provider they
 * would reach the host's kernel unnoticed. Installed by {@code
 * -Djava.nio.channels.spi.AsynchronousChannelProvider=netmp.provider.NoAsynchronousChannels}.
 */
public final class NoAsynchronousChannels extends AsynchronousChannelProvider {

  /** Made by the JDK. */
  public NoAsynchronousChannels() {}

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException(
        "netmp has no asynchronous channels, and this one would be the host kernel's");
  }

  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(int threads, ThreadFactory factory) {
    throw refused();
  }

  @Override
  public AsynchronousChannelGroup openAsynchronousChannelGroup(ExecutorService pool, int threads) {
    throw refused();
  }

  @Override
  public AsynchronousServerSocketChannel openAsynchronousServerSocketChannel(
      AsynchronousChannelGroup group) {
    throw refused();
  }

  @Override
  public AsynchronousSocketChannel openAsynchronousSocketChannel(AsynchronousChannelGroup group) {
    throw refused();
  }
}
