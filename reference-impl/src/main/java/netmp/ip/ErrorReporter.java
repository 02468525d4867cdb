package netmp.ip;

import netmp.mbuf.Mbuf;

/**
 * Tells the source of a datagram why it was not accepted. Implemented by ICMP, which also knows
 * when it must keep silent. On the protocol thread of the CPU it belongs to.
 */
public interface ErrorReporter {

  /**
   * Why a destination is unreachable, as far as a host can know (RFC 792, RFC 1122 section
   * 3.2.2.1).
   */
  enum Unreachable {
    /** No such transport here. */
    PROTOCOL(2),
    /** No such port here. */
    PORT(3),
    /** The datagram was to go on to another host. */
    SOURCE_ROUTE_FAILED(5);

    private final int code;

    Unreachable(int code) {
      this.code = code;
    }

    /**
     * The code in the ICMP message.
     *
     * @return a code of type 3
     */
    public int code() {
      return code;
    }
  }

  /**
   * Reports that a datagram cannot reach its destination.
   *
   * @param packet starts at its IP header, whose source is the address of one host; still the
   *     caller's
   * @param what how far it got
   */
  void unreachable(Mbuf packet, Unreachable what);

  /**
   * Reports that the other fragments of a datagram did not arrive in time.
   *
   * @param packet the first fragment, at its IP header, whose source is the address of one host;
   *     still the caller's
   */
  void reassemblyTimeExceeded(Mbuf packet);

  /**
   * Reports that a header is malformed.
   *
   * @param packet starts at its IP header, whose source is the address of one host; still the
   *     caller's
   * @param pointer index of the bad byte, 0..59
   */
  void parameterProblem(Mbuf packet, int pointer);
}
