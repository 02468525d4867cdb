package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import netmp.socket.Shutdown;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP server, and the client, over the emulated NIC. */
class HttpServiceTest {

  private static final int PORT = 80;

  @TempDir private Path parent;

  private final TwoRealHosts hosts = new TwoRealHosts(2);
  private final Server server = new Server(hosts.a, line -> {});
  private Path folder;

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectories(parent.resolve("site/sub")).getParent();
    Files.writeString(parent.resolve("secret.txt"), "secret");
    Files.writeString(folder.resolve("a b.txt"), "0123456789");
    Files.writeString(folder.resolve("index.html"), "<p>");
    Files.createSymbolicLink(folder.resolve("link"), parent.resolve("secret.txt"));
    Files.createSymbolicLink(folder.resolve("inside"), folder.resolve("a b.txt"));
    server.listen("http", PORT, new HttpService(folder));
  }

  @AfterEach
  void stop() {
    server.close();
    hosts.close();
  }

  /** What comes on a connection on which this was sent, until its end. */
  private String exchange(String requests) throws IOException {
    try (StreamSocket socket = hosts.connect(PORT)) {
      new SocketOutput(socket).write(requests.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdown(Shutdown.SHUT_WR);
      return new String(new SocketInput(socket).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String get(String path, String headers) throws IOException {
    return exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n");
  }

  private static String body(String response) {
    return response.substring(response.indexOf("\r\n\r\n") + 4);
  }

  @ParameterizedTest
  @CsvSource({
    "/a%20b.txt, 200, 0123456789",
    "/inside, 200, 0123456789",
    "/, 200, <p>",
    "/?query, 200, <p>",
    "/sub/../, 200, <p>",
    "/none, 404, there is no /none",
    "/sub, 404, there is no /sub",
    "/../secret.txt, 404, there is no /../secret.txt",
    "/%2e%2e/secret.txt, 404, there is no /../secret.txt",
    "//etc/passwd, 404, there is no /passwd",
    "/link, 404, there is no /link",
    "/sha256, 404, there is no /sha256",
    "/bytes/-1, 404, there is no /bytes/-1",
    "*, 400, the target is no path",
    "/%, 400, the target is no path",
    "/%00, 400, the target is no path"
  })
  void files(String path, int status, String text) throws IOException {
    String response = get(path, "");
    assertThat(response).startsWith("HTTP/1.1 " + status + " ");
    assertThat(body(response).strip()).isEqualTo(text);
    assertThat(response).contains("Content-Length: " + body(response).length() + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 206, 234, bytes 2-4/10",
    "bytes=7-, 206, 789, bytes 7-9/10",
    "bytes=8-99, 206, 89, bytes 8-9/10",
    "bytes=-3, 206, 789, bytes 7-9/10",
    "bytes=-30, 206, 0123456789, bytes 0-9/10",
    "bytes=10-, 416, there are 10 bytes,",
    "bytes=-0, 416, there are 10 bytes,",
    "'bytes=0-1,3-4', 200, 0123456789,",
    "bytes=-, 200, 0123456789,",
    "lines=1-2, 200, 0123456789,"
  })
  void ranges(String range, int status, String text, String place) throws IOException {
    String response = get("/a%20b.txt", "Range: " + range + "\r\n");
    assertThat(response).startsWith("HTTP/1.1 " + status + " ");
    assertThat(body(response).strip()).isEqualTo(text);
    if (place != null) {
      assertThat(response).contains("Content-Range: " + place + "\r\n");
    }
  }

  @Test
  void aConnectionStaysForFurtherRequests() throws IOException {
    String one = "GET /bytes/3 HTTP/1.1\r\nHost: a\r\n\r\n";
    String head = "HEAD /bytes/5 HTTP/1.1\r\nHost: a\r\n\r\n";
    String last = "GET /a%20b.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    String all = exchange(one + head + last + one);
    assertThat(all.split("HTTP/1.1 200 OK", -1)).hasSize(4);
    assertThat(all).contains("Content-Length: 5\r\n").endsWith("0123456789");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /, 400",
    "GET / HTTP/2.0, 505",
    "BREW / HTTP/1.1, 501",
    "PUT / HTTP/1.1, 405",
    "GET / HTTP/1.1~no colon, 400",
    "GET / HTTP/1.1~Content-Length: x, 400",
    "PUT /sha256 HTTP/1.1~Transfer-Encoding: chunked, 411"
  })
  void requestsThatAreRefused(String head, int status) throws IOException {
    String text = head.replace("~", "\r\n");
    String response = exchange(text + "\r\nHost: a\r\n\r\n");
    assertThat(response).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void headsThatAreTooLongAreRefused() throws IOException {
    // Far more than the server reads of a head: the response has to come through all the same.
    assertThat(exchange("GET / HTTP/1.1\r\nx: " + "y".repeat(900_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
    StringBuilder many = new StringBuilder("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 101; i++) {
      many.append("x").append(i).append(": y\r\n");
    }
    assertThat(exchange(many + "\r\n")).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void aHostIsDemandedOfHttp11() throws IOException {
    assertThat(exchange("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(exchange("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void theDigestOfWhatIsSent() throws Exception {
    String digest =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(new byte[] {'a', 'b', 'c'}));
    assertThat(
            exchange(
                "PUT /sha256 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                    + "Expect: 100-continue\r\n\r\nabc"))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")
        .endsWith("\r\n\r\n" + digest + "\n");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "65520", "65521", "65522", "1000000"})
  void generatedBytesAreFetched(int length) throws IOException {
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    Fetch.Outcome outcome =
        Fetch.of("http://10.0.0.1/bytes/" + length).run(hosts.b, TwoRealHosts.A, into);
    assertThat(outcome).isEqualTo(new Fetch.Outcome(200, "OK", length));
    byte[] bytes = into.toByteArray();
    assertThat(bytes).hasSize(length);
    for (int i = 0; i < length; i++) {
      int place = i % 65521;
      assertThat(bytes[i]).isEqualTo((byte) (place * 31 + (place >> 8)));
    }
  }

  @Test
  void aRangeOfGeneratedBytes() throws IOException {
    String response = get("/bytes/1000000", "Range: bytes=131040-131060\r\n");
    StringBuilder expected = new StringBuilder();
    for (long at = 131040; at <= 131060; at++) {
      expected.append((char) (HttpContent.Generated.at(at) & 0xff));
    }
    assertThat(body(response)).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'Transfer-Encoding: chunked~~3~abc~10;x=y~0123456789abcdef~0~~', abc0123456789abcdef",
    "'Content-Length: 2~~abc', ab",
    "'X: y~~until the end', until the end"
  })
  void contentOfOtherServers(String response, String content) throws IOException {
    server.listen(
        "other",
        8080,
        connection -> {
          HttpRequest.read(new SocketInput(connection));
          String text = "HTTP/1.1 203 Other~" + response;
          new SocketOutput(connection)
              .write(text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        });
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    Fetch.Outcome outcome = Fetch.of("http://10.0.0.1:8080/x?y").run(hosts.b, TwoRealHosts.A, into);
    assertThat(into.toString(StandardCharsets.ISO_8859_1)).isEqualTo(content);
    assertThat(outcome).isEqualTo(new Fetch.Outcome(203, "Other", content.length()));
  }
}
