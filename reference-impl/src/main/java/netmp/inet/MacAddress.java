package netmp.inet;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** Ethernet addresses in the low 48 bits of a {@code long}, first octet on top. Any thread. */
public final class MacAddress {

  /** ff:ff:ff:ff:ff:ff. */
  public static final long BROADCAST = 0xffff_ffff_ffffL;

  private static final long GROUP_BIT = 1L << 40;
  private static final long IPV4_MULTICAST = 0x0100_5e00_0000L;
  private static final Pattern FORMAT = Pattern.compile("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");

  private MacAddress() {}

  /**
   * Whether an address stands for several stations (IEEE 802: the first bit on the wire).
   *
   * @param mac the address
   * @return true for broadcast and multicast
   */
  public static boolean isGroup(long mac) {
    return (mac & GROUP_BIT) != 0;
  }

  /**
   * The Ethernet group that carries an IPv4 group (RFC 1112 section 6.4).
   *
   * @param group a class D address
   * @return 01:00:5e and the low 23 bits of the group
   */
  public static long ofGroup(int group) {
    return IPV4_MULTICAST | (group & 0x7f_ffff);
  }

  /**
   * Reads the usual notation.
   *
   * @param text six pairs of hexadecimal digits, as in 02:00:00:00:00:0b
   * @return the address
   * @throws IllegalArgumentException if it is anything else
   */
  public static long parse(String text) {
    if (!FORMAT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not an Ethernet address: \"" + text + "\"; write it as in 02:00:00:00:00:0b");
    }
    return HexFormat.fromHexDigitsToLong(text.replace(":", ""));
  }

  /**
   * Writes the usual notation.
   *
   * @param mac the address
   * @return text, as in 02:00:00:00:00:0b
   */
  public static String format(long mac) {
    byte[] octets = new byte[6];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (mac >>> (40 - 8 * i));
    }
    return HexFormat.ofDelimiter(":").formatHex(octets);
  }
}
