package netmp.soak;

/** Bytes that follow from a key and their place. */
final class Content {

  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  private Content() {}

  static byte at(long key, long place) {
    long mixed = (key ^ place) * GOLDEN;
    return (byte) (mixed >>> 56 ^ mixed >>> 32);
  }

  /** Writes the bytes from a place on. */
  static void fill(long key, long place, byte[] into, int offset, int length) {
    for (int i = 0; i < length; i++) {
      into[offset + i] = at(key, place + i);
    }
  }

  /** The index of the first byte that is not what it should be; -1 if all are. */
  static int firstWrong(long key, long place, byte[] bytes, int offset, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[offset + i] != at(key, place + i)) {
        return i;
      }
    }
    return -1;
  }
}
