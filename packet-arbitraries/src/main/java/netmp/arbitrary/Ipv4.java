package netmp.arbitrary;

/**
 * An IPv4 datagram or a fragment of one (RFC 791). Version, lengths, protocol and checksum follow
 * from the rest.
 *
 * @param header its header
 * @param source who sends it
 * @param destination who is to receive it
 * @param payload what it carries; of a fragment the piece, as {@link Ipv4Data}
 */
public record Ipv4(
    Ipv4Header header, Ipv4Address source, Ipv4Address destination, Ipv4Payload payload)
    implements EthernetPayload {

  /** The most that a datagram without options carries, in bytes. */
  public static final int MAX_PAYLOAD = 65_515;

  /**
   * A datagram with a plain header.
   *
   * @param flow from whose address to whose
   * @param payload what it carries
   * @return the datagram
   */
  public static Ipv4 of(Flow flow, Ipv4Payload payload) {
    return of(flow, Ipv4Header.PLAIN, payload);
  }

  /**
   * A datagram.
   *
   * @param flow from whose address to whose
   * @param header its header
   * @param payload what it carries
   * @return the datagram
   */
  public static Ipv4 of(Flow flow, Ipv4Header header, Ipv4Payload payload) {
    return new Ipv4(header, flow.source().address(), flow.destination().address(), payload);
  }

  @Override
  public int etherType() {
    return 0x0800;
  }

  /**
   * The datagram without a frame.
   *
   * @return a new array each time
   * @throws IllegalStateException if it is longer than 65535 bytes
   */
  public byte[] encode() {
    return Encoding.of(this).bytes();
  }

  /**
   * A fragment of this datagram.
   *
   * @param from first byte of the payload that is in it, a multiple of 8
   * @param to behind the last byte; a multiple of 8 or the payload's end
   * @return the fragment
   * @throws IllegalArgumentException if there is no such fragment
   */
  public Ipv4 fragment(int from, int to) {
    Octets whole = payloadOctets();
    if (from % 8 != 0 || (to % 8 != 0 && to != whole.length())) {
      throw new IllegalArgumentException(
          "fragments are cut at multiples of 8 bytes, not at " + from + " and " + to);
    }
    return new Ipv4(
        header.fragment(from / 8, to < whole.length()),
        source,
        destination,
        new Ipv4Data(payload.protocol(), whole.slice(from, to)));
  }

  /**
   * What the datagram carries, encoded.
   *
   * @return all behind its header
   */
  public Octets payloadOctets() {
    Octets all = Octets.of(encode());
    return all.slice((all.toByteArray()[0] & 0xf) * 4, all.length());
  }
}
