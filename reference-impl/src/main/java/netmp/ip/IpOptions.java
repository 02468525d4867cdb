package netmp.ip;

import netmp.mbuf.Mbuf;

/**
 * Walks the options of an IPv4 header (RFC 791 section 3.1, RFC 1122 section 3.2.1.8). An option
 * that is not known here is well-formed when its length is, and is ignored.
 */
public final class IpOptions {

  /** Result of {@link #check}: nothing to complain about. */
  public static final int WELL_FORMED = 0;

  /** Result of {@link #check}: a source route leads on to another host. */
  public static final int ROUTE_LEADS_ON = -1;

  /** Option type: end of the list. */
  public static final int END = 0;

  /** Option type: one byte of padding. */
  public static final int NO_OPERATION = 1;

  /** Option type: record route. */
  public static final int RECORD_ROUTE = 7;

  /** Option type: Internet timestamp. */
  public static final int TIMESTAMP = 68;

  /** Option type: loose source route. */
  public static final int LOOSE_SOURCE_ROUTE = 131;

  /** Option type: strict source route. */
  public static final int STRICT_SOURCE_ROUTE = 137;

  /** Timestamp flag: timestamps only. */
  public static final int TIMESTAMPS_ONLY = 0;

  /** Timestamp flag: each timestamp behind the address of the host that wrote it. */
  public static final int TIMESTAMPS_AND_ADDRESSES = 1;

  /**
   * Timestamp flag: the sender has written the addresses of the hosts that are to add a timestamp.
   */
  public static final int TIMESTAMPS_PRESPECIFIED = 3;

  private static final int COPIED = 0x80;
  private static final int FIRST_ROUTE_POINTER = 4;
  private static final int FIRST_TIMESTAMP_POINTER = 5;
  private static final int FULL_OVERFLOW = 0xf0;

  private IpOptions() {}

  /**
   * Checks all options.
   *
   * @param packet starts at an IP header
   * @param headerLength of the header, 20..60 and not beyond the packet
   * @return {@link #WELL_FORMED}, {@link #ROUTE_LEADS_ON}, or the index of the first bad byte,
   *     which is never below 20
   */
  public static int check(Mbuf packet, int headerLength) {
    int result = WELL_FORMED;
    for (int at = IpHeader.MIN_LENGTH; at < headerLength; at += length(packet, at)) {
      int type = packet.u8(at);
      if (type == END) {
        break;
      }
      int verdict = checkOption(packet, at, headerLength);
      if (verdict > 0) {
        return verdict;
      }
      result |= verdict;
    }
    return result;
  }

  /**
   * The length of an option.
   *
   * @param packet starts at an IP header
   * @param at index of the option, which has been checked
   * @return its bytes, at least 1
   */
  public static int length(Mbuf packet, int at) {
    return packet.u8(at) <= NO_OPERATION ? 1 : packet.u8(at + 1);
  }

  /**
   * Copies the options that every fragment has (RFC 791 section 3.1: those with the copied flag),
   * and writes the header length that results.
   *
   * @param datagram starts at an IP header with well-formed options
   * @param headerLength of that header
   * @param fragment ends with an IP header without options; gets the options
   * @return the length of the fragment's header
   */
  static int copy(Mbuf datagram, int headerLength, Mbuf fragment) {
    int at = IpHeader.MIN_LENGTH;
    while (at < headerLength && datagram.u8(at) != END) {
      int length = length(datagram, at);
      if ((datagram.u8(at) & COPIED) != 0) {
        int to = fragment.length();
        fragment.extend(length);
        fragment.copyFrom(to, datagram, at, length);
      }
      at += length;
    }
    while ((fragment.length() & 3) != 0) {
      fragment.extend(1);
      fragment.setU8(fragment.length() - 1, END);
    }
    fragment.setU8(0, 0x40 | fragment.length() >>> 2);
    return fragment.length();
  }

  /**
   * Whether an option type is one of the two source routes.
   *
   * @param type of an option
   * @return true if it is
   */
  public static boolean isSourceRoute(int type) {
    return type == LOOSE_SOURCE_ROUTE || type == STRICT_SOURCE_ROUTE;
  }

  /**
   * How many bytes a host adds to a timestamp option.
   *
   * @param packet starts at an IP header
   * @param at index of the option
   * @return 4, or 8 with addresses
   */
  public static int timestampSlot(Mbuf packet, int at) {
    return (packet.u8(at + 3) & 0xf) == TIMESTAMPS_ONLY ? 4 : 8;
  }

  private static int checkOption(Mbuf packet, int at, int headerLength) {
    int type = packet.u8(at);
    if (type == NO_OPERATION) {
      return WELL_FORMED;
    }
    if (at + 1 >= headerLength) {
      return at;
    }
    int length = packet.u8(at + 1);
    if (length < 2 || at + length > headerLength) {
      return at + 1;
    }
    return switch (type) {
      case RECORD_ROUTE, LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE -> checkRoute(packet, at, length);
      case TIMESTAMP -> checkTimestamp(packet, at, length);
      default -> WELL_FORMED;
    };
  }

  private static int checkRoute(Mbuf packet, int at, int length) {
    if (length < 3) {
      return at + 1;
    }
    int pointer = packet.u8(at + 2);
    if (pointer < FIRST_ROUTE_POINTER || isPartlyFull(pointer, length, 4)) {
      return at + 2;
    }
    return isSourceRoute(packet.u8(at)) && pointer <= length ? ROUTE_LEADS_ON : WELL_FORMED;
  }

  private static int checkTimestamp(Mbuf packet, int at, int length) {
    if (length < 4) {
      return at + 1;
    }
    int pointer = packet.u8(at + 2);
    if (pointer < FIRST_TIMESTAMP_POINTER
        || isPartlyFull(pointer, length, timestampSlot(packet, at))) {
      return at + 2;
    }
    // A full option whose count of hosts without room cannot count this one is in error.
    boolean countsNoMore = pointer > length && (packet.u8(at + 3) & 0xf0) == FULL_OVERFLOW;
    return countsNoMore ? at + 3 : WELL_FORMED;
  }

  /** RFC 791: some room, but not for what has to be written, makes the datagram erroneous. */
  private static boolean isPartlyFull(int pointer, int length, int slot) {
    return pointer <= length && pointer + slot - 1 > length;
  }
}
