package netmp.fuzz.frames;

import netmp.offload.Checksum;

/** The checksums of a frame, of IP, ICMP, IGMP, UDP and TCP. */
public final class Sums {

  private static final int NONE = 0xfffff;

  private Sums() {}

  /**
   * Makes them right.
   *
   * @param frame any bytes, changed
   */
  public static void repair(byte[] frame) {
    int at = Packet.transport(frame, 0);
    if (at >= 0) {
      set(frame, Packet.IP, at, Packet.IP_SUM, 0);
      int field = field(frame, at);
      if (field != NONE) {
        set(frame, at, Packet.end(frame), field, pseudoHeader(frame, at));
      }
    }
  }

  /**
   * Whether they are right.
   *
   * @param frame any bytes
   * @return false if one is wrong
   */
  public static boolean areRight(byte[] frame) {
    int at = Packet.transport(frame, 0);
    return at < 0
        || (sum(frame, Packet.IP, at, 0) == Checksum.VALID
            && (field(frame, at) == NONE
                || sum(frame, at, Packet.end(frame), pseudoHeader(frame, at)) == Checksum.VALID));
  }

  /** Where the checksum of a whole datagram's transport is: of a fragment nobody knows the rest. */
  private static int field(byte[] frame, int at) {
    int field =
        switch (Packet.u8(frame, Packet.PROTOCOL)) {
          case Packet.ICMP, Packet.IGMP -> at + 2;
          case Packet.TCP -> at + 16;
          case Packet.UDP -> at + 6;
          default -> NONE;
        };
    boolean whole = (Packet.u16(frame, Packet.FRAGMENT) & 0x3fff) == 0;
    return whole && field + 2 <= Packet.end(frame) ? field : NONE;
  }

  private static int sum(byte[] frame, int from, int end, int begin) {
    return Checksum.add(begin, Checksum.of(frame, from, end - from));
  }

  private static void set(byte[] frame, int from, int end, int field, int begin) {
    Packet.setU16(frame, field, 0);
    int sum = Checksum.complement(sum(frame, from, end, begin));
    Packet.setU16(frame, field, sum == 0 ? 0xffff : sum);
  }

  /** Of TCP and UDP; ICMP and IGMP have none. */
  private static int pseudoHeader(byte[] frame, int at) {
    int protocol = Packet.u8(frame, Packet.PROTOCOL);
    if (protocol != Packet.TCP && protocol != Packet.UDP) {
      return 0;
    }
    int sum = Checksum.addWord(0, Packet.u32(frame, Packet.SOURCE));
    sum = Checksum.addWord(sum, Packet.u32(frame, Packet.DESTINATION));
    return Checksum.add(Checksum.add(sum, protocol), Packet.end(frame) - at);
  }
}
