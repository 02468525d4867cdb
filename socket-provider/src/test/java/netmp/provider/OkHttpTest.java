package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;
import netmp.link.LinkSettings;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** OkHttp, which knows plain sockets, and names. The server is the JDK's, over channels. */
class OkHttpTest {

  private static final int PORT = 8082;
  private static final int LENGTH = 200_000;

  @BeforeAll
  static void install() throws Exception {
    PlainSockets.install();
  }

  private static OkHttpClient client() {
    return new OkHttpClient.Builder().callTimeout(Duration.ofMinutes(1)).build();
  }

  private static void close(OkHttpClient client) {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#cleanAndFaulty")
  void bodiesGoThereAndBack(LinkSettings link) throws Exception {
    Providers.talk(
        link,
        (a, b) -> {
          HttpServer server = HttpServer.create(new InetSocketAddress("10.0.0.2", PORT), 0);
          server.createContext(
              "/",
              exchange -> {
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
              });
          server.start();
          OkHttpClient client = client();
          try {
            for (int i = 0; i < 5; i++) {
              byte[] body = new byte[LENGTH];
              new SplittableRandom(i).nextBytes(body);
              Request request =
                  new Request.Builder()
                      .url("http://b:" + PORT + "/")
                      .post(RequestBody.create(body, MediaType.get("application/octet-stream")))
                      .build();
              try (Response answer = client.newCall(request).execute()) {
                assertThat(answer.code()).isEqualTo(200);
                assertThat(answer.body().bytes()).isEqualTo(body);
              }
            }
          } finally {
            close(client);
            server.stop(0);
          }
        });
  }

  @Test
  void nobodyListens() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          OkHttpClient client = client();
          Request request = new Request.Builder().url("http://b:" + PORT + "/").build();
          assertThatThrownBy(() -> client.newCall(request).execute().close())
              .isInstanceOf(ConnectException.class);
          close(client);
        });
  }
}
