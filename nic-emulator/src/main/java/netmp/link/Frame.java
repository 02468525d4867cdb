package netmp.link;

import java.util.Arrays;

/** A frame on its way: a copy of its own, so that the line may damage it. */
final class Frame {

  /** Bytes of a tag of IEEE 802.1Q. */
  static final int TAG = 4;

  private static final int TYPE = 12;

  final byte[] bytes;

  /** When it was put in the queue. */
  long queued;

  Frame(byte[] bytes) {
    this.bytes = bytes;
  }

  Frame copy() {
    return new Frame(Arrays.copyOf(bytes, bytes.length));
  }

  boolean isTagged() {
    return bytes.length > TYPE + 1 && bytes[TYPE] == (byte) 0x81 && bytes[TYPE + 1] == 0;
  }

  int length() {
    return bytes.length;
  }
}
