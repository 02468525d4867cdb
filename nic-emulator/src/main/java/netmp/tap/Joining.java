package netmp.tap;

import java.util.Arrays;

/**
 * Joins segments of one connection that follow each other into one frame, which the kernel takes as
 * if it had come from a device that does so (LRO), or cuts again. Of one thread.
 */
final class Joining {

  private static final int MOST = 0xffff + Frames.ETHER_HEADER;

  /** Flags of segments that can be joined; the last may have PSH too. */
  private static final int PLAIN = Frames.ACK;

  private final byte[] frame = new byte[MOST];
  private int length;
  private int headers;
  private int segment;
  private boolean complete;

  /** The frame so far; its first {@link #length} bytes. */
  byte[] frame() {
    return frame;
  }

  int length() {
    return length;
  }

  /** Bytes of its headers. */
  int headers() {
    return headers;
  }

  /** Bytes of text of each of its segments; the last may have less. */
  int segment() {
    return segment;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Whether there is more than one segment in it. */
  boolean isJoined() {
    return length > headers + segment;
  }

  void clear() {
    length = 0;
  }

  /** Begins with a segment, or puts it behind those that are there; false if it does not fit. */
  boolean add(byte[] data, int at, int bytes) {
    if (!Frames.isTcp(data, at, bytes)) {
      return false;
    }
    return isEmpty() ? begin(data, at, bytes) : append(data, at, bytes);
  }

  private boolean begin(byte[] data, int at, int bytes) {
    int text = bytes - Frames.headers(data, at);
    if (text == 0 || Frames.u8(data, at + Frames.TCP_FLAGS) != PLAIN) {
      return false;
    }
    System.arraycopy(data, at, frame, 0, bytes);
    length = bytes;
    headers = bytes - text;
    segment = text;
    complete = false;
    return true;
  }

  private boolean append(byte[] data, int at, int bytes) {
    int text = bytes - headers;
    boolean fits =
        !complete && text > 0 && text <= segment && length + text <= MOST && follows(data, at);
    if (fits) {
      System.arraycopy(data, at + headers, frame, length, text);
      length += text;
      complete = text < segment || Frames.u8(data, at + Frames.TCP_FLAGS) != PLAIN;
      frame[Frames.TCP_FLAGS] = data[at + Frames.TCP_FLAGS];
    }
    return fits;
  }

  /** Whether a segment is of the same connection, the next in order, and alike in its headers. */
  private boolean follows(byte[] data, int at) {
    int next = Frames.u32(frame, Frames.TCP_SEQUENCE) + length - headers;
    int flags = Frames.u8(data, at + Frames.TCP_FLAGS) & ~Frames.PSH;
    return Frames.u32(data, at + Frames.TCP_SEQUENCE) == next
        && flags == PLAIN
        && isSame(data, at, 0, Frames.IP_LENGTH)
        && isSame(data, at, Frames.IP_FRAGMENT, Frames.IP_CHECKSUM)
        && isSame(data, at, Frames.IP_SOURCE, Frames.TCP_SEQUENCE)
        && isSame(data, at, Frames.TCP_SEQUENCE + 4, Frames.TCP_FLAGS)
        && isSame(data, at, Frames.TCP_FLAGS + 1, Frames.TCP_CHECKSUM)
        && isSame(data, at, Frames.TCP_CHECKSUM + 2, headers);
  }

  private boolean isSame(byte[] data, int at, int from, int to) {
    return Arrays.equals(frame, from, to, data, at + from, at + to);
  }

  /** Sets the lengths, and the checksum of TCP to the sum of its pseudo-header. */
  void finish() {
    Frames.finishIp(frame, length);
    Frames.setU16(frame, Frames.TCP_CHECKSUM, Frames.pseudoHeader(frame, length));
  }
}
