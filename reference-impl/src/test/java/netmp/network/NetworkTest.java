package netmp.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import netmp.capture.CaptureReader;
import netmp.capture.CapturedFrame;
import netmp.link.Link;
import netmp.link.LinkCounter;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Shutdown;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import org.junit.jupiter.api.Test;

/** Networks of stacks, as users write them. */
class NetworkTest {

  private static final int PORT = 7;
  private static final long MS = 1_000_000;

  private static final LinkSettings BAD_LINK =
      LinkSettings.PERFECT
          .withBandwidth(10_000_000)
          .withDelay(Duration.ofMillis(10))
          .withJitter(Duration.ofMillis(2))
          .withLoss(0.02)
          .withDuplication(0.01)
          .withReordering(0.05, Duration.ofMillis(5))
          .withCorruption(0.01);

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** Sends back what it gets, one connection after the other. */
  private static void echo(Host host) throws IOException {
    echo(listen(host));
  }

  private static StreamSocket listen(Host host) throws IOException {
    StreamSocket listener = host.stack().streamSocket();
    listener.bind(0, PORT);
    listener.listen(100);
    return listener;
  }

  private static void echo(StreamSocket listener) throws IOException {
    for (; ; ) {
      StreamSocket connection = listener.accept();
      byte[] buffer = new byte[4096];
      for (int n = connection.read(buffer, 0, 4096); n > 0; n = connection.read(buffer, 0, 4096)) {
        connection.write(buffer, 0, n);
      }
      connection.close();
    }
  }

  private static void ask(Host client, Host server, byte[] data) throws IOException {
    StreamSocket socket = client.stack().streamSocket();
    socket.connect(server.address(), PORT);
    socket.write(data, 0, data.length);
    socket.shutdown(Shutdown.SHUT_WR);
    byte[] answer = new byte[data.length];
    int got = 0;
    for (int n = 1; n > 0 && got < answer.length; got += n) {
      n = socket.read(answer, got, answer.length - got);
    }
    assertThat(answer).isEqualTo(data);
    assertThat(socket.read(new byte[1], 0, 1)).isEqualTo(-1);
    socket.close();
  }

  private static void swallow(Host host) throws IOException {
    StreamSocket listener = listen(host);
    StreamSocket connection = listener.accept();
    byte[] buffer = new byte[4096];
    while (connection.read(buffer, 0, buffer.length) > 0) {}
  }

  private static void pour(Host from, Host to, int bytes) throws IOException {
    StreamSocket socket = from.stack().streamSocket();
    socket.connect(to.address(), PORT);
    socket.write(new byte[bytes], 0, bytes);
    socket.close();
  }

  /** An echo of 50 kB over a bad link. */
  private static void echoOverABadLink(NetworkConfig config) throws IOException {
    try (Network net = new Network(config)) {
      Host a = net.host("a");
      Host b = net.host("b");
      net.link(a, b, BAD_LINK);
      net.daemon("server", () -> echo(b));
      net.spawn("client", () -> ask(a, b, bytes(50_000, config.seed())));
      net.run();
    }
  }

