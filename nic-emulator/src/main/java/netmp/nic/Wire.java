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

  /**
   * Carries a frame to the other end, and tells whether the same thread will hand over another one
   * at once. A wire to which frames together are cheaper than one by one may keep this one until
   * then.
   *
   * @param frame as above
   * @param offset as above
   * @param length as above
   * @param more whether another frame follows at once; if none does after all, {@link #flush} does
   */
  default void transmit(byte[] frame, int offset, int length, boolean more) {
    transmit(frame, offset, length);
  }

  /** Carries what was kept for a frame that was to follow at once. The thread that transmits. */
  default void flush() {}
}
