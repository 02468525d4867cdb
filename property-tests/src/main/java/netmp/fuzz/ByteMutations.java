package netmp.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Changes to bytes of which nothing is known. Any thread. */
public final class ByteMutations {

  static final byte[] NOTHING = {};

  /** Where lengths, counts and signs turn over. */
  private static final long[] INTERESTING = {
    0,
    1,
    -1,
    2,
    4,
    7,
    8,
    15,
    16,
    20,
    32,
    64,
    100,
    127,
    128,
    255,
    256,
    1000,
    1024,
    1460,
    1500,
    4096,
    32767,
    32768,
    65535,
    65536,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL
  };

  private static final int LONGEST_RUN = 32;

  private final List<byte[]> words;

  /**
   * Changes in a language.
   *
   * @param words of the language; none for bytes that are no text
   */
  public ByteMutations(String... words) {
    this.words =
        Arrays.stream(words).map(word -> word.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  /**
   * Does one change.
   *
   * @param bytes what is changed, and stays as it is
   * @param other pieces of this may go into it
   * @param random decides
   * @return the changed bytes
   */
  public byte[] mutate(byte[] bytes, byte[] other, RandomGenerator random) {
    int at = random.nextInt(bytes.length + 1);
    int count = Math.min(1 + random.nextInt(LONGEST_RUN), bytes.length - at);
    return switch (random.nextInt(words.isEmpty() ? 7 : 9)) {
      case 0 -> flip(bytes, random);
      case 1 -> set(bytes, at, random);
      case 2 -> number(bytes, at, random);
      case 3 -> replace(bytes, at, count, NOTHING);
      case 4 -> replace(bytes, at, 0, piece(bytes, random)); // a piece again
      case 5 -> replace(bytes, at, count, piece(other, random));
      case 6 -> replace(bytes, at, 0, digits(random));
      case 7 -> replace(bytes, at, 0, word(random));
      default -> replace(bytes, at, count, word(random));
    };
  }

  private byte[] word(RandomGenerator random) {
    return words.get(random.nextInt(words.size()));
  }

  private static byte[] flip(byte[] bytes, RandomGenerator random) {
    byte[] changed = bytes.clone();
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return changed;
  }

  private static byte[] set(byte[] bytes, int at, RandomGenerator random) {
    byte[] changed = at == bytes.length ? Arrays.copyOf(bytes, at + 1) : bytes.clone();
    changed[at] = (byte) random.nextInt();
    return changed;
  }

  /**
   * Writes a number of one, two or four bytes, of either byte order.
   *
   * @param bytes what is changed, and stays as it is
   * @param at where, inside
   * @param random decides
   * @return the changed bytes
   */
  public static byte[] number(byte[] bytes, int at, RandomGenerator random) {
    byte[] changed = bytes.clone();
    int width = 1 << random.nextInt(3);
    long value = INTERESTING[random.nextInt(INTERESTING.length)];
    boolean little = random.nextBoolean();
    for (int i = 0; i < width && at + i < changed.length; i++) {
      int shift = Byte.SIZE * (little ? i : width - 1 - i);
      changed[at + i] = (byte) (value >>> shift);
    }
    return changed;
  }

  private static byte[] digits(RandomGenerator random) {
    String number = Long.toString(INTERESTING[random.nextInt(INTERESTING.length)]);
    return number.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] piece(byte[] bytes, RandomGenerator random) {
    int from = random.nextInt(bytes.length + 1);
    int most = random.nextInt(4) == 0 ? bytes.length + 1 : LONGEST_RUN;
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(most)));
  }

  /**
   * Puts something else in the place of some bytes.
   *
   * @param bytes stay as they are
   * @param at the first that is replaced
   * @param count how many are
   * @param by what comes there instead
   * @return the changed bytes
   */
  public static byte[] replace(byte[] bytes, int at, int count, byte[] by) {
    byte[] changed = Arrays.copyOf(bytes, bytes.length - count + by.length);
    System.arraycopy(by, 0, changed, at, by.length);
    System.arraycopy(bytes, at + count, changed, at + by.length, bytes.length - at - count);
    return changed;
  }
}
