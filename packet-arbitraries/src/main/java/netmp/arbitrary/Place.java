package netmp.arbitrary;

/**
 * A field of an encoded packet.
 *
 * @param name layer and field, as the RFC calls it, such as {@code tcp.dataOffset}
 * @param bit its first bit, from the beginning of the packet
 * @param bits how many it has; those with more than 48 hold no number
 */
record Place(String name, int bit, int bits) {

  /** A place without bits, which holds 0. */
  static final Place NONE = new Place("", 0, 0);

  private static final int MAX_NUMBER = 48;

  boolean isNumber() {
    return bits <= MAX_NUMBER;
  }

  /** Whether a packet can end before it. */
  boolean startsByte() {
    return bit % Byte.SIZE == 0;
  }

  int firstByte() {
    return bit / Byte.SIZE;
  }

  boolean isWithin(byte[] bytes) {
    return bit + bits <= bytes.length * Byte.SIZE;
  }

  long most() {
    return (1L << bits) - 1;
  }

  /** Of a number. */
  long get(byte[] bytes) {
    long value = 0;
    for (int i = bit; i < bit + bits; i++) {
      value = value << 1 | (bytes[i / Byte.SIZE] >> (7 - i % Byte.SIZE) & 1);
    }
    return value;
  }

  /** Of a number, whose lowest bits are taken. */
  void set(byte[] bytes, long value) {
    for (int i = 0; i < bits; i++) {
      int at = bit + bits - 1 - i;
      int mask = 0x80 >> at % Byte.SIZE;
      boolean one = (value >>> i & 1) != 0;
      bytes[at / Byte.SIZE] = (byte) ((bytes[at / Byte.SIZE] & ~mask) | (one ? mask : 0));
    }
  }

  void flip(byte[] bytes, int which) {
    int at = bit + which;
    bytes[at / Byte.SIZE] ^= (byte) (0x80 >> at % Byte.SIZE);
  }

  /** What is left of it in a packet that ends behind its first byte. */
  Place upTo(int length) {
    return new Place(name, bit, Math.min(bits, length * Byte.SIZE - bit));
  }

  /** The same place in a packet that this one was made a part of. */
  Place moved(String prefix, int by) {
    return bits == 0 ? NONE : new Place(prefix + name, bit + by * Byte.SIZE, bits);
  }
}
