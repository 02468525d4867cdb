package netmp.offload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Arithmetic of the Internet checksum (RFC 1071): one's-complement sums of 16-bit words. A
 * <i>partial sum</i> is a folded sum in 0..0xffff, not complemented; partial sums of pieces of even
 * length add up to the sum of the whole, so only the last piece may have an odd length.
 *
 * <p>A stretch that contains its own right checksum sums to {@link #VALID}. All methods may be
 * called by any thread.
 */
public final class Checksum {

  /** The partial sum of data that includes their right checksum (RFC 1071 section 1, step 3). */
  public static final int VALID = 0xffff;

  /**
   * Little-endian on every machine: byte order does not matter to a one's-complement sum but for a
   * final swap (RFC 1071 section 2 B), and this is the native order of the machines in question.
   */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Checksum() {}

  /**
   * Adds two partial sums.
   *
   * @param a a partial sum, 0..0xffff
   * @param b a partial sum, 0..0xffff
   * @return their partial sum, 0..0xffff
   */
  public static int add(int a, int b) {
    int sum = a + b;
    return (sum & 0xffff) + (sum >>> 16);
  }

  /**
   * Adds the two halves of a 32-bit word, such as an IPv4 address of a pseudo-header.
   *
   * @param sum a partial sum, 0..0xffff
   * @param word any 32 bits
   * @return the partial sum of both, 0..0xffff
   */
  public static int addWord(int sum, int word) {
    return add(add(sum, word >>> 16), word & 0xffff);
  }

  /**
   * The partial sum of a stretch that starts at an odd index (RFC 1071 section 2 B).
   *
   * @param sum its partial sum, as if it started at an even one
   * @return what it adds to the sum of the whole, 0..0xffff
   */
  public static int swap(int sum) {
    return (sum & 0xff) << 8 | sum >>> 8;
  }

  /**
   * What goes into a checksum field.
   *
   * @param sum partial sum, 0..0xffff, of everything covered, the field itself counted as zero
   * @return the complement, 0..0xffff
   */
  public static int complement(int sum) {
    return ~sum & 0xffff;
  }

  /**
   * Folds a sum of any number of 16-bit words.
   *
   * @param sum a sum of non-negative numbers that did not overflow
   * @return the partial sum, 0..0xffff
   */
  public static int fold(long sum) {
    long s = (sum & 0xffff_ffffL) + (sum >>> 32);
    s = (s & 0xffff) + (s >>> 16);
    s = (s & 0xffff) + (s >>> 16);
    return (int) ((s & 0xffff) + (s >>> 16));
  }

  /**
   * The partial sum of a stretch of bytes, eight at a time: both halves of a long are added to a
   * 64-bit accumulator, which cannot overflow below 2^31 bytes. This plain loop is the one that C2
   * turns into vector instructions; unrolling it by hand or tracking carries is two to four times
   * slower.
   *
   * @param bytes hold the stretch
   * @param offset index of its first byte
   * @param length its length in bytes; odd only for the last stretch of a sum
   * @return the partial sum, 0..0xffff
   */
  public static int of(byte[] bytes, int offset, int length) {
    long sum = 0;
    int end = offset + length;
    int wordsEnd = offset + (length & ~7);
    for (int i = offset; i < wordsEnd; i += Long.BYTES) {
      long word = (long) LONGS.get(bytes, i);
      sum += (word & 0xffff_ffffL) + (word >>> 32);
    }
    for (int i = wordsEnd; i < end; i++) {
      sum += (long) (bytes[i] & 0xff) << (((i - offset) & 1) << 3);
    }
    return Short.toUnsignedInt(Short.reverseBytes((short) fold(sum)));
  }
}
