package netmp.arbitrary;

import java.util.List;

/**
 * What can be chosen of an IPv4 header (RFC 791 section 3.1), besides addresses and payload.
 *
 * @param dscp 0..63 (RFC 2474 section 3)
 * @param ecn 0..3 (RFC 3168 section 5)
 * @param identification 0..65535; fragments of one datagram have the same
 * @param dontFragment whether it may not be cut
 * @param moreFragments whether it is a fragment, and not the last
 * @param fragmentOffset where the fragment belongs, in units of 8 bytes, 0..8191
 * @param timeToLive 0..255
 * @param options at most 40 bytes of them; zeros fill the last of their 4 bytes
 */
public record Ipv4Header(
    int dscp,
    int ecn,
    int identification,
    boolean dontFragment,
    boolean moreFragments,
    int fragmentOffset,
    int timeToLive,
    List<Ipv4Option> options) {

  /** A plain header: 20 bytes, no fragment, time to live 64. */
  public static final Ipv4Header PLAIN = new Ipv4Header(0, 0, 0, false, false, 0, 64, List.of());

  /** Refuses what the header cannot hold. */
  public Ipv4Header {
    Range.bits("the DSCP of a datagram", dscp, 6);
    Range.bits("the ECN of a datagram", ecn, 2);
    Range.bits("the identification of a datagram", identification, 16);
    Range.bits("the fragment offset of a datagram", fragmentOffset, 13);
    Range.bits("the time to live of a datagram", timeToLive, 8);
    options = List.copyOf(options);
    int length = options.stream().mapToInt(Ipv4Option::length).sum();
    Range.check("the length of a datagram's options", length, 0, 40);
  }

  /**
   * The header of a fragment of this datagram. All options are in all fragments, though a router
   * would copy only those that ask for it (RFC 791 section 3.1).
   *
   * @param offset where it begins, in units of 8 bytes
   * @param more whether it is not the last
   * @return the header
   */
  public Ipv4Header fragment(int offset, boolean more) {
    return new Ipv4Header(dscp, ecn, identification, false, more, offset, timeToLive, options);
  }
}
