package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The small services, over the emulated NIC. */
class ServicesTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-02-03T12:00:00Z"), ZoneOffset.UTC);

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final TwoRealHosts hosts = new TwoRealHosts(2);
  private final Server server = new Server(hosts.a, log::add);

  @BeforeEach
  void start() throws SocketError {
    start("echo", 7, new Echo());
    start("discard", 9, new Discard());
    start("daytime", 13, new Daytime(NOON));
    start("chargen", 19, new Chargen());
  }

  private <S extends StreamService & DatagramService> void start(String name, int port, S service)
      throws SocketError {
    server.listen(name, port, service);
    server.receive(name, port, service);
  }

  @AfterEach
  void stop() {
    server.close();
    hosts.close();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] ask(int port, byte[] question) throws SocketError {
    try (DatagramSocket socket = hosts.datagrams()) {
      Datagram answer = new Datagram(2000);
      socket.sendTo(question, 0, question.length, TwoRealHosts.A, port);
      assertThat(socket.receive(answer)).isTrue();
      assertThat(answer.address()).isEqualTo(TwoRealHosts.A);
      assertThat(answer.port()).isEqualTo(port);
      return Arrays.copyOf(answer.data(), answer.length());
    }
  }

  @Test
  void echo() throws IOException {
    byte[] data = new byte[300_000];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 7 + (i >> 9));
    }
    try (StreamSocket socket = hosts.connect(7)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  new SocketOutput(socket).write(data);
                  socket.shutdown(Shutdown.SHUT_WR);
                } catch (IOException e) {
                  log.add("client: " + e);
                }
              });
      assertThat(new SocketInput(socket).readAllBytes()).isEqualTo(data);
    }
    assertThat(ask(7, ascii("hello"))).isEqualTo(ascii("hello"));
    assertThat(ask(7, new byte[0])).isEmpty();
  }

  @Test
  void discard() throws IOException {
    try (StreamSocket socket = hosts.connect(9)) {
      new SocketOutput(socket).write(new byte[100_000]);
      socket.shutdown(Shutdown.SHUT_WR);
      assertThat(new SocketInput(socket).read()).isEqualTo(-1);
    }
  }

  @Test
  void daytime() throws IOException {
    byte[] noon = ascii("Tue, 3 Feb 2026 12:00:00 GMT\r\n");
    try (StreamSocket socket = hosts.connect(13)) {
      assertThat(new SocketInput(socket).readAllBytes()).isEqualTo(noon);
    }
    assertThat(ask(13, ascii("?"))).isEqualTo(noon);
  }

  @Test
  void chargen() throws IOException {
    try (StreamSocket socket = hosts.connect(19)) {
      byte[] all = new SocketInput(socket).readNBytes(74 * 200);
      for (int line = 0; line < 200; line++) {
        assertThat(all[74 * line]).isEqualTo((byte) (' ' + line % 95));
        assertThat(all[74 * line + 71]).isEqualTo((byte) (' ' + (line + 71) % 95));
        assertThat(all[74 * line + 73]).isEqualTo((byte) '\n');
      }
    }
    assertThat(ask(19, ascii("?"))).hasSizeLessThanOrEqualTo(512);
  }

  @Test
  void noServiceIsAnswered() throws IOException {
    try (DatagramSocket service = hosts.datagrams();
        DatagramSocket user = hosts.datagrams()) {
      service.bind(0, 1023);
      user.bind(0, 1024);
      byte[] text = ascii("echo?");
      service.sendTo(text, 0, 5, TwoRealHosts.A, 7);
      user.sendTo(text, 0, 5, TwoRealHosts.A, 7);
      Datagram answer = new Datagram(10);
      assertThat(user.receive(answer)).isTrue(); // the first would have come before
      assertThat(service.receiveNow(answer)).isFalse();
    }
  }

  @Test
  void closeEndsConnections() throws IOException {
    try (StreamSocket socket = hosts.connect(7)) {
      new SocketOutput(socket).write(1);
      assertThat(new SocketInput(socket).read()).isEqualTo(1);
      server.close();
      assertThat(new SocketInput(socket).read()).isEqualTo(-1);
    }
    assertThatThrownBy(() -> hosts.connect(7))
        .isInstanceOfSatisfying(
            SocketError.class, e -> assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED));
    assertThat(log).allMatch(line -> line.endsWith(" listens") || line.endsWith(" is open"));
  }

  @Test
  void aPortIsTakenOnce() {
    assertThatThrownBy(() -> server.listen("echo", 7, new Echo()))
        .isInstanceOf(SocketError.class)
        .hasMessageContaining("EADDRINUSE");
  }
}
