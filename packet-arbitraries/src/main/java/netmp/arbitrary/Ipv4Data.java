package netmp.arbitrary;

/**
 * Any payload of any protocol, such as a piece of one.
 *
 * @param protocol 0..255
 * @param data the payload, of 65515 bytes at most
 */
public record Ipv4Data(int protocol, Octets data) implements Ipv4Payload {

  /** Refuses what no datagram can hold. */
  public Ipv4Data {
    Range.bits("a protocol number", protocol, 8);
    Range.check("the length of a datagram's payload", data.length(), 0, Ipv4.MAX_PAYLOAD);
  }
}
