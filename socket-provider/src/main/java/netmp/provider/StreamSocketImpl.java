package netmp.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import netmp.socket.Errno;
import netmp.socket.EventQueue;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;

/**
 * What is behind a {@code java.net.Socket} or {@code ServerSocket} of a program that knows no
 * channels, where {@link PlainSockets#install} has said so: a channel that blocks.
 *
 * <p>As in a virtual thread, and not as in a platform thread over the JDK's own sockets, an
 * interrupt ends a read, a write or a connect, and closes the socket.
 */
final class StreamSocketImpl extends SocketImpl {

  private static final int BACKLOG = 50;

  private final NetmpSelectorProvider provider = new NetmpSelectorProvider();

  /** Null before the JDK creates the socket, or accepts it. */
  private volatile StreamChannel channel;

  @Override
  protected void create(boolean stream) throws IOException {
    if (!stream) {
      throw new SocketException("a stream socket cannot send datagrams");
    }
    channel = (StreamChannel) provider.openSocketChannel();
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void connect(InetAddress host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void connect(SocketAddress peer, int timeout) throws IOException {
    if (!(peer instanceof InetSocketAddress internet)) {
      throw new IllegalArgumentException("Unsupported address type");
    }
    if (internet.isUnresolved()) {
      throw new UnknownHostException(internet.getHostString());
    }
    channel.connect(
        Addresses.check(internet),
        timeout == 0 ? EventQueue.FOREVER : TimeUnit.MILLISECONDS.toNanos(timeout));
    address = internet.getAddress();
    port = internet.getPort();
    localport = channel.local().getPort();
  }

  @Override
  protected void bind(InetAddress host, int wanted) throws IOException {
    channel.bind(new InetSocketAddress(host, wanted));
    address = host;
    localport = channel.local().getPort();
  }

  @Override
  protected void listen(int backlog) throws IOException {
    try {
      channel.stream().listen(backlog < 1 ? BACKLOG : backlog);
    } catch (SocketError e) {
      throw Errors.of(e);
    }
  }

  @Override
  protected void accept(SocketImpl into) throws IOException {
    StreamSocketImpl accepted = (StreamSocketImpl) into;
    boolean interrupted = false;
    try {
      StreamSocket connection = null;
      while (connection == null) {
        connection = acceptUnlessInterrupted();
        interrupted |= Thread.interrupted();
      }
      accepted.take(connection, channel);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private StreamSocket acceptUnlessInterrupted() throws IOException {
    try {
      return channel.stream().accept();
    } catch (SocketError e) {
      if (e.errno() == Errno.EINTR) {
        return null;
      }
      throw switch (e.errno()) {
        case EAGAIN -> new SocketTimeoutException("Accept timed out");
        case EBADF -> new SocketException("Socket closed", e);
        default -> Errors.of(e);
      };
    }
  }

  private void take(StreamSocket connection, StreamChannel listener) throws IOException {
    channel = listener.accepted(connection);
    address = channel.remote().getAddress();
    port = channel.remote().getPort();
    localport = channel.local().getPort();
  }

  @Override
  protected InputStream getInputStream() {
    return new ChannelInput(channel);
  }

  @Override
  protected OutputStream getOutputStream() {
    return new ChannelOutput(channel);
  }

  @Override
  protected int available() {
    return channel.stream().readable();
  }

  @Override
  protected void close() throws IOException {
    SocketChannel open = channel;
    if (open != null) {
      open.close();
    }
  }

  @Override
  protected void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  protected void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  protected boolean supportsUrgentData() {
    return true;
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    channel.socket().sendUrgentData(data);
  }

  // ---- options ----

  @Override
  protected Set<SocketOption<?>> supportedOptions() {
    return Options.ofStream().supported();
  }

  @Override
  protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
    channel.setOption(option, value);
  }

  @Override
  protected <T> T getOption(SocketOption<T> option) throws IOException {
    return channel.getOption(option);
  }

  @Override
  public void setOption(int id, Object value) throws SocketException {
    switch (id) {
      case SocketOptions.SO_TIMEOUT -> channel.socket().setSoTimeout((Integer) value);
      case SocketOptions.SO_OOBINLINE -> channel.socket().setOOBInline((Boolean) value);
      case SocketOptions.SO_LINGER ->
          channel
              .socket()
              .setSoLinger(value instanceof Integer, value instanceof Integer n ? n : 0);
      default -> AdaptorOptions.set(channel, id, value);
    }
  }

  @Override
  public Object getOption(int id) throws SocketException {
    return switch (id) {
      case SocketOptions.SO_TIMEOUT -> channel.socket().getSoTimeout();
      case SocketOptions.SO_OOBINLINE -> channel.socket().getOOBInline();
      case SocketOptions.SO_LINGER -> channel.socket().getSoLinger();
      case SocketOptions.SO_BINDADDR -> channel.socket().getLocalAddress();
      default -> AdaptorOptions.get(channel, id);
    };
  }
}
