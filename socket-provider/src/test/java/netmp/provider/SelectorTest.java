package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import netmp.network.Network;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same steps with the JDK's selectors and with those over event queues. */
class SelectorTest {

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

  private static ServerSocketChannel listener(SelectorProvider provider) throws Exception {
    ServerSocketChannel listener = provider.openServerSocketChannel().bind(Providers.anyPort());
    listener.configureBlocking(false);
    return listener;
  }

  /** Selects until a key is ready for an operation. */
  private static void await(Selector selector, SelectionKey key, int operation) throws Exception {
    do {
      selector.selectedKeys().clear();
      selector.select();
    } while (!selector.selectedKeys().contains(key) || (key.readyOps() & operation) == 0);
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aConversationOfChannelsThatDoNotBlock(SelectorProvider provider) throws Exception {
    try (Selector selector = provider.openSelector();
        ServerSocketChannel listener = listener(provider);
        SocketChannel client = provider.openSocketChannel()) {
      SelectionKey accepts = listener.register(selector, SelectionKey.OP_ACCEPT, "listener");
      assertThat(selector.selectNow()).isZero();
      client.configureBlocking(false);
      SelectionKey talks = client.register(selector, 0);
      if (!client.connect(listener.getLocalAddress())) {
        talks.interestOps(SelectionKey.OP_CONNECT);
        await(selector, talks, SelectionKey.OP_CONNECT);
        assertThat(client.finishConnect()).isTrue();
      }
      talks.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      await(selector, accepts, SelectionKey.OP_ACCEPT);
      assertThat(accepts.attachment()).isEqualTo("listener");
      try (SocketChannel server = listener.accept()) {
        await(selector, talks, SelectionKey.OP_WRITE);
        assertThat(talks.isReadable()).isFalse();
        talks.interestOps(SelectionKey.OP_READ);
        selector.selectedKeys().clear();
        assertThat(selector.select(20)).isZero();
        server.write(ByteBuffer.allocate(3));
        await(selector, talks, SelectionKey.OP_READ);
        assertThat(client.read(ByteBuffer.allocate(10))).isEqualTo(3);
        server.shutdownOutput();
        await(selector, talks, SelectionKey.OP_READ);
        assertThat(client.read(ByteBuffer.allocate(10))).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aRefusedConnectionIsSelected(SelectorProvider provider) throws Exception {
    SocketAddress nobody;
    try (ServerSocketChannel listener = listener(provider)) {
      nobody = listener.getLocalAddress();
    }
    try (Selector selector = provider.openSelector();
        SocketChannel client = provider.openSocketChannel()) {
      client.configureBlocking(false);
      SelectionKey key = client.register(selector, SelectionKey.OP_CONNECT);
      if (!client.connect(nobody)) {
        await(selector, key, SelectionKey.OP_CONNECT);
      }
      assertThatThrownBy(client::finishConnect).isInstanceOf(ConnectException.class);
      assertThat(key.isValid()).isFalse();
      assertThatThrownBy(key::interestOps).isInstanceOf(CancelledKeyException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void whatIsReadyStaysReadyAndIsCountedWhenItIsNew(SelectorProvider provider) throws Exception {
    Pipe pipe = provider.openPipe();
    try (Selector selector = provider.openSelector()) {
      pipe.source().configureBlocking(false);
      SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ);
      pipe.sink().write(ByteBuffer.allocate(1));
      assertThat(selector.select()).isEqualTo(1);
      assertThat(selector.selectNow()).isZero();
      assertThat(selector.selectedKeys()).containsExactly(key);
      selector.selectedKeys().remove(key);
      assertThat(selector.selectNow()).isEqualTo(1);
      selector.selectedKeys().clear();
      key.interestOpsAnd(0);
      assertThat(selector.selectNow()).isZero();
      assertThat(key.interestOpsOr(SelectionKey.OP_READ)).isZero();
      assertThat(selector.selectNow()).isEqualTo(1);
      List<SelectionKey> seen = new ArrayList<>();
      assertThat(selector.selectNow(seen::add)).isEqualTo(1);
      assertThat(seen).containsExactly(key);
      Set<SelectionKey> selected = selector.selectedKeys();
      assertThatThrownBy(() -> selected.add(key)).isInstanceOf(UnsupportedOperationException.class);
      Set<SelectionKey> keys = selector.keys();
      assertThatThrownBy(() -> keys.remove(key)).isInstanceOf(UnsupportedOperationException.class);
    }
    pipe.sink().close();
    pipe.source().close();
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aWakeupEndsOneSelection(SelectorProvider provider) throws Exception {
    try (Selector selector = provider.openSelector()) {
      selector.wakeup().wakeup();
      assertThat(selector.select()).isZero();
      assertThat(selector.select(1)).isZero();
      FutureTask<Integer> task = new FutureTask<>(selector::select);
      Thread waiter = Thread.ofPlatform().start(task);
      selector.wakeup();
      assertThat(task.get()).isZero();
      waiter.join();
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void anInterruptEndsASelectionAndStays(SelectorProvider provider) throws Exception {
    try (Selector selector = provider.openSelector()) {
      FutureTask<Boolean> task =
          new FutureTask<>(
              () -> {
                int count = selector.select();
                return count == 0 && Thread.currentThread().isInterrupted() && selector.isOpen();
              });
      Thread waiter = Thread.ofPlatform().start(task);
      waiter.interrupt();
      assertThat(task.get()).isTrue();
      waiter.join();
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aCancelledKeyGoesWithTheNextSelection(SelectorProvider provider) throws Exception {
    Pipe pipe = provider.openPipe();
    try (Selector selector = provider.openSelector();
        Selector other = provider.openSelector()) {
      assertThatThrownBy(() -> pipe.source().register(selector, SelectionKey.OP_READ))
          .isInstanceOf(IllegalBlockingModeException.class);
      pipe.source().configureBlocking(false);
      assertThatThrownBy(() -> pipe.source().register(selector, SelectionKey.OP_WRITE))
          .isInstanceOf(IllegalArgumentException.class);
      SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ);
      assertThatThrownBy(() -> pipe.source().configureBlocking(true))
          .isInstanceOf(IllegalBlockingModeException.class);
      pipe.sink().write(ByteBuffer.allocate(1));
      assertThat(selector.select()).isEqualTo(1);
      key.cancel();
      assertThat(key.isValid()).isFalse();
      assertThat(selector.keys()).contains(key);
      assertThat(selector.selectNow()).isZero();
      assertThat(selector.keys()).isEmpty();
      assertThat(selector.selectedKeys()).isEmpty();
      SelectionKey again = pipe.source().register(other, SelectionKey.OP_READ);
      assertThat(other.select()).isEqualTo(1);
      assertThat(other.selectedKeys()).containsExactly(again);
      pipe.source().close();
      assertThat(again.isValid()).isFalse();
      assertThat(other.selectNow()).isZero();
      assertThat(other.keys()).isEmpty();
    }
    pipe.sink().close();
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void aClosedSelectorLetsGo(SelectorProvider provider) throws Exception {
    Pipe pipe = provider.openPipe();
    pipe.source().configureBlocking(false);
    Selector selector = provider.openSelector();
    SelectionKey key = pipe.source().register(selector, SelectionKey.OP_READ);
    FutureTask<Integer> task = new FutureTask<>(selector::select);
    Thread waiter = Thread.ofPlatform().start(task);
    selector.close();
    waiter.join();
    assertThat(selector.isOpen()).isFalse();
    assertThat(key.isValid()).isFalse();
    assertThat(pipe.source().isRegistered()).isFalse();
    assertThatThrownBy(selector::selectNow).isInstanceOf(ClosedSelectorException.class);
    assertThatThrownBy(selector::keys).isInstanceOf(ClosedSelectorException.class);
    pipe.source().configureBlocking(true);
    pipe.sink().close();
    pipe.source().close();
  }

  /** What is registered once and idle costs nothing: many of them, one that talks. */
  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#both")
  void oneOfManyIsSelected(SelectorProvider provider) throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    try (Selector selector = provider.openSelector()) {
      for (int i = 0; i < 200; i++) {
        Pipe pipe = provider.openPipe();
        pipe.source().configureBlocking(false);
        pipe.source().register(selector, SelectionKey.OP_READ, i);
        pipes.add(pipe);
      }
      for (int i : new int[] {0, 77, 199}) {
        pipes.get(i).sink().write(ByteBuffer.allocate(1));
        assertThat(selector.select()).isEqualTo(1);
        assertThat(selector.selectedKeys()).extracting(SelectionKey::attachment).containsExactly(i);
        selector.selectedKeys().clear();
        assertThat(pipes.get(i).source().read(ByteBuffer.allocate(9))).isEqualTo(1);
      }
    }
    for (Pipe pipe : pipes) {
      pipe.sink().close();
      pipe.source().close();
    }
  }
}
