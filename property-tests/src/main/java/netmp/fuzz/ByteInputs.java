package netmp.fuzz;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Files of bytes, for parsers. */
public final class ByteInputs implements Inputs<byte[]> {

  /** So that nothing grows for ever. */
  private static final int MOST = 4096;

  private static final int MOST_CHANGES = 4;

  private final ByteMutations mutations;

  /**
   * Inputs in a language.
   *
   * @param words of the language, which mutations put in
   */
  public ByteInputs(String... words) {
    mutations = new ByteMutations(words);
  }

  @Override
  public byte[] read(byte[] file) {
    return file.clone();
  }

  @Override
  public byte[] write(byte[] input) {
    return input.clone();
  }

  @Override
  public int size(byte[] input) {
    return input.length;
  }

  @Override
  public int units(byte[] input) {
    return input.length;
  }

  @Override
  public String unit() {
    return "bytes";
  }

  @Override
  public byte[] mutate(byte[] input, byte[] other, RandomGenerator random) {
    byte[] changed = input;
    for (int n = 1 + random.nextInt(MOST_CHANGES); n > 0; n--) {
      changed = mutations.mutate(changed, other, random);
    }
    return changed.length <= MOST ? changed : Arrays.copyOf(changed, MOST);
  }

  @Override
  public byte[] without(byte[] input, int from, int count) {
    return ByteMutations.replace(input, from, count, ByteMutations.NOTHING);
  }
}
