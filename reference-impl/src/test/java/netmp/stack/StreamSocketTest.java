package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.List;
import netmp.mbuf.Mbuf;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Local stream sockets, under many schedules, with one CPU and with four. */
class StreamSocketTest {

  private static final int MUCH = 200_000;

  private static Errno errno(ThrowingCallable call) {
    return catchThrowableOfType(SocketError.class, call).errno();
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  /** Reads to the end of file and checks that it is a prefix of the pattern. */
  private static int readPrefix(StreamSocket socket, int step) throws SocketError {
    byte[] expected = pattern(MUCH);
    byte[] got = new byte[step];
    int total = 0;
    for (int n = socket.read(got, 0, step); n >= 0; n = socket.read(got, 0, step)) {
      for (int i = 0; i < n; i++) {
        assertThat(got[i]).isEqualTo(expected[total + i]);
      }
      total += n;
    }
    return total;
  }

  private static StreamSocket listener(TwoHosts hosts, String name, int backlog)
      throws SocketError {
    StreamSocket socket = hosts.a.localSocket();
    socket.bind(name);
    socket.listen(backlog);
    return socket;
  }

  @Test
  void bytesThereAndBack() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          byte[] data = pattern(5000);
          assertThat(pair.get(0).write(data, 0, 5000)).isEqualTo(5000);
          byte[] got = new byte[7];
          assertThat(pair.get(1).read(got, 0, 7)).isEqualTo(7);
          assertThat(got).startsWith(data[0], data[1], data[2]);
          assertThat(pair.get(1).write(data, 0, 3)).isEqualTo(3);
          assertThat(pair.get(0).read(got, 0, 7)).isEqualTo(3);
          assertThat(pair.get(0).option(SocketOption.SO_TYPE)).isEqualTo(SocketOption.SOCK_STREAM);
          pair.forEach(StreamSocket::close);
        });
  }

  @Test
  void everythingWrittenIsReadAndTheEndIsBehindIt() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          Thread writer =
              hosts.user(
                  "writer",
                  () -> {
                    byte[] data = pattern(MUCH);
                    for (int at = 0; at < MUCH; at += 20_000) {
                      pair.get(0).write(data, at, 20_000);
                    }
                    pair.get(0).shutdown(Shutdown.SHUT_WR);
                    assertThat(errno(() -> pair.get(0).write(data, 0, 1))).isEqualTo(Errno.EPIPE);
                    assertThat(pair.get(0).read(data, 0, 10)).isEqualTo(2);
                    pair.get(0).close();
                  });
          assertThat(writer).isNotNull();
          assertThat(readPrefix(pair.get(1), 1500)).isEqualTo(MUCH);
          assertThat(pair.get(1).read(new byte[1], 0, 1)).as("end of file again").isEqualTo(-1);
          pair.get(1).write(new byte[2], 0, 2);
          pair.get(1).close();
        });
  }

  @Test
  void whatWasWrittenBeforeCloseArrives() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          pair.get(0).write(pattern(30_000), 0, 30_000);
          pair.get(0).close();
          assertThat(readPrefix(pair.get(1), 4000)).isEqualTo(30_000);
          hosts.rest(1_000_000);
          assertThat(errno(() -> pair.get(1).write(new byte[1], 0, 1))).isEqualTo(Errno.EPIPE);
          pair.get(1).close();
        });
  }

  @Test
  void smallPacketsAndALowMarkLoseNothing() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          // The mark is lowered when the peer has been told of more room.
          pair.get(1).setOption(SocketOption.SO_RCVBUF, 1);
          assertThat(pair.get(1).option(SocketOption.SO_RCVBUF)).isEqualTo(Mbuf.MAX_LENGTH);
          byte[] data = pattern(MUCH);
          assertThat(pair.get(0).write(data, 0, 20_000)).isEqualTo(20_000);
          for (int at = 20_000; at < 20_500; at++) {
            pair.get(0).write(data, at, 1);
          }
          pair.get(0).close();
          hosts.rest(1_000_000);
          assertThat(readPrefix(pair.get(1), 100)).isEqualTo(20_500);
          pair.get(1).close();
        });
  }

  @Test
  void listenConnectAccept() {
    TwoHosts.run(
        hosts -> {
          StreamSocket server = listener(hosts, "/tmp/echo", 5);
          hosts.user(
              "client",
              () -> {
                StreamSocket client = hosts.a.localSocket();
                client.bind("/tmp/client");
                client.connect("/tmp/echo");
                assertThat(client.isConnected()).isTrue();
                Endpoint peer = new Endpoint();
                client.peerEndpoint(peer);
                assertThat(peer.name()).isEqualTo("/tmp/echo");
                client.write(pattern(10), 0, 10);
                client.close();
              });
          StreamSocket connection = server.accept();
          assertThat(connection.isConnected()).as("filled before it is accepted").isTrue();
          Endpoint end = new Endpoint();
          connection.localEndpoint(end);
          assertThat(end.name()).isEqualTo("/tmp/echo");
          assertThat(readPrefix(connection, 100)).isEqualTo(10);
          connection.close();
          server.close();
        });
  }

  @Test
  void errorsOfTheField() {
    TwoHosts.run(
        hosts -> {
          StreamSocket server = listener(hosts, "s", 1);
          StreamSocket other = hosts.a.localSocket();
          assertThat(errno(() -> other.bind("s"))).isEqualTo(Errno.EADDRINUSE);
          assertThat(errno(() -> other.listen(1))).isEqualTo(Errno.EINVAL);
          assertThat(errno(other::accept)).isEqualTo(Errno.EINVAL);
          assertThat(errno(() -> other.connect("nobody"))).isEqualTo(Errno.ECONNREFUSED);
          assertThat(errno(() -> other.read(new byte[1], 0, 1))).isEqualTo(Errno.ENOTCONN);
          assertThat(errno(() -> other.write(new byte[1], 0, 1))).isEqualTo(Errno.ENOTCONN);
          assertThat(errno(() -> other.shutdown(Shutdown.SHUT_WR))).isEqualTo(Errno.ENOTCONN);
          assertThat(errno(() -> other.peerEndpoint(new Endpoint()))).isEqualTo(Errno.ENOTCONN);
          assertThat(errno(() -> server.connect("s"))).isEqualTo(Errno.EINVAL);
          other.connect("s");
          assertThat(errno(() -> other.connect("s"))).isEqualTo(Errno.EISCONN);
          StreamSocket third = hosts.a.localSocket();
          assertThat(errno(() -> third.connect("s"))).as("full").isEqualTo(Errno.ECONNREFUSED);
          server.setBlocking(false);
          server.accept().close();
          assertThat(errno(server::accept)).isEqualTo(Errno.EAGAIN);
          hosts.rest(1_000_000); // the end of file comes behind the close
          other.setBlocking(false);
          assertThat(other.read(new byte[1], 0, 1)).isEqualTo(-1);
          server.close();
          assertThat(errno(() -> third.connect("s"))).isEqualTo(Errno.ECONNREFUSED);
          StreamSocket again = listener(hosts, "s", 1);
          third.connect("s");
          again.close();
          third.close();
          other.close();
          assertThat(errno(other::accept)).isEqualTo(Errno.EBADF);
        });
  }

  @Test
  void anAbortResetsThePeer() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          pair.get(0).write(pattern(MUCH), 0, 60_000);
          pair.get(1).write(pattern(MUCH), 0, 60_000);
          pair.get(0).setOption(SocketOption.SO_LINGER, 0);
          pair.get(0).close();
          hosts.rest(1_000_000);
          assertThat(errno(() -> pair.get(1).write(new byte[1], 0, 1))).isEqualTo(Errno.ECONNRESET);
          assertThat(errno(() -> pair.get(1).write(new byte[1], 0, 1))).isEqualTo(Errno.EPIPE);
          pair.get(1).close();
        });
  }

  @Test
  void aSecondConnectIsRefused() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts, "twice", 1);
          StreamSocket client = hosts.a.localSocket();
          client.setBlocking(false);
          assertThat(errno(() -> client.connect("twice"))).isEqualTo(Errno.EINPROGRESS);
          assertThat(errno(() -> client.connect("twice"))).isIn(Errno.EALREADY, Errno.EISCONN);
          hosts.rest(1_000_000);
          assertThat(errno(() -> client.connect("twice"))).isEqualTo(Errno.EISCONN);
          client.close();
          listener.close();
        });
  }

  @Test
  void closeLingers() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          pair.get(0).setBlocking(false);
          pair.get(0).write(pattern(MUCH), 0, 120_000);
          pair.get(0).setOption(SocketOption.SO_LINGER, 2);
          long before = hosts.execution.nanoTime();
          pair.get(0).close();
          long waited = hosts.execution.nanoTime() - before;
          assertThat(waited).as("nobody reads").isBetween(2_000_000_000L, 2_010_000_000L);
          pair.get(1).close();
          List<StreamSocket> next = hosts.a.socketPair();
          next.get(0).write(pattern(100), 0, 100);
          next.get(0).setOption(SocketOption.SO_LINGER, 2);
          long then = hosts.execution.nanoTime();
          next.get(0).close();
          assertThat(hosts.execution.nanoTime() - then).as("room").isLessThan(2_000_000_000L);
          assertThat(readPrefix(next.get(1), 1000)).isEqualTo(100);
          next.get(1).close();
        });
  }

  @Test
  void shutdownOfReceivingThrowsAwayAndStopsNobody() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          hosts.user(
              "writer",
              () -> {
                pair.get(0).write(pattern(MUCH), 0, MUCH);
                pair.get(0).close();
              });
          pair.get(1).shutdown(Shutdown.SHUT_RD);
          assertThat(pair.get(1).read(new byte[1], 0, 1)).isEqualTo(-1);
          hosts.rest(10_000_000);
          assertThat(pair.get(1).read(new byte[1], 0, 1)).isEqualTo(-1);
          pair.get(1).close();
        });
  }

  @Test
  void acceptorsAndClientsAndTheEndOfTheListener() {
    TwoHosts.run(
        hosts -> {
          StreamSocket server = listener(hosts, "many", 3);
          for (int i = 1; i <= 4; i++) {
            hosts.user("client" + i, () -> connectAndSend(hosts));
          }
          for (int i = 1; i <= 2; i++) {
            hosts.user("acceptor" + i, () -> acceptUntilClosed(server));
          }
          hosts.rest(50_000);
          server.close();
        });
  }

  private static void connectAndSend(TwoHosts hosts) throws SocketError {
    try (StreamSocket client = hosts.a.localSocket()) {
      client.connect("many");
      client.write(pattern(2000), 0, 2000);
      client.shutdown(Shutdown.SHUT_WR);
      assertThat(client.read(new byte[10], 0, 10)).isEqualTo(-1);
    } catch (SocketError e) {
      assertThat(e.errno()).isIn(Errno.ECONNREFUSED, Errno.ECONNRESET, Errno.EPIPE, Errno.ENOTCONN);
    }
  }

  private static void acceptUntilClosed(StreamSocket server) throws SocketError {
    for (; ; ) {
      try (StreamSocket connection = server.accept()) {
        assertThat(connection.isConnected()).isTrue();
        assertThat(readPrefix(connection, 333)).isLessThanOrEqualTo(2000);
      } catch (SocketError e) {
        assertThat(e.errno()).isEqualTo(Errno.EBADF);
        return;
      }
    }
  }

  @Test
  void aReaderAndAWriterReturnWhenTheSocketIsClosed() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          hosts.user(
              "reader",
              () -> assertThat(errno(() -> pair.get(0).read(new byte[1], 0, 1))).isIn(Errno.EBADF));
          hosts.user(
              "writer",
              () -> assertThat(pair.get(0).write(new byte[MUCH], 0, MUCH)).isLessThan(MUCH));
          hosts.rest(1_000_000);
          pair.get(0).setOption(SocketOption.SO_LINGER, 0);
          pair.get(0).close();
          pair.get(1).close();
        });
  }

  /** A thread's calls have their arguments in one place. */
  @Test
  void aCallThatFailedLeavesNothingToTheNext() {
    TwoHosts.run(
        hosts -> {
          List<StreamSocket> pair = hosts.a.socketPair();
          byte[] array = {9};
          try (StreamSocket first = pair.getFirst();
              StreamSocket second = pair.getLast();
              StreamSocket unconnected = hosts.a.localSocket()) {
            first.write(ByteBuffer.wrap(new byte[] {5, 6}));
            assertThatThrownBy(() -> unconnected.read(array, 0, 1)).isInstanceOf(SocketError.class);
            ByteBuffer buffer = ByteBuffer.allocate(1);
            assertThat(second.read(buffer)).isEqualTo(1);
            assertThat(buffer.array()).containsExactly(5);
            assertThat(array).containsExactly(9);
            assertThatThrownBy(() -> unconnected.read(buffer.clear()))
                .isInstanceOf(SocketError.class);
            assertThat(second.read(array, 0, 1)).isEqualTo(1);
            assertThat(array).containsExactly(6);
          }
        });
  }
}
