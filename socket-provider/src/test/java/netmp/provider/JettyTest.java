package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import netmp.link.LinkSettings;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jetty's server, with its own client, and with the JDK's by HTTP/2. */
class JettyTest {

  private static final String SERVER = "10.0.0.2";
  private static final int PORT = 8081;
  private static final String URL = "http://" + SERVER + ":" + PORT + "/";
  private static final int LENGTH = 300_000;

  /** Answers a request with its body. */
  private static final class Echo extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      response.write(true, Content.Source.asByteBuffer(request), callback);
      return true;
    }
  }

  private static Server server() throws Exception {
    Server server = new Server();
    HttpConfiguration http = new HttpConfiguration();
    ServerConnector connector =
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost(SERVER);
    connector.setPort(PORT);
    server.addConnector(connector);
    server.setHandler(new Echo());
    server.start();
    return server;
  }

  private static byte[] body(int seed) {
    byte[] body = new byte[LENGTH];
    new SplittableRandom(seed).nextBytes(body);
    return body;
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#cleanAndFaulty")
  void withItsOwnClient(LinkSettings link) throws Exception {
    Providers.talk(
        link,
        (a, b) -> {
          Server server = server();
          HttpClient client = new HttpClient();
          client.start();
          try {
            for (int i = 0; i < 5; i++) {
              ContentResponse answer =
                  client
                      .POST(URL)
                      .body(new BytesRequestContent(body(i)))
                      .timeout(1, TimeUnit.MINUTES)
                      .send();
              assertThat(answer.getStatus()).isEqualTo(200);
              assertThat(answer.getContent()).isEqualTo(body(i));
            }
          } finally {
            client.stop();
            server.stop();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#cleanAndFaulty")
  void withTheJdksByHttp2(LinkSettings link) throws Exception {
    Providers.talk(
        link,
        (a, b) -> {
          Server server = server();
          try (java.net.http.HttpClient client =
              java.net.http.HttpClient.newBuilder().version(Version.HTTP_2).build()) {
            HttpRequest first = HttpRequest.newBuilder(URI.create(URL)).build();
            assertThat(client.send(first, BodyHandlers.ofString()).version())
                .isEqualTo(Version.HTTP_2); // the upgrade
            CompletableFuture<?>[] streams = new CompletableFuture<?>[5];
            for (int i = 0; i < streams.length; i++) {
              byte[] body = body(i);
              HttpRequest request =
                  HttpRequest.newBuilder(URI.create(URL))
                      .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                      .build();
              streams[i] =
                  client
                      .sendAsync(request, BodyHandlers.ofByteArray())
                      .thenAccept(
                          answer -> {
                            assertThat(answer.version()).isEqualTo(Version.HTTP_2);
                            assertThat(answer.body()).isEqualTo(body);
                          });
            }
            CompletableFuture.allOf(streams).get(1, TimeUnit.MINUTES);
          } finally {
            server.stop();
          }
        });
  }
}
