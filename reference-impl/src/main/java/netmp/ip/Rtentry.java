package netmp.ip;

import netmp.ether.Ifnet;
import netmp.inet.IpAddress;

/**
 * A route that counts now (BSD's rtentry).
 *
 * @param network that it leads to
 * @param mask ones over the prefix
 * @param gateway IPv4 address of a router on the link, or {@link IpAddress#ANY} if the network is
 *     the link
 * @param ifnet by which datagrams leave
 * @param reject whether they do not: there is no way (BSD's RTF_REJECT)
 */
record Rtentry(int network, int mask, int gateway, Ifnet ifnet, boolean reject) {

  boolean covers(int destination) {
    return (destination & mask) == network;
  }

  /** Whom to send a datagram to; ANY if there is no way. */
  int nextHop(int destination) {
    if (reject) {
      return IpAddress.ANY;
    }
    return gateway == IpAddress.ANY ? destination : gateway;
  }
}
