package netmp.fuzz.frames;

/** Where what is in a frame of IPv4. */
final class Packet {

  static final int TYPE = 12;
  static final int IP = 14;
  static final int TOTAL_LENGTH = 16;
  static final int FRAGMENT = 20;
  static final int PROTOCOL = 23;
  static final int IP_SUM = 24;
  static final int SOURCE = 26;
  static final int DESTINATION = 30;

  /** Ends of an ARP packet. */
  static final int ARP_OPERATION = 20;

  static final int ARP_SENDER_IP = 28;
  static final int ARP_TARGET_IP = 38;

  static final int ARP = 0x0806;
  static final int IPV4 = 0x0800;
  static final int ICMP = 1;
  static final int IGMP = 2;
  static final int TCP = 6;
  static final int UDP = 17;

  /** In a segment of TCP, from its first byte. */
  static final int SEQ = 4;

  static final int ACK = 8;
  static final int OFFSET = 12;
  static final int FLAGS = 13;
  static final int WINDOW = 14;
  static final int TCP_HEADER = 20;

  private Packet() {}

  static int u8(byte[] b, int at) {
    return b[at] & 0xff;
  }

  static int u16(byte[] b, int at) {
    return u8(b, at) << 8 | u8(b, at + 1);
  }

  static int u32(byte[] b, int at) {
    return u16(b, at) << 16 | u16(b, at + 2);
  }

  static void setU16(byte[] b, int at, int value) {
    b[at] = (byte) (value >> 8);
    b[at + 1] = (byte) value;
  }

  static void setU32(byte[] b, int at, int value) {
    setU16(b, at, value >>> 16);
    setU16(b, at + 2, value);
  }

  static boolean isArp(byte[] b) {
    return b.length >= ARP_TARGET_IP + 4 && u16(b, TYPE) == ARP;
  }

  /** Where the transport's header begins, or -1 if it is no IPv4 with that many bytes of one. */
  static int transport(byte[] b, int least) {
    if (b.length < IP + 20 || u16(b, TYPE) != IPV4) {
      return -1;
    }
    int at = IP + 4 * (b[IP] & 0xf);
    return at >= IP + 20 && at + least <= b.length ? at : -1;
  }

  /** The same of one protocol. */
  static int transport(byte[] b, int protocol, int least) {
    int at = transport(b, least);
    return at >= 0 && u8(b, PROTOCOL) == protocol ? at : -1;
  }

  /** Where the datagram ends, as far as it is there. */
  static int end(byte[] b) {
    return Math.min(b.length, IP + u16(b, TOTAL_LENGTH));
  }

  /** Where the text of a segment begins. */
  static int text(byte[] b, int tcp) {
    return tcp + (u8(b, tcp + OFFSET) >> 4) * 4;
  }

  /** The lengths become those of the frame. */
  static void setLengths(byte[] b) {
    int at = transport(b, 0);
    if (at >= 0) {
      setU16(b, TOTAL_LENGTH, b.length - IP);
      if (u8(b, PROTOCOL) == UDP && b.length >= at + 8) {
        setU16(b, at + 4, b.length - at);
      }
    }
  }
}
