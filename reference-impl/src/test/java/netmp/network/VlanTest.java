package netmp.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import netmp.capture.CaptureReader;
import netmp.capture.CapturedFrame;
import netmp.icmp.EchoRequest;
import netmp.ip.IpProtocol;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketOption;
import netmp.stats.DropReason;
import org.junit.jupiter.api.Test;

/** Hosts on VLANs of one switch. */
class VlanTest {

  private static final int PORT = 9;
  private static final int ALL = 0xffff_ffff;
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Map<String, String> heard = new TreeMap<>();

  /** Sends its name to everyone. */
  private static void call(Host host) throws IOException {
    try (DatagramSocket socket = host.stack().datagramSocket()) {
      socket.setOption(SocketOption.SO_BROADCAST, 1);
      byte[] name = host.name().getBytes(StandardCharsets.UTF_8);
      socket.sendTo(name, 0, name.length, ALL, PORT);
    }
  }

  private void listen(Host host) throws IOException {
    DatagramSocket socket = host.stack().datagramSocket();
    socket.bind(0, PORT);
    Datagram datagram = new Datagram(10);
    while (socket.receive(datagram)) {
      String name = new String(datagram.data(), 0, datagram.length(), StandardCharsets.UTF_8);
      heard.merge(host.name(), name, String::concat);
    }
  }

  private static boolean reaches(Host from, Host to) {
    EchoRequest.Outcome outcome = from.stack().echoRequest(to.address()).ask(56, LONG.toNanos());
    return outcome == EchoRequest.Outcome.ANSWERED;
  }

  private static void link(Network net, Switch relay, Host... hosts) {
    for (Host host : hosts) {
      net.link(host, relay, LinkSettings.PERFECT);
    }
  }

  @Test
  void hostsHearTheirOwnVlanOnly() throws Exception {
    ByteArrayOutputStream capture = new ByteArrayOutputStream();
    Host c;
    Host d;
    try (Network net = new Network(NetworkConfig.seeded(1).withCapture(capture))) {
      Host a = net.host("a", s -> s.withNif(s.nif().withVlan(10)));
      Host b = net.host("b", s -> s.withNif(s.nif().withVlan(10)));
      c = net.host("c", s -> s.withNif(s.nif().withVlan(20)));
      d = net.host("d");
      link(net, net.addSwitch(), a, b, c, d);
      for (Host host : new Host[] {a, b, c, d}) {
        net.daemon(host.name() + ".listen", () -> listen(host));
      }
      net.spawn(
          "call",
          () -> {
            net.sleep(LONG);
            call(a);
            call(c);
            call(d);
            net.sleep(LONG);
            assertThat(reaches(a, b)).isTrue();
            assertThat(reaches(a, c)).isFalse();
            assertThat(reaches(c, d)).isFalse();
          });
      net.run();
    }
    assertThat(heard).isEqualTo(Map.of("b", "a"));
    assertThat(c.nic().counters().all().get("rx_filtered")).isPositive();
    assertThat(c.stack().statistics().get(DropReason.ETHER_OTHER_VLAN)).isPositive();
    assertThat(d.stack().statistics().get(DropReason.ETHER_UNKNOWN_TYPE)).isPositive();
    assertTagged(capture.toByteArray());
  }

  /** The frames of the wire have the tags. */
  private static void assertTagged(byte[] capture) throws IOException {
    int tagged = 0;
    try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(capture))) {
      for (CapturedFrame frame = reader.next(); frame != null; frame = reader.next()) {
        byte[] bytes = frame.bytes();
        if (bytes[12] == (byte) 0x81) {
          tagged++;
          assertThat(bytes[15]).isIn((byte) 10, (byte) 20);
          if (bytes[16] == 8 && bytes[17] == 0 && bytes[27] == IpProtocol.UDP) {
            assertThat(frame.comment()).matches("cpu 0, .+ [0-9.]+:[0-9]+ [0-9.]+:[0-9]+");
          }
        }
      }
    }
    assertThat(tagged).isPositive();
  }
}
