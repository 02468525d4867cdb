package netmp.tcp;

/** The states of a connection (RFC 9293 section 3.3.2), in the order in which they come. */
enum TcpState {
  CLOSED,
  LISTEN,
  SYN_SENT,
  SYN_RECEIVED,
  ESTABLISHED,
  CLOSE_WAIT,
  FIN_WAIT_1,
  CLOSING,
  LAST_ACK,
  FIN_WAIT_2,
  TIME_WAIT;

  /** Both ends have agreed on sequence numbers. */
  boolean isSynchronized() {
    return compareTo(SYN_RECEIVED) >= 0;
  }

  /** Both ends know that, and segments of text and probes may be exchanged. */
  boolean hasPeer() {
    return compareTo(ESTABLISHED) >= 0 && this != TIME_WAIT;
  }

  /** The peer may still send text. */
  boolean receives() {
    return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
  }

  /** The user may still send text. */
  boolean sends() {
    return this == ESTABLISHED || this == CLOSE_WAIT;
  }
}
