package netmp.ip;

import netmp.inet.IpAddress;

/**
 * Where datagrams to a network go.
 *
 * @param network its address; the bits behind the prefix are 0
 * @param prefixLength 0..32
 * @param gateway IPv4 address of the router on the link to it, or {@link IpAddress#ANY} for a
 *     network that is the link itself
 */
public record Route(int network, int prefixLength, int gateway) {

  /**
   * Checks that there can be such a network.
   *
   * @param network its address
   * @param prefixLength 0..32
   * @param gateway as above
   * @throws IllegalArgumentException if the prefix is out of range, or shorter than the address
   */
  public Route {
    if (prefixLength < 0 || prefixLength > Integer.SIZE) {
      throw new IllegalArgumentException("prefix length " + prefixLength + " is not in 0..32");
    }
    if ((network & ~mask(prefixLength)) != 0) {
      throw new IllegalArgumentException(
          IpAddress.format(network) + " has bits behind its prefix of " + prefixLength);
    }
  }

  private static int mask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (Integer.SIZE - prefixLength);
  }

  /** Whether an address is in the network. */
  boolean covers(int address) {
    return (address & mask(prefixLength)) == network;
  }
}
