package netmp.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import netmp.inet.IpAddress;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkConfig;
import netmp.socket.DatagramSocket;
import netmp.stack.Addressing;
import netmp.stack.InterfaceState.Status;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An address comes to an interface of four CPUs and goes: each a round, as of a listener. */
class AddressTraceTest {

  private static final int SHARED = IpAddress.parse("10.0.0.1");
  private static RecordedRun run;

  @BeforeAll
  static void run() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Network net = new Network(NetworkConfig.seeded(1).withCpus(4).withTrace(out))) {
      Switch relay = net.addSwitch();
      Host host = net.host("a", stack -> stack.withAddressing(Addressing.PROBED));
      net.link(host, relay, LinkSettings.PERFECT);
      net.spawn(
          "user",
          () -> {
            assertThat(host.stack().awaitAddress(Duration.ofSeconds(20).toNanos())).isTrue();
            Host thief =
                net.host("b", s -> s.withNif(s.nif().withAddress(SHARED, 16, IpAddress.ANY)));
            net.link(thief, relay, LinkSettings.PERFECT);
            askTwice(net, thief);
            assertThat(host.stack().interfaceState().status()).isEqualTo(Status.CONFLICT);
          });
      net.run();
    }
    run = new RecordedRun(out.toString(StandardCharsets.UTF_8).lines().toList());
  }

  private static void askTwice(Network net, Host thief) throws Exception {
    try (DatagramSocket socket = thief.stack().datagramSocket()) {
      socket.sendTo(new byte[1], 0, 1, IpAddress.parse("10.0.9.9"), 9);
      net.sleep(Duration.ofSeconds(5));
    }
  }

  private static void isRefused(List<String> trace) throws Exception {
    assertThat(RecordedRun.judge(trace).orElseThrow().spec()).isEqualTo("pcb/listen");
  }

  @Test
  void bothRoundsAreValid() throws Exception {
    int inserted = run.find("BeginPass", 1, l -> l.contains("\"x\":[4,1]"));
    run.findOnSame(inserted, "EndPass", inserted);
    run.find("BeginPass", inserted, l -> l.contains("\"x\":[4,0]"));
    assertThat(RecordedRun.judge(run.trace())).isEmpty();
  }

  @Test
  void aRoundThatLeavesOutACpuIsRefused() throws Exception {
    int second = run.find("Pass", 1, l -> l.contains("\"x\":[2]"));
    isRefused(run.withArguments(second, "3"));
  }

  @Test
  void aRoundThatEndsTooEarlyIsRefused() throws Exception {
    int first = run.find("Pass", 1, l -> l.contains("\"x\":[1]"));
    int end = run.findOnSame(first, "EndPass", first);
    isRefused(run.moved(end, first));
  }
}
