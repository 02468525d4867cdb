package netmp.tap;

import java.lang.foreign.MemorySegment;
import netmp.nic.OffloadWire;
import netmp.nic.Wire;
import netmp.offload.Segmentation;
import netmp.offload.TransportChecksum;

/**
 * Hands frames on that came from the kernel, which leaves segments uncut and checksums unmade. A
 * receiver that cannot do with that gets them finished. Of one thread.
 */
final class Kernel {

  private final Wire receiver;
  private final OffloadWire unfinished;
  private final Segmentation segmentation = new Segmentation();

  Kernel(Wire receiver) {
    this.receiver = receiver;
    this.unfinished = receiver instanceof OffloadWire wire ? wire : null;
  }

  /**
   * Hands a frame on.
   *
   * @param header says what is left to do
   * @param frame holds the frame, which is changed
   * @param at where it begins
   * @param length its length in bytes
   * @param more whether another one follows at once
   */
  void receive(MemorySegment header, byte[] frame, int at, int length, boolean more) {
    int mss =
        VirtioNetHeader.kind(header) == VirtioNetHeader.TCP_IPV4
            ? VirtioNetHeader.segment(header)
            : 0;
    boolean left = mss > 0 || VirtioNetHeader.needsChecksum(header);
    if (left && unfinished != null && TransportChecksum.transport(frame, at, length) >= 0) {
      unfinished.transmitUnfinished(frame, at, length, mss, more);
    } else if (mss == 0 || !segmentation.begin(frame, at, length, mss)) {
      finishChecksum(header, frame, at, length);
      receiver.transmit(frame, at, length, more);
    } else {
      while (segmentation.next()) {
        boolean another = more || !segmentation.isLast();
        receiver.transmit(segmentation.segment(), 0, segmentation.length(), another);
      }
    }
  }

  /** One out of the frame is none. */
  private static void finishChecksum(MemorySegment header, byte[] frame, int at, int length) {
    int start = VirtioNetHeader.checksumStart(header);
    int field = VirtioNetHeader.checksumOffset(header);
    if (VirtioNetHeader.needsChecksum(header) && start + field + 2 <= length) {
      TransportChecksum.finish(frame, at + start, length - start, field);
    }
  }
}
