package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.spi.SelectorProvider;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import netmp.link.LinkSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's HTTP server and client, as they are, on two hosts. */
class JdkHttpTest {

  private static final int BODY = 200_000;
  private static final int REQUESTS = 20;

  /** Answers with the request's body, turned round. */
  private static void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    for (int i = 0; i < body.length / 2; i++) {
      byte first = body[i];
      body[i] = body[body.length - 1 - i];
      body[body.length - 1 - i] = first;
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void exchange(LinkSettings link, SSLContext tls) throws Exception {
    assertThat(SelectorProvider.provider()).isInstanceOf(NetmpSelectorProvider.class);
    Providers.talk(
        link,
        (a, b) -> {
          HttpServer server = server(tls);
          server.createContext("/", JdkHttpTest::answer);
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
              HttpClient client = client(tls)) {
            server.setExecutor(threads);
            server.start();
            converse(client, tls == null ? "http" : "https");
            server.stop(0);
          }
        });
  }

  /** On the second host, as its address says. */
  private static HttpServer server(SSLContext tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress("10.0.0.2", 8080);
    if (tls == null) {
      return HttpServer.create(address, 0);
    }
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  private static HttpClient client(SSLContext tls) {
    return tls == null
        ? HttpClient.newHttpClient()
        : HttpClient.newBuilder().sslContext(tls).build();
  }

  /**
   * One key for both: the server has it, the client trusts it. It was made by {@code keytool
   * -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=10.0.0.2 -ext
   * SAN=ip:10.0.0.2 -validity 36500 -storetype PKCS12 -keystore server.p12 -storepass changeit}.
   */
  private static SSLContext tls() throws Exception {
    char[] password = "changeit".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = JdkHttpTest.class.getResourceAsStream("/server.p12")) {
      store.load(in, password);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** Several requests at a time, each with a body of its own. */
  private static void converse(HttpClient client, String scheme) {
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      byte[] body = new byte[BODY];
      new SplittableRandom(i).nextBytes(body);
      bodies.add(body);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(scheme + "://10.0.0.2:8080/" + i))
              .POST(BodyPublishers.ofByteArray(body))
              .timeout(Duration.ofMinutes(1))
              .build();
      answers.add(client.sendAsync(request, BodyHandlers.ofByteArray()));
    }
    for (int i = 0; i < REQUESTS; i++) {
      byte[] answer = answers.get(i).join().body();
      byte[] body = bodies.get(i);
      assertThat(answer).hasSize(BODY);
      for (int k = 0; k < BODY; k++) {
        if (answer[k] != body[BODY - 1 - k]) {
          throw new AssertionError("byte " + k + " of answer " + i + " is wrong");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#cleanAndFaulty")
  void bodiesGoThereAndBack(LinkSettings link) throws Exception {
    exchange(link, null);
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#cleanAndFaulty")
  void encrypted(LinkSettings link) throws Exception {
    exchange(link, tls());
  }

  @Test
  void nobodyListens() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://10.0.0.2:81/")).build();
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
          }
        });
  }
}
