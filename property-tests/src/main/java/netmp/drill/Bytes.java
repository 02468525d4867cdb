package netmp.drill;

/** Numbers in network order, and the checksum of RFC 1071. */
final class Bytes {

  private Bytes() {}

  static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  static int u16(byte[] bytes, int at) {
    return u8(bytes, at) << 8 | u8(bytes, at + 1);
  }

  static int u32(byte[] bytes, int at) {
    return u16(bytes, at) << 16 | u16(bytes, at + 2);
  }

  static void setU16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  static void setU32(byte[] bytes, int at, int value) {
    setU16(bytes, at, value >>> 16);
    setU16(bytes, at + 2, value);
  }

  static void setMac(byte[] bytes, int at, long mac) {
    setU16(bytes, at, (int) (mac >> 32));
    setU32(bytes, at + 2, (int) mac);
  }

  /** The sum of 16-bit words, the last one padded, folded; not complemented. */
  static int sum(byte[] bytes, int from, int to, int initial) {
    int sum = initial;
    for (int at = from; at < to; at += 2) {
      sum += u8(bytes, at) << 8 | (at + 1 < to ? u8(bytes, at + 1) : 0);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }
}
