package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

  private static int ip(String text) {
    return IpAddress.parse(text);
  }

  private static NetworkInterface nif(String gateway) {
    return new NetworkInterface("a", 0x0200_0000_0001L, ip("10.0.0.2"), 24, ip(gateway));
  }

  private static Route route(String network, int length, String gateway) {
    return new Route(ip(network), length, ip(gateway));
  }

  private final RouteTable routes =
      new RouteTable(
          nif("10.0.0.1"),
          List.of(
              route("10.0.0.0", 8, "10.0.0.8"),
              route("172.16.0.0", 12, "10.0.0.3"),
              route("172.16.5.0", 24, "10.0.0.4"),
              route("172.16.5.9", 32, "10.0.0.5")));

  @ParameterizedTest
  @CsvSource({
    "10.0.0.9, 10.0.0.9",
    "10.0.0.1, 10.0.0.1",
    "10.0.1.9, 10.0.0.8",
    "172.16.0.1, 10.0.0.3",
    "172.31.255.255, 10.0.0.3",
    "172.32.0.0, 10.0.0.1",
    "172.16.5.8, 10.0.0.4",
    "172.16.5.9, 10.0.0.5",
    "192.0.2.1, 10.0.0.1",
    "255.255.255.254, 10.0.0.1"
  })
  void theLongestPrefixCounts(String destination, String nextHop) {
    assertThat(IpAddress.format(routes.nextHop(ip(destination)))).isEqualTo(nextHop);
  }

  @Test
  void withoutADefaultRouteThereMayBeNone() {
    RouteTable alone = new RouteTable(nif("0.0.0.0"), List.of(route("172.16.0.0", 12, "10.0.0.3")));
    assertThat(alone.nextHop(ip("192.0.2.1"))).isEqualTo(IpAddress.ANY);
    assertThat(alone.nextHop(ip("172.16.0.1"))).isEqualTo(ip("10.0.0.3"));
    assertThat(alone.nextHop(ip("10.0.0.7"))).isEqualTo(ip("10.0.0.7"));
  }

  @ParameterizedTest
  @CsvSource({"10.0.1.1", "10.0.0.2", "10.0.0.255", "0.0.0.0"})
  void aGatewayIsAnotherHostOnTheLink(String gateway) {
    assertThatThrownBy(
            () -> new RouteTable(nif("10.0.0.1"), List.of(route("172.16.0.0", 12, gateway))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the gateway " + gateway + " is not another host on the link");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0, 33", "10.0.0.0, -1", "10.0.0.1, 24", "128.0.0.0, 0"})
  void networksThatCannotBe(String network, int length) {
    assertThatThrownBy(() -> route(network, length, "10.0.0.1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
