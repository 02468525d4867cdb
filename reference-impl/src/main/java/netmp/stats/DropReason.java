package netmp.stats;

/** Why a packet was dropped. A packet is dropped for one reason, the first that was found. */
public enum DropReason {
  /** A received frame was given up because no empty buffer could take its place in the ring. */
  RX_NO_MBUF(Direction.INPUT, "no buffer to replace the received one in the ring"),

  /** The device said so; its descriptor is used again. */
  RX_DMA_ERROR(Direction.INPUT, "frame that the device failed to write to memory"),

  /** RFC 894. */
  ETHER_RUNT(Direction.INPUT, "frame shorter than an Ethernet header"),
  /** IEEE 802.3: the group bit of a source address must be clear. */
  ETHER_GROUP_SOURCE(Direction.INPUT, "frame from a broadcast or multicast address"),
  /** The device is promiscuous, or the switch floods. */
  ETHER_NOT_OURS(Direction.INPUT, "frame for another station or group"),
  /** IEEE 802.1Q: the device takes frames without a tag whatever VLANs it filters by. */
  ETHER_OTHER_VLAN(Direction.INPUT, "frame of another VLAN"),
  /**
   * RFC 1122 section 2.3.3 obliges a host to drop what it does not know, 802.3 lengths included.
   */
  ETHER_UNKNOWN_TYPE(Direction.INPUT, "no protocol for the EtherType"),

  /** RFC 826. */
  ARP_SHORT(Direction.INPUT, "ARP packet shorter than its fixed format"),
  /** RFC 826: hardware type, protocol type or one of the two lengths. */
  ARP_BAD_FORMAT(Direction.INPUT, "ARP packet not for Ethernet and IPv4"),
  /** RFC 826. */
  ARP_BAD_OPERATION(Direction.INPUT, "ARP operation neither request nor reply"),
  /** A neighbour with such an address would turn every datagram for it into a broadcast. */
  ARP_GROUP_SENDER(Direction.INPUT, "ARP sender hardware address is broadcast, multicast or zero"),
  /** The link sends back what was sent. */
  ARP_FROM_HERE(Direction.INPUT, "ARP packet of this station itself"),
  /** RFC 5227 section 2.4: two stations with one address, or about to have it. */
  ARP_CONFLICT(Direction.INPUT, "ARP sender claims our IPv4 address"),
  /** Nothing outside the prefix of the link can be a neighbour. */
  ARP_OFF_LINK(Direction.INPUT, "ARP sender IPv4 address is no unicast address of this link"),

  /** RFC 791 section 3.1. */
  IP_SHORT(Direction.INPUT, "shorter than an IPv4 header"),
  /** RFC 1122 section 3.2.1.1. */
  IP_BAD_VERSION(Direction.INPUT, "IP version is not 4"),
  /** RFC 791 section 3.1. */
  IP_BAD_HEADER_LENGTH(Direction.INPUT, "header length below 20 bytes or beyond the packet"),
  /** RFC 791 section 3.1. */
  IP_BAD_TOTAL_LENGTH(Direction.INPUT, "total length below the header's or beyond the packet"),
  /** RFC 1122 section 3.2.1.2. */
  IP_BAD_CHECKSUM(Direction.INPUT, "IPv4 header checksum is wrong"),
  /** RFC 1122 section 3.2.1.3: no host sends from these. */
  IP_BAD_SOURCE(
      Direction.INPUT, "source is broadcast, multicast, loopback, network zero, or our own"),
  /** RFC 1122 section 3.3.4.2; a host does not forward. */
  IP_NOT_OURS(Direction.INPUT, "destination is another host or a group not joined"),
  /** RFC 1122 section 3.3.6. */
  IP_UNICAST_IN_LINK_GROUP(
      Direction.INPUT, "unicast datagram in a link-layer broadcast or multicast frame"),
  /** RFC 1122 section 3.2.1.8. */
  IP_BAD_OPTION(Direction.INPUT, "malformed IPv4 options"),
  /** RFC 1122 section 3.3.5; a host does not forward. */
  IP_SOURCE_ROUTED(Direction.INPUT, "source route not used up"),
  /** RFC 791 section 3.2: multiples of eight bytes, of a datagram of 65535 bytes at most. */
  IP_BAD_FRAGMENT(
      Direction.INPUT, "fragment of no bytes, of an odd length, or beyond the longest datagram"),
  /** RFC 1858, RFC 3128: what filters judge by lies in the first fragment. */
  IP_TINY_FRAGMENT(Direction.INPUT, "fragment that splits the header of TCP"),
  /** The network doubles packets. */
  IP_DUPLICATE_FRAGMENT(Direction.INPUT, "fragment that is there already"),
  /** RFC 5722 in its spirit: all fragments of the datagram go. */
  IP_OVERLAPPING_FRAGMENT(Direction.INPUT, "fragments of a datagram overlap or disagree"),
  /** RFC 1122 section 3.3.2. */
  IP_REASSEMBLY_TIMEOUT(Direction.INPUT, "other fragments of the datagram did not arrive in time"),
  /** RFC 8900 section 3.7: reassembly is bounded, or it can be exhausted. */
  IP_REASSEMBLY_LIMIT(Direction.INPUT, "fragment given up for newer ones, or one too many"),
  /** RFC 1122 section 3.2.2.1. */
  IP_UNKNOWN_PROTOCOL(Direction.INPUT, "no transport for the protocol number"),

