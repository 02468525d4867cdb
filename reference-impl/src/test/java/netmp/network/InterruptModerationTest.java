package netmp.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import netmp.link.LinkSettings;
import netmp.socket.StreamSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stacks whose devices leave time between interrupts: what is sent arrives, and later. */
class InterruptModerationTest {

  private static final int PORT = 7;
  private static final int MESSAGES = 40;

  /** Echoes one message after the other; how long they are on their way in all. */
  private static long run(long seed, Duration interval) throws IOException {
    long[] took = new long[1];
    try (Network net = Network.seeded(seed)) {
      Host a = net.host("a");
      Host b = net.host("b");
      net.link(a, b, LinkSettings.PERFECT.withLoss(0.02));
      for (Host host : net.hosts()) {
        host.nic().setInterruptInterval(interval.toNanos(), net.scheduler());
      }
      net.daemon(
          "echo",
          () -> {
            StreamSocket listener = b.stack().streamSocket();
            listener.bind(0, PORT);
            listener.listen(1);
            StreamSocket connection = listener.accept();
            byte[] bytes = new byte[100];
            for (int n = connection.read(bytes, 0, 100);
                n > 0;
                n = connection.read(bytes, 0, 100)) {
              connection.write(bytes, 0, n);
            }
          });
      net.spawn(
          "client",
          () -> {
            net.sleep(Duration.ofMillis(1));
            StreamSocket socket = a.stack().streamSocket();
            socket.connect(b.address(), PORT);
            long begin = net.nanoTime();
            byte[] bytes = new byte[100];
            for (int i = 0; i < MESSAGES; i++) {
              socket.write(bytes, 0, 100);
              for (int got = 0; got < 100; ) {
                got += socket.read(bytes, 0, 100 - got);
              }
            }
            took[0] = net.nanoTime() - begin;
          });
      net.run();
    }
    return took[0];
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void nothingIsLostByIt(long seed) throws IOException {
    assertThat(run(seed, Duration.ofMillis(1))).isGreaterThan(run(seed, Duration.ZERO));
  }
}
