package netmp.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import netmp.ether.Interfaces;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.netisr.Timers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {

  private static final int FAR = IpAddress.parse("192.0.2.7");
  private static final int ROUTER = IpAddress.parse("10.0.0.1");
  private static final int OTHER = IpAddress.parse("10.0.0.3");

  private final Timers timers = new Timers(0);
  private final Interfaces interfaces =
      new Interfaces(
          List.of(nif("a", 2, "10.0.0.2", ROUTER), nif("b", 3, "10.1.0.2", IpAddress.ANY)));
  private final RouteTable routes = new RouteTable(interfaces, List.of());
  private final Redirects redirects = new Redirects(routes, timers);

  private static NetworkInterface nif(String name, long mac, String address, int gateway) {
    return new NetworkInterface(
        name, 0x0200_0000_0000L | mac, IpAddress.parse(address), 24, gateway, 1500);
  }

  private int nextHop(int destination) {
    return redirects.to(destination).nextHop(destination);
  }

  @Test
  void aRouterKnowsABetterWayToOneDestination() {
    assertThat(redirects.learn(FAR, ROUTER, OTHER)).isTrue();
    assertThat(nextHop(FAR)).isEqualTo(OTHER);
    assertThat(nextHop(FAR + 1)).isEqualTo(ROUTER);
    assertThat(routes.to(FAR).nextHop(FAR)).isEqualTo(ROUTER);
  }

  @Test
  void twoDestinationsWithOnePlaceAreNotTakenForEachOther() {
    redirects.learn(FAR, ROUTER, OTHER);
    int same = FAR + 1;
    while (PathMtu.place(same) != PathMtu.place(FAR)) {
      same++;
    }
    assertThat(nextHop(same)).isEqualTo(ROUTER);
    redirects.learn(same, ROUTER, OTHER);
    assertThat(nextHop(same)).isEqualTo(OTHER);
    assertThat(nextHop(FAR)).as("forgotten").isEqualTo(ROUTER);
  }

  @Test
  void theOtherRouterMayKnowAnotherOne() {
    redirects.learn(FAR, ROUTER, OTHER);
    assertThat(redirects.learn(FAR, ROUTER, OTHER + 1)).as("it is not asked any more").isFalse();
    assertThat(redirects.learn(FAR, OTHER, OTHER + 1)).isTrue();
    assertThat(nextHop(FAR)).isEqualTo(OTHER + 1);
    assertThat(redirects.learn(FAR, OTHER + 1, ROUTER)).as("back again").isTrue();
    assertThat(nextHop(FAR)).isEqualTo(ROUTER);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 10.0.0.9, 10.0.0.3", // from somebody else
    "192.0.2.7, 10.0.0.1, 10.0.0.1", // to itself
    "192.0.2.7, 10.0.0.1, 10.0.0.2", // to this host
    "192.0.2.7, 10.0.0.1, 10.1.0.2", // also this host
    "192.0.2.7, 10.0.0.1, 10.1.0.3", // on another link
    "192.0.2.7, 10.0.0.1, 172.16.0.1", // on none
    "192.0.2.7, 10.0.0.1, 10.0.0.255", // to no host
    "10.0.0.7, 10.0.0.7, 10.0.0.3", // a neighbour
    "10.0.0.7, 0.0.0.0, 10.0.0.3",
    "224.0.0.5, 10.0.0.1, 10.0.0.3"
  })
  void otherAdviceIsNotFollowed(String destination, String router, String gateway) {
    int to = IpAddress.parse(destination);
    int before = nextHop(to);
    assertThat(redirects.learn(to, IpAddress.parse(router), IpAddress.parse(gateway))).isFalse();
    assertThat(nextHop(to)).isEqualTo(before);
  }

  @Test
  void itIsForgottenAfterTenMinutes() {
    redirects.learn(FAR, ROUTER, OTHER);
    timers.advanceTo(Redirects.LIFETIME - 1);
    assertThat(nextHop(FAR)).isEqualTo(OTHER);
    timers.advanceTo(Redirects.LIFETIME);
    assertThat(nextHop(FAR)).isEqualTo(ROUTER);
  }

  @Test
  void itIsForgottenWhenTheRouteChanges() {
    redirects.learn(FAR, ROUTER, OTHER);
    interfaces.get(0).configure(nif("a", 2, "10.0.0.2", OTHER + 5));
    routes.configure();
    assertThat(nextHop(FAR)).isEqualTo(OTHER + 5);
  }
}
