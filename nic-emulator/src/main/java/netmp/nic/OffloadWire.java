package netmp.nic;

/**
 * A wire that takes frames which are not finished, because its other end can do with them or
 * finishes them itself. To any other wire a device sends nothing but finished frames.
 */
public interface OffloadWire extends Wire {

  /**
   * Carries a frame to the other end that holds a whole IPv4 datagram of TCP or UDP. Where its
   * checksum belongs is the sum of the pseudo-header, not complemented.
   *
   * @param frame as of {@link Wire#transmit(byte[], int, int, boolean)}; its checksum may be made
   *     where it lies
   * @param offset as there
   * @param length as there; up to 65549 if it is to be cut
   * @param mss bytes of text of each segment of TCP to be made of it, or 0 if it is not to be cut
   * @param more as there
   */
  void transmitUnfinished(byte[] frame, int offset, int length, int mss, boolean more);
}
