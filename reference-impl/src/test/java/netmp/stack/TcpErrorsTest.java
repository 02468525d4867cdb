package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import netmp.inet.IpAddress;
import netmp.pcb.PcbTable;
import netmp.socket.Control;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What TCP refuses its users, and what it tells them of a socket without a connection. */
class TcpErrorsTest {

  private static final int PORT = 80;

  private static Errno errno(ThrowingCallable call) {
    SocketError error = catchThrowableOfType(SocketError.class, call);
    return error == null ? Errno.OK : error.errno();
  }

  @Test
  void whatCannotBeBound() {
    TwoHosts.run(
        hosts -> {
          StreamSocket socket = hosts.a.streamSocket();
          assertThat(errno(() -> socket.bind(TwoHosts.B, PORT))).isEqualTo(Errno.EADDRNOTAVAIL);
          socket.bind(TwoHosts.A, PORT);
          assertThat(errno(() -> socket.bind(0, PORT + 1))).isEqualTo(Errno.EINVAL);
          socket.close();
        });
  }

  @Test
  void whoIsNoPeer() {
    TwoHosts.run(
        hosts -> {
          StreamSocket socket = hosts.a.streamSocket();
          assertThat(errno(() -> socket.connect(TwoHosts.BROADCAST, PORT))).isEqualTo(Errno.EINVAL);
          int group = IpAddress.parse("224.0.0.1");
          assertThat(errno(() -> socket.connect(group, PORT))).isEqualTo(Errno.EINVAL);
          assertThat(errno(() -> socket.connect(TwoHosts.B, PORT)))
              .as("it is none the worse for it")
              .isEqualTo(Errno.ECONNREFUSED);
          socket.close();
        });
  }

  @Test
  void aListenerNeitherListensAgainNorConnects() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = hosts.a.streamSocket();
          listener.bind(0, PORT);
          listener.listen(1);
          assertThat(errno(() -> listener.listen(1))).isEqualTo(Errno.EINVAL);
          assertThat(errno(() -> listener.connect(TwoHosts.B, PORT))).isEqualTo(Errno.EINVAL);
          listener.close();
        });
  }

  /** RFC 6335 section 6: the dynamic ports. */
  @Test
  void aListenerThatIsNotBoundGetsAPort() {
    TwoHosts.run(
        hosts -> {
          Endpoint at = new Endpoint();
          StreamSocket listener = hosts.b.streamSocket();
          listener.listen(1);
          listener.localEndpoint(at);
          assertThat(at.port()).isBetween(PcbTable.FIRST_EPHEMERAL, 0xffff);
          StreamSocket client = hosts.a.streamSocket();
          client.connect(TwoHosts.B, at.port());
          listener.accept().close();
          client.localEndpoint(at);
          assertThat(at.port()).isBetween(PcbTable.FIRST_EPHEMERAL, 0xffff);
          client.close();
          listener.close();
        });
  }

  @Test
  void theEndsOfASocketWithoutAConnection() {
    TwoHosts.run(
        hosts -> {
          Endpoint ends = new Endpoint();
          StreamSocket bound = hosts.a.streamSocket();
          bound.bind(TwoHosts.A, PORT);
          bound.localEndpoint(ends);
          assertThat(ends.address()).isEqualTo(TwoHosts.A);
          assertThat(ends.port()).isEqualTo(PORT);
          StreamSocket fresh = hosts.a.streamSocket();
          fresh.localEndpoint(ends);
          assertThat(ends.address()).isZero();
          assertThat(ends.port()).isZero();
          assertThat(errno(() -> fresh.peerEndpoint(ends))).isEqualTo(Errno.ENOTCONN);
          bound.close();
          fresh.close();
        });
  }

  @Test
  void thePeerOfAConnection() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = hosts.b.streamSocket();
          listener.bind(0, PORT);
          listener.listen(1);
          StreamSocket client = hosts.a.streamSocket();
          client.connect(TwoHosts.B, PORT);
          StreamSocket server = listener.accept();
          Endpoint local = new Endpoint();
          Endpoint peer = new Endpoint();
          client.peerEndpoint(peer);
          assertThat(peer.address()).isEqualTo(TwoHosts.B);
          assertThat(peer.port()).isEqualTo(PORT);
          client.localEndpoint(local);
          server.peerEndpoint(peer);
          assertThat(peer.address()).isEqualTo(TwoHosts.A);
          assertThat(peer.port()).isEqualTo(local.port());
          server.close();
          client.close();
          listener.close();
        });
  }

  @Test
  void theInterface() {
    TwoHosts.run(
        hosts -> {
          StreamSocket socket = hosts.a.streamSocket();
          assertThat(socket.control(Control.SIOCGIFADDR)).isEqualTo(TwoHosts.A);
          assertThat(socket.control(Control.SIOCGIFNETMASK)).isEqualTo(0xffffff00);
          assertThat(socket.control(Control.SIOCGIFMTU)).isEqualTo(1500);
          socket.close();
        });
  }

  @Test
  void anAcceptorReturnsWhenTheListenerIsClosed() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = hosts.b.streamSocket();
          listener.bind(0, PORT);
          listener.listen(1);
          Errno[] outcome = new Errno[1];
          hosts.user("acceptor", () -> outcome[0] = errno(listener::accept));
          hosts.rest(1_000_000);
          listener.close();
          hosts.rest(1_000_000);
          assertThat(outcome[0]).isEqualTo(Errno.EBADF);
        });
  }

  /** Whoever waits for bytes learns that another thread has closed the socket. */
  @Test
  void aReaderReturnsWhenTheSocketIsClosed() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = hosts.b.streamSocket();
          listener.bind(0, PORT);
          listener.listen(1);
          StreamSocket client = hosts.a.streamSocket();
          client.connect(TwoHosts.B, PORT);
          StreamSocket server = listener.accept();
          Errno[] outcome = new Errno[1];
          hosts.user("reader", () -> outcome[0] = errno(() -> client.read(new byte[1], 0, 1)));
          hosts.rest(1_000_000);
          client.close();
          hosts.rest(1_000_000);
          assertThat(outcome[0]).isEqualTo(Errno.EBADF);
          server.close();
          listener.close();
        });
  }
}
