package netmp.ip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import netmp.ether.Ifnet;
import netmp.ether.Interfaces;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;

/**
 * The routes of a host (RFC 1122 section 3.3.1): the networks on its links, those that are
 * configured, and the default route. Of those that cover a destination the longest prefix counts,
 * of equally long ones the first interface's. The interface of a route is the one on whose network
 * the gateway is. Each CPU has a table of its own, for its protocol thread. There are few routes:
 * it is searched from end to end.
 */
public final class RouteTable {

  private final Interfaces interfaces;
  private final List<Route> others;

  /** To what is on the link of an interface, whatever its network is; by number. */
  private final Rtentry[] direct;

  /** The last one covers everything. Volatile because users ask for sources, too. */
  private volatile Rtentry[] longestFirst;

  /**
   * The routes of interfaces, and others.
   *
   * @param interfaces whose networks are on the links, and whose gateways are default routes
   * @param others further ones, whose gateways are on a link
   * @throws IllegalArgumentException if the interfaces have addresses, and a gateway is not another
   *     host on a link
   */
  public RouteTable(Interfaces interfaces, List<Route> others) {
    this.interfaces = interfaces;
    this.others = List.copyOf(others);
    direct = new Rtentry[interfaces.size()];
    boolean known = true;
    for (int i = 0; i < direct.length; i++) {
      direct[i] = new Rtentry(0, 0, IpAddress.ANY, interfaces.get(i), false);
      known &= interfaces.get(i).nif().hasAddress();
    }
    for (Route route : others) {
      if (known && linkOf(route.gateway()) == null) {
        throw new IllegalArgumentException(
            "the gateway " + IpAddress.format(route.gateway()) + " is not another host on a link");
      }
    }
    configure();
  }

  /** The interface whose neighbour a host is; null if there is none. */
  Ifnet linkOf(int host) {
    for (int i = 0; i < interfaces.size(); i++) {
      NetworkInterface nif = interfaces.get(i).nif();
      if (nif.isOnLink(host) && nif.isHost(host) && !interfaces.isOurs(host)) {
        return interfaces.get(i);
      }
    }
    return null;
  }

  /** Follows the interfaces. Of the other routes those count whose gateways are on a link now. */
  public void configure() {
    List<Rtentry> routes = new ArrayList<>();
    for (Route route : others) {
      Ifnet link = linkOf(route.gateway());
      if (link != null) {
        routes.add(new Rtentry(route.network(), route.mask(), route.gateway(), link, false));
      }
    }
    for (int i = 0; i < interfaces.size(); i++) {
      NetworkInterface nif = interfaces.get(i).nif();
      if (nif.hasAddress()) {
        routes.add(
            new Rtentry(nif.network(), nif.netmask(), IpAddress.ANY, interfaces.get(i), false));
      }
      if (nif.gateway() != IpAddress.ANY) {
        routes.add(new Rtentry(0, 0, nif.gateway(), interfaces.get(i), false));
      }
    }
    routes.sort(Comparator.comparingInt((Rtentry r) -> Integer.bitCount(r.mask())).reversed());
    routes.add(new Rtentry(0, 0, IpAddress.ANY, interfaces.first(), true));
    longestFirst = routes.toArray(Rtentry[]::new);
  }

  /** The way to what is on the link of an interface, such as a group. */
  Rtentry through(Ifnet ifnet) {
    return direct[ifnet.number()];
  }

  /**
   * The way to a destination. What is sent to all hosts on a link leaves by the interface of that
   * link; what is sent to all hosts on the link, whichever that is, or to a group that no route
   * covers, by the {@linkplain Interfaces#first first}.
   *
   * @return never null; it may say that there is no way
   */
  Rtentry to(int destination) {
    Ifnet link = interfaces.broadcasting(destination);
    if (link != null) {
      return through(link);
    }
    Rtentry found = find(destination);
    return IpAddress.isMulticast(destination) ? through(found.ifnet()) : found;
  }

  /**
   * The interface by which datagrams to a destination leave.
   *
   * @param destination any IPv4 address
   * @return the {@linkplain Interfaces#first first} if there is no way
   */
  public Ifnet ifnetTo(int destination) {
    return to(destination).ifnet();
  }

  private Rtentry find(int destination) {
    Rtentry[] routes = longestFirst;
    int last = routes.length - 1;
    int i = 0;
    while (i < last && !routes[i].covers(destination)) {
      i++;
    }
    return routes[i];
  }

  /**
   * The address from which this host sends to another (RFC 1122 section 3.3.4.3). Any thread.
   *
   * @param bound the address that the sender has chosen, or {@link IpAddress#ANY}
   * @param destination any IPv4 address
   * @return the loopback's to itself; else what was chosen, if it is the address of an interface;
   *     else that of the interface by which the datagram leaves, which may be {@link IpAddress#ANY}
   */
  public int sourceFor(int bound, int destination) {
    if (destination == IpAddress.LOOPBACK) {
      return IpAddress.LOOPBACK;
    }
    return interfaces.of(bound) == null ? ifnetTo(destination).nif().address() : bound;
  }
}
