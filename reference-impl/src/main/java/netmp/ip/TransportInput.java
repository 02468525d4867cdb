package netmp.ip;

import netmp.mbuf.Mbuf;

/** The input of a transport protocol on one CPU. Called on the protocol thread of the CPU. */
@FunctionalInterface
public interface TransportInput {

  /**
   * Takes a whole datagram that is meant for this host and whose IP header is good.
   *
   * @param packet starts at its IP header, which an ICMP error about it has to quote, and ends with
   *     the datagram; taken
   * @param headerLength bytes of IP header, 20..60; the transport's header starts there
   * @param source IPv4 address of one host
   * @param destination this host's address, or a broadcast or multicast address it belongs to
   */
  void input(Mbuf packet, int headerLength, int source, int destination);
}
