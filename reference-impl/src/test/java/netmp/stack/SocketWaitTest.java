package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** How long calls wait, for how much, and what ends it. Time is virtual, and exact. */
class SocketWaitTest {

  private static final int PORT = 4000;
  private static final long MILLI = 1_000_000;

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  private static void send(DatagramSocket socket, int length) throws SocketError {
    socket.sendTo(new byte[length], 0, length, TwoHosts.B, PORT);
  }

  @Test
  void aReceiveEndsAtItsTimeout() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT)) {
            server.setOption(SocketOption.SO_RCVTIMEO, 2500);
            assertThat(server.option(SocketOption.SO_RCVTIMEO)).isEqualTo(2500);
            long begin = hosts.execution.nanoTime();
            assertThat(errno(() -> server.receive(new Datagram(10)))).isEqualTo(Errno.EAGAIN);
            assertThat(hosts.execution.nanoTime() - begin).isEqualTo(2_500_000);
            server.setOption(SocketOption.SO_RCVTIMEO, 0);
            try (DatagramSocket client = hosts.a.datagramSocket()) {
              send(client, 5);
              assertThat(server.receive(new Datagram(10))).isTrue();
            }
          }
        });
  }

  @Test
  void whatComesInTimeIsReceived() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            send(client, 1);
            Datagram d = new Datagram(10);
            server.receive(d); // the neighbour is known
            server.setOption(SocketOption.SO_RCVTIMEO, 10_000);
            hosts.user(
                "client",
                () -> {
                  hosts.rest(9 * MILLI);
                  send(client, 7);
                });
            long begin = hosts.execution.nanoTime();
            assertThat(server.receive(d)).isTrue();
            assertThat(d.length()).isEqualTo(7);
            assertThat(hosts.execution.nanoTime() - begin).isBetween(9 * MILLI, 10 * MILLI - 1);
          }
        });
  }

  @Test
  void aSocketThatDoesNotBlock() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            server.setBlocking(false);
            assertThat(server.isBlocking()).isFalse();
            Datagram d = new Datagram(10);
            assertThat(errno(() -> server.receive(d))).isEqualTo(Errno.EAGAIN);
            send(client, 3);
            hosts.rest(10 * MILLI);
            assertThat(server.receive(d)).isTrue();
            assertThat(errno(() -> server.receive(d))).isEqualTo(Errno.EAGAIN);
          }
        });
  }

  @Test
  void aWaitForRoomKeepsTheOrder() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            client.connect(TwoHosts.B, PORT);
            client.send(new byte[1], 0, 1);
            Datagram d = new Datagram(1500);
            server.receive(d); // the neighbour is known
            client.setOption(SocketOption.SO_SNDBUF, 1400);
            assertThat(errno(() -> client.send(new byte[1401], 0, 1401))).isEqualTo(Errno.EMSGSIZE);
            for (int writer = 0; writer < 3; writer++) {
              int first = 100 * writer;
              hosts.user(
                  "writer" + writer,
                  () -> {
                    for (int i = 0; i < 5; i++) {
                      client.send(new byte[500 + first + i], 0, 500 + first + i);
                    }
                  });
            }
            int[] next = new int[3];
            for (int i = 0; i < 15; i++) {
              server.receive(d);
              int writer = (d.length() - 500) / 100;
              assertThat((d.length() - 500) % 100).isEqualTo(next[writer]++);
            }
          }
        });
  }

  @Test
  void anInterruptEndsAReceive() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT)) {
            List<Object> ends = new ArrayList<>();
            Thread reader =
                hosts.user(
                    "reader",
                    () -> {
                      ends.add(errno(() -> server.receive(new Datagram(10))));
                      ends.add(hosts.execution.interrupted());
                      ends.add(server.receive(new Datagram(10)));
                    });
            hosts.rest(MILLI);
            hosts.execution.interrupt(reader);
            hosts.rest(MILLI);
            assertThat(ends).containsExactly(Errno.EINTR, true);
            try (DatagramSocket client = hosts.a.datagramSocket()) {
              send(client, 3);
              hosts.rest(100 * MILLI);
            }
            assertThat(ends).containsExactly(Errno.EINTR, true, true);
          }
        });
  }

  @Test
  void anInterruptBeforehandTakesWhatIsThere() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            send(client, 3);
            hosts.rest(10 * MILLI);
            hosts.execution.interrupt(Thread.currentThread());
            assertThat(server.receive(new Datagram(10))).isTrue();
            assertThat(errno(() -> server.receive(new Datagram(10)))).isEqualTo(Errno.EINTR);
            assertThat(hosts.execution.interrupted()).isTrue();
          }
        });
  }

  @Test
  void oneDatagramForSeveralReaders() {
    TwoHosts.run(
        hosts -> {
          DatagramSocket server = hosts.boundAtB(PORT);
          server.setOption(SocketOption.SO_RCVTIMEO, 50_000);
          List<Object> ends = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            hosts.user("reader" + i, () -> ends.add(endOf(server)));
          }
          hosts.rest(MILLI);
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            send(client, 3);
            hosts.rest(100 * MILLI);
          }
          assertThat(ends)
              .containsExactlyInAnyOrder(true, Errno.EAGAIN, Errno.EAGAIN, Errno.EAGAIN);
          server.close();
        });
  }

  private static Object endOf(DatagramSocket server) {
    try {
      return server.receive(new Datagram(10));
    } catch (SocketError e) {
      return e.errno();
    }
  }

  @Test
  void aShutdownEndsAReceive() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            client.connect(TwoHosts.B, PORT);
            List<Object> ends = new ArrayList<>();
            hosts.user("reader", () -> ends.add(endOf(client)));
            hosts.rest(MILLI);
            client.shutdown(Shutdown.SHUT_RDWR);
            hosts.rest(MILLI);
            assertThat(ends).containsExactly(false);
            assertThat(errno(() -> client.send(new byte[1], 0, 1))).isEqualTo(Errno.EPIPE);
          }
        });
  }

  @Test
  void aReceiveWaitsForTheLowWaterMark() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            server.setOption(SocketOption.SO_RCVLOWAT, 100);
            server.setOption(SocketOption.SO_RCVTIMEO, 1000);
            send(client, 60);
            hosts.rest(10 * MILLI);
            Datagram d = new Datagram(100);
            assertThat(errno(() -> server.receive(d))).isEqualTo(Errno.EAGAIN);
            assertThat(server.receiveNow(d)).isFalse();
            send(client, 40);
            hosts.rest(10 * MILLI);
            assertThat(server.receive(d)).isTrue();
            assertThat(d.length()).isEqualTo(60);
            assertThat(errno(() -> server.receive(d))).isEqualTo(Errno.EAGAIN);
            server.setOption(SocketOption.SO_RCVLOWAT, 1);
            assertThat(server.receive(d)).isTrue();
            assertThat(d.length()).isEqualTo(40);
          }
        });
  }

  @Test
  void aFullBufferIsEnough() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT);
              DatagramSocket client = hosts.a.datagramSocket()) {
            server.setOption(SocketOption.SO_RCVLOWAT, 10_000);
            List<Object> ends = new ArrayList<>();
            hosts.user("reader", () -> ends.add(endOf(server)));
            send(client, 200);
            hosts.rest(10 * MILLI);
            assertThat(ends).isEmpty();
            server.setOption(SocketOption.SO_RCVBUF, 2000); // no room for the longest datagram
            hosts.rest(MILLI);
            assertThat(ends).containsExactly(true);
          }
        });
  }

  @Test
  void marksOutOfRange() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket socket = hosts.boundAtB(PORT)) {
            assertThat(errno(() -> socket.setOption(SocketOption.SO_RCVLOWAT, 0)))
                .isEqualTo(Errno.EINVAL);
            assertThat(errno(() -> socket.setOption(SocketOption.SO_SNDTIMEO, -1)))
                .isEqualTo(Errno.EDOM);
            socket.setOption(SocketOption.SO_SNDLOWAT, 17);
            assertThat(socket.option(SocketOption.SO_SNDLOWAT)).isEqualTo(17);
            assertThat(socket.option(SocketOption.SO_RCVLOWAT)).isEqualTo(1);
          }
        });
  }
}
