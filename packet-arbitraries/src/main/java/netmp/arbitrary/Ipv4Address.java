package netmp.arbitrary;

/**
 * An IPv4 address.
 *
 * @param value the address, its first byte in the highest bits
 */
public record Ipv4Address(int value) {

  /** All hosts of the link (RFC 919 section 7). */
  public static final Ipv4Address BROADCAST = new Ipv4Address(-1);

  /** No address, or any (RFC 1122 section 3.2.1.3). */
  public static final Ipv4Address ANY = new Ipv4Address(0);

  /**
   * Reads an address.
   *
   * @param text four decimal numbers of 0..255, with dots between them
   * @return the address
   * @throws IllegalArgumentException if it is not that
   */
  public static Ipv4Address parse(String text) {
    String[] parts = text.split("\\.", -1);
    int value = 0;
    for (String part : parts) {
      if (parts.length != 4 || !part.matches("\\d{1,3}") || Integer.parseInt(part) > 0xff) {
        throw new IllegalArgumentException("'" + text + "' is no IPv4 address; write 10.0.0.1");
      }
      value = value << Byte.SIZE | Integer.parseInt(part);
    }
    return new Ipv4Address(value);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return (value >>> 24)
        + "."
        + (value >>> 16 & 0xff)
        + "."
        + (value >>> 8 & 0xff)
        + "."
        + (value & 0xff);
  }
}
