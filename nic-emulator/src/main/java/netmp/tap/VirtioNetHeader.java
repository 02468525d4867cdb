package netmp.tap;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The header in front of each frame that says what is left to do to it (struct virtio_net_hdr of
 * the virtio specification), in this machine's byte order.
 */
final class VirtioNetHeader {

  static final int LENGTH = 10;

  /** Flag: the checksum is that of the pseudo-header only. */
  static final int NEEDS_CHECKSUM = 1;

  static final int TCP_IPV4 = 1;

  /** A bit of the kind of segments: the first has CWR. */
  static final int ECN = 0x80;

  private static final int FLAGS = 0;
  private static final int KIND = 1;
  private static final int HEADERS = 2;
  private static final int SEGMENT = 4;
  private static final int CHECKSUM_START = 6;
  private static final int CHECKSUM_OFFSET = 8;

  private VirtioNetHeader() {}

  /** Nothing is left to do. */
  static void writePlain(MemorySegment into) {
    into.asSlice(0, LENGTH).fill((byte) 0);
  }

  /** A checksum is to be made. */
  static void writeChecksum(MemorySegment into, int start, int offset) {
    writePlain(into);
    into.set(JAVA_BYTE, FLAGS, (byte) NEEDS_CHECKSUM);
    into.set(JAVA_SHORT_UNALIGNED, CHECKSUM_START, (short) start);
    into.set(JAVA_SHORT_UNALIGNED, CHECKSUM_OFFSET, (short) offset);
  }

  /** A checksum is to be made, and segments of TCP over IPv4 to be cut. */
  static void writeTcp(MemorySegment into, int headers, int segment, int start, int offset) {
    into.set(JAVA_BYTE, FLAGS, (byte) NEEDS_CHECKSUM);
    into.set(JAVA_BYTE, KIND, (byte) TCP_IPV4);
    into.set(JAVA_SHORT_UNALIGNED, HEADERS, (short) headers);
    into.set(JAVA_SHORT_UNALIGNED, SEGMENT, (short) segment);
    into.set(JAVA_SHORT_UNALIGNED, CHECKSUM_START, (short) start);
    into.set(JAVA_SHORT_UNALIGNED, CHECKSUM_OFFSET, (short) offset);
  }

  static boolean needsChecksum(MemorySegment header) {
    return (header.get(JAVA_BYTE, FLAGS) & NEEDS_CHECKSUM) != 0;
  }

  static int kind(MemorySegment header) {
    return header.get(JAVA_BYTE, KIND) & 0xff & ~ECN;
  }

  static int segment(MemorySegment header) {
    return header.get(JAVA_SHORT_UNALIGNED, SEGMENT) & 0xffff;
  }

  static int checksumStart(MemorySegment header) {
    return header.get(JAVA_SHORT_UNALIGNED, CHECKSUM_START) & 0xffff;
  }

  static int checksumOffset(MemorySegment header) {
    return header.get(JAVA_SHORT_UNALIGNED, CHECKSUM_OFFSET) & 0xffff;
  }
}
