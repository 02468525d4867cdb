package netmp.ip;

import netmp.inet.IpAddress;

/**
 * Where datagrams to a network go: to a gateway, and so by the interface whose neighbour it is.
 *
 * @param network its address; the bits behind the prefix are 0
 * @param prefixLength 0..32
 * @param gateway IPv4 address of the router to it, on the link of an interface
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

  /** Ones over the prefix. */
  int mask() {
    return mask(prefixLength);
  }
}
