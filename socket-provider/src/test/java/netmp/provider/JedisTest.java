package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import netmp.link.LinkSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The client of Redis, over plain sockets, and the few commands of a server that it needs. */
class JedisTest {

  private static final String SERVER = "10.0.0.2";

  @BeforeAll
  static void install() throws Exception {
    PlainSockets.install();
  }

  /** One connection of a server that knows SET, GET and APPEND (RESP version 2). */
  private static final class Redis {
    private final Map<String, String> values = new HashMap<>();
    private final DataInputStream in;
    private final OutputStream out;

    Redis(Socket connection) throws IOException {
      in = new DataInputStream(new BufferedInputStream(connection.getInputStream()));
      out = connection.getOutputStream();
    }

    static void serve(ServerSocket listener) {
      while (true) {
        try (Socket connection = listener.accept()) {
          new Redis(connection).run();
        } catch (SocketException e) {
          return; // the test is over
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    }

    private void run() throws IOException {
      for (int first = in.read(); first == '*'; first = in.read()) {
        String[] words = new String[number()];
        for (int i = 0; i < words.length; i++) {
          in.skipNBytes(1); // $
          words[i] = new String(in.readNBytes(number()), StandardCharsets.ISO_8859_1);
          in.skipNBytes(2);
        }
        out.write(answer(words).getBytes(StandardCharsets.ISO_8859_1));
      }
    }

    private int number() throws IOException {
      int value = 0;
      for (int c = in.read(); c != '\r'; c = in.read()) {
        value = 10 * value + c - '0';
      }
      in.skipNBytes(1);
      return value;
    }

    private String answer(String... words) {
      return switch (words[0].toUpperCase(Locale.ROOT)) {
        case "SET" -> {
          values.put(words[1], words[2]);
          yield "+OK\r\n";
        }
        case "APPEND" -> ":" + values.merge(words[1], words[2], String::concat).length() + "\r\n";
        case "GET" -> {
          String value = values.get(words[1]);
          yield value == null ? "$-1\r\n" : "$" + value.length() + "\r\n" + value + "\r\n";
        }
        default -> "-ERR unknown command '" + words[0] + "'\r\n";
      };
    }
  }

  @ParameterizedTest
  @MethodSource("netmp.provider.Providers#cleanAndFaulty")
  void valuesAndAPipeline(LinkSettings link) throws Exception {
    Providers.talk(
        link,
        (a, b) -> {
          try (ServerSocket listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress(SERVER, 6379));
            Thread.ofVirtual().start(() -> Redis.serve(listener));
            try (Jedis client = new Jedis(SERVER, 6379, 60_000)) {
              assertThat(client.set("key", "value")).isEqualTo("OK");
              assertThat(client.get("key")).isEqualTo("value");
              assertThat(client.get("none")).isNull();
              assertThat(client.set("key", "x".repeat(200_000))).isEqualTo("OK");
              assertThat(client.get("key")).isEqualTo("x".repeat(200_000));
              Pipeline pipeline = client.pipelined();
              Response<Long> last = null;
              for (int i = 0; i < 1000; i++) {
                last = pipeline.append("log", "0123456789");
              }
              pipeline.sync();
              assertThat(last.get()).isEqualTo(10_000);
            }
          }
        });
  }

  @Test
  void nobodyListens() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (Jedis client = new Jedis(SERVER, 6379)) {
            assertThatThrownBy(() -> client.get("key"))
                .isInstanceOf(JedisConnectionException.class);
          }
        });
  }
}
