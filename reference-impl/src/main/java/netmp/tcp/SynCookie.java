package netmp.tcp;

import java.util.Arrays;
import netmp.pcb.Flow;

/**
 * Initial sequence numbers that hold what has to be remembered of a SYN (RFC 4987 section 3.6), so
 * that nothing else has to. A cookie is 28 bits of a keyed hash of both ends, the peer's initial
 * sequence number, the time and the data; and four bits of data: which of eight usual sizes the
 * peer's segments have, and the parity of the time, so that a cookie is good for one to two {@link
 * #EPOCH}s. Where there are timestamps the one in the answer holds the other options, as in Linux.
 */
final class SynCookie {

  /** What a hash is good for, in nanoseconds; then the next begins, as if the key had changed. */
  static final long EPOCH = 64_000_000_000L;

  private static final int DATA = 0xf;

  /** What peers usually say; of a size between two the lower is used. */
  private static final int[] SIZES = {64, 536, 1024, 1220, 1360, 1440, 1460, 8960};

  // In the low bits of a timestamp.
  private static final int OPTIONS = 0x3f;
  private static final int SCALE = 0xf;
  private static final int NO_SCALE = 0xf;
  private static final int SACK = 0x10;
  private static final int ECN = 0x20;

  private final IssGenerator isns;

  SynCookie(IssGenerator isns) {
    this.isns = isns;
  }

  /**
   * The initial sequence number of an answer.
   *
   * @param flow both ends
   * @param irs the peer's initial sequence number
   * @param peerMss the size of the peer's segments
   * @param now the time
   */
  int make(Flow flow, int irs, int peerMss, long now) {
    int size = Arrays.binarySearch(SIZES, peerMss);
    int index = size >= 0 ? size : Math.max(0, -size - 2);
    long epoch = now / EPOCH;
    return cookie(flow, irs, index << 1 | (int) (epoch & 1), epoch);
  }

  private int cookie(Flow flow, int irs, int data, long epoch) {
    int hash = (int) isns.cookie(flow, irs, epoch << 4 | data);
    return (hash & ~DATA) | mask(flow, irs, data);
  }

  /** Data that are hidden, or hidden data. */
  private int mask(Flow flow, int irs, int data) {
    return data ^ ((int) isns.cookie(flow, irs, -1) & DATA);
  }

  /**
   * Looks whether a peer has been given a number.
   *
   * @param flow both ends
   * @param irs the peer's initial sequence number
   * @param iss what the peer says ours is
   * @param now the time
   * @return the size of the peer's segments, or 0 if the number is no cookie, or an old one
   */
  int check(Flow flow, int irs, int iss, long now) {
    int data = mask(flow, irs, iss & DATA);
    long epoch = now / EPOCH;
    if ((epoch & 1) != (data & 1)) {
      epoch--;
    }
    return cookie(flow, irs, data, epoch) == iss ? SIZES[data >> 1] : 0;
  }

  /**
   * The timestamp of an answer, not later than the clock; it holds the peer's options.
   *
   * @param clock what would be sent else
   * @param peerScale the peer's window scale, or {@link Segment#NO_SCALE}
   * @param sack whether the peer knows selective acknowledgments
   * @param ecn whether it knows explicit congestion notification
   */
  static int timestamp(int clock, int peerScale, boolean sack, boolean ecn) {
    int scale = peerScale == Segment.NO_SCALE ? NO_SCALE : Math.min(peerScale, Offers.MAX_SCALE);
    int options = scale | (sack ? SACK : 0) | (ecn ? ECN : 0);
    int stamp = (clock & ~OPTIONS) | options;
    return stamp - clock > 0 ? stamp - OPTIONS - 1 : stamp;
  }

  /** The peer's window scale, from the echo of a timestamp. */
  static int scale(int echo) {
    int scale = echo & SCALE;
    return scale == NO_SCALE ? Segment.NO_SCALE : scale;
  }

  /** Whether the peer knows selective acknowledgments. */
  static boolean sack(int echo) {
    return (echo & SACK) != 0;
  }

  /** Whether the peer knows explicit congestion notification. */
  static boolean ecn(int echo) {
    return (echo & ECN) != 0;
  }
}
