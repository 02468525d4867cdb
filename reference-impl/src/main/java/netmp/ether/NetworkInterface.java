package netmp.ether;

import netmp.inet.IpAddress;
import netmp.inet.MacAddress;

/**
 * What is configured of the one interface of a stack (BSD's ifnet and its ifaddr). Immutable, so
 * every CPU reads it.
 *
 * @param name for people
 * @param mac Ethernet address, in the low 48 bits
 * @param address IPv4 address of this host
 * @param prefixLength of the subnet on the link, 1..30
 * @param gateway IPv4 address, on the link, of the router to everywhere else, or {@link
 *     IpAddress#ANY} for none
 */
public record NetworkInterface(String name, long mac, int address, int prefixLength, int gateway) {

  /** The longest datagram, in bytes (RFC 894). */
  public static final int MTU = 1500;

  /**
   * Checks that the numbers can be an interface.
   *
   * @param name for people
   * @param mac Ethernet address of a single station
   * @param address IPv4 address of a host in the subnet
   * @param prefixLength 1..30
   * @param gateway address of another host in the subnet, or {@link IpAddress#ANY}
   * @throws IllegalArgumentException if they cannot
   */
  public NetworkInterface {
    if (MacAddress.isGroup(mac) || mac == 0 || mac >>> 48 != 0) {
      throw new IllegalArgumentException(
          name + ": " + MacAddress.format(mac) + " is not the address of one Ethernet station");
    }
    if (prefixLength < 1 || prefixLength > 30) {
      throw new IllegalArgumentException(
          name + ": prefix length " + prefixLength + " is not in 1..30");
    }
    requireHost(name + ": address ", address, address, prefixLength);
    if (gateway != IpAddress.ANY) {
      requireHost(name + ": gateway ", gateway, address, prefixLength);
    }
    if (gateway == address) {
      throw new IllegalArgumentException(name + ": the gateway cannot be this host itself");
    }
  }

  /**
   * Whether an address belongs to the subnet on the link.
   *
   * @param ip any IPv4 address
   * @return true if its prefix is the interface's
   */
  public boolean isOnLink(int ip) {
    return ((ip ^ address) & mask(prefixLength)) == 0;
  }

  /**
   * Whether an address means every host on the link: limited or directed broadcast, or the old form
   * of the latter with a host part of zeros (RFC 1122 section 3.3.6).
   *
   * @param ip any IPv4 address
   * @return true for the three
   */
  public boolean isBroadcast(int ip) {
    int host = ip & ~mask(prefixLength);
    return ip == IpAddress.BROADCAST
        || (isOnLink(ip) && (host == 0 || host == ~mask(prefixLength)));
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

  private static void requireHost(String what, int ip, int address, int prefixLength) {
    int mask = mask(prefixLength);
    int host = ip & ~mask;
    if (!IpAddress.isHost(ip) || ((ip ^ address) & mask) != 0 || host == 0 || host == ~mask) {
      throw new IllegalArgumentException(
          what + IpAddress.format(ip) + " is not a host in the subnet /" + prefixLength);
    }
  }

  private static int mask(int prefixLength) {
    return -1 << (32 - prefixLength);
  }
}
