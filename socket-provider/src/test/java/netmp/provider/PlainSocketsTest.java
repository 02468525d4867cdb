package netmp.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import netmp.link.LinkSettings;
import netmp.stats.Counter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs that know no channels. */
class PlainSocketsTest {

  private static final String SERVER = "10.0.0.2";

  @BeforeAll
  static void install() throws Exception {
    PlainSockets.install();
  }

  private static ServerSocket listener() throws Exception {
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(SERVER, 0));
    return listener;
  }

  @Test
  void anEcho() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT.withLoss(0.01),
        (a, b) -> {
          try (ServerSocket listener = listener()) {
            FutureTask<Long> echo =
                new FutureTask<>(
                    () -> {
                      try (Socket connection = listener.accept()) {
                        assertThat(connection.getInetAddress().getHostAddress())
                            .isEqualTo("10.0.0.1");
                        return connection.getInputStream().transferTo(connection.getOutputStream());
                      }
                    });
            Thread.ofVirtual().start(echo);
            try (Socket client = new Socket(SERVER, listener.getLocalPort())) {
              byte[] sent = new byte[100_000];
              sent[99_999] = 7;
              Thread.ofVirtual()
                  .start(
                      () -> {
                        try {
                          client.getOutputStream().write(sent);
                          client.shutdownOutput();
                        } catch (java.io.IOException e) {
                          throw new AssertionError(e);
                        }
                      });
              assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
            }
            assertThat(echo.get()).isEqualTo(100_000);
          }
          assertThat(a.stack().statistics().get(Counter.TCP_ESTABLISHED)).isEqualTo(1);
        });
  }

  @Test
  void timeouts() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (ServerSocket listener = listener();
              Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            client.setSoTimeout(5);
            assertThat(client.getSoTimeout()).isEqualTo(5);
            assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);
            listener.accept().close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            listener.setSoTimeout(5);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
          }
          try (Socket client = new Socket()) {
            assertThatThrownBy(() -> client.connect(new InetSocketAddress("10.0.0.77", 1), 20))
                .isInstanceOf(SocketTimeoutException.class);
          }
        });
  }

  @Test
  void refusedAndClosed() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          assertThatThrownBy(() -> new Socket(SERVER, 1)).isInstanceOf(ConnectException.class);
          ServerSocket listener = listener();
          FutureTask<Socket> accept = new FutureTask<>(listener::accept);
          Thread thread = Thread.ofPlatform().start(accept);
          while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          listener.close();
          assertThatThrownBy(accept::get).hasCauseInstanceOf(SocketException.class);
        });
  }

  @Test
  void aUrlConnectionOfTheJdk() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (ServerSocket listener = listener()) {
            Thread.ofVirtual()
                .start(
                    () -> {
                      try (Socket connection = listener.accept()) {
                        BufferedReader in =
                            new BufferedReader(
                                new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.US_ASCII));
                        while (!in.readLine().isEmpty()) {
                          // the header
                        }
                        connection
                            .getOutputStream()
                            .write(
                                "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nyes"
                                    .getBytes(StandardCharsets.US_ASCII));
                      } catch (java.io.IOException e) {
                        throw new AssertionError(e);
                      }
                    });
            HttpURLConnection connection =
                (HttpURLConnection)
                    URI.create("http://" + SERVER + ":" + listener.getLocalPort() + "/")
                        .toURL()
                        .openConnection();
            assertThat(connection.getInputStream().readAllBytes()).asString().isEqualTo("yes");
          }
        });
  }

  private static String text(DatagramPacket packet) {
    return new String(
        packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.US_ASCII);
  }

  @Test
  void datagrams() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          try (DatagramSocket server = new DatagramSocket(0, InetAddress.getByName(SERVER));
              DatagramSocket client = new DatagramSocket()) {
            assertThat(client.getBroadcast()).isTrue();
            byte[] ping = "a ping".getBytes(StandardCharsets.US_ASCII);
            client.send(new DatagramPacket(ping, 2, 4, server.getLocalSocketAddress()));
            DatagramPacket packet = new DatagramPacket(new byte[20], 20);
            server.receive(packet);
            assertThat(text(packet)).isEqualTo("ping");
            assertThat(packet.getAddress().getHostAddress()).isEqualTo("10.0.0.1");
            assertThat(packet.getPort()).isEqualTo(client.getLocalPort());
            client.connect(server.getLocalSocketAddress());
            client.connect(server.getLocalSocketAddress());
            packet.setData(ping);
            server.send(packet);
            DatagramPacket answer = new DatagramPacket(new byte[20], 20);
            client.receive(answer);
            assertThat(text(answer)).isEqualTo("a ping");
            client.disconnect();
            client.setSoTimeout(5);
            assertThatThrownBy(() -> client.receive(answer))
                .isInstanceOf(SocketTimeoutException.class);
            assertThat(a.stack().statistics().get(Counter.UDP_SENT)).isEqualTo(1);
          }
        });
  }

  @Test
  void datagramsToAGroup() throws Exception {
    Providers.onNetwork(
        LinkSettings.PERFECT,
        (a, b) -> {
          InetSocketAddress group = new InetSocketAddress("224.1.2.3", 5000);
          try (MulticastSocket member =
                  Stacks.on(b.stack(), () -> new MulticastSocket(group.getPort()));
              MulticastSocket sender = new MulticastSocket()) {
            assertThat(member.getReuseAddress()).isTrue();
            member.joinGroup(group, null);
            assertThatThrownBy(() -> member.joinGroup(group, null))
                .isInstanceOf(SocketException.class);
            sender.setTimeToLive(3);
            assertThat(sender.getTimeToLive()).isEqualTo(3);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
            assertThat(sender.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
            DatagramPacket packet = new DatagramPacket(new byte[] {7}, 1, group);
            DatagramPacket received = new DatagramPacket(new byte[9], 9);
            member.setSoTimeout(20);
            boolean came = false;
            while (!came) { // a member a moment after the call has returned
              sender.send(packet);
              try {
                member.receive(received);
                came = true;
              } catch (SocketTimeoutException e) {
                assertThat(received.getLength()).isEqualTo(9);
              }
            }
            assertThat(received.getLength()).isEqualTo(1);
            member.leaveGroup(group, null);
            assertThatThrownBy(() -> member.leaveGroup(group, null))
                .isInstanceOf(SocketException.class);
          }
        });
  }
}
