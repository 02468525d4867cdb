package netmp.ether;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import netmp.inet.MacAddress;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtherInputTest {

  private static final byte[] REQUEST =
      Packets.arp(1, TestHost.PEER_MAC, TestHost.PEER, 0, TestHost.ADDRESS);

  private final TestHost host = new TestHost();

  @ParameterizedTest
  @ValueSource(strings = {"02:00:00:00:00:0b", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:01"})
  void framesForThisStationAreTaken(String destination) {
    receive(destination);
    assertThat(host.sent).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02:00:00:00:00:0c",
        "03:00:00:00:00:0b",
        "01:00:5e:00:00:02",
        "33:33:00:00:00:01",
        "00:00:00:00:00:00"
      })
  void otherFramesAreNot(String destination) {
    receive(destination);
    assertThat(host.drops()).isEqualTo(Map.of(DropReason.ETHER_NOT_OURS, 1L));
    host.assertBalanced();
  }

  private void receive(String destination) {
    host.receive(Packets.ether(MacAddress.parse(destination), TestHost.PEER_MAC, 0x0806, REQUEST));
  }
}
