package netmp.offload;

/**
 * The checksums of TCP and UDP in Ethernet frames with whole IPv4 datagrams, options or none. Any
 * thread; allocates nothing.
 *
 * <p>A frame with an 802.1Q tag looks like one without from its fifth byte on; what lies before the
 * type is not looked at.
 */
public final class TransportChecksum {

  /** What {@link #verify} says of frames whose checksum it does not know, or that have none. */
  public static final int NOT_LOOKED_AT = 0;

  /** What it says of right ones. */
  public static final int GOOD = 1;

  /** What it says of wrong ones. */
  public static final int BAD = 2;

  private static final int IPV4 = 0x0800;
  private static final int TYPE = 12;
  private static final int FRAGMENT = 0x3fff; // more fragments, or an offset
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int UDP_HEADER = 8;
  private static final int UDP_LENGTH = 4;
  private static final int UDP_CHECKSUM = 6;
  private static final int NONE = -1;

  private TransportChecksum() {}

  /**
   * Compares the checksum of a frame to its bytes.
   *
   * @param frame holds it
   * @param at index of its first byte
   * @param length in bytes; there may be padding at the end
   * @return {@link #GOOD}, {@link #BAD}, or {@link #NOT_LOOKED_AT}: another protocol, a fragment,
   *     lengths that contradict each other, UDP without a checksum
   */
  public static int verify(byte[] frame, int at, int length) {
    int transport = transport(frame, at, length);
    if (transport == NONE
        || (isUdp(frame, at) && TcpFrame.u16(frame, transport + UDP_CHECKSUM) == 0)) {
      return NOT_LOOKED_AT;
    }
    int bytes = end(frame, at) - transport;
    int sum =
        Checksum.add(
            pseudoHeader(frame, at, bytes), sum(frame, transport, bytes, field(frame, at)));
    return sum == Checksum.VALID ? GOOD : BAD;
  }

  /**
   * The sum of a segment whose checksum may just have been made: the field is read as it was
   * written. A load of eight bytes around it would wait until the store has left the CPU, and with
   * it all stores before, such as the copy of the last frame.
   */
  private static int sum(byte[] frame, int start, int bytes, int field) {
    int behind = field + Short.BYTES;
    int header = Checksum.add(Checksum.of(frame, start, field), TcpFrame.u16(frame, start + field));
    return Checksum.add(header, Checksum.of(frame, start + behind, bytes - behind));
  }

  /**
   * Makes the checksum of a frame whose checksum field holds the sum of the pseudo-header.
   *
   * @param frame holds it; its checksum is written
   * @param at index of its first byte
   * @param length in bytes
   * @return false if it is none of TCP or UDP, and nothing was done
   */
  public static boolean finish(byte[] frame, int at, int length) {
    int transport = transport(frame, at, length);
    if (transport == NONE) {
      return false;
    }
    finish(frame, transport, end(frame, at) - transport, field(frame, at));
    return true;
  }

  /**
   * The same where it is known what the checksum is of.
   *
   * @param frame holds the frame
   * @param start index of the transport's header
   * @param bytes from there on of which it is made
   * @param field of the checksum, in bytes from the start
   */
  public static void finish(byte[] frame, int start, int bytes, int field) {
    int checksum = Checksum.complement(Checksum.of(frame, start, bytes));
    boolean none = checksum == 0 && field == UDP_CHECKSUM; // RFC 768
    TcpFrame.setU16(frame, start + field, none ? 0xffff : checksum);
  }

  /**
   * Where the transport's header is.
   *
   * @param frame holds the frame
   * @param at index of its first byte
   * @param length in bytes
   * @return its index, or -1 if there is no whole datagram of TCP or UDP
   */
  public static int transport(byte[] frame, int at, int length) {
    int ip = at + TcpFrame.IP;
    if (length < TcpFrame.TCP
        || TcpFrame.u16(frame, at + TYPE) != IPV4
        || (frame[ip] & 0xf0) != 0x40
        || (TcpFrame.u16(frame, at + TcpFrame.IP_FRAGMENT) & FRAGMENT) != 0) {
      return NONE;
    }
    int header = (frame[ip] & 0xf) << 2;
    int total = TcpFrame.u16(frame, at + TcpFrame.IP_LENGTH);
    boolean whole = header >= TcpFrame.IP_HEADER && total <= length - TcpFrame.IP;
    return whole && isTransport(frame, at, ip + header, total - header) ? ip + header : NONE;
  }

  private static boolean isTransport(byte[] frame, int at, int transport, int bytes) {
    return switch (frame[at + TcpFrame.IP_PROTOCOL]) {
      case TCP -> bytes >= TcpFrame.TCP_HEADER;
      case UDP -> bytes >= UDP_HEADER && TcpFrame.u16(frame, transport + UDP_LENGTH) == bytes;
      default -> false;
    };
  }

  /** Behind the datagram of a frame. */
  private static int end(byte[] frame, int at) {
    return at + TcpFrame.IP + TcpFrame.u16(frame, at + TcpFrame.IP_LENGTH);
  }

  /**
   * Where the checksum is in the transport's header of a frame that has one.
   *
   * @param frame holds the frame
   * @param at index of its first byte
   * @return bytes from the header's first
   */
  public static int field(byte[] frame, int at) {
    return isUdp(frame, at) ? UDP_CHECKSUM : TcpFrame.CHECKSUM_IN_TCP;
  }

  private static boolean isUdp(byte[] frame, int at) {
    return frame[at + TcpFrame.IP_PROTOCOL] == UDP;
  }

  private static int pseudoHeader(byte[] frame, int at, int bytes) {
    int addresses = Checksum.of(frame, at + TcpFrame.IP_SOURCE, 2 * Integer.BYTES);
    return Checksum.add(Checksum.add(addresses, frame[at + TcpFrame.IP_PROTOCOL]), bytes);
  }
}
