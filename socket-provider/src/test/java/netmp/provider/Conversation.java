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
 * calls come to, in words. What the kernel does at once over its loopback, protocol threads do in a
 * moment; so who knows what is to come waits for it, but not for long.
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

  private static final long PATIENCE = 1_000_000_000L;

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

  /** Of what the ends are ready that are connected. */
  String readiness() throws IOException {
    StringBuilder text = new StringBuilder("ready:");
    selector.selectedKeys().clear();
    selector.selectNow();
    for (SocketChannel end : ends) {
      SelectionKey key = end.keyFor(selector);
      boolean selected = key != null && selector.selectedKeys().contains(key);
      text.append(' ').append(selected ? Integer.toString(key.readyOps()) : "-");
    }
    return text.toString();
  }

  /** The same, when it is as expected, or does not become so. */
  String readinessThatBecomes(String expected) throws IOException {
    long end = System.nanoTime() + PATIENCE;
    String found = readiness();
    while (!found.equals(expected) && System.nanoTime() < end) {
      Thread.onSpinWait();
      found = readiness();
    }
    return found;
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

  /** The same; what comes in parts is put together. */
  String runUntil(Step step, String expected) {
    boolean reads = step.op == Op.READ || step.op == Op.SCATTER;
    if (!reads || !expected.matches("[1-9][0-9]*")) {
      return run(step);
    }
    int wanted = Integer.parseInt(expected);
    int count = 0;
    long end = System.nanoTime() + PATIENCE;
    while (count < wanted && System.nanoTime() < end) {
      String part = run(new Step(step.op, step.end, step.size - count));
      if (!part.matches("[0-9]+")) {
        return count + " and then " + part;
      }
      count += Integer.parseInt(part);
    }
    return Integer.toString(count);
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
      case READ -> read(step, end.read(ByteBuffer.allocate(step.size)));
      case SCATTER -> read(step, end.read(halves(step.size)));
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

  private String read(Step step, long count) {
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
