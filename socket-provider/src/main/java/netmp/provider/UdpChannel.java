package netmp.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.channels.spi.SelectorProvider;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import netmp.inet.IpAddress;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Filter;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.stack.NetStack;

/**
 * A datagram channel over a datagram socket. One thread at a time receives, one sends; binding and
 * connecting keep both away.
 */
final class UdpChannel extends DatagramChannel implements Selectable {

  /** Of a transfer that did not happen. */
  private static final int NOTHING = -1;

  /** A call of the socket that may wait; how many bytes it moved. */
  @FunctionalInterface
  private interface Transfer {
    int run() throws SocketError;
  }

  private final ReentrantLock readLock = new ReentrantLock();
  private final ReentrantLock writeLock = new ReentrantLock();
  private final HostedSocket<DatagramSocket> hosted;

  /** Whence the last datagram came. Under the read lock. */
  private final Datagram header = new Datagram(0);

  private final Memberships memberships = new Memberships(this);

  /** Null until bound. */
  private volatile InetSocketAddress local;

  /** Null unless connected. */
  private volatile InetSocketAddress remote;

  /** A host has one interface, so that there is nothing to choose; null until the program has. */
  private volatile NetworkInterface multicastInterface;

  private UdpSocket adaptor;

  UdpChannel(SelectorProvider provider, NetStack stack) {
    super(provider);
    hosted = new HostedSocket<>(stack, NetStack::datagramSocket, Options.ofDatagram());
  }

  // ---- binding and connecting ----

  @Override
  public DatagramChannel bind(SocketAddress address) throws IOException {
    InetSocketAddress wanted =
        address == null ? Addresses.of(IpAddress.ANY, 0) : Addresses.check(address);
    lockBoth();
    try {
      checkOpen();
      if (local != null) {
        throw new AlreadyBoundException();
      }
      int ip = Addresses.toInt(wanted.getAddress());
      if (hosted.moveTo(ip)) {
        memberships.joinAgain();
      }
      hosted.socket().bind(ip, wanted.getPort());
      local = hosted.local();
    } catch (SocketError e) {
      throw Errors.of(e);
    } finally {
      unlockBoth();
    }
    return this;
  }

  /** Either direction's lock is held. The socket sees to it that it is bound only once. */
  private void bindIfUnbound() throws SocketError {
    if (local == null) {
      try {
        hosted.socket().bind(IpAddress.ANY, 0);
      } catch (SocketError e) {
        if (e.errno() != Errno.EINVAL) { // the other direction was faster
          throw e;
        }
      }
      local = hosted.local();
    }
  }

  @Override
  public DatagramChannel connect(SocketAddress peer) throws IOException {
    InetSocketAddress address = Addresses.check(peer);
    lockBoth();
    try {
      checkOpen();
      if (remote != null) {
        throw new AlreadyConnectedException();
      }
      hosted.socket().connect(destination(address), address.getPort());
      forgetWhatCame();
      remote = hosted.peer();
      local = hosted.local();
    } catch (SocketError e) {
      throw Errors.of(e);
    } finally {
      unlockBoth();
    }
    return this;
  }

  /** What others sent before is not the peer's. */
  private void forgetWhatCame() throws SocketError {
    Datagram datagram = new Datagram(0);
    while (hosted.socket().receiveNow(datagram)) {
      // Gone.
    }
  }

  /** As in the JDK, who sends to no address sends to this host. */
  private static int destination(InetSocketAddress address) {
    int ip = Addresses.toInt(address.getAddress());
    return ip == IpAddress.ANY ? IpAddress.LOOPBACK : ip;
  }

  @Override
  public DatagramChannel disconnect() throws IOException {
    lockBoth();
    try {
      if (isOpen() && remote != null) {
        hosted.socket().disconnect();
        remote = null;
        local = hosted.local();
      }
    } catch (SocketError e) {
      throw Errors.of(e);
    } finally {
      unlockBoth();
    }
    return this;
  }

  @Override
  public boolean isConnected() {
    return remote != null;
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    checkOpen();
    return local;
  }

  @Override
  public SocketAddress getRemoteAddress() throws IOException {
    checkOpen();
    return remote;
  }

  /** Null until bound. */
  InetSocketAddress local() {
    return local;
  }

  /** Null unless connected. */
  InetSocketAddress remote() {
    return remote;
  }

  // ---- receiving ----

  @Override
  public SocketAddress receive(ByteBuffer target) throws IOException {
    checkWritable(target);
    readLock.lock();
    try {
      checkOpen();
      bindIfUnbound();
      return receiveInto(target) == NOTHING ? null : Addresses.of(header.address(), header.port());
    } catch (SocketError e) {
      throw Errors.of(e);
    } finally {
      readLock.unlock();
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    checkWritable(target);
    readLock.lock();
    try {
      checkConnected();
      return Math.max(0, receiveInto(target));
    } finally {
      readLock.unlock();
    }
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, targets.length);
    int room = 0;
    for (int i = offset; i < offset + length; i++) {
      checkWritable(targets[i]);
      room += targets[i].remaining();
    }
    ByteBuffer whole = ByteBuffer.allocate(room);
    int count = read(whole);
    whole.flip();
    for (int i = offset; whole.hasRemaining(); i++) {
      int part = Math.min(whole.remaining(), targets[i].remaining());
      targets[i].put(whole.slice(whole.position(), part));
      whole.position(whole.position() + part);
    }
    return count;
  }

