package netmp.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import netmp.inet.IpAddress;
import netmp.link.Link;
import netmp.link.LinkCounter;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkFailure;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/** The extension, run by the platform as users run it. */
class NetmpExtensionTest {

  @TempDir private Path output;

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The message of what fails goes with it, suppressed. */
  private static String reproduction(TestExecutionResult result) {
    Throwable[] suppressed = result.getThrowable().orElseThrow().getSuppressed();
    assertThat(suppressed).hasSize(1);
    return suppressed[0].getMessage();
  }

  private static String message(TestExecutionResult result) {
    return result.getThrowable().orElseThrow().getMessage();
  }

  /** Tests that are good. */
  static final class Good {

    @NetmpTest(seed = 5, runs = 3)
    void hostsHaveNamesAndAddresses(Host one, Network net, Host other) {
      assertThat(one.name()).isEqualTo("one");
      assertThat(other.name()).isEqualTo("other");
      assertThat(IpAddress.format(one.address())).isEqualTo("10.0.0.1");
      assertThat(IpAddress.format(other.address())).isEqualTo("10.0.0.2");
      assertThat(net.hosts()).containsExactly(one, other);
    }
  }

  @Test
  void aGoodTestRunsOnceForEachSeedAndLeavesNothing() throws IOException {
    Map<String, TestExecutionResult> results = Launch.run(Good.class, output);
    assertThat(results).containsOnlyKeys("seed 5", "seed 6", "seed 7");
    assertThat(results.values())
        .extracting(TestExecutionResult::getStatus)
        .containsOnly(Status.SUCCESSFUL);
    assertThat(files()).isEmpty();
  }

  /** The links are as the annotations say. */
  @Links(delayMicros = 1000)
  static final class Linked {

    private static void send(Host from, Host to) throws IOException {
      from.stack().datagramSocket().sendTo(new byte[5], 0, 5, to.address(), 9);
    }

    @NetmpTest(runs = 1)
    void ofTheClass(Network net, Host a, Host b, Link link) throws IOException {
      send(a, b);
      net.sleep(Duration.ofNanos(2_999_999));
      assertThat(link.toB().counters().get(LinkCounter.DELIVERED)).isEqualTo(1); // ARP's question
      assertThat(link.toA().counters().get(LinkCounter.DELIVERED)).isEqualTo(1);
      net.sleep(Duration.ofNanos(1));
      assertThat(link.toB().counters().get(LinkCounter.DELIVERED)).isEqualTo(2);
    }

    @NetmpTest(runs = 1, cpus = 2)
    @Links(loss = 1)
    void ofTheMethod(Network net, Link first, Host a, Link second, Host b, Host c)
        throws IOException {
      send(a, b);
      net.sleep(Duration.ofSeconds(1));
      assertThat(first.toB().counters().get(LinkCounter.LOST)).isPositive();
      assertThat(second.toB().counters().get(LinkCounter.SENT)).isZero();
      assertThat(c.nic().queues()).isEqualTo(2);
    }
  }

