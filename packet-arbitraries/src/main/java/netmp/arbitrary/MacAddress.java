package netmp.arbitrary;

import java.util.HexFormat;

/**
 * An Ethernet address (IEEE 802).
 *
 * @param value the address, in the low 48 bits
 */
public record MacAddress(long value) {

  /** All stations. */
  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

  private static final int BITS = 48;

  /** Refuses more than 48 bits. */
  public MacAddress {
    Range.bits("an Ethernet address", value, BITS);
  }

  /**
   * Reads an address.
   *
   * @param text six bytes in hexadecimal, with colons between them
   * @return the address
   * @throws IllegalArgumentException if it is not that
   */
  public static MacAddress parse(String text) {
    byte[] bytes = HexFormat.ofDelimiter(":").parseHex(text);
    if (bytes.length != BITS / Byte.SIZE) {
      throw new IllegalArgumentException(
          "'" + text + "' is no Ethernet address; write 02:00:00:00:00:01");
    }
    long value = 0;
    for (byte each : bytes) {
      value = value << Byte.SIZE | (each & 0xff);
    }
    return new MacAddress(value);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    String hex = HexFormat.of().toHexDigits(value, 12);
    return hex.replaceAll("..(?=.)", "$0:");
  }
}
