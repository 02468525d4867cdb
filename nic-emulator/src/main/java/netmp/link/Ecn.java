package netmp.link;

/** Marks packets where routers do it: in the header of IPv4 (RFC 3168 section 5). */
final class Ecn {

  private static final int ETHER_HEADER = 14;
  private static final int MIN_FRAME = ETHER_HEADER + 20;
  private static final int ETHER_TYPE = 12;
  private static final int IPV4 = 0x0800;
  private static final int TYPE_OF_SERVICE = ETHER_HEADER + 1;
  private static final int CHECKSUM = ETHER_HEADER + 10;
  private static final int CONGESTION_EXPERIENCED = 3;

  private Ecn() {}

  /**
   * Sets Congestion Experienced in a packet of an ECN-capable transport, and makes its checksum
   * right again.
   *
   * @return false if the packet is of another kind and was not touched
   */
  static boolean mark(byte[] frame) {
    if (frame.length < MIN_FRAME
        || word(frame, ETHER_TYPE) != IPV4
        || (frame[TYPE_OF_SERVICE] & CONGESTION_EXPERIENCED) == 0) {
      return false;
    }
    int before = word(frame, ETHER_HEADER);
    frame[TYPE_OF_SERVICE] |= CONGESTION_EXPERIENCED;
    int after = word(frame, ETHER_HEADER);
    // RFC 1624 equation 3: HC' = ~(~HC + ~m + m')
    int sum = (~word(frame, CHECKSUM) & 0xffff) + (~before & 0xffff) + after;
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = ~((sum & 0xffff) + (sum >>> 16));
    frame[CHECKSUM] = (byte) (sum >>> 8);
    frame[CHECKSUM + 1] = (byte) sum;
    return true;
  }

  private static int word(byte[] frame, int at) {
    return (frame[at] & 0xff) << 8 | (frame[at + 1] & 0xff);
  }
}
