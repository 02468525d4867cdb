package netmp.ip;

/** Protocol numbers (RFC 790 and its successors). */
public final class IpProtocol {

  /** Internet Control Message Protocol. */
  public static final int ICMP = 1;

  /** Internet Group Management Protocol. */
  public static final int IGMP = 2;

  /** Transmission Control Protocol. */
  public static final int TCP = 6;

  /** User Datagram Protocol. */
  public static final int UDP = 17;

  private IpProtocol() {}
}
