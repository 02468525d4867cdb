package netmp.offload;

import java.util.Arrays;

/**
 * Joins segments of one connection that follow each other into one frame (LRO), from which {@link
 * Segmentation} could make them again. Their checksums are not looked at: only what is right may be
 * joined. Of one thread; allocates nothing.
 */
public final class Joining {

  /** Flags of segments that can be joined; the last may have PSH too. */
  private static final int PLAIN = TcpFrame.ACK;

  private final byte[] frame = new byte[TcpFrame.MOST];
  private int length;
  private int headers;
  private int segment;
  private boolean complete;

  /** Nothing is joined. */
  public Joining() {}

  /**
   * The frame so far.
   *
   * @return holds it from its first byte on
   */
  public byte[] frame() {
    return frame;
  }

  /**
   * How long it is.
   *
   * @return bytes, headers included; 0 when it is empty
   */
  public int length() {
    return length;
  }

  /**
   * How long its headers are.
   *
   * @return bytes
   */
  public int headers() {
    return headers;
  }

  /**
   * How long its segments were.
   *
   * @return bytes of text of each but the last, which may have had less
   */
  public int segment() {
    return segment;
  }

  /**
   * Whether there is nothing in it.
   *
   * @return true at first, and after {@link #clear}
   */
  public boolean isEmpty() {
    return length == 0;
  }

  /**
   * Whether there is more than one segment in it.
   *
   * @return true if so
   */
  public boolean isJoined() {
    return length > headers + segment;
  }

  /** Forgets the frame. */
  public void clear() {
    length = 0;
  }

  /**
   * Begins with a segment, or puts it behind those that are there.
   *
   * @param data holds the frame of the segment
   * @param at index of its first byte
   * @param bytes its length
   * @return false if it does not fit, and nothing was done
   */
  public boolean add(byte[] data, int at, int bytes) {
    if (!TcpFrame.isTcp(data, at, bytes)) {
      return false;
    }
    return isEmpty() ? begin(data, at, bytes) : append(data, at, bytes);
  }

  private boolean begin(byte[] data, int at, int bytes) {
    int text = bytes - TcpFrame.headers(data, at);
    if (text == 0 || TcpFrame.u8(data, at + TcpFrame.TCP_FLAGS) != PLAIN) {
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
        !complete
            && text > 0
            && text <= segment
            && length + text <= TcpFrame.MOST
            && follows(data, at);
    if (fits) {
      System.arraycopy(data, at + headers, frame, length, text);
      length += text;
      complete = text < segment || TcpFrame.u8(data, at + TcpFrame.TCP_FLAGS) != PLAIN;
      frame[TcpFrame.TCP_FLAGS] = data[at + TcpFrame.TCP_FLAGS];
    }
    return fits;
  }

  /** Whether a segment is of the same connection, the next in order, and alike in its headers. */
  private boolean follows(byte[] data, int at) {
    int next = TcpFrame.u32(frame, TcpFrame.TCP_SEQUENCE) + length - headers;
    int flags = TcpFrame.u8(data, at + TcpFrame.TCP_FLAGS) & ~TcpFrame.PSH;
    return TcpFrame.u32(data, at + TcpFrame.TCP_SEQUENCE) == next
        && flags == PLAIN
        && isSame(data, at, 0, TcpFrame.IP_LENGTH)
        && isSame(data, at, TcpFrame.IP_FRAGMENT, TcpFrame.IP_CHECKSUM)
        && isSame(data, at, TcpFrame.IP_SOURCE, TcpFrame.TCP_SEQUENCE)
        && isSame(data, at, TcpFrame.TCP_SEQUENCE + 4, TcpFrame.TCP_FLAGS)
        && isSame(data, at, TcpFrame.TCP_FLAGS + 1, TcpFrame.TCP_CHECKSUM)
        && isSame(data, at, TcpFrame.TCP_CHECKSUM + 2, headers);
  }

  private boolean isSame(byte[] data, int at, int from, int to) {
    return Arrays.equals(frame, from, to, data, at + from, at + to);
  }

  /** Sets the lengths, and the checksum of TCP to the sum of its pseudo-header. */
  public void finish() {
    TcpFrame.finishIp(frame, length);
    TcpFrame.setU16(frame, TcpFrame.TCP_CHECKSUM, TcpFrame.pseudoHeader(frame, length));
  }
}
