package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import netmp.ether.Interfaces;
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

  private static int nextHop(RouteTable table, String destination) {
    return table.to(ip(destination)).nextHop(ip(destination));
  }

  private final RouteTable routes =
      new RouteTable(
          new Interfaces(List.of(nif("10.0.0.1"))),
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
    assertThat(IpAddress.format(nextHop(routes, destination))).isEqualTo(nextHop);
  }

  @Test
  void withoutADefaultRouteThereMayBeNone() {
    RouteTable alone =
        new RouteTable(
            new Interfaces(List.of(nif("0.0.0.0"))), List.of(route("172.16.0.0", 12, "10.0.0.3")));
    assertThat(nextHop(alone, "192.0.2.1")).isEqualTo(IpAddress.ANY);
    assertThat(nextHop(alone, "172.16.0.1")).isEqualTo(ip("10.0.0.3"));
    assertThat(nextHop(alone, "10.0.0.7")).isEqualTo(ip("10.0.0.7"));
  }

  @ParameterizedTest
  @CsvSource({"10.0.1.1", "10.0.0.2", "10.0.0.255", "0.0.0.0"})
  void aGatewayIsAnotherHostOnTheLink(String gateway) {
    assertThatThrownBy(
            () ->
                new RouteTable(
                    new Interfaces(List.of(nif("10.0.0.1"))),
                    List.of(route("172.16.0.0", 12, gateway))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the gateway " + gateway + " is not another host on a link");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0, 33", "10.0.0.0, -1", "10.0.0.1, 24", "128.0.0.0, 0"})
  void networksThatCannotBe(String network, int length) {
    assertThatThrownBy(() -> route(network, length, "10.0.0.1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- several interfaces ----

  private final Interfaces two =
      new Interfaces(
          List.of(
              nif("10.0.0.1"),
              new NetworkInterface("b", 0x0200_0000_0002L, ip("10.1.0.2"), 16, ip("10.1.0.1"))));

  private final RouteTable both =
      new RouteTable(
          two,
          List.of(
              route("172.16.0.0", 12, "10.1.0.3"),
              route("172.16.5.0", 24, "10.0.0.4"),
              route("239.0.0.0", 8, "10.1.0.3")));

  @ParameterizedTest
  @CsvSource({
    "10.0.0.9, 0, 10.0.0.9",
    "10.1.7.9, 1, 10.1.7.9",
    "172.16.0.1, 1, 10.1.0.3",
    "172.16.5.1, 0, 10.0.0.4",
    "192.0.2.1, 0, 10.0.0.1",
    "10.0.0.255, 0, 10.0.0.255",
    "10.1.255.255, 1, 10.1.255.255",
    "255.255.255.255, 0, 255.255.255.255",
    "224.0.0.1, 0, 224.0.0.1",
    "239.1.2.3, 1, 239.1.2.3"
  })
  void theGatewayDecidesTheInterface(String destination, int number, String nextHop) {
    assertThat(both.ifnetTo(ip(destination)).number()).isEqualTo(number);
    assertThat(IpAddress.format(nextHop(both, destination))).isEqualTo(nextHop);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 10.1.7.9, 10.1.0.2",
    "0.0.0.0, 172.16.5.1, 10.0.0.2",
    "0.0.0.0, 192.0.2.1, 10.0.0.2",
    "10.1.0.2, 192.0.2.1, 10.1.0.2",
    "10.1.0.9, 192.0.2.1, 10.0.0.2",
    "0.0.0.0, 10.1.0.2, 10.1.0.2",
    "10.0.0.2, 10.1.0.2, 10.0.0.2",
    "0.0.0.0, 127.0.0.1, 127.0.0.1",
    "10.0.0.2, 127.0.0.1, 127.0.0.1",
    "127.0.0.1, 10.1.7.9, 10.1.0.2"
  })
  void theSourceIsChosenOrThatOfTheInterface(String bound, String destination, String source) {
    assertThat(IpAddress.format(both.sourceFor(ip(bound), ip(destination)))).isEqualTo(source);
  }

  @Test
  void routesFollowAddressesThatComeAndGo() {
    NetworkInterface first = two.get(0).nif();
    two.get(0).configure(first.withoutAddress());
    both.configure();
    assertThat(both.ifnetTo(ip("192.0.2.1")).number()).isEqualTo(1);
    assertThat(both.ifnetTo(ip("172.16.5.1")).number()).as("its gateway is gone").isEqualTo(1);
    assertThat(both.ifnetTo(IpAddress.BROADCAST).number()).as("the first that can").isEqualTo(1);
    two.get(0).configure(first);
    both.configure();
    assertThat(both.ifnetTo(ip("172.16.5.1")).number()).isZero();
  }
}
