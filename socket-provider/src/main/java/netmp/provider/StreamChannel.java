package netmp.provider;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import netmp.inet.IpAddress;
import netmp.socket.Errno;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.PollFd;
import netmp.socket.Shutdown;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;

/**
 * A socket channel over a stream socket. One thread at a time reads, one writes; binding and
 * connecting keep both away.
 */
final class StreamChannel extends SocketChannel implements Selectable {

  private static final int EOF = -1;

  /** A call of the socket that may wait. */
  @FunctionalInterface
  private interface Transfer {
    int run() throws SocketError;
  }

  private enum State {
    UNCONNECTED,
    CONNECTING,
    CONNECTED
  }

  private final ReentrantLock readLock = new ReentrantLock();
  private final ReentrantLock writeLock = new ReentrantLock();
  private final HostedSocket<StreamSocket> hosted;
  private volatile State state;
  private volatile boolean inputEnded;
  private volatile boolean outputEnded;

  /** The peer has aborted the connection: every later read says so too. */
  private volatile boolean reset;

  /** Null until bound. Both stay when the channel is closed. */
  private volatile InetSocketAddress local;

  /** Null until it connects. */
  private volatile InetSocketAddress remote;

  private ChannelSocket adaptor;

  StreamChannel(SelectorProvider provider, NetStack stack) {
    super(provider);
    hosted = new HostedSocket<>(stack, NetStack::streamSocket, Options.ofStream());
    state = State.UNCONNECTED;
  }

  /** Of a connection that was accepted. */
  StreamChannel(SelectorProvider provider, NetStack stack, StreamSocket accepted)
      throws SocketError {
    super(provider);
    hosted = new HostedSocket<>(stack, NetStack::streamSocket, accepted, Options.ofStream());
    connected();
  }

  // ---- binding and connecting ----

  @Override
  public SocketChannel bind(SocketAddress address) throws IOException {
    InetSocketAddress wanted =
        address == null ? Addresses.of(IpAddress.ANY, 0) : Addresses.check(address);
    lockBoth();
    try {
      checkOpen();
      if (state == State.CONNECTING) {
        throw new ConnectionPendingException();
      }
      if (local != null) {
        throw new AlreadyBoundException();
      }
      int ip = Addresses.toInt(wanted.getAddress());
      hosted.moveTo(ip);
      hosted.socket().bind(ip, wanted.getPort());
      local = hosted.local();
    } catch (SocketError e) {
      throw Errors.of(e);
    } finally {
      unlockBoth();
    }
    return this;
  }

  @Override
  public boolean connect(SocketAddress peer) throws IOException {
    return connect(Addresses.check(peer), isBlocking() ? EventQueue.FOREVER : 0);
  }

  /**
   * Connects; false if that goes on behind the call.
   *
   * @param nanos for how long to wait; 0 not to wait
   */
  boolean connect(InetSocketAddress peer, long nanos) throws IOException {
    int ip = Addresses.toInt(peer.getAddress());
    lockBoth();
    try {
      checkOpen();
      checkUnconnected();
      hosted.socket().setBlocking(false);
      remote = peer;
      state = State.CONNECTING;
      hosted.socket().connect(ip == IpAddress.ANY ? IpAddress.LOOPBACK : ip, peer.getPort());
      throw new AssertionError("a connect that does not wait has not ended when it returns");
    } catch (SocketError e) {
      if (e.errno() != Errno.EINPROGRESS) {
        throw failedToConnect(e);
      }
      return nanos != 0 && awaitConnected(nanos);
    } finally {
      hosted.socket().setBlocking(isBlocking());
      unlockBoth();
    }
  }

  private void checkUnconnected() {
    switch (state) {
      case CONNECTED -> throw new AlreadyConnectedException();
      case CONNECTING -> throw new ConnectionPendingException();
      case UNCONNECTED -> {}
    }
  }

  private IOException failedToConnect(SocketError error) throws IOException {
    close();
    return Errors.of(error);
  }

  private boolean awaitConnected(long nanos) throws IOException {
    boolean ended = false;
    try {
      begin();
      PollFd[] question = {new PollFd(hosted.socket(), PollFd.POLLOUT)};
      ended = hosted.stack().poll(question, nanos) > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      begin(); // closes the channel if who interrupts has not come to that
    } finally {
      end(ended);
    }
    if (!ended) {
      close();
      throw new SocketTimeoutException("Connect timed out");
    }
    return hasConnected();
  }

  private boolean hasConnected() throws IOException {
    try {
      if (hosted.socket().isConnected()) {
        connected();
      } else {
        Errno errno = hosted.socket().takeError();
        if (errno != Errno.OK) {
          throw new SocketError("connect", errno);
        }
      }
      return state == State.CONNECTED;
    } catch (SocketError e) {
      throw failedToConnect(e);
    }
  }

  /** The peer's address does not change any more. */
  private void connected() throws SocketError {
    remote = hosted.peer();
    local = hosted.local();
    state = State.CONNECTED;
  }

  @Override
  public boolean finishConnect() throws IOException {
    lockBoth();
    try {
      checkOpen();
      if (state == State.UNCONNECTED) {
        throw new NoConnectionPendingException();
      }
      if (state == State.CONNECTED) {
        return true;
      }
      return isBlocking() ? awaitConnected(EventQueue.FOREVER) : hasConnected();
    } finally {
      unlockBoth();
    }
  }

