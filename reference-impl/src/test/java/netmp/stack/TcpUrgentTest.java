package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import netmp.link.LinkSettings;
import netmp.socket.Errno;
import netmp.socket.Event;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.PollFd;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Test;

/** Urgent data from one host to the other; drill has the segments. */
class TcpUrgentTest {

  private static final int PORT = 80;
  private static final long SECOND = 1_000_000_000L;

  private interface Body {
    void run(TwoHosts hosts, StreamSocket client, StreamSocket server) throws Exception;
  }

  private static void connected(Body body) {
    TwoHosts.run(hosts -> connect(hosts, body));
  }

  private static void connect(TwoHosts hosts, Body body) throws Exception {
    StreamSocket listener = hosts.b.streamSocket();
    listener.bind(0, PORT);
    listener.listen(1);
    StreamSocket client = hosts.a.streamSocket();
    client.connect(TwoHosts.B, PORT);
    StreamSocket server = listener.accept();
    body.run(hosts, client, server);
    client.close();
    server.close();
    listener.close();
  }

  private static void pause(TwoHosts hosts) throws InterruptedException {
    hosts.a.poll(new PollFd[0], SECOND / 100);
  }

  private static int count(StreamSocket socket, byte[] into) throws Exception {
    return socket.read(into, 0, into.length);
  }

  @Test
  void theUrgentByteComesByItself() {
    connected(
        (hosts, client, server) -> {
          client.writeUrgent(new byte[] {1, 2, (byte) 0xfe}, 0, 3);
          client.write(new byte[] {4}, 0, 1);
          byte[] data = new byte[10];
          assertThat(count(server, data)).isEqualTo(2);
          assertThat(data).startsWith(1, 2, 0);
          assertThat(server.isAtMark()).isTrue();
          assertThat(server.receiveOutOfBand()).isEqualTo(0xfe);
          assertThatThrownBy(server::receiveOutOfBand).hasMessageContaining(Errno.EINVAL.name());
          assertThat(count(server, data)).isEqualTo(1);
          assertThat(data[0]).isEqualTo((byte) 4);
          assertThat(server.isAtMark()).isFalse();
        });
  }

  @Test
  void inLineItStaysBehindTheMark() {
    connected(
        (hosts, client, server) -> {
          server.setOption(SocketOption.SO_OOBINLINE, 1);
          client.writeUrgent(new byte[] {1, 2, 3}, 0, 3);
          byte[] data = new byte[10];
          assertThat(count(server, data)).isEqualTo(2);
          assertThat(server.isAtMark()).isTrue();
          assertThat(count(server, data)).isEqualTo(1);
          assertThat(data[0]).isEqualTo((byte) 3);
        });
  }

  /** The reader does not read, so the peer's window is closed, and is told all the same. */
  @Test
  void whoWatchesIsToldThoughTheWindowIsClosed() {
    connected(
        (hosts, client, server) -> {
          client.setBlocking(false);
          byte[] much = new byte[100_000];
          int written = 0;
          for (int i = 0; i < 200; i++) {
            pause(hosts);
            written += tryToWrite(client, much);
          }
          int unread = server.readable();
          assertThat(written).isGreaterThan(unread);
          try (EventQueue queue = hosts.b.eventQueue()) {
            queue.add(server, Filter.URGENT);
            Event[] events = {new Event()};
            assertThat(queue.kevent(events, 0)).isZero();
            client.setOption(SocketOption.SO_SNDBUF, 1 << 20);
            client.writeUrgent(new byte[] {7}, 0, 1);
            assertThat(queue.kevent(events, SECOND / 10)).isEqualTo(1);
            assertThat(server.readable()).isEqualTo(unread);
            assertThat(written).isGreaterThan(unread);
          }
          byte[] data = new byte[10_000];
          int read = 0;
          while (!server.isAtMark()) {
            read += count(server, data);
          }
          assertThat(read).isEqualTo(written);
          assertThat(server.receiveOutOfBand()).isEqualTo(7);
        });
  }

  private static int tryToWrite(StreamSocket socket, byte[] data) {
    try {
      return socket.write(data, 0, data.length);
    } catch (SocketError e) {
      return 0;
    }
  }

  /** Wherever the wire loses, doubles and reorders: the marks are where the writer had them. */
  @Test
  void marksStayWhereTheyAre() {
    LinkSettings faults =
        LinkSettings.PERFECT
            .withLoss(0.1)
            .withDuplication(0.1)
            .withReordering(1, Duration.ofMillis(2));
    for (long seed = 0; seed < 20; seed++) {
      TwoHosts.runFaulty(seed, 2, faults, hosts -> connect(hosts, TcpUrgentTest::manyMarks));
    }
  }

  private static void manyMarks(TwoHosts hosts, StreamSocket client, StreamSocket server)
      throws Exception {
    byte[] data = new byte[5000];
    for (int i = 1; i <= 10; i++) {
      byte[] text = new byte[1 + i * 397 % 4001];
      Arrays.fill(text, (byte) 100);
      text[text.length - 1] = (byte) i;
      client.writeUrgent(text, 0, text.length);
      int before = 0;
      while (!server.isAtMark() || before < text.length - 1) {
        int count = server.read(data, 0, data.length);
        for (int k = 0; k < count; k++) {
          assertThat(data[k]).isEqualTo((byte) 100);
        }
        before += count;
      }
      assertThat(before).isEqualTo(text.length - 1);
      assertThat(urgent(hosts, server)).isEqualTo(i);
    }
  }

  /** It may not have come, though all before it has. */
  private static int urgent(TwoHosts hosts, StreamSocket server) throws Exception {
    for (; ; ) {
      try {
        return server.receiveOutOfBand();
      } catch (SocketError e) {
        assertThat(e.errno()).isEqualTo(Errno.EAGAIN);
        pause(hosts);
      }
    }
  }
}
