package netmp.icmp;

import netmp.mbuf.Mbuf;
import netmp.offload.Checksum;

/** Layout and numbers of ICMP messages (RFC 792). */
final class IcmpHeader {

  static final int LENGTH = 8;

  static final int TYPE = 0;
  static final int CODE = 1;
  static final int CHECKSUM = 2;

  /** What the second word holds depends on the type. */
  static final int REST = 4;

  static final int GATEWAY = 4; // of a redirect

  static final int NEXT_HOP_MTU = 6; // RFC 1191 section 4

  static final int RECEIVE_TIMESTAMP = 12; // of a timestamp message

  static final int TRANSMIT_TIMESTAMP = 16;
  static final int TIMESTAMP_LENGTH = 20;

  static final int ECHO_REPLY = 0;
  static final int UNREACHABLE = 3;
  static final int SOURCE_QUENCH = 4;
  static final int REDIRECT = 5;
  static final int ECHO = 8;
  static final int TIME_EXCEEDED = 11;
  static final int PARAMETER_PROBLEM = 12;
  static final int TIMESTAMP = 13;
  static final int TIMESTAMP_REPLY = 14;

  /** Marks a timestamp that does not count from midnight UT. */
  private static final int NON_STANDARD = 0x8000_0000;

  private IcmpHeader() {}

  /**
   * Whether a type is an error message, about which no error may be sent (RFC 1122 section 3.2.2).
   */
  static boolean isError(int type) {
    return switch (type) {
      case UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
      default -> false;
    };
  }

  /** A time in nanoseconds as timestamps have it: milliseconds, here from no known moment. */
  static int milliseconds(long nanos) {
    return (int) (nanos / 1_000_000) | NON_STANDARD;
  }

  /** Computes the checksum of the message that fills the packet from {@code at} to its end. */
  static void writeChecksum(Mbuf packet, int at) {
    packet.setU16(at + CHECKSUM, 0);
    int sum = packet.checksum(at, packet.length() - at);
    packet.setU16(at + CHECKSUM, Checksum.complement(sum));
  }
}
