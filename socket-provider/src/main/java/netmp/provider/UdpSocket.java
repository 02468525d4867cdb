package netmp.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import netmp.inet.IpAddress;

/**
 * The socket adaptor of a datagram channel. What it says of the channel's state it asks the
 * channel; all else comes by its superclass to {@link UdpSocketImpl}.
 */
final class UdpSocket extends DatagramSocket {

  private final UdpChannel channel;
  private final UdpSocketImpl impl;

  UdpSocket(UdpChannel channel) {
    this(channel, new UdpSocketImpl(channel));
  }

  private UdpSocket(UdpChannel channel, UdpSocketImpl impl) {
    super(impl);
    this.channel = channel;
    this.impl = impl;
  }

  @Override
  public DatagramChannel getChannel() {
    return channel;
  }

  @Override
  public void bind(SocketAddress local) throws SocketException {
    try {
      channel.bind(local == null ? null : internet(local));
    } catch (AlreadyBoundException e) {
      throw new SocketException("Already bound", e);
    } catch (IOException e) {
      throw AdaptorOptions.asSocketException(e);
    }
  }

  @Override
  public void connect(InetAddress address, int port) {
    if (address == null) {
      throw new IllegalArgumentException("Address can't be null");
    }
    try {
      connect(new InetSocketAddress(address, port));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void connect(SocketAddress peer) throws SocketException {
    if (peer == null) {
      throw new IllegalArgumentException("Address can't be null");
    }
    InetSocketAddress address = internet(peer);
    if (!isClosed()) {
      impl.connect(address.getAddress(), address.getPort());
    }
  }

  private static InetSocketAddress internet(SocketAddress address) throws SocketException {
    try {
      return Addresses.check(address);
    } catch (UnsupportedAddressTypeException e) {
      throw new IllegalArgumentException("Unsupported address type", e);
    } catch (UnresolvedAddressException e) {
      throw new SocketException("Unresolved address", e);
    }
  }

  @Override
  public void disconnect() {
    impl.disconnect();
  }

  @Override
  public boolean isBound() {
    return channel.local() != null;
  }

  @Override
  public boolean isConnected() {
    return channel.remote() != null;
  }

  @Override
  public InetAddress getInetAddress() {
    InetSocketAddress remote = channel.remote();
    return remote == null ? null : remote.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress remote = channel.remote();
    return remote == null ? -1 : remote.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return channel.remote();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return isClosed() ? null : channel.local();
  }

  @Override
  public InetAddress getLocalAddress() {
    InetSocketAddress local = channel.local();
    if (isClosed()) {
      return null;
    }
    return local == null ? Addresses.of(IpAddress.ANY) : local.getAddress();
  }

  @Override
  public int getLocalPort() {
    return isClosed() ? -1 : impl.getLocalPort();
  }

  @Override
  public void send(DatagramPacket packet) throws IOException {
    synchronized (packet) {
      if (packet.getAddress() == null) {
        InetSocketAddress remote = channel.remote();
        if (remote == null) {
          throw new IllegalArgumentException("Address not set");
        }
        packet.setSocketAddress(remote);
      }
      impl.send(packet);
    }
  }

  @Override
  public void receive(DatagramPacket packet) throws IOException {
    synchronized (packet) {
      impl.receive(packet);
    }
  }

  @Override
  public void close() {
    impl.close();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }
}
