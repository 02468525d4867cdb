package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import netmp.nic.Nic;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import netmp.wire.Packets;
import org.junit.jupiter.api.Test;

/** The remainder of a connection gives way to the next one, and nothing of it stays behind. */
class TcpTimeWaitTest {

  private static final int PORT = 80;
  private static final int OWN_PORT = 2000;
  private static final long SECOND = 1_000_000_000L;
  private static final long TWO_MSL = 60 * SECOND;
  private static final int MUCH = 2_000_000;
  private static final int TCP = 34;
  private static final int SYN = 0x02;

  private static StreamSocket listener(TwoHosts hosts) throws SocketError {
    StreamSocket listener = hosts.b.streamSocket();
    listener.bind(0, PORT);
    listener.listen(5);
    return listener;
  }

  /** From the same port each time. */
  private static StreamSocket client(TwoHosts hosts) throws SocketError {
    StreamSocket client = hosts.a.streamSocket();
    client.setOption(SocketOption.SO_REUSEADDR, 1);
    client.bind(0, OWN_PORT);
    client.connect(TwoHosts.B, PORT);
    return client;
  }

  private static void readToTheEnd(StreamSocket socket) throws SocketError {
    byte[] buffer = new byte[MUCH];
    int read = 0;
    while (read >= 0) {
      read = socket.read(buffer, 0, MUCH);
    }
  }

  private static void closeInTurn(StreamSocket first, StreamSocket second) throws SocketError {
    first.close();
    readToTheEnd(second);
    second.close();
  }

  private static void echo(StreamSocket client, StreamSocket server) throws SocketError {
    client.write(new byte[] {7}, 0, 1);
    byte[] got = new byte[1];
    assertThat(server.read(got, 0, 1)).isEqualTo(1);
    assertThat(got).containsExactly(7);
  }

  /** RFC 6191, of a connection that is begun here. */
  @Test
  void aConnectionOutlivesTheRemainderInWhosePlaceItIs() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts);
          StreamSocket client = client(hosts);
          closeInTurn(client, listener.accept());
          hosts.rest(2 * SECOND);
          client = client(hosts);
          StreamSocket server = listener.accept();
          assertThat(hosts.a.statistics().get(Counter.TCP_TIME_WAIT_REUSED)).isEqualTo(1);
          hosts.rest(TWO_MSL);
          echo(client, server);
          closeInTurn(server, client);
          hosts.rest(SECOND);
          assertThat(hosts.a.census().used(Resource.TCP_FLOWS)).isZero();
          hosts.rest(TWO_MSL);
          assertThat(hosts.b.census().used(Resource.TCP_FLOWS)).isZero();
          listener.close();
        });
  }

  /** RFC 6191, of a connection that the peer begins; meanwhile others ask for what is not there. */
  @Test
  void aListenerTakesAConnectionInThePlaceOfARemainder() {
    TwoHosts.run(
        hosts -> {
          StreamSocket listener = listener(hosts);
          StreamSocket client = client(hosts);
          closeInTurn(listener.accept(), client);
          hosts.rest(2 * SECOND);
          try (StreamSocket lost = hosts.a.streamSocket()) {
            assertThatThrownBy(() -> lost.connect(TwoHosts.B, PORT + 1))
                .hasMessageContaining(Errno.ECONNREFUSED.name());
          }
          long begun = hosts.execution.nanoTime();
          client = client(hosts);
          assertThat(hosts.execution.nanoTime() - begun).as("at once").isLessThan(SECOND);
          StreamSocket server = listener.accept();
          hosts.rest(TWO_MSL);
          echo(client, server);
          closeInTurn(client, server);
          hosts.rest(SECOND);
          assertThat(hosts.b.census().used(Resource.TCP_FLOWS)).isZero();
          hosts.rest(TWO_MSL);
          assertThat(hosts.a.census().used(Resource.TCP_FLOWS)).isZero();
          listener.close();
        });
  }

  /** The sequence numbers of the SYNs that pass a cable. */
  private static List<Integer> tapSyns(Nic from, Nic to) {
    List<Integer> numbers = new ArrayList<>();
    from.connect(
        (frame, at, length) -> {
          boolean isSegment = Packets.number(frame, at + 12, 2) == 0x0800;
          if (isSegment && (frame[at + TCP + 13] & SYN) != 0) {
            numbers.add((int) Packets.number(frame, at + TCP + 4, 4));
          }
          to.receive(frame, at, length);
        });
    return numbers;
  }

  /**
   * RFC 9293 section 3.4.3: a connection that was faster than the clock of initial sequence numbers
   * leaves numbers in the network that the next one must not use.
   */
  @Test
  void theNextNumbersAreBehindAllThatWereUsed() {
    TwoHosts.run(
        hosts -> {
          List<Integer> numbers = tapSyns(hosts.nicA, hosts.nicB);
          StreamSocket listener = listener(hosts);
          StreamSocket client = client(hosts);
          StreamSocket server = listener.accept();
          hosts.user("reader", () -> readToTheEnd(server));
          assertThat(client.write(new byte[MUCH], 0, MUCH)).isEqualTo(MUCH);
          client.shutdown(Shutdown.SHUT_WR);
          hosts.rest(SECOND / 10);
          server.close();
          client.close();
          hosts.rest(2 * SECOND);
          client = client(hosts);
          assertThat(numbers).hasSize(2);
          int end = numbers.get(0) + 1 + MUCH + 1; // SYN and FIN count
          assertThat(numbers.get(1) - end).isNotNegative();
          client.close();
          listener.accept().close();
          listener.close();
        });
  }
}
