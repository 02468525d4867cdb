package netmp.nic;

/** Where frames go. Any thread may call; several may at once. */
@FunctionalInterface
public interface Wire {

  /**
   * Carries a frame to the other end.
   *
   * @param frame holds the frame, which is valid during the call only
   * @param offset index of its first byte
   * @param length its length in bytes, without frame check sequence
   */
  void transmit(byte[] frame, int offset, int length);
}
