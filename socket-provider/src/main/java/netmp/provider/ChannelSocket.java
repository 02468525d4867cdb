package netmp.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import netmp.inet.IpAddress;
import netmp.socket.EventQueue;
import netmp.socket.SocketError;

/**
 * The socket adaptor of a channel. It says everything itself: what it left to its superclass would
 * go to the host's kernel.
 *
 * <p>The timeout of {@link #setSoTimeout} holds for reads of the channel too.
 */
final class ChannelSocket extends Socket {

  private static final int LONGEST_TIMEOUT = Integer.MAX_VALUE / 1000;

  private final StreamChannel channel;

  ChannelSocket(StreamChannel channel) throws SocketException {
    super((SocketImpl) null);
    this.channel = channel;
  }

  // ---- binding and connecting ----

  @Override
  public void bind(SocketAddress local) throws IOException {
    channel.bind(local);
  }

  @Override
  public void connect(SocketAddress peer) throws IOException {
    connect(peer, 0);
  }

  @Override
  public void connect(SocketAddress peer, int timeout) throws IOException {
    if (timeout < 0) {
      throw new IllegalArgumentException("connect: timeout can't be negative");
    }
    checkBlocking();
    try {
      InetSocketAddress address = Addresses.check(peer);
      channel.connect(
          address, timeout == 0 ? EventQueue.FOREVER : TimeUnit.MILLISECONDS.toNanos(timeout));
    } catch (UnresolvedAddressException e) {
      UnknownHostException unknown = new UnknownHostException(peer.toString());
      unknown.initCause(e);
      throw unknown;
    } catch (AlreadyConnectedException e) {
      throw new SocketException("Already connected", e);
    }
  }

  private void checkBlocking() {
    if (!channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
  }

  @Override
  public InetAddress getInetAddress() {
    InetSocketAddress peer = peer();
    return peer == null ? null : peer.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress peer = peer();
    return peer == null ? 0 : peer.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return peer();
  }

  /** The address stays when the channel is closed. */
  private InetSocketAddress peer() {
    return channel.remote();
  }

  @Override
  public InetAddress getLocalAddress() {
    InetSocketAddress local = channel.local();
    return local == null || isClosed() ? Addresses.of(IpAddress.ANY) : local.getAddress();
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
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isBound() {
    return channel.local() != null;
  }

  @Override
  public SocketChannel getChannel() {
    return channel;
  }

  // ---- bytes ----

  @Override
  public InputStream getInputStream() throws IOException {
    checkConnected();
    if (channel.isInputEnded()) {
      throw new SocketException("Socket input is shutdown");
    }
    return new ChannelInput(channel);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    checkConnected();
    if (channel.isOutputEnded()) {
      throw new SocketException("Socket output is shutdown");
    }
    return new ChannelOutput(channel);
  }

  private void checkConnected() throws SocketException {
    AdaptorOptions.checkOpen(channel);
    if (!channel.isConnected()) {
      throw new SocketException("Socket is not connected");
    }
  }

  @Override
  public void sendUrgentData(int data) throws IOException {
    checkConnected();
    checkBlocking();
    try {
      channel.stream().writeUrgent(new byte[] {(byte) data}, 0, 1);
    } catch (SocketError e) {
      throw Errors.of(e);
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    checkConnected();
    if (channel.isInputEnded()) {
      throw new SocketException("Socket input is already shutdown");
    }
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    checkConnected();
    if (channel.isOutputEnded()) {
      throw new SocketException("Socket output is already shutdown");
    }
    channel.shutdownOutput();
  }

  @Override
  public boolean isInputShutdown() {
    return channel.isInputEnded();
  }

  @Override
  public boolean isOutputShutdown() {
    return channel.isOutputEnded();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  // ---- options ----

  @Override
  public <T> Socket setOption(SocketOption<T> option, T value) throws IOException {
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
  public void setTcpNoDelay(boolean on) throws SocketException {
    AdaptorOptions.set(channel, StandardSocketOptions.TCP_NODELAY, on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return AdaptorOptions.get(channel, StandardSocketOptions.TCP_NODELAY);
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    if (on && linger < 0) {
      throw new IllegalArgumentException("invalid value for SO_LINGER");
    }
    AdaptorOptions.set(channel, StandardSocketOptions.SO_LINGER, on ? linger : -1);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return AdaptorOptions.get(channel, StandardSocketOptions.SO_LINGER);
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    AdaptorOptions.checkOpen(channel);
    try {
      channel.stream().setOption(netmp.socket.SocketOption.SO_OOBINLINE, on ? 1 : 0);
    } catch (SocketError e) {
      throw AdaptorOptions.asSocketException(Errors.of(e));
    }
  }

  @Override
  public boolean getOOBInline() throws SocketException {
    AdaptorOptions.checkOpen(channel);
    return channel.stream().has(netmp.socket.SocketOption.SO_OOBINLINE);
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    if (timeout < 0) {
      throw new IllegalArgumentException("timeout can't be negative");
    }
    AdaptorOptions.checkOpen(channel);
    setTimeout(channel.stream(), timeout);
  }

  /** What is longer than the stack can wait, which is 35 minutes, becomes that. */
  static void setTimeout(netmp.socket.Socket socket, int millis) throws SocketException {
    try {
      socket.setOption(
          netmp.socket.SocketOption.SO_RCVTIMEO, Math.min(millis, LONGEST_TIMEOUT) * 1000);
    } catch (SocketError e) {
      throw AdaptorOptions.asSocketException(Errors.of(e));
    }
  }

  @Override
  public int getSoTimeout() throws SocketException {
    AdaptorOptions.checkOpen(channel);
    return timeout(channel.stream());
  }

  static int timeout(netmp.socket.Socket socket) throws SocketException {
    try {
      return socket.option(netmp.socket.SocketOption.SO_RCVTIMEO) / 1000;
    } catch (SocketError e) {
      throw AdaptorOptions.asSocketException(Errors.of(e));
    }
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    checkSize(size);
    AdaptorOptions.set(channel, StandardSocketOptions.SO_SNDBUF, size);
  }

  static void checkSize(int size) {
    if (size <= 0) {
      throw new IllegalArgumentException("Invalid send/receive buffer size");
    }
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return AdaptorOptions.get(channel, StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    checkSize(size);
    AdaptorOptions.set(channel, StandardSocketOptions.SO_RCVBUF, size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return AdaptorOptions.get(channel, StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    AdaptorOptions.set(channel, StandardSocketOptions.SO_KEEPALIVE, on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return AdaptorOptions.get(channel, StandardSocketOptions.SO_KEEPALIVE);
  }

  @Override
  public void setTrafficClass(int typeOfService) throws SocketException {
    AdaptorOptions.set(channel, StandardSocketOptions.IP_TOS, typeOfService);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return AdaptorOptions.get(channel, StandardSocketOptions.IP_TOS);
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    AdaptorOptions.set(channel, StandardSocketOptions.SO_REUSEADDR, on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return AdaptorOptions.get(channel, StandardSocketOptions.SO_REUSEADDR);
  }

  /** There is one way to be fast. */
  @Override
  public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
    // Nothing to be chosen.
  }

  @Override
  public String toString() {
    return "Socket[" + channel + "]";
  }
}
