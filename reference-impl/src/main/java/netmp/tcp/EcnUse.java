package netmp.tcp;

/**
 * When connections use explicit congestion notification (RFC 3168; Linux's tcp_ecn, FreeBSD's
 * net.inet.tcp.ecn.enable).
 */
public enum EcnUse {
  /** Never: nobody asks, and who is asked does not agree. */
  NEVER,
  /** Whoever connects asks for it, and who is asked agrees. */
  ALWAYS,
  /** Who is asked agrees, but nobody asks: what BSD and Linux do by default. */
  WHEN_ASKED
}
