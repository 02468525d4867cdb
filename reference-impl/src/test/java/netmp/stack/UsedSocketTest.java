package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What can be asked of a TCP socket that has had its connection, or has tried to get one. */
class UsedSocketTest {

  private static final int PORT = 4000;
  private static final int SEEDS = 8;

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  /** What a user does with a connection, on its way from a port of the client's choice. */
  @FunctionalInterface
  private interface Body {
    void run(Host a, StreamSocket client, StreamSocket server) throws Exception;
  }

  private static void run(int port, Body body) throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      try (Network net = new Network(NetworkConfig.seeded(seed).withCpus(4))) {
        Host a = net.host("a");
        Host b = net.host("b");
        net.link(a, b, LinkSettings.PERFECT);
        net.spawn(
            "user",
            () -> {
              StreamSocket listener = b.stack().streamSocket();
              listener.bind(0, PORT);
              listener.listen(1);
              StreamSocket client = a.stack().streamSocket();
              client.bind(0, port);
              client.connect(b.address(), PORT);
              body.run(a, client, listener.accept());
            });
        net.run();
      }
    }
  }

  /** The connection stays where its segments land; a close with bytes unread resets it there. */
  @Test
  void aBindThatIsRefusedMovesNothing() throws IOException {
    run(
        0,
        (a, client, server) -> {
          assertThat(errno(() -> client.bind(0, PORT))).isEqualTo(Errno.EINVAL);
          assertThat(errno(() -> client.bind(0, PORT + 1))).isEqualTo(Errno.EINVAL);
          server.write(new byte[5], 0, 5);
          assertThat(client.read(new byte[1], 0, 1)).isEqualTo(1);
          client.close();
          assertThat(errno(() -> server.read(new byte[1], 0, 1))).isEqualTo(Errno.ECONNRESET);
        });
  }

  @Test
  void aRefusedConnectUsesTheSocketUp() throws IOException {
    run(
        0,
        (a, client, server) -> {
          StreamSocket socket = a.stack().streamSocket();
          assertThat(errno(() -> socket.connect(a.address(), 1))).isEqualTo(Errno.ECONNREFUSED);
          assertThat(errno(() -> socket.bind(0, 0))).isEqualTo(Errno.EINVAL);
          assertThat(errno(() -> socket.listen(1))).isEqualTo(Errno.EINVAL);
        });
  }

  @Test
  void bothEndsHaveNoPeerOnceBothDirectionsHaveEnded() throws IOException {
    run(
        0,
        (a, client, server) -> {
          client.shutdown(Shutdown.SHUT_WR);
          assertThat(server.read(new byte[1], 0, 1)).isEqualTo(-1);
          server.shutdown(Shutdown.SHUT_WR);
          assertThat(client.read(new byte[1], 0, 1)).isEqualTo(-1);
          Endpoint peer = new Endpoint();
          assertThat(errno(() -> client.peerEndpoint(peer))).isEqualTo(Errno.ENOTCONN);
          assertThat(errno(() -> client.shutdown(Shutdown.SHUT_RD))).isEqualTo(Errno.ENOTCONN);
        });
  }

  @Test
  void whoReusesAddressesMayHaveThePortOfASocketWithAPeer() throws IOException {
    run(
        PORT + 1,
        (a, client, server) -> {
          StreamSocket other = a.stack().streamSocket();
          assertThat(errno(() -> other.bind(0, PORT + 1))).isEqualTo(Errno.EADDRINUSE);
          other.setOption(SocketOption.SO_REUSEADDR, 1);
          other.bind(0, PORT + 1);
          client.close();
          other.close();
        });
  }
}
