package netmp.arbitrary;

/**
 * An option of IPv4 (RFC 791 section 3.1).
 *
 * @param type 1..255; 1 is the one byte of no operation. 0, the end of the list, is written behind
 *     the last option where it is needed
 * @param data behind type and length, of 38 bytes at most; none of a no operation
 */
public record Ipv4Option(int type, Octets data) {

  /** One byte of padding. */
  public static final Ipv4Option NO_OPERATION = new Ipv4Option(1, Octets.NONE);

  /** Routers are to look at the datagram (RFC 2113 section 2.1). */
  public static final Ipv4Option ROUTER_ALERT = new Ipv4Option(148, Octets.of((byte) 0, (byte) 0));

  private static final int RECORD_ROUTE = 7;
  private static final int TIMESTAMP = 68;
  private static final int SLOT = 4;

  /** Refuses what no option can be. */
  public Ipv4Option {
    Range.check("the type of an IPv4 option", type, 1, 0xff);
    Range.check("the data of an IPv4 option", data.length(), 0, type == 1 ? 0 : 38);
  }

  /**
   * An empty record route.
   *
   * @param addresses how many it has room for, 1..9
   * @return the option
   */
  public static Ipv4Option recordRoute(int addresses) {
    Range.check("the addresses of a record route", addresses, 1, 9);
    byte[] data = new byte[1 + addresses * SLOT];
    data[0] = 4; // the pointer counts from 1, and from the type
    return new Ipv4Option(RECORD_ROUTE, Octets.of(data));
  }

  /**
   * An empty Internet timestamp, of timestamps without addresses.
   *
   * @param timestamps how many it has room for, 1..9
   * @return the option
   */
  public static Ipv4Option timestamp(int timestamps) {
    Range.check("the timestamps of an option", timestamps, 1, 9);
    byte[] data = new byte[2 + timestamps * SLOT];
    data[0] = 5;
    return new Ipv4Option(TIMESTAMP, Octets.of(data));
  }

  /**
   * How much it takes of the header.
   *
   * @return in bytes, 1..40
   */
  public int length() {
    return type == 1 ? 1 : 2 + data.length();
  }
}
