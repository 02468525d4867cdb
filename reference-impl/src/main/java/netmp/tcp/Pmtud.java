package netmp.tcp;

import netmp.ip.IpOutput;
import netmp.stats.Counter;
import netmp.stats.Counters;

/**
 * Path MTU discovery for the connections of one CPU, on its protocol thread (RFC 1191, RFC 5927
 * section 7, RFC 2923). Segments must not be fragmented; a router that cannot pass one on says so,
 * and what it says is kept by IP, so that all connections to the peer follow. Where no router says
 * anything, long segments just vanish: then a connection tries shorter ones, which may be
 * fragmented.
 */
final class Pmtud {

  /** Timeouts in a row of one segment after which it may be too long, and sizes to try (BSD's). */
  private static final int FIRST_SUSPICION = 2;

  private static final int SECOND_SUSPICION = 4;
  private static final int ACQUITTAL = 6;
  private static final int FIRST_FALLBACK = 1200;

  /** RFC 1191 section 6.3, for what a connection has found out itself. */
  private static final long LIFETIME = 600_000_000_000L;

  private final Tcp tcp;
  private final IpOutput ip;
  private final Counters counters;

  Pmtud(Tcp tcp, IpOutput ip, Counters counters) {
    this.tcp = tcp;
    this.ip = ip;
    this.counters = counters;
  }

  /**
   * A router says that a segment in flight is too long. If as long ones have arrived, that is
   * doubted until the segment times out (RFC 5927 section 7.2).
   *
   * @param tp the connection
   * @param mtu what the path is said to take
   * @param seq of the segment
   */
  void refused(Tcpcb tp, int mtu, int seq) {
    if (mtu >= SegmentWriter.datagram(tp, tp.recovery.board.lengthAt(seq))) {
      return; // it is not
    }
    int arrived = tp.recovery.longestArrived();
    if (mtu >= SegmentWriter.datagram(tp, arrived)) {
      believe(tp, mtu);
    } else {
      tp.claimedMtu = mtu;
      tp.claimedSeq = seq;
    }
  }

  private void believe(Tcpcb tp, int mtu) {
    tp.claimedMtu = 0;
    ip.reduceMtu(tp.foreignAddress(), mtu);
    tcp.pend(tp);
  }

  /** Before something is sent: the path may take less by now, or what was learnt is too old. */
  void follow(Tcpcb tp) {
    if (tp.claimedMtu != 0 && Seq.after(tp.sndUna, tp.claimedSeq)) {
      tp.claimedMtu = 0; // it has arrived
    }
    if (tp.fallbackMss != Tcpcb.NO_FALLBACK && tcp.now() - tp.fallbackAt > LIFETIME) {
      fallBack(tp, Tcpcb.NO_FALLBACK);
    }
    int mss = tcp.offers().segmentText(tp);
    if (mss != tp.mss) {
      tp.mss = mss;
      if (tp.recovery.resize(mss)) {
        counters.count(Counter.TCP_MTU_RESENT);
      }
    }
  }

  /** The retransmission timer has expired for the first segment in flight. */
  void timedOut(Tcpcb tp) {
    if (tp.claimedMtu != 0 && !Seq.after(tp.sndUna, tp.claimedSeq)) {
      believe(tp, tp.claimedMtu);
    } else {
      suspectLength(tp);
    }
    follow(tp);
  }

  private void suspectLength(Tcpcb tp) {
    switch (tp.retransmits) {
      case FIRST_SUSPICION -> suspect(tp, FIRST_FALLBACK);
      case SECOND_SUSPICION -> suspect(tp, Tcpcb.DEFAULT_MSS);
      case ACQUITTAL -> fallBack(tp, Tcpcb.NO_FALLBACK); // it was not that
      default -> {}
    }
  }

  private void suspect(Tcpcb tp, int mss) {
    Scoreboard board = tp.recovery.board;
    if (board.length(board.first()) > mss - SegmentWriter.optionBytes(tp.timestamps)) {
      counters.count(Counter.TCP_BLACK_HOLES);
      fallBack(tp, mss);
    }
  }

  private void fallBack(Tcpcb tp, int mss) {
    tp.fallbackMss = mss;
    tp.fallbackAt = tcp.now();
    tp.mayFragment = mss != Tcpcb.NO_FALLBACK;
  }
}
