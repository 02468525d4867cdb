package netmp.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;

/**
 * The socket adaptor of a server channel. It says everything itself: what it left to its superclass
 * would go to the host's kernel.
 *
 * <p>The timeout of {@link #setSoTimeout} holds for the channel's accept too.
 */
final class ListenerSocket extends ServerSocket {

  private final ListenerChannel channel;

  ListenerSocket(ListenerChannel channel) {
    super(new StreamSocketImpl()); // not asked for anything
    this.channel = channel;
  }

  @Override
  public void bind(SocketAddress local) throws IOException {
    bind(local, 0);
  }

  @Override
  public void bind(SocketAddress local, int backlog) throws IOException {
    if (isBound()) {
      throw new SocketException("Already bound");
    }
    AdaptorOptions.checkOpen(channel);
    channel.bind(local, backlog);
  }

  @Override
  public Socket accept() throws IOException {
    AdaptorOptions.checkOpen(channel);
    if (!isBound()) {
      throw new SocketException("Socket is not bound yet");
    }
    if (!channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
    try {
      return channel.accept().socket();
    } catch (ClosedChannelException e) {
      throw ChannelInput.closed(e);
    }
  }

  @Override
  public InetAddress getInetAddress() {
    InetSocketAddress local = channel.local();
    return local == null ? null : local.getAddress();
  }

  @Override
  public int getLocalPort() {
    InetSocketAddress local = channel.local();
    return local == null ? -1 : local.getPort();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return channel.local();
  }

  @Override
  public boolean isBound() {
    return channel.local() != null;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public ServerSocketChannel getChannel() {
    return channel;
  }

  // ---- options ----

  @Override
  public <T> ServerSocket setOption(SocketOption<T> option, T value) throws IOException {
    channel.setOption(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    return channel.getOption(option);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return channel.supportedOptions();
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    if (timeout < 0) {
      throw new IllegalArgumentException("timeout < 0");
    }
    AdaptorOptions.checkOpen(channel);
    ChannelSocket.setTimeout(channel.stream(), timeout);
  }

  @Override
  public int getSoTimeout() throws IOException {
    AdaptorOptions.checkOpen(channel);
    return ChannelSocket.timeout(channel.stream());
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    AdaptorOptions.set(channel, StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return AdaptorOptions.get(channel, StandardSocketOptions.SO_REUSEADDR);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    ChannelSocket.checkSize(size);
    AdaptorOptions.set(channel, StandardSocketOptions.SO_RCVBUF, size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return AdaptorOptions.get(channel, StandardSocketOptions.SO_RCVBUF);
  }

  /** There is one way to be fast. */
  @Override
  public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
    // Nothing to be chosen.
  }

  @Override
  public String toString() {
    return "ServerSocket[" + channel + "]";
  }
}
