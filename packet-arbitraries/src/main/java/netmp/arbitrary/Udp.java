package netmp.arbitrary;

/**
 * A UDP datagram (RFC 768).
 *
 * @param sourcePort 0..65535
 * @param destinationPort 0..65535
 * @param checksummed whether it has a checksum; without one the field is 0
 * @param data what it carries, of 65507 bytes at most
 */
public record Udp(int sourcePort, int destinationPort, boolean checksummed, Octets data)
    implements Ipv4Payload {

  /** Refuses what the header cannot hold. */
  public Udp {
    Range.bits("the source port of a UDP datagram", sourcePort, 16);
    Range.bits("the destination port of a UDP datagram", destinationPort, 16);
    Range.check("the length of a UDP datagram's data", data.length(), 0, Ipv4.MAX_PAYLOAD - 8);
  }

  /**
   * A datagram with a checksum.
   *
   * @param flow from whose port to whose
   * @param data what it carries
   * @return the datagram
   */
  public static Udp of(Flow flow, Octets data) {
    return new Udp(flow.source().port(), flow.destination().port(), true, data);
  }

  @Override
  public int protocol() {
    return 17;
  }

  /**
   * The datagram as a payload of IPv4; the checksum covers the addresses.
   *
   * @param source who sends it
   * @param destination who is to receive it
   * @return a new array each time
   */
  public byte[] encode(Ipv4Address source, Ipv4Address destination) {
    return new Ipv4(Ipv4Header.PLAIN, source, destination, this).payloadOctets().toByteArray();
  }
}
