package netmp.ip;

import netmp.mbuf.Mbuf;
import netmp.offload.Checksum;

/** Layout of the IPv4 header (RFC 791 section 3.1), and the pseudo-header of the transports. */
public final class IpHeader {

  /** Length in bytes of a header without options. */
  public static final int MIN_LENGTH = 20;

  /** Offset of the type of service. */
  public static final int TOS = 1;

  /** Offset of the total length. */
  public static final int TOTAL_LENGTH = 2;

  /** Offset of the identification. */
  public static final int IDENTIFICATION = 4;

  /** Offset of flags and fragment offset. */
  public static final int FRAGMENT = 6;

  /** Offset of the time to live. */
  public static final int TTL = 8;

  /** Offset of the protocol number. */
  public static final int PROTOCOL = 9;

  /** Offset of the header checksum. */
  public static final int CHECKSUM = 10;

  /** Offset of the source address. */
  public static final int SOURCE = 12;

  /** Offset of the destination address. */
  public static final int DESTINATION = 16;

  /** In the word of {@link #FRAGMENT}: the datagram must not be fragmented. */
  public static final int DONT_FRAGMENT = 0x4000;

  /** In the word of {@link #FRAGMENT}: this is not the last fragment. */
  public static final int MORE_FRAGMENTS = 0x2000;

  /** The longest datagram, header included. */
  public static final int MAX_DATAGRAM = 0xffff;

  private static final int OFFSET_MASK = 0x1fff;

  private IpHeader() {}

  /**
   * Reads the version.
   *
   * @param packet the datagram
   * @param at where its header starts
   * @return 0..15
   */
  public static int version(Mbuf packet, int at) {
    return packet.u8(at) >>> 4;
  }

  /**
   * Reads the header length.
   *
   * @param packet the datagram
   * @param at where its header starts
   * @return bytes, 0..60
   */
  public static int headerLength(Mbuf packet, int at) {
    return (packet.u8(at) & 0xf) << 2;
  }

  /**
   * Whether a datagram is part of a larger one.
   *
   * @param packet the datagram
   * @return true unless it is whole
   */
  public static boolean isFragment(Mbuf packet) {
    return (packet.u16(FRAGMENT) & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
  }

  /**
   * Where the data of a fragment belong.
   *
   * @param packet starts at its IP header
   * @return index of the first byte in the data of the datagram, 0..65528
   */
  public static int fragmentOffset(Mbuf packet) {
    return (packet.u16(FRAGMENT) & OFFSET_MASK) << 3;
  }

  /**
   * Whether a fragment is the last of its datagram, or the datagram is whole.
   *
   * @param packet starts at its IP header
   * @return true unless more follow
   */
  public static boolean isLast(Mbuf packet) {
    return (packet.u16(FRAGMENT) & MORE_FRAGMENTS) == 0;
  }

  /**
   * Writes what differs from fragment to fragment: total length, flags and offset, checksum.
   *
   * @param packet a whole packet that starts at its IP header, all else written
   * @param headerLength 20..60
   * @param flagsAndOffset the word of {@link #FRAGMENT}
   */
  static void writeLength(Mbuf packet, int headerLength, int flagsAndOffset) {
    packet.setU16(TOTAL_LENGTH, packet.length());
    packet.setU16(FRAGMENT, flagsAndOffset);
    packet.setU16(CHECKSUM, 0);
    packet.setU16(CHECKSUM, Checksum.complement(packet.checksum(0, headerLength)));
  }

  /**
   * Whether a datagram starts with the header of its transport.
   *
   * @param packet the datagram
   * @param at where its header starts
   * @return true unless it is a fragment other than the first
   */
  public static boolean isFirst(Mbuf packet, int at) {
    return (packet.u16(at + FRAGMENT) & OFFSET_MASK) == 0;
  }

  /**
   * The partial checksum of the pseudo-header that UDP and TCP include in theirs (RFC 768).
   *
   * @param source IPv4 address
   * @param destination IPv4 address
   * @param protocol the transport's number
   * @param length of the transport's header and data, 0..65515 bytes
   * @return the sum, folded, not complemented
   */
  public static int pseudoHeader(int source, int destination, int protocol, int length) {
    int sum = Checksum.addWord(Checksum.addWord(0, source), destination);
    return Checksum.add(Checksum.add(sum, protocol), length);
  }
}