  @Override
  public boolean isConnected() {
    return isOpen() && state == State.CONNECTED;
  }

  @Override
  public boolean isConnectionPending() {
    return isOpen() && state == State.CONNECTING;
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    checkOpen();
    return local;
  }

  /** Null until bound. */
  InetSocketAddress local() {
    return local;
  }

  @Override
  public SocketAddress getRemoteAddress() throws IOException {
    checkOpen();
    return state == State.CONNECTED ? remote : null;
  }

  /** Null until it connects. */
  InetSocketAddress remote() {
    return remote;
  }

  /** The channel of a connection that a plain socket has accepted, which listens on this one. */
  StreamChannel accepted(StreamSocket connection) throws SocketError {
    return new StreamChannel(provider(), hosted.stack(), connection);
  }

  // ---- reading ----

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
    readLock.lock();
    try {
      checkReadable();
      if (inputEnded) {
        return EOF;
      }
      return target.hasRemaining() ? transfer(() -> hosted.socket().read(target)) : 0;
    } finally {
      readLock.unlock();
    }
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, targets.length);
    readLock.lock();
    try {
      checkReadable();
      if (inputEnded) {
        return EOF;
      }
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        // Behind the first bytes only what is there: nobody else takes it meanwhile.
        if (targets[i].hasRemaining() && (total == 0 || hosted.socket().readable() > 0)) {
          int count = read(targets[i]);
          if (count <= 0) {
            return total == 0 ? count : total;
          }
          total += count;
        }
      }
      return total;
    } finally {
      readLock.unlock();
    }
  }

  private void checkReadable() throws IOException {
    checkOpen();
    if (state != State.CONNECTED) {
      throw new NotYetConnectedException();
    }
    if (reset) {
      throw new SocketException("Connection reset");
    }
  }

  /** A call of the socket, which on a blocking channel may wait, and then ends with it. */
  private int transfer(Transfer call) throws IOException {
    boolean blocking = isBlocking();
    int count = 0;
    try {
      if (blocking) {
        begin();
      }
      count = call.run();
    } catch (SocketError e) {
      count = failed(e, blocking);
    } finally {
      if (blocking) {
        end(count > 0);
      }
    }
    return count;
  }

  private int failed(SocketError error, boolean blocking) throws IOException {
    reset |= error.errno() == Errno.ECONNRESET;
    boolean ended = error.errno() == Errno.EBADF || error.errno() == Errno.EINTR;
    if (blocking && error.errno() == Errno.EINTR) {
      begin(); // closes the channel if who interrupts has not come to that
    }
    if (blocking ? ended : Errors.isLater(error.errno())) {
      return 0; // whether it was closed, and by an interrupt, end() says
    }
    throw Errors.of(error);
  }

  // ---- writing ----

  @Override
  public int write(ByteBuffer source) throws IOException {
    Objects.requireNonNull(source);
    writeLock.lock();
    try {
      checkWritable();
      return source.hasRemaining() ? transfer(() -> hosted.socket().write(source)) : 0;
    } finally {
      writeLock.unlock();
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    writeLock.lock();
    try {
      checkWritable();
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        total += write(sources[i]);
        if (sources[i].hasRemaining()) {
          break;
        }
      }
      return total;
    } finally {
      writeLock.unlock();
    }
  }

  private void checkWritable() throws IOException {
    checkOpen();
    if (outputEnded) {
      throw new ClosedChannelException();
    }
    if (state != State.CONNECTED) {
      throw new NotYetConnectedException();
    }
  }

  // ---- both ----

  private void lockBoth() {
    readLock.lock();
    writeLock.lock();
  }

  private void unlockBoth() {
    writeLock.unlock();
    readLock.unlock();
  }

  private void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public SocketChannel shutdownInput() throws IOException {
    shutdown(Shutdown.SHUT_RD);
    inputEnded = true;
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() throws IOException {
    shutdown(Shutdown.SHUT_WR);
    outputEnded = true;
    return this;
  }

  private void shutdown(Shutdown how) throws IOException {
    checkOpen();
    if (state != State.CONNECTED) {
      throw new NotYetConnectedException();
    }
    try {
      hosted.socket().shutdown(how);
    } catch (SocketError e) {
      if (e.errno() != Errno.ENOTCONN) { // of a connection that is over nothing is left to end
        throw Errors.of(e);
      }
    }
  }

  boolean isInputEnded() {
    return inputEnded;
  }

  boolean isOutputEnded() {
    return outputEnded;
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> option, T value) throws IOException {
    checkOpen();
    hosted.setOption(option, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> option) throws IOException {
    checkOpen();
    return hosted.option(option);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return hosted.options().supported();
  }

  /** For what the JDK's channels have no name for; of the adaptor. */
  StreamSocket stream() {
    return hosted.socket();
  }

  @Override
  public synchronized java.net.Socket socket() {
    try {
      if (adaptor == null) {
        adaptor = new ChannelSocket(this);
      }
      return adaptor;
    } catch (SocketException e) {
      throw new AssertionError("a socket without an implementation asks nobody", e);
    }
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
  }

  @Override
  public Socket watched() {
    return hosted.socket();
  }

  @Override
  public int readyOps(Filter filter) {
    if (filter == Filter.READ) {
      return SelectionKey.OP_READ;
    }
    return state == State.CONNECTED ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
  }

  @Override
  public String toString() {
    return "StreamChannel[" + state + ", " + remote + "]";
  }
}
