package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import netmp.link.LinkSettings;
import netmp.netisr.Netisr;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;
import netmp.stack.Addressing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two hosts with two links, on both of which they talk at once: each ring, each interrupt mask and
 * each address keeps to its specification apart.
 */
class MultihomedTraceTest {

  private static final int PORT = 7;

  private static RecordedRun run(Netisr.Mode mode) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Network net = new Network(NetworkConfig.seeded(1).withCpus(2).withTrace(out))) {
      Host a = net.host("a", 2, s -> s.withMode(mode).withAddressing(1, Addressing.PROBED));
      Host b = net.host("b", 2, s -> s.withMode(mode));
      for (int i = 0; i < 2; i++) {
        int number = i;
        net.link(a, i, b, i, LinkSettings.PERFECT.withLoss(0.02));
        net.daemon("serve" + i, () -> serve(b, number));
        net.spawn(
            "ask" + i,
            () -> {
              assertThat(a.stack().awaitAddress(Duration.ofSeconds(30).toNanos())).isTrue();
              stream(a, b.address(number));
              datagrams(a, b.address(number), 5000 + number);
            });
      }
      net.run();
    }
    return new RecordedRun(out.toString(StandardCharsets.UTF_8).lines().toList());
  }

  private static void serve(Host at, int number) throws Exception {
    StreamSocket listener = at.stack().streamSocket();
    listener.bind(at.address(number), PORT);
    listener.listen(2);
    StreamSocket connection = listener.accept();
    byte[] buffer = new byte[4000];
    for (int n = connection.read(buffer, 0, 4000); n > 0; ) {
      connection.write(buffer, 0, n);
      n = connection.read(buffer, 0, 4000);
    }
    connection.close();
  }

  private static void stream(Host from, int to) throws Exception {
    try (StreamSocket socket = from.stack().streamSocket()) {
      socket.connect(to, PORT);
      byte[] text = new byte[10_000];
      socket.write(text, 0, text.length);
      for (int left = text.length; left > 0; ) {
        left -= socket.read(text, 0, left);
      }
    }
  }

  /** To a port where nobody is, and to itself. */
  private static void datagrams(Host from, int to, int own) throws Exception {
    try (DatagramSocket socket = from.stack().datagramSocket()) {
      socket.bind(from.address(1), own);
      socket.sendTo(new byte[3000], 0, 3000, to, PORT);
      socket.sendTo(new byte[1], 0, 1, from.address(1), own);
      socket.receive(new Datagram(1));
    }
  }

  @ParameterizedTest
  @EnumSource(Netisr.Mode.class)
  void aRunOnTwoLinksIsValid(Netisr.Mode mode) throws Exception {
    assertThat(RecordedRun.judge(run(mode).trace())).isEmpty();
  }

  /** Eight rings of each kind: two hosts, two interfaces, two CPUs. */
  @Test
  void eachRingIsAnObjectOfItsOwn() throws Exception {
    RecordedRun run = run(Netisr.Mode.INTERRUPT);
    for (String kind : List.of("rx_ring", "tx_ring")) {
      assertThat(
              run.trace().stream()
                  .map(l -> l.replaceAll(".*\"o\":\"([^\"]*)\".*", "$1"))
                  .filter(o -> o.contains(kind))
                  .distinct())
          .as(kind)
          .hasSize(8);
    }
  }
}
