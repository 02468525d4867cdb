package netmp.ether;

import java.util.List;
import netmp.inet.IpAddress;

/**
 * The interfaces of a host as one CPU knows them (BSD's list of ifnet), for its protocol thread.
 * Their number and order never change.
 *
 * <p>The host follows the weak end system model (RFC 1122 section 3.3.4.2), as BSD does: an address
 * belongs to the host, not to a link. What comes in for it is taken by whichever interface it
 * comes, and leaves by the one that the route chooses. So sockets are found by address alone, and
 * an address can still be reached when the link that it was given for is down.
 */
public final class Interfaces {

  private final Ifnet[] all;

  /**
   * The interfaces as they are at first.
   *
   * @param nifs their configurations, at least one
   */
  public Interfaces(List<NetworkInterface> nifs) {
    all = new Ifnet[nifs.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Ifnet(i, nifs.get(i));
    }
  }

  /**
   * How many there are.
   *
   * @return at least 1
   */
  public int size() {
    return all.length;
  }

  /**
   * One of them.
   *
   * @param number 0..{@link #size} - 1
   * @return the interface
   */
  public Ifnet get(int number) {
    return all[number];
  }

  /**
   * The interface by which leaves what no route says anything of, such as what is sent to all hosts
   * on the link.
   *
   * @return the first that has an address, or the very first as long as none has
   */
  public Ifnet first() {
    for (Ifnet each : all) {
      if (each.nif().hasAddress()) {
        return each;
      }
    }
    return all[0];
  }

  /**
   * The interface that an address was given to.
   *
   * @param ip any IPv4 address
   * @return null if this is none of theirs
   */
  public Ifnet of(int ip) {
    if (ip != IpAddress.ANY) {
      for (Ifnet each : all) {
        if (each.nif().address() == ip) {
          return each;
        }
      }
    }
    return null;
  }

  /**
   * Whether an address is one of this host's own: that of an interface, or the loopback's, which
   * every host has and no link sees.
   *
   * @param ip any IPv4 address
   * @return true for these
   */
  public boolean isOurs(int ip) {
    return ip == IpAddress.LOOPBACK || of(ip) != null;
  }

  /**
   * The interface on whose link an address means every host.
   *
   * @param ip any IPv4 address
   * @return null if it does on none; for limited broadcast {@link #first}
   */
  public Ifnet broadcasting(int ip) {
    if (ip == IpAddress.BROADCAST) {
      return first();
    }
    for (Ifnet each : all) {
      if (each.nif().isBroadcast(ip)) {
        return of(ip) == null ? each : null;
      }
    }
    return null;
  }

  /**
   * Whether an address means every host on a link: {@link NetworkInterface#isBroadcast} of any.
   *
   * @param ip any IPv4 address
   * @return true if so, and it is not an address of this host
   */
  public boolean isBroadcast(int ip) {
    return broadcasting(ip) != null;
  }

  /**
   * Whether an address belongs to the subnet on a link.
   *
   * @param ip any IPv4 address
   * @return true if its prefix is that of an interface
   */
  public boolean isOnLink(int ip) {
    for (Ifnet each : all) {
      if (each.nif().isOnLink(ip)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether an address can be that of one host, as a source must be (RFC 1122 section 3.2.1.3).
   *
   * @param ip any IPv4 address
   * @return true unless it is broadcast, multicast, loopback, class E or in network zero
   */
  public boolean isHost(int ip) {
    return IpAddress.isHost(ip) && !isBroadcast(ip);
  }

  /**
   * The longest datagram that leaves whole by any of them. Other threads may ask too, and get the
   * answer of now or of a moment ago.
   *
   * @return bytes, IP header included
   */
  public int leastMtu() {
    int least = all[0].nif().mtu();
    for (Ifnet each : all) {
      least = Math.min(least, each.nif().mtu());
    }
    return least;
  }
}
