package netmp.arbitrary;

/**
 * A checksum of the Internet (RFC 1071) in an encoded packet.
 *
 * @param place where it is
 * @param from first byte that it covers
 * @param to how far it covers
 * @param addresses where the addresses of the pseudo-header are (RFC 9293 section 3.1), or -1 if it
 *     covers none
 * @param protocol of the pseudo-header
 */
record Checksum(Place place, int from, Extent to, int addresses, int protocol) {

  private static final int UDP = 17;
  private static final int ALL = 0xffff;

  /** Covers nothing but its part of the packet. */
  static Checksum plain(Place place, int from, Extent to) {
    return new Checksum(place, from, to, -1, 0);
  }

  boolean isWithin(byte[] bytes) {
    int end = to.length().isWithin(bytes) ? to.end(bytes) : Integer.MAX_VALUE;
    return end <= bytes.length && place.bit() + place.bits() <= end * Byte.SIZE;
  }

  /** Makes it right, in a packet that has all that it covers. */
  void write(byte[] bytes) {
    place.set(bytes, 0);
    int end = to.end(bytes);
    int sum = sum(bytes, from, end, 0);
    if (addresses >= 0) {
      sum = fold(sum(bytes, addresses, addresses + 8, sum) + protocol + end - from);
    }
    boolean reserved = protocol == UDP && sum == ALL; // 0 means that there is none
    place.set(bytes, reserved ? ALL : ~sum);
  }

  private static int sum(byte[] bytes, int from, int to, int start) {
    int sum = start;
    for (int i = from; i < to; i++) {
      sum += (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? Byte.SIZE : 0);
    }
    return fold(sum);
  }

  private static int fold(int sum) {
    int folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & ALL) + (folded >>> 16);
    }
    return folded;
  }

  Checksum moved(String prefix, int by) {
    return new Checksum(
        place.moved(prefix, by),
        from + by,
        to.moved(prefix, by),
        addresses < 0 ? addresses : addresses + by,
        protocol);
  }
}
