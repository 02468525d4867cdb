package netmp.offload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Layout of the Ethernet frames with TCP over IPv4 that are cut and joined: headers of IP without
 * options. Any thread.
 */
public final class TcpFrame {

  /** The longest frame: an Ethernet header and the longest datagram, in bytes. */
  public static final int MOST = 14 + 0xffff;

  /** Where TCP begins, in bytes from the frame's first. */
  public static final int TCP = 34;

  /** Where the checksum is in TCP's header, in bytes. */
  public static final int CHECKSUM_IN_TCP = 16;

  static final int ETHER_HEADER = 14;
  static final int IP = ETHER_HEADER;
  static final int IP_LENGTH = IP + 2;
  static final int IP_ID = IP + 4;
  static final int IP_FRAGMENT = IP + 6;
  static final int IP_PROTOCOL = IP + 9;
  static final int IP_CHECKSUM = IP + 10;
  static final int IP_SOURCE = IP + 12;
  static final int IP_HEADER = TCP - IP;
  static final int TCP_SEQUENCE = TCP + 4;
  static final int TCP_FLAGS = TCP + 13;
  static final int TCP_CHECKSUM = TCP + CHECKSUM_IN_TCP;
  static final int TCP_HEADER = 20;

  static final int FIN = 1;
  static final int PSH = 8;
  static final int ACK = 16;
  static final int CWR = 128;

  private static final int IPV4 = 0x0800;
  private static final int TCP_PROTOCOL = 6;
  private static final int VERSION_AND_LENGTH = 0x45;
  private static final int MORE_OR_OFFSET = 0x3fff;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private TcpFrame() {}

  static int u8(byte[] data, int at) {
    return data[at] & 0xff;
  }

  static int u16(byte[] data, int at) {
    return (short) SHORTS.get(data, at) & 0xffff;
  }

  static void setU16(byte[] data, int at, int value) {
    SHORTS.set(data, at, (short) value);
  }

  static int u32(byte[] data, int at) {
    return (int) INTS.get(data, at);
  }

  static void setU32(byte[] data, int at, int value) {
    INTS.set(data, at, value);
  }

  /** Whether a frame carries a whole segment of TCP behind an IPv4 header without options. */
  static boolean isTcp(byte[] frame, int at, int length) {
    return length >= TCP + TCP_HEADER
        && u16(frame, at + 12) == IPV4
        && u8(frame, at + IP) == VERSION_AND_LENGTH
        && u8(frame, at + IP_PROTOCOL) == TCP_PROTOCOL
        && (u16(frame, at + IP_FRAGMENT) & MORE_OR_OFFSET) == 0
        && u16(frame, at + IP_LENGTH) == length - ETHER_HEADER
        && length >= headers(frame, at);
  }

  /**
   * Bytes in front of the text of a frame with TCP.
   *
   * @param frame holds it
   * @param at index of its first byte
   * @return at least 34
   */
  public static int headers(byte[] frame, int at) {
    return TCP + (u8(frame, at + TCP + 12) >>> 4 << 2);
  }

  /** Sets length and checksum of the IP header of a frame of a length. */
  static void finishIp(byte[] frame, int length) {
    setU16(frame, IP_LENGTH, length - ETHER_HEADER);
    setU16(frame, IP_CHECKSUM, 0);
    setU16(frame, IP_CHECKSUM, Checksum.complement(Checksum.of(frame, IP, IP_HEADER)));
  }

  /** The sum of the pseudo-header of TCP in a frame of a length, folded. */
  static int pseudoHeader(byte[] frame, int length) {
    int addresses = Checksum.of(frame, IP_SOURCE, 2 * Integer.BYTES);
    return Checksum.add(Checksum.add(addresses, TCP_PROTOCOL), length - TCP);
  }
}
