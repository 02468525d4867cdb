package netmp.stack;

import static netmp.socket.PollFd.POLLERR;
import static netmp.socket.PollFd.POLLHUP;
import static netmp.socket.PollFd.POLLIN;
import static netmp.socket.PollFd.POLLNVAL;
import static netmp.socket.PollFd.POLLOUT;
import static netmp.socket.PollFd.POLLPRI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Poll;
import netmp.socket.PollFd;
import netmp.socket.Shutdown;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Test;

/** poll(2), under many schedules, with one CPU and with four. */
class PollTest {

  private static final int PORT = 4000;
  private static final long MILLISECOND = 1_000_000;

  private static PollFd[] ask(int events, Socket... sockets) {
    return List.of(sockets).stream().map(s -> new PollFd(s, events)).toArray(PollFd[]::new);
  }

  private static void send(DatagramSocket client, int port) throws SocketError {
    client.sendTo(new byte[10], 0, 10, TwoHosts.B, port);
  }

  @Test
  void whatArrivesIsReportedUntilItIsRead() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket idle = hosts.boundAtB(PORT);
              DatagramSocket server = hosts.boundAtB(PORT + 1);
              DatagramSocket client = hosts.a.datagramSocket()) {
            PollFd[] fds = ask(POLLIN, idle, server);
            assertThat(hosts.b.poll(fds, 0)).isZero();
            hosts.user("client", () -> send(client, PORT + 1));
            for (int i = 0; i < 2; i++) {
              assertThat(hosts.b.poll(fds, Poll.INFTIM)).isEqualTo(1);
              assertThat(fds[0].revents()).isZero();
              assertThat(fds[1].revents()).isEqualTo(POLLIN);
            }
            assertThat(server.receiveNow(new Datagram(10))).isTrue();
            assertThat(hosts.b.poll(fds, MILLISECOND)).isZero();
            assertThat(fds[1].revents()).isZero();
          }
        });
  }

  @Test
  void aWaitEndsAtItsTimeout() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT)) {
            long before = hosts.execution.nanoTime();
            assertThat(hosts.b.poll(ask(POLLIN | POLLPRI, server), MILLISECOND)).isZero();
            assertThat(hosts.execution.nanoTime() - before).isEqualTo(MILLISECOND);
            assertThat(hosts.b.poll(new PollFd[0], MILLISECOND)).isZero();
            assertThat(hosts.execution.nanoTime() - before).isEqualTo(2 * MILLISECOND);
            assertThat(hosts.b.poll(ask(POLLIN | POLLOUT, server), MILLISECOND)).isEqualTo(1);
          }
        });
  }

  @Test
  void aWaitIsInterrupted() {
    TwoHosts.run(
        hosts -> {
          try (DatagramSocket server = hosts.boundAtB(PORT)) {
            Thread self = Thread.currentThread();
            hosts.user("interrupter", () -> hosts.execution.interrupt(self));
            PollFd[] fds = ask(POLLIN, server);
            assertThatThrownBy(() -> hosts.b.poll(fds, Poll.INFTIM))
                .isInstanceOf(InterruptedException.class);
            assertThat(hosts.b.poll(fds, MILLISECOND)).isZero();
          }
        });
  }

  @Test
  void aClosedSocketIsInvalid() {
    TwoHosts.run(
        hosts -> {
          DatagramSocket server = hosts.boundAtB(PORT);
          try (DatagramSocket idle = hosts.boundAtB(PORT + 1)) {
            PollFd[] fds = ask(POLLIN, idle, server);
            hosts.user("closer", server::close);
            do {
              assertThat(hosts.b.poll(fds, Poll.INFTIM)).isEqualTo(1);
            } while (fds[1].revents() != POLLNVAL);
            assertThat(fds[0].revents()).isZero();
            assertThat(hosts.b.poll(fds, 0)).isEqualTo(1);
          }
        });
  }

  @Test
  void theEndOfEachDirectionOfAStream() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          try (StreamSocket here = pair.get(0)) {
            PollFd[] in = ask(POLLIN, here);
            PollFd[] out = ask(POLLOUT, here);
            PollFd[] nothing = ask(0, here);
            hosts.user("peer", () -> pair.get(1).shutdown(Shutdown.SHUT_WR));
            assertThat(hosts.a.poll(in, Poll.INFTIM)).isEqualTo(1);
            assertThat(in[0].revents()).isEqualTo(POLLIN);
            assertThat(here.read(new byte[1], 0, 1)).isEqualTo(-1);
            assertThat(hosts.a.poll(out, Poll.INFTIM)).isEqualTo(1);
            assertThat(out[0].revents()).isEqualTo(POLLOUT);
            assertThat(hosts.a.poll(nothing, MILLISECOND)).as("one direction is open").isZero();
            hosts.user("other direction", () -> here.shutdown(Shutdown.SHUT_WR));
            assertThat(hosts.a.poll(nothing, Poll.INFTIM)).isEqualTo(1);
            assertThat(nothing[0].revents()).isEqualTo(POLLHUP);
            assertThat(hosts.a.poll(ask(POLLOUT, here), Poll.INFTIM)).isEqualTo(1);
            pair.get(1).close();
          }
        });
  }

  @Test
  void aResetIsAnErrorUntilItIsTaken() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          try (StreamSocket here = pair.get(0)) {
            PollFd[] fds = ask(0, here);
            pair.get(1).setOption(SocketOption.SO_LINGER, 0);
            hosts.user("peer", () -> pair.get(1).close());
            assertThat(hosts.a.poll(fds, Poll.INFTIM)).isEqualTo(1);
            assertThat(fds[0].revents() & POLLERR).isEqualTo(POLLERR);
            assertThat(here.takeError()).isEqualTo(Errno.ECONNRESET);
            assertThat(hosts.a.poll(fds, Poll.INFTIM)).isEqualTo(1);
            assertThat(fds[0].revents()).isEqualTo(POLLHUP);
          }
        });
  }

  @Test
  void aConnectThatDoesNotWait() {
    TwoHosts.run(
        hosts -> {
          try (StreamSocket listener = hosts.a.localSocket();
              StreamSocket client = hosts.a.localSocket();
              StreamSocket refused = hosts.a.localSocket()) {
            listener.bind("/tmp/echo");
            listener.listen(1);
            PollFd[] fds = ask(POLLIN | POLLOUT, listener, client, refused);
            assertThat(hosts.a.poll(fds, MILLISECOND)).isZero();
            begin(client, "/tmp/echo");
            begin(refused, "/tmp/nobody");
            while (hosts.a.poll(fds, Poll.INFTIM) < 3) {
              assertThat(fds[1].revents()).isIn(0, POLLOUT);
            }
            assertThat(fds[2].revents() & POLLERR).as("with what the error made true").isNotZero();
            assertThat(hosts.a.poll(fds, 0)).isEqualTo(3);
            assertThat(fds[0].revents()).isEqualTo(POLLIN);
            assertThat(fds[1].revents()).isEqualTo(POLLOUT);
            assertThat(fds[2].revents()).isEqualTo(POLLERR | POLLIN | POLLOUT);
            assertThat(refused.takeError()).isEqualTo(Errno.ECONNREFUSED);
            listener.accept().close();
          }
        });
  }

  private static void begin(StreamSocket socket, String name) {
    socket.setBlocking(false);
    assertThatThrownBy(() -> socket.connect(name)).isInstanceOf(SocketError.class);
  }

  /** Both wait for the same sockets; each datagram is one thread's, and the other waits on. */
  @Test
  void severalThreadsAskAboutTheSameSockets() {
    TwoHosts.run(
        hosts -> {
          DatagramSocket[] servers = {hosts.boundAtB(PORT), hosts.boundAtB(PORT + 1)};
          int[] received = new int[1];
          for (int t = 0; t < 2; t++) {
            hosts.user(
                "server" + t,
                () -> {
                  PollFd[] fds = ask(POLLIN, servers);
                  while (received[0] < 6) {
                    hosts.b.poll(fds, MILLISECOND);
                    for (DatagramSocket server : servers) {
                      if (server.receiveNow(new Datagram(10))) {
                        received[0]++;
                      }
                    }
                  }
                });
          }
          try (DatagramSocket client = hosts.a.datagramSocket()) {
            for (int i = 0; i < 6; i++) {
              send(client, PORT + i % 2);
            }
          }
          while (received[0] < 6) {
            hosts.rest(MILLISECOND);
          }
          hosts.rest(2 * MILLISECOND);
          servers[0].close();
          servers[1].close();
        });
  }
}
