package netmp.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.MembershipKey;
import java.util.Set;

/**
 * What is behind a {@code java.net.DatagramSocket} or {@code MulticastSocket}: a channel that
 * blocks. It is that of a program that knows no channels, where {@link PlainSockets#install} has
 * said so, or of a channel's adaptor.
 *
 * <p>As of a plain stream socket an interrupt ends a call that waits, and closes the socket.
 */
final class UdpSocketImpl extends DatagramSocketImpl {

  private final PacketRooms rooms = new PacketRooms();

  /** Null before the JDK creates the socket. */
  private volatile UdpChannel channel;

  /** Of a plain socket. */
  UdpSocketImpl() {}

  /** Of an adaptor. */
  UdpSocketImpl(UdpChannel channel) {
    this.channel = channel;
  }

  /** Where the JDK creates the socket behind an adaptor there is a channel already. */
  @Override
  protected void create() {
    if (channel == null) {
      channel = new UdpChannel(new NetmpSelectorProvider(), Stacks.here());
    }
  }

  @Override
  protected void bind(int port, InetAddress address) throws SocketException {
    try {
      channel.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw AdaptorOptions.asSocketException(e);
    }
  }

  @Override
  protected void connect(InetAddress address, int port) throws SocketException {
    try {
      channel.disconnect().connect(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw AdaptorOptions.asSocketException(e);
    }
  }

  @Override
  protected void disconnect() {
    try {
      channel.disconnect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected int getLocalPort() {
    InetSocketAddress local = channel.local();
    return local == null ? 0 : local.getPort();
  }

  // ---- datagrams ----

  @Override
  protected void send(DatagramPacket packet) throws IOException {
    checkBlocking();
    ByteBuffer bytes = ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength());
    try {
      channel.send(bytes, packet.getSocketAddress());
    } catch (AlreadyConnectedException e) {
      throw new IllegalArgumentException("Connected and packet address differ", e);
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  @Override
  protected void receive(DatagramPacket packet) throws IOException {
    checkBlocking();
    int offset = packet.getOffset();
    ByteBuffer room = ByteBuffer.wrap(packet.getData(), offset, rooms.of(packet));
    try {
      SocketAddress from = channel.receive(room);
      rooms.received(packet, room.position() - offset);
      packet.setSocketAddress(from);
    } catch (SocketTimeoutException e) {
      SocketTimeoutException timeout = new SocketTimeoutException("Receive timed out");
      timeout.initCause(e);
      throw timeout;
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  private void checkBlocking() {
    if (!channel.isBlocking()) {
      throw new IllegalBlockingModeException();
    }
  }

  private static SocketException closed(ClosedChannelException why) {
    return new SocketException("Socket closed", why);
  }

  /**
   * Refuses. The JDK would look at a datagram before it takes it where a socket cannot be
   * connected; this one can.
   */
  @Override
  protected int peek(InetAddress from) {
    throw new UnsupportedOperationException("a datagram is looked at by who takes it");
  }

  /** Refuses, as {@link #peek}. */
  @Override
  protected int peekData(DatagramPacket packet) {
    throw new UnsupportedOperationException("a datagram is looked at by who takes it");
  }

  @Override
  protected void close() {
    UdpChannel open = channel;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  // ---- groups ----

  @Override
  @SuppressWarnings("removal") // abstract, as long as it is there
  protected void setTTL(byte hops) throws IOException {
    setTimeToLive(hops & 0xff);
  }

  @Override
  @SuppressWarnings("removal") // abstract, as long as it is there
  protected byte getTTL() throws IOException {
    return (byte) getTimeToLive();
  }

  @Override
  protected void setTimeToLive(int hops) throws IOException {
    channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, hops);
  }

  @Override
  protected int getTimeToLive() throws IOException {
    return channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL);
  }

  @Override
  protected void join(InetAddress group) throws IOException {
    if (channel.memberships().find(group) != null) {
      throw new SocketException("Already a member of group");
    }
    channel.memberships().join(group, null);
  }

  @Override
  protected void leave(InetAddress group) throws IOException {
    MembershipKey key = channel.memberships().find(group);
    if (key == null) {
      throw new SocketException("Not a member of group");
    }
    key.drop();
  }

  @Override
  protected void joinGroup(SocketAddress group, NetworkInterface nif) throws IOException {
    join(((InetSocketAddress) group).getAddress());
  }

  @Override
  protected void leaveGroup(SocketAddress group, NetworkInterface nif) throws IOException {
    leave(((InetSocketAddress) group).getAddress());
  }

  // ---- options ----

  @Override
  protected Set<SocketOption<?>> supportedOptions() {
    return Options.ofDatagram().supported();
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
      case SocketOptions.SO_TIMEOUT -> {
        AdaptorOptions.checkOpen(channel);
        ChannelSocket.setTimeout(channel.datagrams(), (Integer) value);
      }
      // The JDK asks whether the loop is to be off.
      case SocketOptions.IP_MULTICAST_LOOP -> AdaptorOptions.set(channel, id, !(Boolean) value);
      default -> AdaptorOptions.set(channel, id, value);
    }
  }

  @Override
  public Object getOption(int id) throws SocketException {
    return switch (id) {
      case SocketOptions.SO_TIMEOUT -> {
        AdaptorOptions.checkOpen(channel);
        yield ChannelSocket.timeout(channel.datagrams());
      }
      case SocketOptions.SO_BINDADDR -> {
        InetSocketAddress local = channel.local();
        yield local == null ? new InetSocketAddress(0).getAddress() : local.getAddress();
      }
      case SocketOptions.IP_MULTICAST_LOOP -> !(Boolean) AdaptorOptions.get(channel, id);
      default -> AdaptorOptions.get(channel, id);
    };
  }
}
