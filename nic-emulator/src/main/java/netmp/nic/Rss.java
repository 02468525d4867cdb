package netmp.nic;

/**
 * Receive-side scaling by the historical hash of DragonFly's netmp branch (netinet/ip_demux.c): the
 * exclusive or of the last octets of both addresses and the low bytes of both ports. It is
 * symmetric, so both directions of a flow agree. Fragments, groups and everything that is not TCP
 * or UDP over IPv4 hash to 0.
 */
public final class Rss {

  private static final int ETHER_HEADER = 14;
  private static final int IP_HEADER = 20;
  private static final int TYPE_IPV4 = 0x0800;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int FRAGMENT = 0x3fff; // more fragments, or an offset

  private Rss() {}

  /**
   * The hash of a flow.
   *
   * @param foreignAddress IPv4 address of one end
   * @param localAddress IPv4 address of the other
   * @param foreignPort port of the one
   * @param localPort port of the other
   * @return 0..255
   */
  public static int xorHash(int foreignAddress, int localAddress, int foreignPort, int localPort) {
    return (foreignAddress ^ localAddress ^ foreignPort ^ localPort) & 0xff;
  }

  /**
   * The hash of a frame.
   *
   * @param frame holds the frame
   * @param offset index of its first byte
   * @param length its length in bytes
   * @return 0..255, 0 for what is not hashed
   */
  public static int xorHash(byte[] frame, int offset, int length) {
    int ip = offset + ETHER_HEADER;
    if (length < ETHER_HEADER + IP_HEADER || !isHashable(frame, offset, ip)) {
      return 0;
    }
    int ports = ip + ((frame[ip] & 0xf) << 2);
    if (ports < ip + IP_HEADER || ports + 4 > offset + length) {
      return 0;
    }
    return (frame[ip + 15] ^ frame[ip + 19] ^ frame[ports + 1] ^ frame[ports + 3]) & 0xff;
  }

  private static boolean isHashable(byte[] frame, int offset, int ip) {
    int protocol = frame[ip + 9];
    return u16(frame, offset + 12) == TYPE_IPV4
        && (frame[offset] & 1) == 0
        && (frame[ip] & 0xf0) == 0x40
        && (u16(frame, ip + 6) & FRAGMENT) == 0
        && (protocol == TCP || protocol == UDP)
        && (frame[ip + 16] & 0xff) < 224;
  }

  private static int u16(byte[] frame, int at) {
    return (frame[at] & 0xff) << 8 | (frame[at + 1] & 0xff);
  }
}
