package netmp.tcp;

import netmp.action.StackProbe;
import netmp.ip.IpOutput;
import netmp.stats.Counter;
import netmp.stats.Counters;

/**
 * Path MTU discovery for the connections of one CPU, on its protocol thread (RFC 1191, RFC 5927
 * section 7, RFC 2923). Segments must not be fragmented; a router that cannot pass one on says so,
 * and what it says is kept by IP, so that all connections to the peer follow. Where no router says
 * anything, long segments just vanish: then a connection tries shorter ones, which may be
 * fragmented, and looks for longer ones that pass (RFC 4821).
 */
final class Pmtud {

  /** Timeouts in a row of one segment after which it may be too long, and sizes to try (BSD's). */
  private static final int FIRST_SUSPICION = 2;

  private static final int SECOND_SUSPICION = 4;
  private static final int ACQUITTAL = 6;
  private static final int FIRST_FALLBACK = 1200;

  /** RFC 1191 section 6.3, for what a connection has found out itself. */
  private static final long LIFETIME = 600_000_000_000L;

  /** RFC 4821 section 7.3: nothing more is to be gained. */
  private static final int CLOSE_ENOUGH = 20;

  /** As many say that what was sent before them is lost (RFC 6675, RFC 8985). */
  private static final int SEGMENTS_BEHIND = LossRecovery.DUPLICATES;

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
    if (mtu >= SegmentWriter.datagram(tp, tp.recovery.board().lengthAt(seq))) {
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
    search(tp);
    int mss = tcp.offers().segmentText(tp);
    if (mss != tp.mss) {
      tp.mss = mss;
      tp.hit(StackProbe.EFF_SND_MSS, mss);
      if (tp.recovery.resize(mss)) {
        counters.count(Counter.TCP_MTU_RESENT);
      }
    }
  }

  // ---- longer segments again (RFC 4821 section 7) ----

  /**
   * How much text a probe of the path shall have, behind which there is text enough to notice soon
   * that it is lost (section 7.4); 0 for no probe. Between what passes and what does not it looks
   * in the middle, until little is left: so a search ends after a few probes.
   */
  int probeText(Tcpcb tp) {
    if (tp.fallbackMss == Tcpcb.NO_FALLBACK || !tp.recovery.mayProbePath()) {
      return 0;
    }
    int high = Math.min(tp.searchHigh, tcp.offers().mostSegment(tp));
    if (high - tp.fallbackMss < CLOSE_ENOUGH) {
      return 0;
    }
    int segment = (tp.fallbackMss + high + 1) / 2;
    int text = segment - SegmentWriter.optionBytes(tp.timestamps);
    int usable = Math.min(tp.sndUna + tp.sndWnd - tp.sndNxt, tp.recovery.allowed());
    return Math.min(usable, tp.unsent()) >= text + SEGMENTS_BEHIND * tp.mss ? text : 0;
  }

  /** A probe has been sent. */
  void probed(Tcpcb tp, int seq, int text) {
    tp.recovery.pathProbe.sent(seq, text);
    counters.count(Counter.TCP_PATH_PROBES);
  }

  private void search(Tcpcb tp) {
    if (!tp.recovery.pathProbe.endsBy(tp.sndUna) || tp.fallbackMss == Tcpcb.NO_FALLBACK) {
      return;
    }
    int segment = tp.recovery.pathProbe.length() + SegmentWriter.optionBytes(tp.timestamps);
    if (tp.recovery.pathProbe.hasPassed()) {
      fallBack(tp, Math.max(tp.fallbackMss, segment));
    } else {
      tp.searchHigh = Math.min(tp.searchHigh, segment - 1);
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
    Scoreboard board = tp.recovery.board();
    if (board.length(board.first()) > mss - SegmentWriter.optionBytes(tp.timestamps)) {
      counters.count(Counter.TCP_BLACK_HOLES);
      tp.searchHigh = board.length(board.first()) + SegmentWriter.optionBytes(tp.timestamps) - 1;
      fallBack(tp, mss);
    }
  }

  private void fallBack(Tcpcb tp, int mss) {
    tp.fallbackMss = mss;
    tp.fallbackAt = tcp.now();
    tp.mayFragment = mss != Tcpcb.NO_FALLBACK;
  }
}
