package netmp.tcp;

/**
 * Explicit congestion notification (RFC 3168): the bits in the type of service, and what a
 * connection remembers. This end does not ask for it, and agrees when a peer does, as BSD by
 * default.
 */
final class Ecn {

  static final int MASK = 3;
  static final int CAPABLE = 2;
  static final int CONGESTION_EXPERIENCED = 3;

  private Ecn() {}

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
