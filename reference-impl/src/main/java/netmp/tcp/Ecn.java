package netmp.tcp;

/**
 * Explicit congestion notification (RFC 3168): the bits in the type of service, and what a
 * connection remembers. On one CPU's protocol thread.
 */
final class Ecn {

  static final int MASK = 3;
  static final int CAPABLE = 2;
  static final int CONGESTION_EXPERIENCED = 3;

  /** Of a SYN that asks for it. */
  private static final int ASKING = TcpHeader.ECE | TcpHeader.CWR;

  private Ecn() {}

  // ---- the handshake (section 6.1.1) ----

  /**
   * The flags of the SYN of a connection that begins. One that is sent again does not ask: there
   * are paths that drop those that do (section 6.1.1.1).
   */
  static int flagsOfSyn(Tcpcb tp, EcnUse use) {
    return asks(tp, use) ? ASKING : 0;
  }

  private static boolean asks(Tcpcb tp, EcnUse use) {
    return use == EcnUse.ALWAYS && tp.retransmits == 0;
  }

  /** Whether this end agrees to a SYN. */
  static boolean agrees(Segment syn, EcnUse use) {
    return use != EcnUse.NEVER && isAsked(syn);
  }

  private static boolean isAsked(Segment syn) {
    return syn.has(TcpHeader.ECE) && syn.has(TcpHeader.CWR);
  }

  /** Whether both ends agree, by the SYN with which the peer has answered, or asks as well. */
  static boolean isAgreed(Tcpcb tp, Segment syn, EcnUse use) {
    boolean agrees =
        syn.has(TcpHeader.ACK) ? syn.has(TcpHeader.ECE) && !syn.has(TcpHeader.CWR) : isAsked(syn);
    return agrees && asks(tp, use);
  }

  // ---- afterwards ----

  /** Section 6.1.3: the mark is echoed until the peer says that it has heard. */
  static void arrives(Tcpcb tp, Segment s) {
    if (!tp.ecn) {
      return;
    }
    if (s.has(TcpHeader.CWR)) {
      tp.echoCongestion = false;
    }
    if (s.congestionExperienced) {
      tp.echoCongestion = true;
      tp.ackNow = true;
    }
  }

  /**
   * The flags of a segment that is about to be sent.
   *
   * @param fresh whether it has text that was not sent before
   */
  static int flags(Tcpcb tp, boolean fresh) {
    int flags = tp.echoCongestion ? TcpHeader.ECE : 0;
    if (tp.windowReduced && fresh) {
      tp.windowReduced = false;
      flags |= TcpHeader.CWR;
    }
    return flags;
  }

  /** Sections 6.1.4 and 6.1.5: only text that is sent for the first time may be marked. */
  static int typeOfService(Tcpcb tp, boolean fresh) {
    return tp.ecn && fresh ? (tp.typeOfService & ~MASK) | CAPABLE : tp.typeOfService;
  }
}
