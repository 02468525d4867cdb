package netmp.ip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;

/**
 * The routes of a host (RFC 1122 section 3.3.1): the network on the link, those that are
 * configured, and the default route. Of those that cover a destination the longest prefix counts.
 * Each CPU has a table of its own, for its protocol thread. There are few routes: it is searched
 * from end to end.
 */
public final class RouteTable {

  private final List<Route> others;
  private Route[] longestFirst;

  /**
   * The routes of an interface, and others.
   *
   * @param nif whose network is on the link, and whose gateway is the default route
   * @param others further ones, whose gateways are on the link
   * @throws IllegalArgumentException if the interface has an address, and a gateway is not another
   *     host on the link
   */
  public RouteTable(NetworkInterface nif, List<Route> others) {
    this.others = List.copyOf(others);
    for (Route route : others) {
      if (nif.hasAddress() && !isNeighbour(nif, route.gateway())) {
        throw new IllegalArgumentException(
            "the gateway "
                + IpAddress.format(route.gateway())
                + " is not another host on the link");
      }
    }
    configure(nif);
  }

  private static boolean isNeighbour(NetworkInterface nif, int host) {
    return nif.isOnLink(host) && nif.isHost(host) && host != nif.address();
  }

  /**
   * Follows the interface. Of the other routes those count whose gateways are on the link now.
   *
   * @param nif whose network is on the link, and whose gateway is the default route
   */
  public void configure(NetworkInterface nif) {
    List<Route> routes = new ArrayList<>();
    for (Route route : others) {
      if (isNeighbour(nif, route.gateway())) {
        routes.add(route);
      }
    }
    if (nif.hasAddress()) {
      routes.add(new Route(nif.network(), nif.prefixLength(), IpAddress.ANY));
    }
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
