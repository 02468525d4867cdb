package netmp.ether;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import netmp.inet.IpAddress;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkInterfaceTest {

  @ParameterizedTest
  @CsvSource({"575, false", "576, true", "65535, true", "65536, false"})
  void theMtuIsBounded(int mtu, boolean good) {
    NetworkInterface nif = TestHost.NIF;
    assertThat(nif.mtu()).isEqualTo(1500);
    if (good) {
      assertThat(nif.withMtu(mtu).mtu()).isEqualTo(mtu);
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nif.withMtu(mtu))
          .withMessageContaining("MTU " + mtu);
    }
  }

  @Test
  void theSubnetIsThePrefix() {
    NetworkInterface nif = make(TestHost.MAC, "10.9.6.1", 22, "0.0.0.0");
    assertThat(nif.isOnLink(IpAddress.parse("10.9.7.255"))).isTrue();
    assertThat(nif.isOnLink(IpAddress.parse("10.9.8.0"))).isFalse();
    assertThat(nif.isBroadcast(IpAddress.parse("10.9.7.255"))).isTrue();
    assertThat(nif.isBroadcast(IpAddress.parse("10.9.4.0"))).isTrue();
    assertThat(nif.isBroadcast(IpAddress.parse("10.9.6.255"))).isFalse();
    assertThat(nif.isBroadcast(IpAddress.parse("192.0.2.255"))).isFalse();
    assertThat(nif.isHost(IpAddress.parse("10.9.6.255"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "01:00:5e:00:00:01, 10.9.0.2, 24, 0.0.0.0, not the address of one Ethernet station",
    "00:00:00:00:00:00, 10.9.0.2, 24, 0.0.0.0, not the address of one Ethernet station",
    "02:00:00:00:00:0b, 10.9.0.2, 0, 0.0.0.0, prefix length 0",
    "02:00:00:00:00:0b, 10.9.0.2, 31, 0.0.0.0, prefix length 31",
    "02:00:00:00:00:0b, 10.9.0.0, 24, 0.0.0.0, address 10.9.0.0 is not a host",
    "02:00:00:00:00:0b, 10.9.0.255, 24, 0.0.0.0, address 10.9.0.255 is not a host",
    "02:00:00:00:00:0b, 127.0.0.1, 8, 0.0.0.0, address 127.0.0.1 is not a host",
    "02:00:00:00:00:0b, 10.9.0.2, 24, 10.8.0.1, gateway 10.8.0.1 is not a host",
    "02:00:00:00:00:0b, 10.9.0.2, 24, 10.9.0.2, cannot be this host"
  })
  void whatCannotBeAnInterfaceIsRefused(
      String mac, String address, int prefix, String gateway, String message) {
    long station = netmp.inet.MacAddress.parse(mac);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> make(station, address, prefix, gateway))
        .withMessageStartingWith("b0: ")
        .withMessageContaining(message);
  }

  private static NetworkInterface make(long mac, String address, int prefix, String gateway) {
    return new NetworkInterface(
        "b0", mac, IpAddress.parse(address), prefix, IpAddress.parse(gateway));
  }
}
