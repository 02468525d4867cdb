package netmp.capture;

import netmp.capture.CapturedFrame.Direction;

/** Says something about a frame that is being captured, for people who read the capture. */
@FunctionalInterface
public interface PacketNote {

  /**
   * The comment of a frame. Called on the thread on which the frame passes.
   *
   * @param direction which way it goes, seen from the device
   * @param frame holds the frame; not kept
   * @param offset index of its first byte
   * @param length its length in bytes
   * @return one line, or null for no comment
   */
  String of(Direction direction, byte[] frame, int offset, int length);
}
