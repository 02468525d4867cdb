package netmp.fuzz.frames;

import netmp.offload.Checksum;

/** Makes the checksums of a frame right, as far as there is a header to hold them. */
public final class Sums {

  private Sums() {}

  /**
   * Makes them right.
   *
   * @param frame any bytes, changed
   */
  public static void repair(byte[] frame) {
    int at = Packet.transport(frame, 0);
    if (at < 0) {
      return;
    }
    set(frame, Packet.IP, at, Packet.IP_SUM, 0);
    int end = Packet.end(frame);
    if (end <= at || (Packet.u16(frame, Packet.FRAGMENT) & 0x3fff) != 0) {
      return; // of a fragment's transport nobody knows the rest
    }
    switch (Packet.u8(frame, Packet.PROTOCOL)) {
      case Packet.ICMP, Packet.IGMP -> set(frame, at, end, at + 2, 0);
      case Packet.TCP -> set(frame, at, end, at + 16, pseudoHeader(frame, end - at));
      case Packet.UDP -> set(frame, at, end, at + 6, pseudoHeader(frame, end - at));
      default -> {}
    }
  }

  private static void set(byte[] frame, int from, int end, int field, int begin) {
    if (field + 2 <= end) {
      Packet.setU16(frame, field, 0);
      int sum = Checksum.complement(Checksum.add(begin, Checksum.of(frame, from, end - from)));
      Packet.setU16(frame, field, sum == 0 ? 0xffff : sum);
    }
  }

  private static int pseudoHeader(byte[] frame, int length) {
    int sum = Checksum.addWord(0, Packet.u32(frame, Packet.SOURCE));
    sum = Checksum.addWord(sum, Packet.u32(frame, Packet.DESTINATION));
    return Checksum.add(Checksum.add(sum, Packet.u8(frame, Packet.PROTOCOL)), length);
  }
}
