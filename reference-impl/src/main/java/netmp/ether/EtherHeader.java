package netmp.ether;

import netmp.mbuf.Mbuf;

/** Layout of an Ethernet II header (RFC 894). */
final class EtherHeader {

  static final int LENGTH = 14;

  private static final int DESTINATION = 0;
  private static final int SOURCE = 6;
  private static final int TYPE = 12;

  private EtherHeader() {}

  static long destination(Mbuf frame) {
    return address(frame, DESTINATION);
  }

  static long source(Mbuf frame) {
    return address(frame, SOURCE);
  }

  static int type(Mbuf frame) {
    return frame.u16(TYPE);
  }

  static void write(Mbuf frame, long destination, long source, int type) {
    frame.setU32(DESTINATION, (int) (destination >>> 16));
    frame.setU16(DESTINATION + 4, (int) destination);
    frame.setU16(SOURCE, (int) (source >>> 32));
    frame.setU32(SOURCE + 2, (int) source);
    frame.setU16(TYPE, type);
  }

  private static long address(Mbuf frame, int at) {
    return ((long) frame.u16(at) << 32) | (frame.u32(at + 2) & 0xffff_ffffL);
  }
}