  /** RFC 792. */
  ICMP_SHORT(Direction.INPUT, "ICMP message shorter than its header"),
  /** RFC 792. */
  ICMP_BAD_CHECKSUM(Direction.INPUT, "ICMP checksum is wrong"),
  /** RFC 1122 section 3.2.2: an unknown type is silently discarded. */
  ICMP_UNKNOWN_TYPE(Direction.INPUT, "ICMP type unknown, or not served by a host"),
  /** RFC 1122 section 3.2.2.6 lets a host discard these. */
  ICMP_REQUEST_TO_GROUP(Direction.INPUT, "ICMP request to a broadcast or multicast address"),
  /** RFC 1122 section 3.2.2.6; nobody in this host sends echo requests. */
  ICMP_UNASKED_ECHO_REPLY(Direction.INPUT, "ICMP echo reply that nobody asked for"),
  /** RFC 1122 section 3.2.2.6 wants the route reversed, RFC 7126 section 4.3 wants it dropped. */
  ICMP_REQUEST_SOURCE_ROUTED(Direction.INPUT, "ICMP request with a source route"),
  /** RFC 6633 section 3: source quench is obsolete and ignored. */
  ICMP_SOURCE_QUENCH(Direction.INPUT, "ICMP source quench, obsolete"),
  /** RFC 1122 section 3.2.2.2; there is one gateway, so nothing to be redirected to. */
  ICMP_REDIRECT(
      Direction.INPUT, "ICMP redirect not from the router in use, or to no other on its link"),
  /** RFC 1122 section 3.2.2. */
  ICMP_BAD_QUOTE(Direction.INPUT, "ICMP error quotes no datagram that this host could have sent"),
  /** RFC 1122 section 3.2.2: nobody to tell. */
  ICMP_NO_TRANSPORT(Direction.INPUT, "ICMP error about a protocol that takes no errors"),

  /** RFC 2236 section 2. */
  IGMP_SHORT(Direction.INPUT, "IGMP message shorter than its format"),
  /** RFC 2236 section 2.3. */
  IGMP_BAD_CHECKSUM(Direction.INPUT, "IGMP checksum is wrong"),
  /** RFC 2236 section 2.1: leaves are for routers, others are unknown. */
  IGMP_UNKNOWN_TYPE(Direction.INPUT, "IGMP type unknown, or not for hosts"),

  /** RFC 768. */
  UDP_SHORT(Direction.INPUT, "UDP datagram shorter than its header"),
  /** RFC 768. */
  UDP_BAD_LENGTH(Direction.INPUT, "UDP length below 8 or beyond the packet"),
  /** RFC 1122 section 4.1.3.4. */
  UDP_BAD_CHECKSUM(Direction.INPUT, "UDP checksum is wrong"),
  /** RFC 1122 section 4.1.3.1. */
  UDP_NO_PORT(Direction.INPUT, "no socket at the UDP port"),
  /** The reader is slower than the sender. */
  UDP_FULL_SOCKBUF(Direction.INPUT, "receive buffer of the UDP socket is full"),

  /** RFC 2131 section 2; also of BOOTP, or for another station. */
  DHCP_MALFORMED(Direction.INPUT, "no reply of DHCP for this station, or a malformed one"),
  /** RFC 2131 section 4.4. */
  DHCP_UNASKED(
      Direction.INPUT, "DHCP reply to no request that waits, or with a lease that cannot be used"),

