package netmp.ip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;

/**
 * The routes of a host (RFC 1122 section 3.3.1): the network on the link, those that are
 * configured, and the default route. Of those that cover a destination the longest prefix counts.
 * Immutable, so every CPU reads it. There are few: it is searched from end to end.
 */
public final class RouteTable {

  private final Route[] longestFirst;

  /**
   * The routes of an interface, and others.
   *
   * @param nif whose network is on the link, and whose gateway is the default route
   * @param others further ones, whose gateways are on the link
   * @throws IllegalArgumentException if a gateway is not another host on the link
   */
  public RouteTable(NetworkInterface nif, List<Route> others) {
    List<Route> routes = new ArrayList<>(others);
    for (Route route : others) {
      int gateway = route.gateway();
      boolean good = nif.isOnLink(gateway) && nif.isHost(gateway) && gateway != nif.address();
      if (!good) {
        throw new IllegalArgumentException(
            "the gateway " + IpAddress.format(gateway) + " is not another host on the link");
      }
    }
    routes.add(new Route(nif.network(), nif.prefixLength(), IpAddress.ANY));
    if (nif.gateway() != IpAddress.ANY) {
      routes.add(new Route(0, 0, nif.gateway()));
    }
    routes.sort(Comparator.comparingInt(Route::prefixLength).reversed());
    longestFirst = routes.toArray(Route[]::new);
  }

  /** Whom to send a datagram to; ANY if there is no route. */
  int nextHop(int destination) {
    for (Route route : longestFirst) {
      if (route.covers(destination)) {
        return route.gateway() == IpAddress.ANY ? destination : route.gateway();
      }
    }
    return IpAddress.ANY;
  }
}
