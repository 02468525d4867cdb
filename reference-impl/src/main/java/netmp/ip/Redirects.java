package netmp.ip;

import netmp.inet.IpAddress;
import netmp.netisr.Timers;

/**
 * The next hops that routers have told one CPU of (RFC 1122 section 3.2.2.2), for its protocol
 * thread: to one destination each, whatever the redirect says of its network. As with {@link
 * PathMtu} the CPU that owns a flow learns it from a redirect about that flow, each destination has
 * one place, and after ten minutes all is forgotten. What the routes say counts again as soon as
 * they change.
 */
public final class Redirects {

  /** BSD's redirtimeout. */
  static final long LIFETIME = 600_000_000_000L;

  private final RouteTable routes;
  private final Timers timers;
  private final int[] destinations = new int[PathMtu.PLACES];

  /** What the routes say, and what counts instead. */
  private final Rtentry[] before = new Rtentry[PathMtu.PLACES];

  private final Rtentry[] instead = new Rtentry[PathMtu.PLACES];
  private final long[] learnt = new long[PathMtu.PLACES];
  private boolean knows;

  /**
   * Knows nothing yet.
   *
   * @param routes the CPU's
   * @param timers the CPU's, for the time
   */
  public Redirects(RouteTable routes, Timers timers) {
    this.routes = routes;
    this.timers = timers;
  }

  /** The way to a destination, as {@link RouteTable#to} unless a router knows a better one. */
  Rtentry to(int destination) {
    Rtentry route = routes.to(destination);
    if (!knows) {
      return route;
    }
    int place = PathMtu.place(destination);
    boolean counts =
        destinations[place] == destination
            && route.equals(before[place])
            && timers.now() - learnt[place] < LIFETIME;
    return counts ? instead[place] : route;
  }

  /**
   * Takes the advice of a router. It must be the one that datagrams to the destination go by now,
   * and name another host on the same link.
   *
   * @return whether it is followed
   */
  boolean learn(int destination, int router, int gateway) {
    Rtentry now = to(destination);
    boolean inUse = now.gateway() != IpAddress.ANY && now.gateway() == router;
    if (!inUse || gateway == router || !now.ifnet().equals(routes.linkOf(gateway))) {
      return false;
    }
    int place = PathMtu.place(destination);
    destinations[place] = destination;
    before[place] = routes.to(destination);
    instead[place] = new Rtentry(destination, -1, gateway, now.ifnet(), false);
    learnt[place] = timers.now();
    knows = true;
    return true;
  }
}
