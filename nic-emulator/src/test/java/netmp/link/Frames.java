package netmp.link;

import java.nio.ByteBuffer;

/** Frames for tests. */
final class Frames {

  static final int ETHER = 14;

  private Frames() {}

  /** A packet of IPv4 with a right header checksum; the number is in the last four bytes. */
  static byte[] ipv4(int number, int length, int typeOfService) {
    byte[] frame = new byte[length];
    ByteBuffer.wrap(frame)
        .putShort(12, (short) 0x0800)
        .put(ETHER, (byte) 0x45)
        .put(ETHER + 1, (byte) typeOfService)
        .putShort(ETHER + 2, (short) (length - ETHER))
        .putShort(ETHER + 4, (short) (31 * number))
        .put(ETHER + 8, (byte) 64)
        .put(ETHER + 9, (byte) 17)
        .putInt(ETHER + 12, 0x0a000001)
        .putInt(ETHER + 16, 0x0a000002)
        .putInt(length - 4, number);
    ByteBuffer.wrap(frame).putShort(ETHER + 10, (short) ~sum(frame));
    return frame;
  }

  static int number(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(frame.length - 4);
  }

  static boolean isChecksumRight(byte[] frame) {
    return sum(frame) == 0xffff;
  }

  private static int sum(byte[] frame) {
    int sum = 0;
    for (int i = ETHER; i < ETHER + 20; i += 2) {
      sum += ByteBuffer.wrap(frame).getShort(i) & 0xffff;
    }
    return (sum & 0xffff) + (sum >>> 16);
  }
}
