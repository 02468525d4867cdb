package netmp.provider;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import netmp.inet.IpAddress;
import netmp.socket.Errno;
import netmp.socket.Filter;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;

/** A server socket channel over a stream socket that listens. */
final class ListenerChannel extends ServerSocketChannel implements Selectable {

  /** The JDK's, of who does not care. */
  private static final int BACKLOG = 50;

  private final ReentrantLock lock = new ReentrantLock();
  private final HostedSocket<StreamSocket> hosted;

  /** Null until bound. */
  private volatile InetSocketAddress local;

  private ListenerSocket adaptor;

  ListenerChannel(SelectorProvider provider, NetStack stack) {
    super(provider);
    hosted = new HostedSocket<>(stack, NetStack::streamSocket, Options.ofListener());
  }

  @Override
  public ServerSocketChannel bind(SocketAddress address, int backlog) throws IOException {
    InetSocketAddress wanted =
        address == null ? Addresses.of(IpAddress.ANY, 0) : Addresses.check(address);
    lock.lock();
    try {
      checkOpen();
      if (local != null) {
        throw new AlreadyBoundException();
      }
      int ip = Addresses.toInt(wanted.getAddress());
      hosted.moveTo(ip);
      hosted.socket().bind(ip, wanted.getPort());
      hosted.socket().listen(backlog < 1 ? BACKLOG : backlog);
      local = hosted.local();
    } catch (SocketError e) {
      throw Errors.of(e);
    } finally {
      lock.unlock();
    }
    return this;
  }

  @Override
  public SocketChannel accept() throws IOException {
    lock.lock();
    try {
      checkOpen();
      if (local == null) {
        throw new NotYetBoundException();
      }
      StreamSocket connection = isBlocking() ? acceptAndWait() : acceptNow();
      return connection == null ? null : new StreamChannel(provider(), hosted.stack(), connection);
    } catch (SocketError e) {
      throw Errors.of(e);
    } finally {
      lock.unlock();
    }
  }

  private StreamSocket acceptAndWait() throws IOException {
    StreamSocket connection = null;
    try {
      begin();
      connection = hosted.socket().accept();
    } catch (SocketError e) {
      if (e.errno() != Errno.EBADF && e.errno() != Errno.EINTR) {
        throw e;
      }
      if (e.errno() == Errno.EINTR) {
        begin(); // closes the channel if who interrupts has not come to that
      }
    } finally {
      end(connection != null);
    }
    return connection;
  }

  private StreamSocket acceptNow() throws SocketError {
    try {
      return hosted.socket().accept();
    } catch (SocketError e) {
      if (e.errno() == Errno.EAGAIN) {
        return null;
      }
      throw e;
    }
  }

  private void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public SocketAddress getLocalAddress() throws IOException {
    checkOpen();
    return local;
  }

  InetSocketAddress local() {
    return local;
  }

  @Override
  public <T> ServerSocketChannel setOption(SocketOption<T> option, T value) throws IOException {
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
  public synchronized ServerSocket socket() {
    if (adaptor == null) {
      adaptor = new ListenerSocket(this);
    }
    return adaptor;
  }

  @Override
  protected void implConfigureBlocking(boolean block) {
    lock.lock();
    try {
      hosted.socket().setBlocking(block);
    } finally {
      lock.unlock();
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
    return filter == Filter.READ ? SelectionKey.OP_ACCEPT : 0;
  }

  @Override
  public String toString() {
    return "ListenerChannel[" + local + "]";
  }
}