  @Test
  void tcpGetsEverythingThroughABadLink() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      echoOverABadLink(NetworkConfig.seeded(seed).withCpus(seed % 2 == 0 ? 1 : 4));
    }
  }

  @Test
  void oneSeedOneTraceAndOneCapture() throws Exception {
    ByteArrayOutputStream[] traces = new ByteArrayOutputStream[3];
    ByteArrayOutputStream[] captures = new ByteArrayOutputStream[3];
    for (int i = 0; i < 3; i++) {
      traces[i] = new ByteArrayOutputStream();
      captures[i] = new ByteArrayOutputStream();
      echoOverABadLink(
          NetworkConfig.seeded(i / 2).withCpus(2).withTrace(traces[i]).withCapture(captures[i]));
    }
    assertThat(traces[0].size()).isGreaterThan(100_000);
    assertThat(traces[1].toByteArray()).isEqualTo(traces[0].toByteArray());
    assertThat(captures[1].toByteArray()).isEqualTo(captures[0].toByteArray());
    assertThat(traces[2].toByteArray()).isNotEqualTo(traces[0].toByteArray());
    assertThat(captures[2].toByteArray()).isNotEqualTo(captures[0].toByteArray());
  }

  @Test
  void theCaptureShowsBothEndsOfALink() throws Exception {
    ByteArrayOutputStream capture = new ByteArrayOutputStream();
    try (Network net = new Network(NetworkConfig.seeded(1).withCapture(capture))) {
      Host a = net.host("a");
      Host b = net.host("b");
      net.link(a, b, LinkSettings.PERFECT.withDelay(Duration.ofMillis(3)));
      net.spawn(
          "client", () -> a.stack().datagramSocket().sendTo(new byte[9], 0, 9, b.address(), PORT));
      net.spawn("wait", () -> net.sleep(Duration.ofSeconds(1)));
      net.run();
    }
    List<String> lines = new ArrayList<>();
    CaptureReader reader = new CaptureReader(new ByteArrayInputStream(capture.toByteArray()));
    for (CapturedFrame f = reader.next(); f != null; f = reader.next()) {
      lines.add(f.device() + " " + f.direction() + " " + f.nanos() / MS);
    }
    // ARP's question and answer, the datagram, and ICMP's answer to it.
    assertThat(lines)
        .containsExactly(
            "a OUTBOUND 0",
            "b INBOUND 3",
            "b OUTBOUND 3",
            "a INBOUND 6",
            "a OUTBOUND 6",
            "b INBOUND 9",
            "b OUTBOUND 9",
            "a INBOUND 12");
  }

  @Test
  void dozensOfStacksOnASwitch() throws Exception {
    int stacks = 24;
    try (Network net = Network.seeded(7)) {
      Switch lan = net.addSwitch();
      List<Host> hosts = new ArrayList<>();
      for (int i = 0; i < stacks; i++) {
        Host host = net.host("h" + i);
        hosts.add(host);
        net.link(host, lan, BAD_LINK);
        net.daemon("server" + i, () -> echo(host));
      }
      for (int i = 0; i < stacks; i++) {
        Host from = hosts.get(i);
        Host to = hosts.get((i + 1) % stacks);
        byte[] data = bytes(5000, i);
        net.spawn("client" + i, () -> ask(from, to, data));
      }
      net.run();
      assertThat(lan.forwarded()).isGreaterThan(10L * stacks);
      assertThat(lan.flooded()).isLessThan(10L * stacks);
    }
  }

  @Test
  void whoWaitsForEverIsNamed() throws Exception {
    try (Network net = Network.seeded(3)) {
      Host a = net.host("alpha");
      Host b = net.host("beta");
      net.link(a, b, LinkSettings.PERFECT);
      net.spawn("client", () -> new Client(a).waitForNothing());
      assertThatThrownBy(net::run)
          .isInstanceOf(NetworkFailure.class)
          .hasMessageContaining("seed 3")
          .hasMessageContaining("DEADLOCK")
          .hasMessageContaining("client PARKED")
          .hasMessageContaining("DatagramSocket.receive")
          .hasMessageContaining("Client.waitForNothing(NetworkTest.java")
          .hasMessageContaining("alpha.p0 PARKED\nbeta.p0 PARKED")
          .hasMessageContaining("link alpha-beta: ");
    }
  }

  /** Somebody's client. */
  private record Client(Host host) {
    void waitForNothing() throws IOException {
      host.stack().datagramSocket().receive(new Datagram(10));
    }
  }

  @Test
  void timeIsLimited() throws Exception {
    NetworkConfig config = NetworkConfig.seeded(3).withTimeLimit(Duration.ofSeconds(5));
    try (Network net = new Network(config)) {
      net.spawn("sleeper", () -> net.sleep(Duration.ofMinutes(1)));
      assertThatThrownBy(net::run)
          .isInstanceOf(NetworkFailure.class)
          .hasMessageContaining("TIME_LIMIT")
          .hasMessageContaining("sleeper PARKED");
    }
  }

  @Test
  void whatAThreadDiedOfIsTheCause() throws Exception {
    IOException broken = new IOException("broken");
    try (Network net = Network.seeded(3)) {
      net.spawn("sleeper", () -> net.sleep(Duration.ofMinutes(1)));
      net.daemon(
          "server",
          () -> {
            throw broken;
          });
      assertThatThrownBy(net::run)
          .isInstanceOf(NetworkFailure.class)
          .hasMessageContaining("server died of")
          .hasCause(broken);
    }
  }

  @Test
  void whoJoinsWaitsForTheEnd() throws Exception {
    try (Network net = Network.seeded(3)) {
      UserTask sleeper = net.spawn("sleeper", () -> net.sleep(Duration.ofMinutes(1)));
      List<Long> times = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        net.spawn(
            "joiner" + i,
            () -> {
              sleeper.join();
              times.add(net.nanoTime());
            });
      }
      net.run();
      assertThat(times).hasSize(3).containsOnly(60_000 * MS);
      assertThat(sleeper.hasEnded()).isTrue();
    }
  }

  @Test
  void aThreadThatIsInterruptedLeavesItsCall() throws Exception {
    try (Network net = Network.seeded(3)) {
      Host a = net.host("a");
      List<Errno> ends = new ArrayList<>();
      UserTask reader =
          net.spawn(
              "reader",
              () -> {
                try {
                  a.stack().datagramSocket().receive(new Datagram(1));
                } catch (SocketError e) {
                  ends.add(e.errno());
                }
              });
      net.spawn(
          "other",
          () -> {
            net.sleep(Duration.ofSeconds(1));
            reader.interrupt();
          });
      net.run();
      assertThat(ends).containsExactly(Errno.EINTR);
    }
  }

  @Test
  void tcpGoesOnAfterAPartition() throws Exception {
    try (Network net = Network.seeded(5)) {
      Host a = net.host("a");
      Host b = net.host("b");
      Link link = net.link(a, b, LinkSettings.PERFECT.withBandwidth(1_000_000));
      net.daemon("server", () -> echo(b));
      net.spawn("client", () -> ask(a, b, bytes(100_000, 1)));
      net.at(Duration.ofMillis(200), () -> link.setUp(false));
      net.at(Duration.ofSeconds(3), () -> link.setUp(true));
      net.run();
      assertThat(net.nanoTime()).isGreaterThan(3000 * MS);
      assertThat(link.toB().counters().get(LinkCounter.DOWN)).isPositive();
    }
  }

  /** 100 kB at one megabit: 0.8 s, and the headers. */
  @Test
  void tcpIsAsFastAsTheLink() throws Exception {
    try (Network net = Network.seeded(5)) {
      Host a = net.host("a");
      Host b = net.host("b");
      net.link(a, b, LinkSettings.PERFECT.withBandwidth(1_000_000));
      net.spawn(
          "server",
          () -> {
            swallow(b);
            assertThat(net.nanoTime()).isBetween(830 * MS, 900 * MS);
          });
      net.spawn("client", () -> pour(a, b, 100_000));
      net.run();
    }
  }

  @Test
  void realThreadsAndRealTime() throws Exception {
    ByteArrayOutputStream trace = new ByteArrayOutputStream();
    NetworkConfig config = NetworkConfig.seeded(5).onRealThreads().withCpus(2).withTrace(trace);
    try (Network net = new Network(config)) {
      Host a = net.host("a");
      Host b = net.host("b");
      net.link(a, b, LinkSettings.PERFECT.withDelay(Duration.ofMillis(5)).withLoss(0.05));
      net.spawn(
          "client",
          () -> {
            StreamSocket listener = listen(b);
            net.daemon("server", () -> echo(listener));
            ask(a, b, bytes(20_000, 1));
          });
      net.run();
      assertThat(net.nanoTime()).isGreaterThan(20 * MS); // two round trips at least
    }
    String header = trace.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    assertThat(header).contains("\"mode\":\"real\"", "\"cpus\":2");
  }

  @Test
  void realThreadsThatFailOrWaitForLong() throws Exception {
    NetworkConfig config = NetworkConfig.seeded(5).onRealThreads();
    IOException broken = new IOException("broken");
    try (Network net = new Network(config)) {
      net.spawn("sleeper", () -> net.sleep(Duration.ofMinutes(1)));
      net.spawn(
          "client",
          () -> {
            throw broken;
          });
      assertThatThrownBy(net::run).hasMessageContaining("client died of").hasCause(broken);
    }
    try (Network net = new Network(config.withTimeLimit(Duration.ofMillis(50)))) {
      Host a = net.host("a");
      net.spawn("client", () -> new Client(a).waitForNothing());
      assertThatThrownBy(net::run)
          .isInstanceOf(NetworkFailure.class)
          .hasMessageContaining("client")
          .hasMessageContaining("Client.waitForNothing");
    }
  }

  @Test
  void aDirectionMayBeWorseThanTheOther() throws Exception {
    try (Network net = Network.seeded(5)) {
      Host a = net.host("a");
      Host b = net.host("b");
      LinkSettings slow = LinkSettings.PERFECT.withDelay(Duration.ofMillis(100));
      net.link("asymmetric", a.port(0), b.port(0), LinkSettings.PERFECT, slow);
      net.daemon("server", () -> echoDatagrams(b));
      net.spawn(
          "client",
          () -> {
            DatagramSocket socket = a.stack().datagramSocket();
            socket.sendTo(new byte[] {1}, 0, 1, b.address(), PORT);
            Datagram answer = new Datagram(10);
            socket.receive(answer);
            // ARP's answer takes as long as that of the server.
            assertThat(net.nanoTime()).isEqualTo(200 * MS);
            assertThat(Arrays.copyOf(answer.data(), answer.length())).containsExactly(1);
          });
      net.run();
    }
  }

  private static void echoDatagrams(Host host) throws IOException {
    DatagramSocket socket = host.stack().datagramSocket();
    socket.bind(0, PORT);
    Datagram datagram = new Datagram(1500);
    while (socket.receive(datagram)) {
      socket.sendTo(datagram.data(), 0, datagram.length(), datagram.address(), datagram.port());
    }
  }
}
