package netmp.arbitrary;

/** What an Ethernet frame carries. */
public sealed interface EthernetPayload permits Arp, Ipv4, EthernetData {

  /**
   * The EtherType that says so (RFC 9542 section 3).
   *
   * @return 0..65535
   */
  int etherType();
}
