package netmp.link;

import java.util.Arrays;

/** A frame on its way: a copy of its own, so that the line may damage it. */
final class Frame {

  final byte[] bytes;

  /** When it was put in the queue. */
  long queued;

  Frame(byte[] bytes) {
    this.bytes = bytes;
  }

  Frame copy() {
    return new Frame(Arrays.copyOf(bytes, bytes.length));
  }

  int length() {
    return bytes.length;
  }
}
