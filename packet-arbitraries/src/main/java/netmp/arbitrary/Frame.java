package netmp.arbitrary;

/** What is sent on the link in one piece, good or bad. */
public sealed interface Frame permits Ethernet, Mutated {

  /**
   * The bytes of the frame, without preamble, padding and frame check sequence: those are the
   * device's (RFC 894). Equal frames have equal bytes.
   *
   * @return a new array each time
   */
  byte[] encode();
}
