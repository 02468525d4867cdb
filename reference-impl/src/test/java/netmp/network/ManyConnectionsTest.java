package netmp.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import netmp.link.LinkSettings;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;
import netmp.stack.Resource;
import netmp.stats.Counter;
import org.junit.jupiter.api.Test;

/** Ten thousand connections are opened, used and closed in every way, and leave nothing behind. */
class ManyConnectionsTest {

  private static final int PORT = 80;
  private static final int CLIENTS = 20;
  private static final int EACH = 500;
  private static final int LENGTH = 3000;

  private static final LinkSettings LOSSY =
      LinkSettings.PERFECT.withDelay(Duration.ofMillis(1)).withLoss(0.005);

  /** Longer than TIME-WAIT, and than any timeout; keepalive probes come after two hours. */
  private static final Duration LONG_AFTERWARDS = Duration.ofHours(3);

  private static final Duration LIMIT = LONG_AFTERWARDS.multipliedBy(2);

  /** Who ends a connection, and how. */
  private enum End {
    CLIENT_FIRST,
    SERVER_FIRST,
    HALF_CLOSE,
    ABORT;

    static End of(int number) {
      return values()[number & 3];
    }
  }

  /** Says in the first byte how the connection is to end. */
  private static void use(Host client, Host server, int number) throws IOException {
    End end = End.of(number);
    byte[] text = new byte[LENGTH];
    text[0] = (byte) (number & 3);
    StreamSocket socket = client.stack().streamSocket();
    socket.connect(server.address(), PORT);
    socket.write(text, 0, text.length);
    if (end == End.HALF_CLOSE) {
      socket.shutdown(Shutdown.SHUT_WR);
    }
    if (end == End.ABORT) {
      socket.setOption(SocketOption.SO_LINGER, 0);
    } else {
      assertThat(readAll(socket, LENGTH)).isEqualTo(LENGTH);
    }
    if (end == End.SERVER_FIRST || end == End.HALF_CLOSE) {
      assertThat(socket.read(text, 0, 1)).isEqualTo(-1);
    }
    socket.close();
  }

  /** How many bytes came before so many were there, or the peer went. */
  private static int readAll(StreamSocket socket, int length) throws IOException {
    byte[] buffer = new byte[length];
    int got = 0;
    for (int n = 0; got < length && n >= 0; got += Math.max(0, n)) {
      n = socket.read(buffer, got, length - got);
    }
    return got;
  }

  private static void serve(StreamSocket connection) throws IOException {
    byte[] text = new byte[LENGTH];
    // The reset of a client may be lost, and nothing else said that it is gone (RFC 9293 3.5.1).
    connection.setOption(SocketOption.SO_KEEPALIVE, 1);
    try {
      int n = connection.read(text, 0, LENGTH);
      End end = End.of(text[0]);
      int got = n < 0 ? 0 : n + readAll(connection, LENGTH - n);
      connection.write(text, 0, got);
      if (end != End.SERVER_FIRST) {
        assertThat(connection.read(text, 0, 1)).isEqualTo(-1);
      }
    } catch (SocketError e) {
      // The client has aborted.
      assertThat(e.errno()).isIn(Errno.ECONNRESET, Errno.EPIPE);
    }
    connection.close();
  }

  /** Until the listener is closed. Of those that were aborted, some are never accepted. */
  private static void accept(Network net, StreamSocket listener) throws IOException {
    for (int i = 0; ; i++) {
      StreamSocket connection;
      try {
        connection = listener.accept();
      } catch (SocketError e) {
        return;
      }
      net.spawn("server " + i, () -> serve(connection));
    }
  }

  /** But for the entry of the ARP cache, and its timer: it stays as long as it is of use. */
  private static Map<Resource, Integer> held(NetStack stack) {
    Map<Resource, Integer> all = new EnumMap<>(Resource.class);
    for (Resource each : Resource.values()) {
      all.put(each, stack.census().used(each));
    }
    all.merge(Resource.TIMERS, -all.remove(Resource.NEIGHBOURS), Integer::sum);
    return all;
  }

  @Test
  void nothingIsLeft() throws IOException {
    try (Network net = new Network(NetworkConfig.seeded(1).withCpus(2).withTimeLimit(LIMIT))) {
      Host server = net.host("server");
      Host client = net.host("client");
      net.link(client, server, LOSSY);
      net.spawn("main", () -> run(net, client, server));
      net.run();
      assertThat(client.stack().statistics().get(Counter.TCP_ESTABLISHED))
          .isEqualTo(CLIENTS * EACH);
    }
  }

  private static void run(Network net, Host client, Host server) throws IOException {
    net.sleep(Duration.ofMillis(1));
    List<NetStack> stacks = List.of(client.stack(), server.stack());
    List<Map<Resource, Integer>> before = stacks.stream().map(ManyConnectionsTest::held).toList();
    List<Integer> buffers = stacks.stream().map(NetStack::availableBuffers).toList();
    StreamSocket listener = server.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(CLIENTS);
    net.daemon("listener", () -> accept(net, listener));
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      net.spawn(
          "client " + i,
          () -> {
            for (int k = 0; k < EACH; k++) {
              use(client, server, number + k);
            }
          });
    }
    net.sleep(LONG_AFTERWARDS);
    listener.close();
    net.sleep(Duration.ofMillis(1));
    assertThat(stacks.stream().map(ManyConnectionsTest::held).toList()).isEqualTo(before);
    assertThat(stacks.stream().map(NetStack::availableBuffers).toList()).isEqualTo(buffers);
  }
}