  @Test
  void linksAreAsTheAnnotationsSay() {
    assertThat(Launch.run(Linked.class, output).values())
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.getThrowable()).isEmpty());
  }

  /** Which of two threads comes first is chance, so some seeds fail. */
  static final class Race {

    @NetmpTest(runs = 20)
    void oneComesFirst(Network net, Host a, Host b) throws IOException {
      DatagramSocket socket = b.stack().datagramSocket();
      socket.bind(0, 9);
      for (byte i = 0; i < 2; i++) {
        byte[] data = {i};
        net.spawn(
            "sender" + i, () -> a.stack().datagramSocket().sendTo(data, 0, 1, b.address(), 9));
      }
      Datagram first = new Datagram(1);
      socket.receive(first);
      assertThat(first.data()[0]).as("first at %d", net.nanoTime()).isZero();
    }
  }

  @Test
  void aFailureSaysHowItIsHadAgainAndIsHadAgain() throws IOException {
    Map<String, TestExecutionResult> results = Launch.run(Race.class, output);
    assertThat(results).hasSize(20);
    List<Map.Entry<String, TestExecutionResult>> failed =
        results.entrySet().stream().filter(e -> e.getValue().getStatus() == Status.FAILED).toList();
    assertThat(failed).isNotEmpty().hasSizeLessThan(20);
    String seed = failed.getFirst().getKey().replace("seed ", "");
    TestExecutionResult result = failed.getFirst().getValue();
    assertThat(result.getThrowable().orElseThrow()).isInstanceOf(AssertionError.class);
    String how = reproduction(result);
    assertThat(how)
        .startsWith("failed with seed " + seed)
        .contains("-Dnetmp.seed=" + seed, Race.class.getName() + "#oneComesFirst");
    byte[][] recorded = {recorded(how, "capture"), recorded(how, "trace")};
    assertThat(recorded[0]).startsWith(0x0a, 0x0d, 0x0d, 0x0a);
    assertThat(new String(recorded[1], StandardCharsets.UTF_8))
        .startsWith("{\"netmp\":1,")
        .contains("\"seed\":" + seed + ",");
    assertThat(files()).hasSize(2 * failed.size());

    Map<String, TestExecutionResult> again =
        Launch.run(Race.class, output, Map.of(NetmpExtension.SEED, seed));
    assertThat(again).containsOnlyKeys("seed " + seed);
    assertThat(message(again.get("seed " + seed))).isEqualTo(message(result));
    assertThat(recorded(how, "capture")).isEqualTo(recorded[0]);
    assertThat(recorded(how, "trace")).isEqualTo(recorded[1]);
  }

  private static byte[] recorded(String how, String what) throws IOException {
    String line = how.lines().filter(l -> l.contains(what + ":")).findFirst().orElseThrow();
    return Files.readAllBytes(Path.of(line.substring(line.indexOf(':') + 1).strip()));
  }

  @Test
  void aFailureIsPrinted() {
    Launch.run(Stuck.class, output);
    assertThat(Launch.PRINTED.toString(StandardCharsets.UTF_8))
        .contains("netmp: failed with seed 1", "capture: " + output, "trace:   " + output);
  }

  /** A test that waits for ever. */
  static final class Stuck {

    @NetmpTest(runs = 1)
    void waits(Host a) throws IOException {
      a.stack().datagramSocket().receive(new Datagram(1));
    }
  }

  @Test
  void whoWaitsForEverIsNamed() {
    TestExecutionResult result = Launch.run(Stuck.class, output).get("seed 1");
    assertThat(result.getThrowable().orElseThrow()).isInstanceOf(NetworkFailure.class);
    assertThat(message(result))
        .contains("Stuck.waits, seed 1", "DEADLOCK", "waits PARKED", "DatagramSocket.receive")
        .contains("Stuck.waits(NetmpExtensionTest.java");
    assertThat(reproduction(result)).contains("seed 1");
  }

  /** A test that takes too long. */
  static final class Slow {

    @NetmpTest(runs = 1, seconds = 5)
    void sleeps(Network net) {
      net.sleep(Duration.ofSeconds(6));
    }
  }

  @Test
  void virtualTimeIsLimited() {
    TestExecutionResult result = Launch.run(Slow.class, output).get("seed 1");
    assertThat(message(result)).contains("TIME_LIMIT", "sleeps PARKED");
  }

  /** A test whose server dies. */
  static final class DeadServer {

    @NetmpTest(runs = 1)
    void asks(Network net) {
      net.daemon(
          "server",
          () -> {
            throw new IOException("broken");
          });
      net.sleep(Duration.ofSeconds(1));
    }
  }

  @Test
  void anotherThreadsFailureIsTheTests() {
    TestExecutionResult result = Launch.run(DeadServer.class, output).get("seed 1");
    assertThat(message(result)).contains("server died of");
    assertThat(result.getThrowable().orElseThrow()).hasRootCauseMessage("broken");
  }

  /** A test that asks for a link more than there are. */
  static final class TooManyLinks {

    @NetmpTest(runs = 1)
    void asks(Host a, Host b, Link link, Link another) {
      link.setUp(another == null);
    }
  }

  @Test
  void whatIsNotThereIsRefused() {
    TestExecutionResult result = Launch.run(TooManyLinks.class, output).get("seed 1");
    assertThat(message(result)).contains("there are 1 links");
  }

  @Test
  void theNumberOfRunsMayBeGiven() {
    assertThat(Launch.run(Good.class, output, Map.of(NetmpExtension.RUNS, "12"))).hasSize(12);
    assertThat(Launch.run(Good.class, output, Map.of(NetmpExtension.RUNS, "many")).values())
        .singleElement()
        .satisfies(r -> assertThat(message(r)).contains("netmp.runs is not a number: \"many\""));
    assertThat(Launch.run(Good.class, output, Map.of(NetmpExtension.RUNS, "0")).values())
        .singleElement()
        .satisfies(r -> assertThat(message(r)).contains("at least 1"));
  }
}