  private static void checkWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
  }

  /** How many bytes, or {@link #NOTHING}; the header tells of the datagram. */
  private int receiveInto(ByteBuffer target) throws IOException {
    return transfer(() -> hosted.socket().receive(header, target) ? header.length() : NOTHING);
  }

  // ---- sending ----

  @Override
  public int send(ByteBuffer source, SocketAddress target) throws IOException {
    Objects.requireNonNull(source);
    InetSocketAddress address = Addresses.check(target);
    writeLock.lock();
    try {
      checkOpen();
      if (remote != null) {
        if (!remote.equals(address)) {
          throw new AlreadyConnectedException();
        }
        return write(source);
      }
      bindIfUnbound();
      int length = source.remaining();
      return sent(
          () -> {
            hosted.socket().sendTo(source, destination(address), address.getPort());
            return length;
          });
    } catch (SocketError e) {
      throw Errors.of(e);
    } finally {
      writeLock.unlock();
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source);
    writeLock.lock();
    try {
      checkConnected();
      int length = source.remaining();
      return sent(
          () -> {
            hosted.socket().send(source);
            return length;
          });
    } finally {
      writeLock.unlock();
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    int total = 0;
    for (int i = offset; i < offset + length; i++) {
      total += sources[i].remaining();
    }
    ByteBuffer whole = ByteBuffer.allocate(total);
    for (int i = offset; i < offset + length; i++) {
      whole.put(sources[i].duplicate());
    }
    int count = write(whole.flip());
    if (count == total) {
      for (int i = offset; i < offset + length; i++) {
        sources[i].position(sources[i].limit());
      }
    }
    return count;
  }

  private int sent(Transfer call) throws IOException {
    return Math.max(0, transfer(call));
  }

  // ---- both ----

  /** A call of the socket, which on a blocking channel may wait, and then ends with it. */
  private int transfer(Transfer call) throws IOException {
    boolean blocking = isBlocking();
    int count = NOTHING;
    try {
      if (blocking) {
        begin();
      }
      count = call.run();
    } catch (SocketError e) {
      checkIfEnded(e, blocking);
    } finally {
      if (blocking) {
        end(count != NOTHING);
      }
    }
    return count;
  }

  /** Whether it was closed, and by an interrupt, end() says; all else is an exception. */
  private void checkIfEnded(SocketError error, boolean blocking) throws IOException {
    Errno errno = error.errno();
    if (blocking && errno == Errno.EINTR) {
      begin(); // closes the channel if who interrupts has not come to that
    }
    boolean expected =
        blocking ? errno == Errno.EBADF || errno == Errno.EINTR : Errors.isLater(errno);
    if (errno == Errno.ECONNREFUSED) {
      PortUnreachableException unreachable = new PortUnreachableException();
      unreachable.initCause(error);
      throw unreachable;
    }
    if (!expected) {
      throw Errors.of(error);
    }
  }

  private void lockBoth() {
    readLock.lock();
    writeLock.lock();
  }

  private void unlockBoth() {
    writeLock.unlock();
    readLock.unlock();
  }

  void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private void checkConnected() throws ClosedChannelException {
    checkOpen();
    if (remote == null) {
      throw new NotYetConnectedException();
    }
  }

  // ---- groups ----

  @Override
  public MembershipKey join(InetAddress group, NetworkInterface nif) throws IOException {
    if (!group.isMulticastAddress()) {
      throw new IllegalArgumentException("Group not a multicast address");
    }
    try {
      checkOpen();
      return memberships.join(group, Objects.requireNonNull(nif));
    } catch (UnsupportedAddressTypeException e) {
      throw new IllegalArgumentException("Only IPv6 sockets can join IPv6 multicast group", e);
    }
  }

  /**
   * Refuses: the stack does not filter by source.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public MembershipKey join(InetAddress group, NetworkInterface nif, InetAddress source) {
    throw new UnsupportedOperationException("netmp does not filter by source");
  }

  Memberships memberships() {
    return memberships;
  }

  // ---- options ----

  @Override
  public <T> DatagramChannel setOption(SocketOption<T> option, T value) throws IOException {
    checkOpen();
    if (option.equals(StandardSocketOptions.IP_MULTICAST_IF)) {
      multicastInterface = (NetworkInterface) value;
    } else {
      hosted.setOption(option, value);
    }
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    checkOpen();
    return option.equals(StandardSocketOptions.IP_MULTICAST_IF)
        ? option.type().cast(multicastInterface)
        : hosted.option(option);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    Set<SocketOption<?>> all = new HashSet<>(hosted.options().supported());
    all.add(StandardSocketOptions.IP_MULTICAST_IF);
    return Set.copyOf(all);
  }

  /** For what the JDK's channels have no name for; of the adaptor and of memberships. */
  DatagramSocket datagrams() {
    return hosted.socket();
  }

  @Override
  public synchronized java.net.DatagramSocket socket() {
    if (adaptor == null) {
      adaptor = new UdpSocket(this);
    }
    return adaptor;
  }

  @Override
  protected void implConfigureBlocking(boolean block) {
    lockBoth();
    try {
      hosted.socket().setBlocking(block);
    } finally {
      unlockBoth();
    }
  }

  @Override
  protected void implCloseSelectableChannel() {
    hosted.socket().close();
    memberships.end();
  }

  @Override
  public Socket watched() {
    return hosted.socket();
  }

  @Override
  public int readyOps(Filter filter) {
    return filter == Filter.READ ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
  }

  @Override
  public String toString() {
    return "UdpChannel[" + local + ", " + remote + "]";
  }
}
