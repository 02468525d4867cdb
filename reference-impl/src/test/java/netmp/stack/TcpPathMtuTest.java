package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import netmp.ether.NetworkInterface;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.socket.TcpInfo;
import netmp.stats.Counter;
import org.junit.jupiter.api.Test;

/** TCP through links that take less than its own (RFC 1191, RFC 2923), and more (RFC 6691). */
class TcpPathMtuTest {

  private static final int PORT = 80;

  /** What a body does with the two ends of a connection. */
  private interface Ends {

    /** Uses them. */
    void use(StreamSocket client, StreamSocket server) throws Exception;
  }

  private static void connected(TwoHosts hosts, Ends body) throws Exception {
    StreamSocket listener = hosts.b.streamSocket();
    listener.bind(0, PORT);
    listener.listen(5);
    StreamSocket client = hosts.a.streamSocket();
    client.connect(TwoHosts.B, PORT);
    StreamSocket server = listener.accept();
    body.use(client, server);
    client.close();
    server.close();
    listener.close();
  }

  /** Sends from the client to the server, while the server reads. */
  private static void send(TwoHosts hosts, StreamSocket client, StreamSocket server, int length)
      throws Exception {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    hosts.user("writer", () -> assertThat(client.write(data, 0, length)).isEqualTo(length));
    byte[] got = new byte[length];
    int count = 0;
    while (count < length) {
      count += server.read(got, count, length - count);
    }
    assertThat(got).isEqualTo(data);
  }

  @Test
  void aRouterRefusesLongSegments() {
    TwoHosts.run(
        hosts -> {
          NarrowHop hop = new NarrowHop(1100, hosts.nicA, hosts.nicB, true);
          hosts.nicA.connect(hop);
          connected(
              hosts,
              (client, server) -> {
                long begin = hosts.execution.nanoTime();
                send(hosts, client, server, 100_000);
                assertThat(client.option(SocketOption.TCP_MAXSEG)).isEqualTo(1100 - 52);
                assertThat(hosts.execution.nanoTime() - begin).isLessThan(100_000_000);
              });
          assertThat(hop.refused).isPositive();
          assertThat(hop.cut).isZero();
          assertThat(hop.longest).isEqualTo(1100);
          assertThat(hosts.a.statistics().get(Counter.TCP_MTU_RESENT)).isEqualTo(1);
          assertThat(hosts.a.statistics().get(Counter.TCP_TIMEOUTS)).isZero();
        });
  }

  @Test
  void aRouterDropsLongSegmentsInSilence() {
    TwoHosts.run(
        hosts -> {
          NarrowHop hop = new NarrowHop(1100, hosts.nicA, hosts.nicB, false);
          hosts.nicA.connect(hop);
          connected(
              hosts,
              (client, server) -> {
                send(hosts, client, server, 100_000);
                assertThat(client.option(SocketOption.TCP_MAXSEG)).isEqualTo(1200 - 12);
              });
          assertThat(hop.refused).isPositive();
          assertThat(hop.cut).isPositive(); // 1200 is too long too, but may be fragmented
          assertThat(hosts.a.statistics().get(Counter.TCP_BLACK_HOLES)).isEqualTo(1);
        });
  }

  /** RFC 4821: the connection finds out what passes, and no probe that is lost slows it down. */
  @Test
  void whatPassesIsFoundWithoutTheHelpOfRouters() {
    TwoHosts.run(
        hosts -> {
          NarrowHop hop = new NarrowHop(1400, hosts.nicA, hosts.nicB, false);
          hosts.nicA.connect(hop);
          connected(
              hosts,
              (client, server) -> {
                send(hosts, client, server, 20_000);
                int refused = hop.refused;
                long timeouts = hosts.a.statistics().get(Counter.TCP_TIMEOUTS);
                TcpInfo before = client.tcpInfo();
                send(hosts, client, server, 1_000_000);
                assertThat(client.tcpInfo().sndMss()).isBetween(1400 - 52 - 20, 1400 - 52);
                assertThat(hop.refused).isBetween(refused, refused + 5);
                TcpInfo after = client.tcpInfo();
                assertThat(hop.refused).isGreaterThan(refused);
                assertThat(after.sndCwnd()).isGreaterThan(before.sndCwnd());
                assertThat(after.sndSsthresh()).isEqualTo(before.sndSsthresh());
                assertThat(hosts.a.statistics().get(Counter.TCP_TIMEOUTS)).isEqualTo(timeouts);
              });
          assertThat(hop.cut).isZero();
          assertThat(hosts.a.statistics().get(Counter.TCP_PATH_PROBES)).isBetween(2L, 10L);
        });
  }

  @Test
  void aLinkWithLongerFrames() {
    TwoHosts.runWithMtu(
        9000,
        hosts ->
            connected(
                hosts,
                (client, server) -> {
                  assertThat(client.option(SocketOption.TCP_MAXSEG)).isEqualTo(9000 - 52);
                  assertThat(server.option(SocketOption.TCP_MAXSEG)).isEqualTo(9000 - 52);
                  send(hosts, client, server, 200_000);
                  assertThat(hosts.b.statistics().get(Counter.IP_RECEIVED)).isLessThan(60);
                }));
  }

  @Test
  void aLinkWithShorterFrames() {
    TwoHosts.runWithMtu(
        NetworkInterface.MIN_MTU,
        hosts ->
            connected(
                hosts,
                (client, server) -> {
                  assertThat(client.option(SocketOption.TCP_MAXSEG)).isEqualTo(576 - 52);
                  send(hosts, client, server, 20_000);
                }));
  }
}
