package netmp.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import netmp.link.Link;
import netmp.link.LinkCounter;
import netmp.link.LinkCounters;
import netmp.link.LinkSettings;
import netmp.link.Queueing;
import netmp.socket.Shutdown;
import netmp.socket.StreamSocket;
import netmp.socket.TcpInfo;
import netmp.tcp.EcnUse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bottleneck that marks what may be marked and drops the rest (RFC 3168, RFC 8289). */
class EcnTest {

  private static final int PORT = 7;
  private static final int BYTES = 2_000_000;

  private static final LinkSettings BOTTLENECK =
      LinkSettings.PERFECT
          .withBandwidth(10_000_000)
          .withDelay(Duration.ofMillis(20))
          .withQueueing(
              new Queueing.CoDel(
                  1000, Queueing.CoDel.TARGET, Queueing.CoDel.INTERVAL, /* ecn= */ true));

  /** What has become of a transfer. */
  private static final class Transfer {
    TcpInfo info;
    LinkCounters link;
    long received;
  }

  private static Transfer transfer(EcnUse ofSender, EcnUse ofReceiver) throws IOException {
    Transfer made = new Transfer();
    try (Network net = Network.seeded(3)) {
      Host a = net.host("a", stack -> stack.withEcn(ofSender));
      Host b = net.host("b", stack -> stack.withEcn(ofReceiver));
      Link link = net.link(a, b, BOTTLENECK);
      net.daemon(
          "sink",
          () -> {
            StreamSocket listener = b.stack().streamSocket();
            listener.bind(0, PORT);
            listener.listen(1);
            StreamSocket connection = listener.accept();
            byte[] bytes = new byte[10_000];
            for (int n = connection.read(bytes, 0, bytes.length);
                n > 0;
                n = connection.read(bytes, 0, bytes.length)) {
              made.received += n;
            }
            connection.close();
          });
      net.spawn(
          "source",
          () -> {
            net.sleep(Duration.ofMillis(1));
            StreamSocket socket = a.stack().streamSocket();
            socket.connect(b.address(), PORT);
            byte[] bytes = new byte[10_000];
            for (int sent = 0; sent < BYTES; sent += bytes.length) {
              socket.write(bytes, 0, bytes.length);
            }
            made.info = socket.tcpInfo();
            socket.shutdown(Shutdown.SHUT_WR);
            assertThat(socket.read(bytes, 0, 1)).isNegative();
          });
      net.run();
      made.link = link.toB().counters();
    }
    return made;
  }

  @ParameterizedTest
  @CsvSource({
    "ALWAYS, ALWAYS, true",
    "ALWAYS, WHEN_ASKED, true",
    "WHEN_ASKED, ALWAYS, false",
    "ALWAYS, NEVER, false",
    "NEVER, ALWAYS, false"
  })
  void whoAgreesLosesNothing(EcnUse ofSender, EcnUse ofReceiver, boolean agreed)
      throws IOException {
    Transfer made = transfer(ofSender, ofReceiver);
    assertThat(made.received).isEqualTo(BYTES);
    assertThat(made.info.ecn()).isEqualTo(agreed);
    assertThat(made.link.get(LinkCounter.MARKED) > 0).isEqualTo(agreed);
    assertThat(made.link.dropped() == 0).isEqualTo(agreed);
  }
}
