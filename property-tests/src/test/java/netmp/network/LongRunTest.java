package netmp.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import netmp.link.Link;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import org.junit.jupiter.api.Test;

/** Hours in which little happens take no time, and what shall happen in them does. */
class LongRunTest {

  private static final int PORT = 9;
  private static final Duration QUIET = Duration.ofHours(6);

  private Link toPeer;

  /** Idle connections between three hosts live for hours by their probes, until a link is cut. */
  @Test
  void idleConnectionsAreProbedForHours() throws IOException {
    try (Network net = new Network(NetworkConfig.seeded(1).withTimeLimit(Duration.ofHours(12)))) {
      Switch relay = net.addSwitch();
      LinkSettings lossy = LinkSettings.PERFECT.withDelay(Duration.ofMillis(5)).withLoss(0.1);
      Host asker = net.host("asker");
      Host server = net.host("server");
      Host peer = net.host("peer");
      net.link(asker, relay, lossy);
      net.link(server, relay, lossy);
      toPeer = net.link(peer, relay, lossy);
      List.of(server, peer).forEach(host -> net.daemon(host.name() + ".u", () -> echo(host)));
      net.spawn("asker.u", () -> ask(net, asker, server, peer));
      net.run();
      assertThat(net.nanoTime()).isGreaterThan(QUIET.toNanos());
      // After two hours of silence each, from one end or from both.
      assertThat(asker.stack().statistics().get(Counter.TCP_KEEPALIVES)).isGreaterThanOrEqualTo(6);
    }
  }

  private void ask(Network net, Host asker, Host server, Host peer) throws IOException {
    net.sleep(Duration.ofSeconds(1));
    StreamSocket first = connect(asker, server);
    StreamSocket second = connect(asker, peer);
    net.sleep(QUIET);
    echoed(first, 1);
    echoed(second, 2);
    net.sleep(Duration.ofMinutes(1)); // until nothing is under way
    toPeer.setUp(false);
    net.sleep(Duration.ofHours(3));
    echoed(first, 3);
    SocketError failure =
        catchThrowableOfType(SocketError.class, () -> second.read(new byte[1], 0, 1));
    assertThat(failure.errno()).isEqualTo(Errno.ETIMEDOUT);
    first.close();
    second.close();
  }

  private static StreamSocket connect(Host from, Host to) throws SocketError {
    StreamSocket socket = from.stack().streamSocket();
    socket.setOption(SocketOption.SO_KEEPALIVE, 1);
    socket.connect(to.address(), PORT);
    return socket;
  }

  private static void echoed(StreamSocket socket, int value) throws SocketError {
    byte[] data = {(byte) value};
    socket.write(data, 0, 1);
    data[0] = 0;
    assertThat(socket.read(data, 0, 1)).isEqualTo(1);
    assertThat(data[0]).isEqualTo((byte) value);
  }

  private static void echo(Host host) throws SocketError {
    StreamSocket listener = host.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(1);
    StreamSocket connection = listener.accept();
    byte[] buffer = new byte[10];
    for (int n = connection.read(buffer, 0, 10); n > 0; n = connection.read(buffer, 0, 10)) {
      connection.write(buffer, 0, n);
    }
  }
}
