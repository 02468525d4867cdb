package netmp.inet;

import java.util.regex.Pattern;

/** IPv4 addresses in an {@code int}, first octet in the top byte. Any thread. */
public final class IpAddress {

  /** "This host on this network" (RFC 1122 section 3.2.1.3 (a)). */
  public static final int ANY = 0;

  /** 127.0.0.1, this host to itself (RFC 1122 section 3.2.1.3 (g)). */
  public static final int LOOPBACK = 0x7f000001;

  /** 255.255.255.255, limited broadcast (RFC 1122 section 3.2.1.3 (c)). */
  public static final int BROADCAST = 0xffffffff;

  /** 224.0.0.1, the group every host belongs to (RFC 1112 section 4). */
  public static final int ALL_HOSTS = 0xe0000001;

  private static final Pattern DOT = Pattern.compile("\\.");
  private static final Pattern OCTET = Pattern.compile("[0-9]{1,3}");

  private IpAddress() {}

  /**
   * Whether an address is a class D group (RFC 1112).
   *
   * @param address the address
   * @return true for 224.0.0.0 to 239.255.255.255
   */
  public static boolean isMulticast(int address) {
    return address >>> 28 == 0xe;
  }

  /**
   * Whether an address may be that of one host on a link: not in network 0 or 127, no group, not
   * class E (RFC 1122 section 3.2.1.3). Whether it is the broadcast address of a subnet depends on
   * the prefix and is not looked at.
   *
   * @param address the address
   * @return true if it may
   */
  public static boolean isHost(int address) {
    int network = address >>> 24;
    return network != 0 && network != 127 && network < 224;
  }

  /**
   * Reads dotted decimal.
   *
   * @param text four numbers 0..255, as in 10.9.0.1
   * @return the address
   * @throws IllegalArgumentException if it is anything else
   */
  public static int parse(String text) {
    String[] octets = DOT.split(text, -1);
    int address = 0;
    boolean good = octets.length == 4;
    for (String octet : octets) {
      int value = OCTET.matcher(octet).matches() ? Integer.parseInt(octet) : 256;
      good &= value < 256;
      address = (address << 8) | (value & 0xff);
    }
    if (!good) {
      throw new IllegalArgumentException(
          "not an IPv4 address: \"" + text + "\"; write it as four numbers 0..255, as in 10.9.0.1");
    }
    return address;
  }

  /**
   * Writes dotted decimal.
   *
   * @param address the address
   * @return text, as in 10.9.0.1
   */
  public static String format(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }
}
