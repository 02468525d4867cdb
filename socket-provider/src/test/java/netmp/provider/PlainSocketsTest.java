package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import netmp.link.LinkSettings;
import netmp.stats.Counter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs that know no channels. */
class PlainSocketsTest {

  private static final String SERVER = "10.0.0.2";

  @BeforeAll
  static void install() throws Exception {
    PlainSockets.install();
  }

  private static ServerSocket listener() throws Exception {
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(SERVER, 0));
    return listener;
  }

  @Test
  void anEcho() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT.withLoss(0.01),
        (a, b) -> {
          try (ServerSocket listener = listener()) {
            FutureTask<Long> echo =
                new FutureTask<>(
                    () -> {
                      try (Socket connection = listener.accept()) {
                        assertThat(connection.getInetAddress().getHostAddress())
                            .isEqualTo("10.0.0.1");
                        return connection.getInputStream().transferTo(connection.getOutputStream());
                      }
                    });
            Thread.ofVirtual().start(echo);
            try (Socket client = new Socket(SERVER, listener.getLocalPort())) {
              byte[] sent = new byte[100_000];
              sent[99_999] = 7;
              Thread.ofVirtual()
                  .start(
                      () -> {
                        try {
                          client.getOutputStream().write(sent);
                          client.shutdownOutput();
                        } catch (java.io.IOException e) {
                          throw new AssertionError(e);
                        }
                      });
              assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
            }
            assertThat(echo.get()).isEqualTo(100_000);
          }
          assertThat(a.stack().statistics().get(Counter.TCP_ESTABLISHED)).isEqualTo(1);
        });
  }

  @Test
  void timeouts() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (ServerSocket listener = listener();
              Socket client = new Socket(SERVER, listener.getLocalPort())) {
            client.setSoTimeout(5);
            assertThat(client.getSoTimeout()).isEqualTo(5);
            assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);
            listener.accept().close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            listener.setSoTimeout(5);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
          }
          try (Socket client = new Socket()) {
            assertThatThrownBy(() -> client.connect(new InetSocketAddress("10.0.0.77", 1), 20))
                .isInstanceOf(SocketTimeoutException.class);
          }
        });
  }

  @Test
  void refusedAndClosed() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          assertThatThrownBy(() -> new Socket(SERVER, 1)).isInstanceOf(ConnectException.class);
          ServerSocket listener = listener();
          FutureTask<Socket> accept = new FutureTask<>(listener::accept);
          Thread thread = Thread.ofPlatform().start(accept);
          while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          listener.close();
          assertThatThrownBy(accept::get).hasCauseInstanceOf(SocketException.class);
        });
  }

  @Test
  void aUrlConnectionOfTheJdk() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (ServerSocket listener = listener()) {
            Thread.ofVirtual()
                .start(
                    () -> {
                      try (Socket connection = listener.accept()) {
                        BufferedReader in =
                            new BufferedReader(
                                new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.US_ASCII));
                        while (!in.readLine().isEmpty()) {
                          // the header
                        }
                        connection
                            .getOutputStream()
                            .write(
                                "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nyes"
                                    .getBytes(StandardCharsets.US_ASCII));
                      } catch (java.io.IOException e) {
                        throw new AssertionError(e);
                      }
                    });
            HttpURLConnection connection =
                (HttpURLConnection)
                    URI.create("http://" + SERVER + ":" + listener.getLocalPort() + "/")
                        .toURL()
                        .openConnection();
            assertThat(connection.getInputStream().readAllBytes()).asString().isEqualTo("yes");
          }
        });
  }
}
