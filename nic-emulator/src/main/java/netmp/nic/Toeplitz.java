package netmp.nic;

import java.util.Arrays;

/**
 * The Toeplitz hash of Microsoft's receive-side scaling, over source address, destination address,
 * source port and destination port in this order, each in network order. A bit of the input that is
 * set contributes the 32 bits of the key that start at its position.
 *
 * <p>The contribution of every value of every byte is computed beforehand, so that a hash costs
 * twelve look-ups. Hashes of one key are equal.
 */
public final class Toeplitz implements FlowHash {

  /** How many bytes of a key count: the input's, and those that its last bit reaches. */
  public static final int KEY_BYTES = 16;

  private static final int INPUT_BYTES = 12;
  private static final int VALUES = 256;

  private final int[] table = new int[INPUT_BYTES * VALUES];

  /**
   * A hash of a key.
   *
   * @param key at least {@link #KEY_BYTES} bytes, of which the first count; not kept
   * @throws IllegalArgumentException if the key is shorter
   */
  public Toeplitz(byte[] key) {
    if (key.length < KEY_BYTES) {
      throw new IllegalArgumentException(
          "a Toeplitz key of " + key.length + " bytes is too short; give at least " + KEY_BYTES);
    }
    for (int bit = 0; bit < INPUT_BYTES * Byte.SIZE; bit++) {
      contribute(bit, window(key, bit));
    }
  }

  /**
   * The key that repeats with a period of 16 bits (DragonFly's): two halves of the input that
   * change places, addresses or ports, give the same hash.
   *
   * @return a new array
   */
  public static byte[] symmetricKey() {
    byte[] key = new byte[KEY_BYTES];
    for (int i = 0; i < KEY_BYTES; i += 2) {
      key[i] = 0x6d;
      key[i + 1] = 0x5a;
    }
    return key;
  }

  /** Adds what a bit gives to all values of its byte in which it is set. */
  private void contribute(int bit, int window) {
    int first = bit / Byte.SIZE * VALUES;
    int mask = 0x80 >>> (bit % Byte.SIZE);
    for (int value = 0; value < VALUES; value++) {
      if ((value & mask) != 0) {
        table[first + value] ^= window;
      }
    }
  }

  /** The 32 bits of the key from a bit on. */
  private static int window(byte[] key, int bit) {
    long bytes = 0;
    for (int i = 0; i < 5; i++) {
      int at = bit / Byte.SIZE + i;
      bytes = bytes << Byte.SIZE | (at < KEY_BYTES ? key[at] & 0xff : 0);
    }
    return (int) (bytes >>> (Byte.SIZE - bit % Byte.SIZE));
  }

  @Override
  public int of(int source, int destination, int sourcePort, int destinationPort) {
    return of(source, destination) ^ word(8, sourcePort << 16 | (destinationPort & 0xffff));
  }

  @Override
  public int of(int source, int destination) {
    return word(0, source) ^ word(4, destination);
  }

  private int word(int at, int word) {
    int first = at * VALUES;
    return table[first + (word >>> 24)]
        ^ table[first + VALUES + ((word >>> 16) & 0xff)]
        ^ table[first + 2 * VALUES + ((word >>> 8) & 0xff)]
        ^ table[first + 3 * VALUES + (word & 0xff)];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Toeplitz hash && Arrays.equals(table, hash.table);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(table);
  }

  @Override
  public String toString() {
    return "toeplitz";
  }
}
