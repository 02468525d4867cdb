package netmp.offload;

/**
 * Cuts a long frame with TCP over IPv4 into segments (TSO), with numbers, lengths and checksums of
 * their own. The first keeps CWR, the last FIN and PSH. Of one thread; allocates nothing but the
 * room for a longer segment than any before.
 */
public final class Segmentation {

  private byte[] segment = new byte[0];
  private int length;

  private byte[] frame;
  private int start;
  private int end;
  private int headers;
  private int size;
  private int number;

  /** Of the next segment's text, in the frame. */
  private int next;

  /** Nothing is cut. */
  public Segmentation() {}

  /**
   * Begins with a frame.
   *
   * @param bytes hold it; read until the last segment is made
   * @param at index of its first byte
   * @param count its length in bytes, up to {@link TcpFrame#MOST}; whatever stands in the IP
   *     header's length
   * @param text bytes of text of each segment but the last
   * @return false if it cannot be cut: it is not of TCP, or has no text, or the text is none
   */
  public boolean begin(byte[] bytes, int at, int count, int text) {
    if (text <= 0 || !TcpFrame.isTcp(bytes, at, count) || TcpFrame.headers(bytes, at) == count) {
      return false;
    }
    frame = bytes;
    start = at;
    end = at + count;
    headers = TcpFrame.headers(bytes, at);
    size = text;
    number = 0;
    next = at + headers;
    if (segment.length < Math.min(headers + text, count)) {
      segment = new byte[Math.min(headers + text, count)];
    }
    return true;
  }

  /**
   * Makes the next segment.
   *
   * @return false if there is none, and the frame is not looked at any more
   */
  public boolean next() {
    if (next == end) {
      frame = null;
      return false;
    }
    int text = Math.min(size, end - next);
    System.arraycopy(frame, start, segment, 0, headers);
    System.arraycopy(frame, next, segment, headers, text);
    length = headers + text;
    number(next - start - headers, next + text == end);
    finish();
    next += text;
    number++;
    return true;
  }

  /**
   * The segment that was made last.
   *
   * @return holds it from its first byte on; overwritten by the next
   */
  public byte[] segment() {
    return segment;
  }

  /**
   * How long it is.
   *
   * @return bytes, headers included
   */
  public int length() {
    return length;
  }

  /**
   * Whether it is the last one.
   *
   * @return true if {@link #next} will return false
   */
  public boolean isLast() {
    return next == end;
  }

  /** What differs from segment to segment in the headers. */
  private void number(int offset, boolean isLast) {
    int id = TcpFrame.u16(segment, TcpFrame.IP_ID);
    TcpFrame.setU16(segment, TcpFrame.IP_ID, id + number);
    int sequence = TcpFrame.u32(segment, TcpFrame.TCP_SEQUENCE) + offset;
    TcpFrame.setU32(segment, TcpFrame.TCP_SEQUENCE, sequence);
    int notHere = (number == 0 ? 0 : TcpFrame.CWR) | (isLast ? 0 : TcpFrame.FIN | TcpFrame.PSH);
    segment[TcpFrame.TCP_FLAGS] &= (byte) ~notHere;
  }

  private void finish() {
    TcpFrame.finishIp(segment, length);
    TcpFrame.setU16(segment, TcpFrame.TCP_CHECKSUM, TcpFrame.pseudoHeader(segment, length));
    TransportChecksum.finish(
        segment, TcpFrame.TCP, length - TcpFrame.TCP, TcpFrame.CHECKSUM_IN_TCP);
  }
}
