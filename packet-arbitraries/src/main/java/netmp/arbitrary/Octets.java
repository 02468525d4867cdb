package netmp.arbitrary;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that do not change. Any thread. */
public final class Octets implements IcmpBody {

  /** No bytes. */
  public static final Octets NONE = new Octets();

  private final byte[] bytes;

  private Octets(byte... bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies bytes.
   *
   * @param bytes any number
   * @return the same bytes
   */
  public static Octets of(byte... bytes) {
    return new Octets(bytes.clone());
  }

  /**
   * Reads hexadecimal digits.
   *
   * @param hex two digits for each byte, nothing between them
   * @return the bytes
   * @throws IllegalArgumentException if it is not that
   */
  public static Octets parse(String hex) {
    return new Octets(HexFormat.of().parseHex(hex));
  }

  /**
   * How many.
   *
   * @return in bytes
   */
  public int length() {
    return bytes.length;
  }

  /**
   * Some of them.
   *
   * @param from index of the first, 0..length
   * @param to behind the last, from..length
   * @return a copy
   * @throws IllegalArgumentException if there are no such bytes
   */
  public Octets slice(int from, int to) {
    if (from < 0 || to < from || to > bytes.length) {
      throw new IllegalArgumentException(
          "no bytes " + from + ".." + to + " of " + bytes.length + "; take 0.." + bytes.length);
    }
    return new Octets(Arrays.copyOfRange(bytes, from, to));
  }

  /**
   * The bytes.
   *
   * @return a copy
   */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** In hexadecimal, in a form that {@link #parse} reads. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
