package netmp.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import netmp.exec.RealExecution;
import netmp.inet.IpAddress;
import netmp.ip.Route;
import netmp.link.LinkCounter;
import netmp.link.LinkDirection;
import netmp.link.LinkSettings;
import netmp.network.NetworkThread;
import netmp.stack.Addressing;
import netmp.tap.TapException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel's TCP against the stack's where the wire between them delays, loses, doubles, damages
 * and reorders frames, in both directions. Skipped as {@link KernelPeerTest} is.
 */
class FaultyWireTest {

  private static final String ME = "10.76.0.2";
  private static final String NAME = "nmf" + ProcessHandle.current().pid();
  private static final LinkSettings FAULTY =
      LinkSettings.PERFECT
          .withDelay(Duration.ofMillis(1))
          .withJitter(Duration.ofMillis(1))
          .withLoss(0.01)
          .withDuplication(0.01)
          .withReordering(0.02, Duration.ofMillis(2))
          .withCorruption(0.005);

  @TempDir private Path folder;

  private final long seed = System.nanoTime();
  private final NetworkThread network = new NetworkThread(new RealExecution());
  private LinkDirection toKernel;
  private LinkDirection toStack;
  private Namespace kernel;
  private TapHost host;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    kernel = Namespace.make(NAME);
    SplittableRandom random = new SplittableRandom(seed);
    List<Route> routes = List.of();
    TapHost.Settings settings =
        new TapHost.Settings(
            NAME, IpAddress.parse(ME), 24, IpAddress.ANY, routes, 1500, 2, Addressing.FIXED);
    try {
      host =
          TapHost.open(
              settings,
              (from, to, receiver) -> {
                LinkDirection made = new LinkDirection(network, FAULTY, random.split(), receiver);
                if (to.equals(NAME)) {
                  toKernel = made;
                } else {
                  toStack = made;
                }
                return made;
              },
              null);
    } catch (TapException e) {
      Namespace.skip(e.getMessage());
    }
    kernel.take(NAME, "10.76.0.1/24");
    server = new Server(host.stack(), line -> {});
    server.listen("http", 80, new HttpService(folder));
    server.listen("echo", 7, new Echo());
  }

  @AfterEach
  void stop() throws IOException {
    try {
      if (server != null) {
        server.close();
        host.close();
      }
    } finally {
      network.stop();
      if (kernel != null) {
        kernel.close();
      }
    }
  }

  /** Each fault has happened, both ways: else the test would say nothing. */
  private void assertFaults() {
    for (LinkDirection direction : List.of(toKernel, toStack)) {
      for (LinkCounter fault :
          List.of(
              LinkCounter.LOST,
              LinkCounter.DUPLICATED,
              LinkCounter.HELD_BACK,
              LinkCounter.CORRUPTED)) {
        assertThat(direction.counters().get(fault)).as("%s, seed %d", fault, seed).isPositive();
      }
    }
  }

  @Test
  void transfersAreWhole() throws Exception {
    Namespace.requireProgram("curl");
    long length = Long.getLong("netmp.tap.faulty", 2_000_000);
    String file = Content.file(folder, length).toString();
    String url = "http://" + ME + "/bytes/" + length;
    assertThat(kernel.run("sh", "-c", "curl -sS --fail " + url + " | sha256sum"))
        .as("seed %d", seed)
        .startsWith(Content.digest(length));
    assertThat(kernel.run("curl", "-sS", "--fail", "-T", file, "http://" + ME + "/sha256"))
        .as("seed %d", seed)
        .isEqualTo(Content.digest(length) + "\n");
    Namespace.requireProgram("nc");
    String echo = "nc -N -w 30 " + ME + " 7 < " + file + " | sha256sum";
    assertThat(kernel.run("sh", "-c", echo)).startsWith(Content.digest(length));
    assertFaults();
  }
}
