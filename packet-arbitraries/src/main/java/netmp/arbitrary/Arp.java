package netmp.arbitrary;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826).
 *
 * @param operation {@link #REQUEST}, {@link #REPLY} or another, 0..65535
 * @param senderMac Ethernet address of the sender
 * @param sender its IPv4 address
 * @param targetMac Ethernet address of the target, zero in a request
 * @param target its IPv4 address
 */
public record Arp(
    int operation,
    MacAddress senderMac,
    Ipv4Address sender,
    MacAddress targetMac,
    Ipv4Address target)
    implements EthernetPayload {

  /** Operation: who has the target's address? */
  public static final int REQUEST = 1;

  /** Operation: the sender has. */
  public static final int REPLY = 2;

  private static final MacAddress UNKNOWN = new MacAddress(0);

  /** Refuses an operation of more than 16 bits. */
  public Arp {
    Range.bits("the operation of ARP", operation, 16);
  }

  /**
   * Who has the destination's address?
   *
   * @param flow who asks for whom
   * @return the request
   */
  public static Arp request(Flow flow) {
    return new Arp(
        REQUEST,
        flow.source().mac(),
        flow.source().address(),
        UNKNOWN,
        flow.destination().address());
  }

  /**
   * The source has its address.
   *
   * @param flow who answers whom
   * @return the reply
   */
  public static Arp reply(Flow flow) {
    return new Arp(
        REPLY,
        flow.source().mac(),
        flow.source().address(),
        flow.destination().mac(),
        flow.destination().address());
  }

  @Override
  public int etherType() {
    return 0x0806;
  }

  /**
   * The packet without a frame.
   *
   * @return 28 bytes, a new array each time
   */
  public byte[] encode() {
    return Encoding.of(this).bytes();
  }
}
