package netmp.stats;

/** What is counted besides {@linkplain DropReason dropped packets}. */
public enum Counter {
  /** Frames taken from receive rings, good or bad. */
  ETHER_RECEIVED(false, "frames received"),
  /** Frames put on transmit rings. */
  ETHER_SENT(false, "frames sent"),
  /** Resets of a transmit ring that had not sent for {@code DeviceQueue.TX_TIMEOUT}. */
  TX_TIMEOUT(false, "transmit watchdog timeouts"),
  /** ARP packets that were understood and applied. */
  ARP_RECEIVED(true, "ARP packets processed"),
  /** Requests for this host's address that were answered. */
  ARP_REPLIES_SENT(false, "ARP replies sent"),
  /** Requests sent, broadcast and unicast. */
  ARP_REQUESTS_SENT(false, "ARP requests sent"),
  /** RFC 5227 section 2.1.1: questions whether an address is free. */
  ARP_PROBES_SENT(false, "ARP probes sent"),
  /** RFC 5227 section 2.3, and 2.4 of an address that another station uses too. */
  ARP_ANNOUNCEMENTS_SENT(false, "ARP announcements sent"),
  /** ARP requests and polls that could not be sent because no buffer was free. */
  ARP_NO_MBUF(false, "ARP requests not sent for lack of a buffer"),
  /** Neighbours asked whether they are still there because a transport gets no answer. */
  ARP_DOUBTED(false, "ARP entries doubted"),
  /** Neighbours forgotten to make room for others. */
  ARP_EVICTED(false, "ARP entries evicted"),
  /** Datagrams that reached the input of IP. */
  IP_RECEIVED(false, "datagrams received"),
  /** Fragments that went into a datagram that has other fragments; its first is the datagram. */
  IP_FRAGMENTS_JOINED(true, "fragments joined to others"),
  /** Datagrams that were put together from fragments. */
  IP_REASSEMBLED(false, "datagrams reassembled"),
  /** Datagrams that were cut into fragments. */
  IP_FRAGMENTED(false, "datagrams fragmented"),
  /** Datagrams that went to a transport or ICMP. */
  IP_DELIVERED(false, "datagrams delivered"),
  /** Datagrams handed to the link, or to ARP to wait. */
  IP_SENT(false, "datagrams sent"),
  /** Datagrams from this host to itself; they come up again without having been frames. */
  IP_LOOPED(false, "datagrams looped back"),
  /** Echo requests turned into replies. */
  ICMP_ECHO_ANSWERED(true, "ICMP echo requests answered"),
  /** ICMP timestamp requests turned into replies. */
  ICMP_TIMESTAMP_ANSWERED(true, "ICMP timestamp requests answered"),
  /** ICMP echo requests of users sent. */
  ICMP_ECHO_SENT(false, "ICMP echo requests sent"),
  /** ICMP echo replies that a user waited for. */
  ICMP_ECHO_REPLIES(true, "ICMP echo replies received"),
  /** Received ICMP errors that were told to a transport. */
  ICMP_ERRORS_DELIVERED(true, "ICMP errors delivered"),
  /** ICMP errors sent. */
  ICMP_ERRORS_SENT(false, "ICMP errors sent"),
  /** ICMP errors not sent because there were too many of late. */
  ICMP_ERRORS_LIMITED(false, "ICMP errors not sent, being too many"),
  /** ICMP errors that could not be sent because no buffer was free. */
  ICMP_NO_MBUF(false, "ICMP errors not sent for lack of a buffer"),
  /** IGMP queries, and reports of others. */
  IGMP_RECEIVED(true, "IGMP messages processed"),
  /** Reports and leaves. */
  IGMP_SENT(false, "IGMP messages sent"),
  /** Reports and leaves that could not be sent because no buffer was free. */
  IGMP_NO_MBUF(false, "IGMP messages not sent for lack of a buffer"),
  /** Groups that sockets joined and the interface could not. */
  IGMP_TOO_MANY_GROUPS(false, "groups not joined, being too many"),
  /** Datagrams to groups that came back to this host. */
  IP_GROUP_LOOPED(false, "copies of datagrams to groups looped back"),
  /** Datagrams put in receive buffers. */
  UDP_DELIVERED(true, "UDP datagrams delivered"),
  /** Copies of datagrams that were sent to many, for all but one of the sockets that get them. */
  UDP_COPIED(false, "UDP datagrams copied"),
  /** Copies that could not be made because no buffer was free. */
  UDP_NO_MBUF(false, "UDP datagrams not copied for lack of a buffer"),
  /** Datagrams sent. */
  UDP_SENT(false, "UDP datagrams sent"),
  /** Replies of DHCP that were used. */
  DHCP_RECEIVED(true, "DHCP replies used"),
  /** RFC 2131. */
  DHCP_SENT(false, "DHCP requests sent"),
  /** Requests of DHCP not sent because no buffer was free; they are repeated. */
  DHCP_NO_MBUF(false, "DHCP requests not sent for lack of a buffer"),
  /** Segments that were used, with or without text. */
  TCP_DELIVERED(true, "TCP segments used"),
  /** Segments sent. */
  TCP_SENT(false, "TCP segments sent"),
  /** Segments not sent because no buffer was free. */
  TCP_NO_MBUF(false, "TCP segments not sent for lack of a buffer"),
  /** Connections that were established, from either end. */
  TCP_ESTABLISHED(false, "TCP connections established"),
  /** Resets that ended a connection, or the making of one. */
  TCP_RESETS_RECEIVED(false, "TCP resets received"),
  /** Resets: of connections that were given up, and in answer to segments that have none. */
  TCP_RESETS_SENT(false, "TCP resets sent"),
  /** RFC 5961. */
  TCP_CHALLENGES_SENT(false, "TCP challenge acknowledgments sent"),
  /** RFC 6191, of connections that were begun here. */
  TCP_TIME_WAIT_REUSED(false, "TCP connections in TIME-WAIT that gave way to new ones"),
  /** RFC 6298. */
  TCP_TIMEOUTS(false, "TCP retransmission timeouts"),
  /** RFC 8985 section 7. */
  TCP_TAIL_PROBES(false, "TCP tail loss probes sent"),
  /** RFC 9293 section 3.8.6.1. */
  TCP_PERSISTS(false, "TCP zero-window probes sent"),
  /** RFC 9293 section 3.8.4. */
  TCP_KEEPALIVES(false, "TCP keep-alive probes sent"),
  /** RFC 1191: the path takes less, so segments that were on their way are sent again, shorter. */
  TCP_MTU_RESENT(false, "TCP segments found to be too long for the path"),
  /** RFC 2923 section 2.1. */
  TCP_BLACK_HOLES(false, "TCP paths on which long segments seemed to vanish"),
  /** RFC 4821 section 7. */
  TCP_PATH_PROBES(false, "TCP segments sent to find out what a path takes"),
  /** Connections that an ICMP error kept from being made (RFC 5461 section 2). */
  TCP_UNREACHABLE(false, "TCP connections given up for ICMP errors"),
  /** RFC 4987 section 3.6 (BSD's tcps_sc_sendcookie). */
  TCP_COOKIES_SENT(false, "TCP SYN cookies sent"),
  /** Cookies that came back (BSD's tcps_sc_recvcookie). */
  TCP_COOKIES_RECEIVED(false, "TCP SYN cookies received"),
  /** Acknowledgments of what was no cookie, or an old one, while there were cookies. */
  TCP_COOKIES_REFUSED(false, "TCP SYN cookies refused"),
  /** Entries of the SYN cache that made room for others. */
  TCP_SYN_EVICTED(false, "TCP SYN cache entries evicted"),
  /** Exceptions that escaped from handlers of a protocol thread: bugs. */
  NETISR_UNCAUGHT(false, "uncaught exceptions on the protocol thread");

  private final boolean consumes;
  private final String text;

  Counter(boolean consumes, String text) {
    this.consumes = consumes;
    this.text = text;
  }

  /**
   * Whether each event counted here is the good end of one packet that came up.
   *
   * @return true for the counters that, with the input drops, add up to what was received
   */
  public boolean consumes() {
    return consumes;
  }

  /**
   * What is counted, in words.
   *
   * @return a phrase for people
   */
  public String text() {
    return text;
  }
}
