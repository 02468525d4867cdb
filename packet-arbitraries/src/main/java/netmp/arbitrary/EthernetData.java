package netmp.arbitrary;

/**
 * Any payload of any EtherType.
 *
 * @param etherType 0..65535; up to 1500 it is a length of IEEE 802.3
 * @param data the payload
 */
public record EthernetData(int etherType, Octets data) implements EthernetPayload {

  /** Refuses a type of more than 16 bits. */
  public EthernetData {
    Range.bits("an EtherType", etherType, 16);
  }
}
