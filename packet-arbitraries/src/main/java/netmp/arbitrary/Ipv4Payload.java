package netmp.arbitrary;

/** What an IPv4 datagram carries. */
public sealed interface Ipv4Payload permits Icmp, Udp, Tcp, Ipv4Data {

  /**
   * Its protocol number (RFC 791 section 3.1).
   *
   * @return 0..255
   */
  int protocol();
}
