package netmp.ether;

import netmp.inet.IpAddress;
import netmp.inet.MacAddress;

/**
 * What is configured of an interface of a stack (BSD's ifnet and its ifaddr). Immutable; each CPU
 * knows which one counts ({@link Ifnet}).
 *
 * @param name for people
 * @param mac Ethernet address, in the low 48 bits
 * @param address IPv4 address of this host, or {@link IpAddress#ANY} as long as it has none: then
 *     it takes what is sent to all hosts on the link, and sends to these only
 * @param prefixLength of the subnet on the link, 1..30; 0 without an address
 * @param gateway IPv4 address, on the link, of the router to everywhere else, or {@link
 *     IpAddress#ANY} for none
 * @param mtu the longest datagram of the link, in bytes
 * @param vlan of IEEE 802.1Q that the host is on, 1..4094, or 0 if its frames have no tags
 */
public record NetworkInterface(
    String name, long mac, int address, int prefixLength, int gateway, int mtu, int vlan) {

  /** The longest datagram of Ethernet, in bytes (RFC 894). */
  public static final int ETHERNET_MTU = 1500;

  /** The least MTU: a datagram that every host must take (RFC 791). */
  public static final int MIN_MTU = 576;

  private static final int MAX_MTU = 0xffff;
  private static final int MAX_VLAN = 4094;

  /**
   * An interface with Ethernet's MTU.
   *
   * @param name for people
   * @param mac Ethernet address of a single station
   * @param address IPv4 address of a host in the subnet
   * @param prefixLength 1..30
   * @param gateway address of another host in the subnet, or {@link IpAddress#ANY}
   * @throws IllegalArgumentException if they cannot be an interface
   */
  public NetworkInterface(String name, long mac, int address, int prefixLength, int gateway) {
    this(name, mac, address, prefixLength, gateway, ETHERNET_MTU);
  }

  /**
   * An interface whose frames have no tags.
   *
   * @param name for people
   * @param mac Ethernet address of a single station
   * @param address IPv4 address of a host in the subnet
   * @param prefixLength 1..30
   * @param gateway address of another host in the subnet, or {@link IpAddress#ANY}
   * @param mtu 576..65535
   * @throws IllegalArgumentException if they cannot be an interface
   */
  public NetworkInterface(
      String name, long mac, int address, int prefixLength, int gateway, int mtu) {
    this(name, mac, address, prefixLength, gateway, mtu, 0);
  }

  /**
   * Checks that the numbers can be an interface.
   *
   * @param name for people
   * @param mac Ethernet address of a single station
   * @param address IPv4 address of a host in the subnet, or {@link IpAddress#ANY} for none
   * @param prefixLength 1..30, or 0 if there is no address
   * @param gateway address of another host in the subnet, or {@link IpAddress#ANY}
   * @param mtu 576..65535
   * @param vlan 0..4094
   * @throws IllegalArgumentException if they cannot
   */
  public NetworkInterface {
    if (MacAddress.isGroup(mac) || mac == 0 || mac >>> 48 != 0) {
      throw new IllegalArgumentException(
          name + ": " + MacAddress.format(mac) + " is not the address of one Ethernet station");
    }
    if (mtu < MIN_MTU || mtu > MAX_MTU) {
      throw new IllegalArgumentException(name + ": MTU " + mtu + " is not in 576..65535");
    }
    if (vlan < 0 || vlan > MAX_VLAN) {
      throw new IllegalArgumentException(name + ": VLAN " + vlan + " is not in 0..4094");
    }
    if (address != IpAddress.ANY) {
      requireAddress(name, address, prefixLength, gateway);
    } else if (prefixLength != 0 || gateway != IpAddress.ANY) {
      throw new IllegalArgumentException(
          name + ": without an address there is neither a prefix nor a gateway");
    }
  }

  private static void requireAddress(String name, int address, int prefixLength, int gateway) {
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
   * An interface that has no address yet.
   *
   * @param name for people
   * @param mac Ethernet address of a single station
   * @param mtu 576..65535
   * @return the interface
   */
  public static NetworkInterface withoutAddress(String name, long mac, int mtu) {
    return new NetworkInterface(name, mac, IpAddress.ANY, 0, IpAddress.ANY, mtu);
  }

  /**
   * The same interface on a link with another MTU.
   *
   * @param bytes 576..65535
   * @return a changed copy
   * @throws IllegalArgumentException if it is out of range
   */
  public NetworkInterface withMtu(int bytes) {
    return new NetworkInterface(name, mac, address, prefixLength, gateway, bytes, vlan);
  }

  /**
   * The same interface on a VLAN.
   *
   * @param id 1..4094, or 0 for none
   * @return a changed copy
   * @throws IllegalArgumentException if it is out of range
   */
  public NetworkInterface withVlan(int id) {
    return new NetworkInterface(name, mac, address, prefixLength, gateway, mtu, id);
  }

  /**
   * The same interface without its address.
   *
   * @return a changed copy
   */
  public NetworkInterface withoutAddress() {
    return withAddress(IpAddress.ANY, 0, IpAddress.ANY);
  }

  /**
   * The same interface with another address.
   *
   * @param own IPv4 address of a host in the subnet
   * @param length of the subnet's prefix, 1..30
   * @param router address of another host in the subnet, or {@link IpAddress#ANY}
   * @return a changed copy
   * @throws IllegalArgumentException if they cannot be an interface
   */
  public NetworkInterface withAddress(int own, int length, int router) {
    return new NetworkInterface(name, mac, own, length, router, mtu, vlan);
  }

  /**
   * Whether the interface has an address.
   *
   * @return false until one is known to be its own
   */
  public boolean hasAddress() {
    return address != IpAddress.ANY;
  }

  /**
   * The mask of the subnet.
   *
   * @return ones over the prefix
   */
  public int netmask() {
    return mask(prefixLength);
  }

  /**
   * The subnet on the link.
   *
   * @return its address, with a host part of zeros
   */
  public int network() {
    return address & mask(prefixLength);
  }

  /**
   * Whether an address belongs to the subnet on the link.
   *
   * @param ip any IPv4 address
   * @return true if its prefix is the interface's
   */
  public boolean isOnLink(int ip) {
    return hasAddress() && ((ip ^ address) & mask(prefixLength)) == 0;
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
    return prefixLength == 0 ? 0 : -1 << (Integer.SIZE - prefixLength);
  }
}
