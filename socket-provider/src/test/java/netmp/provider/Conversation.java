package netmp.provider;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Two channels that do not block, of which the first can connect to the second, and what their
 * calls come to, in words. Neither the kernel nor protocol threads carry bytes over within the call
 * that writes them; so before it looks, and while it reads, this waits for what must come.
 */
final class Conversation implements AutoCloseable {

  /** What an end does. */
  enum Op {
    BIND,
    CONNECT,
    CONNECT_TO_NOBODY,
    FINISH_CONNECT,
    READ,
    SCATTER,
    WRITE,
    GATHER,
    SHUTDOWN_INPUT,
    SHUTDOWN_OUTPUT,
    CLOSE,
    STATE,
    ADAPTOR,
    OPTION
  }

  /** One call: who does what, with how many bytes. */
  record Step(Op op, int end, int size) {}

  /** Reads so many bytes or fewer. */
  @FunctionalInterface
  private interface Read {
    long most(int size) throws IOException;
  }

  /** For what must come, in nanoseconds. */
  private static final long PATIENCE = 10_000_000_000L;

  private final ServerSocketChannel listener;
  private final SocketChannel[] ends = new SocketChannel[2];
  private final Selector selector;
  private final SocketAddress nobody;

  /** How many bytes are there that each end has not read. */
  private final int[] unread = new int[2];

  Conversation(SelectorProvider provider) throws IOException {
    listener = provider.openServerSocketChannel().bind(Providers.anyPort());
    try (ServerSocketChannel closed = provider.openServerSocketChannel()) {
      nobody = closed.bind(Providers.anyPort()).getLocalAddress();
    }
    for (int i = 0; i < ends.length; i++) {
      ends[i] = provider.openSocketChannel();
      ends[i].configureBlocking(false);
    }
    selector = provider.openSelector();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (SocketChannel end : ends) {
      end.close();
    }
    listener.close();
  }

  // ---- readiness ----

  /** Of what the ends are ready that are connected, once all has arrived. */
  String readiness() throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    boolean arrived = false;
    while (!arrived) {
      selector.selectedKeys().clear();
      selector.selectNow();
      arrived = (hasArrived(0) && hasArrived(1)) || System.nanoTime() > deadline;
      Thread.onSpinWait();
    }
    return "ready: " + readiness(0) + " " + readiness(1);
  }

  /** Whether an end can read, if there must be something to read. */
  private boolean hasArrived(int end) {
    SocketChannel other = ends[1 - end];
    boolean isDue = unread[end] > 0 || !other.isOpen() || other.socket().isOutputShutdown();
    return !isDue || readyOps(end) < 0 || (readyOps(end) & SelectionKey.OP_READ) != 0;
  }

  private String readiness(int end) {
    int ops = readyOps(end);
    return ops <= 0 ? "-" : Integer.toString(ops);
  }

  /** Of what an end is ready, or -1 if it is not connected any more, or not yet. */
  private int readyOps(int end) {
    SelectionKey key = ends[end].keyFor(selector);
    if (key == null) {
      return -1;
    }
    return selector.selectedKeys().contains(key) ? key.readyOps() : 0;
  }

  // ---- calls ----

  /**
   * Whether a call aborts the connection: a close before all is read, bytes for who does not listen
   * any more. What the other end then learns, and when, is the stack's, and that of BSD and of
   * Linux differ.
   */
  boolean aborts(Step step) {
    SocketChannel end = ends[step.end];
    SocketChannel other = ends[1 - step.end];
    boolean deaf = !other.isOpen() || other.socket().isInputShutdown();
    return switch (step.op) {
      case WRITE, GATHER -> end.isConnected() && deaf;
      case CLOSE -> end.isConnected() && unread[step.end] > 0;
      default -> false;
    };
  }

  /** What a call comes to. */
  String run(Step step) {
    try {
      return call(step);
    } catch (ClosedChannelException e) {
      return "ClosedChannelException"; // after shutdownOutput the JDK's own is of a narrower kind
    } catch (IOException | RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }

  private String call(Step step) throws IOException {
    SocketChannel end = ends[step.end];
    return switch (step.op) {
      case BIND -> {
        end.bind(Providers.anyPort());
        yield "bound";
      }
      case CONNECT -> step.end == 0 ? connect() : "nothing";
      case CONNECT_TO_NOBODY -> {
        finish(end.connect(nobody), end);
        yield "connected";
      }
      case FINISH_CONNECT -> String.valueOf(end.finishConnect());
      case READ -> read(step, most -> end.read(ByteBuffer.allocate(most)));
      case SCATTER -> read(step, most -> end.read(halves(most)));
      case WRITE -> written(step, end.write(ByteBuffer.allocateDirect(step.size)));
      case GATHER -> written(step, end.write(halves(step.size)));
      case SHUTDOWN_INPUT -> {
        end.shutdownInput();
        yield "done";
      }
      case SHUTDOWN_OUTPUT -> {
        end.shutdownOutput();
        yield "done";
      }
      case CLOSE -> {
        end.close();
        yield "done";
      }
      case STATE -> state(end);
      case ADAPTOR -> adaptor(end);
      case OPTION -> {
        end.setOption(StandardSocketOptions.TCP_NODELAY, step.size % 2 == 0);
        yield String.valueOf(end.getOption(StandardSocketOptions.TCP_NODELAY));
      }
    };
  }

  /** Reads; what comes in parts is put together. */
  private String read(Step step, Read read) throws IOException {
    int due = Math.min(step.size, unread[step.end]);
    long deadline = System.nanoTime() + PATIENCE;
    long count = read.most(step.size);
    while (count >= 0 && count < due && System.nanoTime() < deadline) {
      count += Math.max(0, read.most(step.size - (int) count));
    }
    unread[step.end] -= (int) Math.max(0, count);
    return Long.toString(count);
  }

  private String written(Step step, long count) {
    unread[1 - step.end] += (int) count;
    return Long.toString(count);
  }

  private static ByteBuffer[] halves(int size) {
    return new ByteBuffer[] {ByteBuffer.allocate(size / 2), ByteBuffer.allocate(size - size / 2)};
  }

  private String connect() throws IOException {
    finish(ends[0].connect(listener.getLocalAddress()), ends[0]);
    ends[1].close();
    ends[1] = listener.accept();
    for (SocketChannel end : ends) {
      end.configureBlocking(false);
      end.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
    return "connected";
  }

  private static void finish(boolean connected, SocketChannel end) throws IOException {
    boolean done = connected;
    while (!done) {
      done = end.finishConnect();
    }
  }

  private static String state(SocketChannel end) throws IOException {
    return "open %s, connected %s, pending %s, bound %s, remote %s"
        .formatted(
            end.isOpen(),
            end.isConnected(),
            end.isConnectionPending(),
            end.getLocalAddress() != null,
            end.getRemoteAddress() != null);
  }

  private static String adaptor(SocketChannel end) {
    java.net.Socket socket = end.socket();
    return "closed %s, connected %s, bound %s, input %s, output %s, port %s, local %s"
        .formatted(
            socket.isClosed(),
            socket.isConnected(),
            socket.isBound(),
            socket.isInputShutdown(),
            socket.isOutputShutdown(),
            socket.getPort() > 0,
            socket.getLocalPort() > 0);
  }
}
