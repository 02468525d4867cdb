package netmp.tap;

import java.lang.foreign.MemorySegment;
import netmp.nic.Wire;

/**
 * Cuts what the kernel left whole (TSO) into segments, and makes the checksums that it left out. Of
 * one thread.
 */
final class Segmentation {

  private static final int MAX_FRAME = Frames.ETHER_HEADER + 0xffff;
  private static final int UDP_CHECKSUM_OFFSET = 6;

  private final Wire receiver;
  private final byte[] segment = new byte[MAX_FRAME];

  Segmentation(Wire receiver) {
    this.receiver = receiver;
  }

  /**
   * Hands a frame on that came from the kernel.
   *
   * @param header says what is left to do
   * @param frame the frame; changed
   * @param length its length in bytes
   */
  void receive(MemorySegment header, byte[] frame, int length) {
    if (VirtioNetHeader.kind(header) == VirtioNetHeader.TCP_IPV4) {
      cut(frame, length, VirtioNetHeader.segment(header));
      return;
    }
    if (VirtioNetHeader.needsChecksum(header)) {
      finishChecksum(
          frame,
          length,
          VirtioNetHeader.checksumStart(header),
          VirtioNetHeader.checksumOffset(header));
    }
    receiver.transmit(frame, 0, length);
  }

  /**
   * Makes a checksum that holds only the sum of the pseudo-header; one out of the frame is none.
   *
   * @param start of what it is made of, to the end of the frame
   * @param offset of the checksum from there
   */
  static void finishChecksum(byte[] frame, int length, int start, int offset) {
    if (start + offset + 2 <= length) {
      int checksum = ~Frames.fold(Frames.sum(frame, start, length - start, 0)) & 0xffff;
      boolean none = checksum == 0 && offset == UDP_CHECKSUM_OFFSET; // RFC 768
      Frames.setU16(frame, start + offset, none ? 0xffff : checksum);
    }
  }

  /** Hands a frame with TCP over IPv4 on in segments of so many bytes of text. */
  void cut(byte[] frame, int length, int size) {
    if (size == 0 || !Frames.isTcp(frame, 0, length)) {
      receiver.transmit(frame, 0, length);
      return;
    }
    int headers = Frames.headers(frame, 0);
    for (int at = headers; at < length; at += size) {
      int text = Math.min(size, length - at);
      System.arraycopy(frame, 0, segment, 0, headers);
      System.arraycopy(frame, at, segment, headers, text);
      number(at - headers, (at - headers) / size, at + text == length);
      finish(headers + text);
      receiver.transmit(segment, 0, headers + text);
    }
  }

  /** What differs from segment to segment in the headers. */
  private void number(int offset, int number, boolean isLast) {
    Frames.setU16(segment, Frames.IP_ID, Frames.u16(segment, Frames.IP_ID) + number);
    int sequence = Frames.u32(segment, Frames.TCP_SEQUENCE) + offset;
    Frames.setU32(segment, Frames.TCP_SEQUENCE, sequence);
    int notHere = (number == 0 ? 0 : Frames.CWR) | (isLast ? 0 : Frames.FIN | Frames.PSH);
    segment[Frames.TCP_FLAGS] &= (byte) ~notHere;
  }

  private void finish(int length) {
    Frames.finishIp(segment, length);
    Frames.setU16(segment, Frames.TCP_CHECKSUM, Frames.pseudoHeader(segment, length));
    finishChecksum(segment, length, Frames.TCP, Frames.CHECKSUM_IN_TCP);
  }
}
