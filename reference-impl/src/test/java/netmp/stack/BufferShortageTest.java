package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import netmp.link.LinkSettings;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.UserTask;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of a stack whose packet buffers are all in use: a write that blocks waits for one. */
class BufferShortageTest {

  private static final int PORT = 80;
  private static final int BUFFERS = 300;
  private static final byte[] LONG = new byte[BUFFERS * 1500];

  /** A program on two hosts, of which the first has few buffers. */
  @FunctionalInterface
  private interface Program {
    void run(Network net, Host a, StreamSocket listener) throws Exception;
  }

  private static void run(long seed, Program program) throws Exception {
    try (Network net = Network.seeded(seed)) {
      Host a = net.host("a", config -> config.withBuffers(BUFFERS));
      Host b = net.host("b");
      net.link(a, b, LinkSettings.PERFECT.withDelay(Duration.ofMillis(1)));
      net.spawn(
          "main",
          () -> {
            StreamSocket listener = b.stack().streamSocket();
            listener.bind(0, PORT);
            listener.listen(128);
            program.run(net, a, listener);
          });
      net.run();
    }
  }

  private static StreamSocket connect(Host a, StreamSocket listener) throws SocketError {
    StreamSocket socket = a.stack().streamSocket();
    socket.connect(0x0a000002, PORT);
    listener.accept().setOption(SocketOption.SO_KEEPALIVE, 0); // nobody reads there
    return socket;
  }

  /** A connection whose bytes have all buffers, and whose peer takes no more. */
  private static StreamSocket takeAll(Network net, Host a, StreamSocket listener)
      throws SocketError {
    StreamSocket socket = connect(a, listener);
    socket.setOption(SocketOption.SO_SNDBUF, 8 * LONG.length);
    socket.setBlocking(false);
    while (takesSome(socket)) {
      net.sleep(Duration.ofSeconds(1));
    }
    return socket;
  }

  private static boolean takesSome(StreamSocket socket) {
    try {
      return socket.write(LONG, 0, LONG.length) > 0;
    } catch (SocketError e) {
      assertThat(e.errno()).isEqualTo(Errno.ENOBUFS);
      return false;
    }
  }

  private static void fails(Errno errno, StreamSocket socket) {
    assertThatThrownBy(() -> socket.write(LONG, 0, 1))
        .isInstanceOfSatisfying(SocketError.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void manyWritersShareFewBuffers(long seed) throws Exception {
    int connections = 30;
    run(
        seed,
        (net, a, listener) -> {
          net.sleep(Duration.ofMillis(1)); // the device has its buffers
          int buffers = a.stack().availableBuffers();
          UserTask[] readers = new UserTask[connections];
          for (int i = 0; i < connections; i++) {
            net.spawn(
                "writer" + i,
                () -> {
                  try (StreamSocket socket = a.stack().streamSocket()) {
                    socket.connect(0x0a000002, PORT);
                    assertThat(socket.write(LONG, 0, 200_000)).isEqualTo(200_000);
                  }
                });
            StreamSocket server = listener.accept();
            readers[i] =
                net.spawn("reader" + i, () -> assertThat(readAll(server)).isEqualTo(200_000));
          }
          for (UserTask reader : readers) {
            reader.join();
          }
          net.sleep(Duration.ofMinutes(2)); // TIME-WAIT
          assertThat(a.stack().availableBuffers()).isEqualTo(buffers);
        });
  }

  private static int readAll(StreamSocket socket) throws SocketError {
    byte[] into = new byte[10_000];
    int all = 0;
    for (int n = socket.read(into, 0, into.length); n > 0; n = socket.read(into, 0, into.length)) {
      all += n;
    }
    socket.close();
    return all;
  }

  @Test
  void aWriterThatWaitsLearnsOfTheClose() throws Exception {
    run(
        1,
        (net, a, listener) -> {
          takeAll(net, a, listener);
          StreamSocket socket = connect(a, listener);
          UserTask writer = net.spawn("writer", () -> fails(Errno.EBADF, socket));
          net.sleep(Duration.ofSeconds(1));
          socket.close();
          writer.join();
        });
  }

  @Test
  void aWriterThatWaitsLearnsOfTheReset() throws Exception {
    run(
        1,
        (net, a, listener) -> {
          takeAll(net, a, listener);
          StreamSocket socket = a.stack().streamSocket();
          socket.connect(0x0a000002, PORT);
          StreamSocket peer = listener.accept();
          UserTask writer = net.spawn("writer", () -> fails(Errno.ECONNRESET, socket));
          net.sleep(Duration.ofSeconds(1));
          peer.setOption(SocketOption.SO_LINGER, 0);
          peer.close();
          writer.join();
        });
  }

  @Test
  void aWriterThatWaitsHasATimeAndCanBeInterrupted() throws Exception {
    run(
        1,
        (net, a, listener) -> {
          takeAll(net, a, listener);
          StreamSocket socket = connect(a, listener);
          UserTask writer = net.spawn("writer", () -> fails(Errno.EINTR, socket));
          net.sleep(Duration.ofSeconds(1));
          writer.interrupt();
          writer.join();
          socket.setOption(SocketOption.SO_SNDTIMEO, 5_000_000);
          long begin = net.nanoTime();
          fails(Errno.EAGAIN, socket);
          assertThat(net.nanoTime() - begin).isEqualTo(5_000_000_000L);
        });
  }

  @Test
  void aDatagramWaitsForItsFirstBuffer() throws Exception {
    run(
        1,
        (net, a, listener) -> {
          StreamSocket holder = takeAll(net, a, listener);
          DatagramSocket socket = a.stack().datagramSocket();
          socket.connect(0x0a000002, PORT);
          UserTask sender = net.spawn("sender", () -> socket.send(new byte[100], 0, 100));
          net.sleep(Duration.ofSeconds(1));
          holder.setOption(SocketOption.SO_LINGER, 0);
          holder.close(); // aborts
          sender.join();
          socket.close();
        });
  }
}
