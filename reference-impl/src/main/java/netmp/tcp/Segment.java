package netmp.tcp;

import netmp.ip.IpHeader;
import netmp.mbuf.Mbuf;

/**
 * The segment that a CPU works on: what its header and options say (RFC 9293's SEG variables). One
 * object per CPU, filled anew for each segment. Fields change while the segment is trimmed to what
 * is new and in the window.
 */
final class Segment {

  /** {@link #windowScale} of a segment without that option. */
  static final int NO_SCALE = -1;

  private static final int MAX_SACK_BLOCKS = 4;

  int seq;
  int ack;
  int flags;

  /** As in the header, not scaled. */
  int window;

  int urgent;

  /** SEG.UP: the sequence number behind the last urgent byte, if there is URG and it is not 0. */
  int urgentEnd;

  /** Whether the datagram was marked on its way (RFC 3168 section 5). */
  boolean congestionExperienced;

  boolean hasTimestamps;
  int tsVal;
  int tsEcr;

  /** RFC 9293 section 3.7.1; 0 if not there. */
  int mss;

  int windowScale;
  boolean sackPermitted;
  int sackBlocks;
  final int[] sackLeft = new int[MAX_SACK_BLOCKS];
  final int[] sackRight = new int[MAX_SACK_BLOCKS];

  /** The bytes of text; null once somebody took it. */
  private Mbuf packet;

  private int textLength;

  /** The datagram goes on its way: it will be counted where that ends. */
  boolean elsewhere;

  /** Bytes of both headers, which are cut off. */
  private int headers;

  /**
   * Reads a segment.
   *
   * @param datagram starts at its IP header, is at least as long as both headers say; taken, if the
   *     result is true: its headers are trimmed
   * @param at where the TCP header starts
   * @return false if the options are malformed
   */
  boolean parse(Mbuf datagram, int at) {
    int offsetAndFlags = datagram.u16(at + TcpHeader.OFFSET_AND_FLAGS);
    int headerLength = offsetAndFlags >>> 12 << 2;
    seq = datagram.u32(at + TcpHeader.SEQUENCE);
    ack = datagram.u32(at + TcpHeader.ACKNOWLEDGMENT);
    flags = offsetAndFlags & TcpHeader.FLAGS;
    window = datagram.u16(at + TcpHeader.WINDOW);
    urgent = datagram.u16(at + TcpHeader.URGENT);
    urgentEnd = seq + urgent;
    elsewhere = false;
    hasTimestamps = false;
    mss = 0;
    windowScale = NO_SCALE;
    sackPermitted = false;
    sackBlocks = 0;
    if (!parseOptions(datagram, at + TcpHeader.MIN_LENGTH, at + headerLength)) {
      return false;
    }
    boolean marked = (datagram.u8(IpHeader.TOS) & Ecn.MASK) == Ecn.CONGESTION_EXPERIENCED;
    headers = at + headerLength;
    datagram.trimFront(headers);
    packet = datagram;
    textLength = datagram.length();
    congestionExperienced = marked;
    return true;
  }

  private boolean parseOptions(Mbuf datagram, int from, int end) {
    int at = from;
    while (at < end) {
      int kind = datagram.u8(at);
      if (kind == TcpHeader.OPTION_END) {
        return true;
      }
      int length = kind == TcpHeader.OPTION_NOP ? 1 : at + 1 < end ? datagram.u8(at + 1) : 0;
      boolean good = kind == TcpHeader.OPTION_NOP || (length >= 2 && at + length <= end);
      if (!good) {
        return false;
      }
      parseOption(datagram, kind, at, length);
      at += length;
    }
    return true;
  }

  /** An option of a length that it never has is one that nobody knows. */
  private void parseOption(Mbuf datagram, int kind, int at, int length) {
    switch (kind << 8 | length) {
      case TcpHeader.OPTION_MSS << 8 | TcpHeader.MSS_LENGTH -> mss = datagram.u16(at + 2);
      case TcpHeader.OPTION_WINDOW_SCALE << 8 | TcpHeader.WINDOW_SCALE_LENGTH ->
          windowScale = datagram.u8(at + 2);
      case TcpHeader.OPTION_SACK_PERMITTED << 8 | TcpHeader.SACK_PERMITTED_LENGTH ->
          sackPermitted = true;
      case TcpHeader.OPTION_TIMESTAMPS << 8 | TcpHeader.TIMESTAMPS_LENGTH -> {
        hasTimestamps = true;
        tsVal = datagram.u32(at + 2);
        tsEcr = datagram.u32(at + 6);
      }
      default -> {
        if (kind == TcpHeader.OPTION_SACK) {
          parseSack(datagram, at + 2, length - 2);
        }
      }
    }
  }

  private void parseSack(Mbuf datagram, int at, int bytes) {
    if (bytes % TcpHeader.SACK_BLOCK == 0 && bytes <= MAX_SACK_BLOCKS * TcpHeader.SACK_BLOCK) {
      sackBlocks = bytes / TcpHeader.SACK_BLOCK;
      for (int i = 0; i < sackBlocks; i++) {
        sackLeft[i] = datagram.u32(at + i * TcpHeader.SACK_BLOCK);
        sackRight[i] = datagram.u32(at + i * TcpHeader.SACK_BLOCK + 4);
      }
    }
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Bytes of text. */
  int textLength() {
    return textLength;
  }

  /** SEG.LEN: text, and SYN and FIN, which occupy sequence numbers too. */
  int length() {
    return textLength + (flags & TcpHeader.FIN) + ((flags & TcpHeader.SYN) >> 1);
  }

  /** The sequence number behind the segment. */
  int end() {
    return seq + length();
  }

  /** The text, which the segment keeps. */
  Mbuf text() {
    return packet;
  }

  /** The text, which the caller owns from here. */
  Mbuf take() {
    Mbuf taken = packet;
    packet = null;
    return taken;
  }

  /** The whole datagram, as it was parsed; only before anything is cut off. The caller owns it. */
  Mbuf takeWhole() {
    packet.prepend(headers);
    elsewhere = true;
    return take();
  }

  /** Cuts off the first sequence numbers; SYN is the first of them. */
  void trimFront(int count) {
    int left = count;
    if (left > 0 && has(TcpHeader.SYN)) {
      flags &= ~TcpHeader.SYN;
      seq++;
      left--;
    }
    int bytes = Math.min(left, textLength);
    packet.trimFront(bytes);
    textLength -= bytes;
    seq += bytes;
    if (left > bytes) {
      flags &= ~TcpHeader.FIN;
      seq++;
    }
  }

  /** Cuts off the last sequence numbers; FIN is the last of them. */
  void trimBack(int count) {
    int left = count;
    if (left > 0 && has(TcpHeader.FIN)) {
      flags &= ~TcpHeader.FIN;
      left--;
    }
    packet.trimBack(left);
    textLength -= left;
  }
}