  /** RFC 9293 section 3.1. */
  TCP_SHORT(Direction.INPUT, "TCP segment shorter than its header"),
  /** RFC 1122 section 4.2.3.10. */
  TCP_TO_GROUP(Direction.INPUT, "TCP segment to a broadcast or multicast address"),
  /** RFC 9293 section 3.1. */
  TCP_BAD_OFFSET(Direction.INPUT, "TCP data offset below 5 or beyond the packet"),
  /** RFC 9293 section 3.1. */
  TCP_BAD_CHECKSUM(Direction.INPUT, "TCP checksum is wrong"),
  /** RFC 9293 section 3.1: an option's length is below 2 or beyond the header. */
  TCP_BAD_OPTION(Direction.INPUT, "TCP options are malformed"),
  /** RFC 9293 section 3.10.7.1. */
  TCP_NO_PORT(Direction.INPUT, "no connection and no listener for the TCP segment"),
  /** RFC 9293 section 3.10.7: such a segment has no place in the state. */
  TCP_BAD_FLAGS(Direction.INPUT, "TCP flags that have no place in the state"),
  /** RFC 9293 section 3.10.7.4, fifth; RFC 5961 section 5. */
  TCP_BAD_ACK(Direction.INPUT, "TCP acknowledgment of what was not sent, or long ago"),
  /** RFC 9293 section 3.10.7.4, first. */
  TCP_OUT_OF_WINDOW(Direction.INPUT, "TCP segment outside the receive window, or old"),
  /** RFC 7323 section 5.3. */
  TCP_OLD_TIMESTAMP(Direction.INPUT, "TCP timestamp older than the latest"),
  /** RFC 7323 section 3.2. */
  TCP_NO_TIMESTAMP(Direction.INPUT, "TCP segment without the timestamp that was agreed on"),
  /** RFC 5961 section 3.2. */
  TCP_RESET_OUT_OF_WINDOW(Direction.INPUT, "TCP reset without the exact sequence number"),
  /** A reset that did what it was sent for, or came when nothing was left to be done. */
  TCP_RESET(Direction.INPUT, "TCP reset"),
  /** RFC 9293 section 3.10.7.4, seventh. */
  TCP_AFTER_FIN(Direction.INPUT, "TCP text or FIN behind the peer's FIN"),
  /** RFC 1122 section 4.2.2.13. */
  TCP_AFTER_CLOSE(Direction.INPUT, "TCP text for a socket that was closed"),
  /** The segment is here already. */
  TCP_DUPLICATE(Direction.INPUT, "TCP segment that is here already"),
  /** The reader is slower than the sender, and the segments are small. */
  TCP_FULL_SOCKBUF(Direction.INPUT, "receive buffer of the TCP socket is full"),
  /** As many connections wait to be accepted as the listener allows. */
  TCP_FULL_BACKLOG(Direction.INPUT, "accept queue of the TCP listener is full"),
  /** RFC 9293 section 3.10.7.4, TIME-WAIT. */
  TCP_TIME_WAIT(Direction.INPUT, "TCP segment of a connection that is over"),
  /** RFC 5927 section 4: an error about what cannot be told from what somebody made up. */
  TCP_ICMP_NO_CONNECTION(Direction.INPUT, "ICMP error about no connection of TCP"),
  /** RFC 5927 section 4.1. */
  TCP_ICMP_OUT_OF_WINDOW(Direction.INPUT, "ICMP error about a TCP segment that is not in flight"),

  /** RFC 1191 section 3: the sender is told. */
  IP_TOO_LONG(Direction.OUTPUT, "datagram longer than the MTU that must not be fragmented"),
  /** RFC 791 section 3.2: fragments are packets of their own. */
  IP_FRAGMENT_NO_MBUF(Direction.OUTPUT, "no buffers for the fragments of a datagram"),
  /** RFC 1122 section 3.3.1. */
  IP_NO_ROUTE(Direction.OUTPUT, "destination off link and no gateway, or not an address of a host"),
  /** The transmit queue has stalled. */
  TX_RING_FULL(Direction.OUTPUT, "no descriptor of the transmit ring is free"),
  /** RFC 1122 section 2.3.2.2: the latest packets are kept. */
  ARP_QUEUE_FULL(Direction.OUTPUT, "oldest of too many packets waiting for a neighbour's address"),
  /** RFC 1122 section 2.3.2.1. */
  ARP_UNRESOLVED(Direction.OUTPUT, "neighbour did not answer ARP requests"),
  /** RFC 1122 section 2.3.2.1: no flood of requests. */
  ARP_HELD_DOWN(Direction.OUTPUT, "neighbour did not answer a moment ago");

  /** Which way the packet was going. */
  public enum Direction {
    /** Up, to this host. */
    INPUT,
    /** Down, from this host. */
    OUTPUT
  }

  private final Direction direction;
  private final String text;

  DropReason(Direction direction, String text) {
    this.direction = direction;
    this.text = text;
  }

  /**
   * Which way packets dropped for this reason were going.
   *
   * @return the direction
   */
  public Direction direction() {
    return direction;
  }

  /**
   * The reason in words.
   *
   * @return a phrase for people
   */
  public String text() {
    return text;
  }
}
