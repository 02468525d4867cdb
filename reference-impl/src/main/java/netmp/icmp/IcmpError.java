package netmp.icmp;

/**
 * What went wrong with a datagram of ours, as an ICMP error says (RFC 792, RFC 1122 section 3.2.2).
 */
public enum IcmpError {
  /** No route to the network: perhaps for a moment only (RFC 1122 section 3.2.2.1). */
  NETWORK_UNREACHABLE,
  /** No route to the host: perhaps for a moment only. */
  HOST_UNREACHABLE,
  /** The host does not know the transport. */
  PROTOCOL_UNREACHABLE,
  /** Nobody listens at the port. */
  PORT_UNREACHABLE,
  /** The datagram was too long for a link on the way (RFC 1191). */
  FRAGMENTATION_NEEDED,
  /** A source route could not be followed. */
  SOURCE_ROUTE_FAILED,
  /** Somebody on the way does not let such datagrams pass. */
  PROHIBITED,
  /** The datagram was too long on its way, or its fragments did not all arrive. */
  TIME_EXCEEDED,
  /** The header was malformed, in the eyes of somebody on the way. */
  PARAMETER_PROBLEM,
  /** It went on, and should have gone by another router. */
  REDIRECT;

  /**
   * By the code of type 3; codes 6 to 12 are refinements (RFC 1122 section 3.2.2.1), 13 to 15 RFC
   * 1812. As in BSD a network or a host that is closed to us is one that cannot be reached.
   */
  private static final IcmpError[] UNREACHABLE = {
    NETWORK_UNREACHABLE,
    HOST_UNREACHABLE,
    PROTOCOL_UNREACHABLE,
    PORT_UNREACHABLE,
    FRAGMENTATION_NEEDED,
    SOURCE_ROUTE_FAILED,
    NETWORK_UNREACHABLE,
    HOST_UNREACHABLE,
    HOST_UNREACHABLE,
    NETWORK_UNREACHABLE,
    HOST_UNREACHABLE,
    NETWORK_UNREACHABLE,
    HOST_UNREACHABLE,
    PROHIBITED,
    PROHIBITED,
    PROHIBITED
  };

  /** The error of a message, or null when its code is unknown. */
  static IcmpError of(int type, int code) {
    return switch (type) {
      case IcmpHeader.UNREACHABLE -> code < UNREACHABLE.length ? UNREACHABLE[code] : null;
      case IcmpHeader.REDIRECT -> code <= 3 ? REDIRECT : null;
      case IcmpHeader.TIME_EXCEEDED -> code <= 1 ? TIME_EXCEEDED : null;
      default -> code <= 2 ? PARAMETER_PROBLEM : null;
    };
  }
}
