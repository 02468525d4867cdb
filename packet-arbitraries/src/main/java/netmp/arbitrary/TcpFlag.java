package netmp.arbitrary;

/** A control bit of TCP (RFC 9293 section 3.1; RFC 3168 section 6.1), the lowest first. */
public enum TcpFlag {
  /** No more data from the sender. */
  FIN,
  /** Begins the numbers. */
  SYN,
  /** Ends the connection at once. */
  RST,
  /** The data are wanted now. */
  PSH,
  /** There is an acknowledgment. */
  ACK,
  /** The urgent pointer counts. */
  URG,
  /** Congestion was met. */
  ECE,
  /** The sender has slowed down. */
  CWR
}
