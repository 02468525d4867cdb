package netmp.benchmark.provider;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The JDK's HTTP server, and its client with one connection. */
final class HttpProgram implements Program {

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpRequest request;

  HttpProgram(InetSocketAddress address) throws Exception {
    server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    request =
        HttpRequest.newBuilder(
                URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/"))
            .POST(BodyPublishers.ofByteArray(new byte[LENGTH]))
            .build();
  }

  @Override
  public Histogram time(int seconds) throws Exception {
    Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    long now = System.nanoTime();
    for (long end = now + TimeUnit.SECONDS.toNanos(seconds); now < end; ) {
      long sent = now;
      exchange();
      now = System.nanoTime();
      histogram.recordValue(now - sent);
    }
    return histogram;
  }

  private void exchange() throws Exception {
    byte[] answer = client.send(request, BodyHandlers.ofByteArray()).body();
    if (answer.length != LENGTH) {
      throw new IllegalStateException("an answer of " + answer.length + " bytes");
    }
  }

  @Override
  public void end() {
    client.shutdownNow();
    server.stop(0);
  }
}
