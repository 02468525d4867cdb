package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import netmp.network.Network;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same steps with the JDK's channels over the kernel and with those over the stack. */
class ChannelTest {

  private static Network network;

  @BeforeAll
  static void makeAHost() {
    network = Providers.oneHost();
  }

  @AfterAll
  static void stop() throws Exception {
    Stacks.use();
    network.close();
  }

  /** A connection, both ends. */
  private static final class Pair implements AutoCloseable {
    final ServerSocketChannel listener;
    final SocketChannel client;
    final SocketChannel server;

    Pair(SelectorProvider provider) throws Exception {
      listener = provider.openServerSocketChannel().bind(Providers.anyPort());
      client = provider.openSocketChannel();
      assertThat(client.connect(listener.getLocalAddress())).isTrue();
      server = listener.accept();
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
      listener.close();
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(ByteBuffer buffer) {
    buffer.flip();
    return StandardCharsets.US_ASCII.decode(buffer).toString();
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void bytesGoBothWays(SelectorProvider provider) throws Exception {
    try (Pair pair = new Pair(provider)) {
      assertThat(pair.client.write(bytes("ping"))).isEqualTo(4);
      ByteBuffer heap = ByteBuffer.allocate(10);
      assertThat(pair.server.read(heap)).isEqualTo(4);
      assertThat(text(heap)).isEqualTo("ping");
      ByteBuffer answer = ByteBuffer.allocateDirect(4).put(bytes("pong")).flip();
      assertThat(pair.server.write(answer)).isEqualTo(4);
      assertThat(answer.hasRemaining()).isFalse();
      ByteBuffer direct = ByteBuffer.allocateDirect(3);
      assertThat(pair.client.read(direct)).isEqualTo(3);
      assertThat(pair.client.read(direct)).isZero();
      assertThat(text(direct)).isEqualTo("pon");
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void bytesAreGatheredAndScattered(SelectorProvider provider) throws Exception {
    try (Pair pair = new Pair(provider)) {
      ByteBuffer[] sources = {bytes("not"), bytes("ab"), bytes(""), bytes("cde")};
      assertThat(pair.client.write(sources, 1, 3)).isEqualTo(5);
      ByteBuffer[] targets = {
        ByteBuffer.allocate(0), ByteBuffer.allocate(2), ByteBuffer.allocate(9)
      };
      long count = 0;
      while (count < 5) {
        count += pair.server.read(targets);
      }
      assertThat(text(targets[1])).isEqualTo("ab");
      assertThat(text(targets[2])).isEqualTo("cde");
      assertThatThrownBy(() -> pair.client.write(sources, 3, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void theEndOfAStream(SelectorProvider provider) throws Exception {
    try (Pair pair = new Pair(provider)) {
      pair.client.write(bytes("x"));
      pair.client.shutdownOutput();
      assertThatThrownBy(() -> pair.client.write(bytes("y")))
          .isInstanceOf(ClosedChannelException.class);
      ByteBuffer buffer = ByteBuffer.allocate(5);
      assertThat(pair.server.read(buffer)).isEqualTo(1);
      assertThat(pair.server.read(buffer)).isEqualTo(-1);
      assertThat(pair.server.read(buffer)).isEqualTo(-1);
      pair.server.write(bytes("z"));
      assertThat(pair.client.read(ByteBuffer.allocate(1))).isEqualTo(1);
      pair.client.shutdownInput();
      assertThat(pair.client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void whatDoesNotBlockReturns(SelectorProvider provider) throws Exception {
    try (Pair pair = new Pair(provider)) {
      pair.listener.configureBlocking(false);
      assertThat(pair.listener.accept()).isNull();
      pair.server.configureBlocking(false);
      assertThat(pair.server.read(ByteBuffer.allocate(1))).isZero();
      pair.client.configureBlocking(false);
      ByteBuffer much = ByteBuffer.allocate(20_000_000);
      int written = pair.client.write(much);
      assertThat(written).isPositive().isEqualTo(much.position()).isLessThan(much.capacity());
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void connectingInSteps(SelectorProvider provider) throws Exception {
    try (ServerSocketChannel listener =
            provider.openServerSocketChannel().bind(Providers.anyPort());
        SocketChannel client = provider.openSocketChannel()) {
      assertThatThrownBy(client::finishConnect).isInstanceOf(NoConnectionPendingException.class);
      assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
          .isInstanceOf(NotYetConnectedException.class);
      assertThatThrownBy(() -> client.write(bytes("x")))
          .isInstanceOf(NotYetConnectedException.class);
      client.configureBlocking(false);
      if (!client.connect(listener.getLocalAddress())) {
        assertThat(client.isConnectionPending()).isTrue();
        assertThatThrownBy(() -> client.connect(listener.getLocalAddress()))
            .isInstanceOf(ConnectionPendingException.class);
        client.configureBlocking(true);
        assertThat(client.finishConnect()).isTrue();
      }
      assertThat(client.isConnected()).isTrue();
      assertThat(client.getRemoteAddress()).isEqualTo(listener.getLocalAddress());
      assertThat(client.finishConnect()).isTrue();
      assertThatThrownBy(() -> client.connect(listener.getLocalAddress()))
          .isInstanceOf(AlreadyConnectedException.class);
      try (SocketChannel server = listener.accept()) {
        assertThat(server.getRemoteAddress()).isEqualTo(client.getLocalAddress());
        assertThat(server.isBlocking()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void nobodyListens(SelectorProvider provider) throws Exception {
    SocketAddress nobody;
    try (ServerSocketChannel listener =
        provider.openServerSocketChannel().bind(Providers.anyPort())) {
      nobody = listener.getLocalAddress();
    }
    try (SocketChannel client = provider.openSocketChannel()) {
      assertThatThrownBy(() -> client.connect(nobody))
          .isInstanceOf(ConnectException.class)
          .hasMessage("Connection refused");
      assertThat(client.isOpen()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void bindingIsForOnce(SelectorProvider provider) throws Exception {
    try (ServerSocketChannel listener = provider.openServerSocketChannel();
        ServerSocketChannel second = provider.openServerSocketChannel();
        SocketChannel client = provider.openSocketChannel()) {
      assertThat(listener.getLocalAddress()).isNull();
      assertThatThrownBy(listener::accept).isInstanceOf(NotYetBoundException.class);
      listener.bind(Providers.anyPort());
      assertThatThrownBy(() -> listener.bind(Providers.anyPort()))
          .isInstanceOf(AlreadyBoundException.class);
      assertThatThrownBy(() -> second.bind(listener.getLocalAddress()))
          .isInstanceOf(BindException.class);
      assertThat(client.getLocalAddress()).isNull();
      client.bind(Providers.anyPort());
      assertThat(((InetSocketAddress) client.getLocalAddress()).getPort()).isPositive();
      assertThatThrownBy(() -> client.bind(Providers.anyPort()))
          .isInstanceOf(AlreadyBoundException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void addressesThatAreNone(SelectorProvider provider) throws Exception {
    try (SocketChannel client = provider.openSocketChannel()) {
      assertThatThrownBy(() -> client.connect(InetSocketAddress.createUnresolved("nowhere", 1)))
          .isInstanceOf(UnresolvedAddressException.class);
      assertThatThrownBy(() -> client.bind(new SocketAddress() {}))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThat(client.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aClosedChannelSaysSo(SelectorProvider provider) throws Exception {
    SocketChannel client = provider.openSocketChannel();
    client.close();
    client.close();
    assertThatThrownBy(() -> client.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(client::getLocalAddress).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> client.getOption(StandardSocketOptions.TCP_NODELAY))
        .isInstanceOf(ClosedChannelException.class);
  }

  /** Waits until a thread waits, and does something then. */
  private static void whenWaiting(Thread thread, Runnable action) throws Exception {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && !isInNativeRead(thread)) {
      Thread.onSpinWait();
    }
    action.run();
  }

  /** The JDK's own channels wait in the kernel. */
  private static boolean isInNativeRead(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getClassName().startsWith("sun.nio.ch.");
  }

  private static Throwable endOf(FutureTask<?> task, Thread thread) throws Exception {
    thread.join();
    try {
      task.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void closeEndsARead(SelectorProvider provider) throws Exception {
    try (Pair pair = new Pair(provider)) {
      FutureTask<Integer> read = new FutureTask<>(() -> pair.client.read(ByteBuffer.allocate(1)));
      Thread reader = Thread.ofPlatform().start(read);
      whenWaiting(reader, () -> close(pair.client));
      assertThat(endOf(read, reader)).isExactlyInstanceOf(AsynchronousCloseException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void closeEndsAnAccept(SelectorProvider provider) throws Exception {
    ServerSocketChannel listener = provider.openServerSocketChannel().bind(Providers.anyPort());
    FutureTask<SocketChannel> accept = new FutureTask<>(listener::accept);
    Thread acceptor = Thread.ofPlatform().start(accept);
    whenWaiting(acceptor, () -> close(listener));
    assertThat(endOf(accept, acceptor)).isExactlyInstanceOf(AsynchronousCloseException.class);
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void anInterruptClosesTheChannel(SelectorProvider provider) throws Exception {
    try (Pair pair = new Pair(provider)) {
      FutureTask<Boolean> read =
          new FutureTask<>(
              () -> {
                try {
                  pair.client.read(ByteBuffer.allocate(1));
                  return false;
                } catch (ClosedByInterruptException e) {
                  return Thread.currentThread().isInterrupted();
                }
              });
      Thread reader = Thread.ofPlatform().start(read);
      whenWaiting(reader, reader::interrupt);
      reader.join();
      assertThat(read.get()).as("status").isTrue();
      assertThat(pair.client.isOpen()).isFalse();
    }
  }

  /** Also if the thread is through before who interrupts it has come to closing the channel. */
  @Test
  void manyInterrupts() throws Exception {
    for (int i = 0; i < 500; i++) {
      anInterruptClosesTheChannel(new NetmpSelectorProvider());
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void anInterruptClosesAPipe(SelectorProvider provider) throws Exception {
    Pipe pipe = provider.openPipe();
    FutureTask<Integer> read =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              return pipe.source().read(ByteBuffer.allocate(1));
            });
    Thread reader = Thread.ofPlatform().start(read);
    assertThat(endOf(read, reader)).isExactlyInstanceOf(ClosedByInterruptException.class);
    assertThat(pipe.source().isOpen()).isFalse();
    pipe.sink().close();
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void options(SelectorProvider provider) throws Exception {
    try (SocketChannel client = provider.openSocketChannel()) {
      assertThat(client.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      assertThat(client.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
      assertThat(client.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
      client.setOption(StandardSocketOptions.SO_LINGER, 5);
      assertThat(client.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(5);
      assertThatThrownBy(() -> client.setOption(StandardSocketOptions.SO_RCVBUF, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> client.setOption(StandardSocketOptions.SO_BROADCAST, true))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(client.supportedOptions())
          .contains(
              StandardSocketOptions.SO_SNDBUF,
              StandardSocketOptions.SO_RCVBUF,
              StandardSocketOptions.SO_KEEPALIVE,
              StandardSocketOptions.SO_REUSEADDR,
              StandardSocketOptions.IP_TOS);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void theAdaptorKnowsWhatTheChannelKnows(SelectorProvider provider) throws Exception {
    try (Pair pair = new Pair(provider)) {
      java.net.Socket socket = pair.client.socket();
      assertThat(socket).isSameAs(pair.client.socket());
      assertThat(socket.getChannel()).isSameAs(pair.client);
      assertThat(socket.isConnected()).isTrue();
      assertThat(socket.isBound()).isTrue();
      assertThat(socket.getRemoteSocketAddress()).isEqualTo(pair.client.getRemoteAddress());
      assertThat(socket.getLocalSocketAddress()).isEqualTo(pair.client.getLocalAddress());
      assertThat(pair.listener.socket().getLocalSocketAddress())
          .isEqualTo(pair.listener.getLocalAddress());
      socket.getOutputStream().write("adapted".getBytes(StandardCharsets.US_ASCII));
      java.net.Socket other = pair.server.socket();
      assertThat(other.getInputStream().readNBytes(7)).asString().isEqualTo("adapted");
      other.setSoTimeout(10);
      assertThat(other.getSoTimeout()).isEqualTo(10);
      assertThatThrownBy(() -> other.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      socket.shutdownOutput();
      assertThat(socket.isOutputShutdown()).isTrue();
      assertThat(other.getInputStream().read()).isEqualTo(-1);
      socket.close();
      assertThat(pair.client.isOpen()).isFalse();
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aPipe(SelectorProvider provider) throws Exception {
    Pipe pipe = provider.openPipe();
    pipe.sink().write(bytes("through"));
    ByteBuffer buffer = ByteBuffer.allocate(20);
    assertThat(pipe.source().read(buffer)).isEqualTo(7);
    assertThat(text(buffer)).isEqualTo("through");
    pipe.sink().close();
    assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    pipe.source().close();
  }
}
