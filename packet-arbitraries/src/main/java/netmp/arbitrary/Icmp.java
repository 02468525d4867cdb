package netmp.arbitrary;

/**
 * An ICMP message (RFC 792).
 *
 * @param type 0..255
 * @param code 0..255
 * @param rest the 32 bits behind the checksum, which each type uses in its way
 * @param body what follows them
 */
public record Icmp(int type, int code, int rest, IcmpBody body) implements Ipv4Payload {

  private static final int ECHO_REPLY = 0;

  /** Type: destination unreachable. */
  static final int UNREACHABLE = 3;

  private static final int ECHO = 8;

  /** Type: time exceeded. */
  static final int TIME_EXCEEDED = 11;

  /** Refuses what the header cannot hold. */
  public Icmp {
    Range.bits("the type of an ICMP message", type, 8);
    Range.bits("the code of an ICMP message", code, 8);
  }

  /**
   * An echo request (RFC 1122 section 3.2.2.6).
   *
   * @param identifier 0..65535
   * @param sequence 0..65535
   * @param data to be sent back
   * @return the message
   */
  public static Icmp echo(int identifier, int sequence, Octets data) {
    return new Icmp(ECHO, 0, identifier << 16 | sequence, data);
  }

  /**
   * An echo reply.
   *
   * @param identifier as in the request
   * @param sequence as in the request
   * @param data as in the request
   * @return the message
   */
  public static Icmp echoReply(int identifier, int sequence, Octets data) {
    return new Icmp(ECHO_REPLY, 0, identifier << 16 | sequence, data);
  }

  /**
   * Destination unreachable (RFC 792; RFC 1191 section 4).
   *
   * @param code why; 4 is "too long and must not be fragmented"
   * @param nextHopMtu what would have fitted, in bytes, if the code is 4; else 0
   * @param quote of what could not be delivered
   * @return the message
   */
  public static Icmp unreachable(int code, int nextHopMtu, Quote quote) {
    Range.bits("the next-hop MTU", nextHopMtu, 16);
    return new Icmp(UNREACHABLE, code, nextHopMtu, quote);
  }

  /**
   * Time exceeded (RFC 792).
   *
   * @param code 0 in transit, 1 while fragments were missing
   * @param quote of what lived too long
   * @return the message
   */
  public static Icmp timeExceeded(int code, Quote quote) {
    return new Icmp(TIME_EXCEEDED, code, 0, quote);
  }

  @Override
  public int protocol() {
    return 1;
  }

  /**
   * The message without a datagram.
   *
   * @return a new array each time
   */
  public byte[] encode() {
    return Encoding.of(this).bytes();
  }
}
