package netmp.arbitrary;

/**
 * The beginning of a datagram, in an ICMP error about it (RFC 792; RFC 1122 section 3.2.2; RFC 1812
 * section 4.3.2.3).
 *
 * @param datagram what the error is about
 * @param length how many bytes of its payload are quoted, if it has so many; 8 at least
 */
public record Quote(Ipv4 datagram, int length) implements IcmpBody {

  /** Refuses less than 64 bits of the payload. */
  public Quote {
    Range.check("the length of a quote", length, 8, Ipv4.MAX_PAYLOAD);
  }
}
