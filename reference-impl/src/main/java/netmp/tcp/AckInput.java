package netmp.tcp;

import netmp.action.StackProbe;
import netmp.socket.Errno;
import netmp.stats.DropReason;
import netmp.tcp.TcpTimers.Slot;

/** The fifth step of RFC 9293 section 3.10.7.4: the acknowledgment and the window of a segment. */
final class AckInput {

  private final Tcp tcp;
  private final SegmentWriter writer;
  private final Output output;

  AckInput(Tcp tcp, SegmentWriter writer, Output output) {
    this.tcp = tcp;
    this.writer = writer;
    this.output = output;
  }

  /** Null if the segment goes on to its text. */
  DropReason arrives(Tcpcb tp, Segment s) {
    if (!s.has(TcpHeader.ACK)) {
      return DropReason.TCP_BAD_FLAGS;
    }
    if (tp.state == TcpState.SYN_RECEIVED) {
      if (s.ack != tp.sndNxt) {
        writer.bare(tp, TcpHeader.RST, s.ack, 0);
        return DropReason.TCP_BAD_ACK;
      }
      synAcknowledged(tp, s);
      tp.enter(TcpState.ESTABLISHED);
      tcp.established(tp);
      return null;
    }
    if (Seq.after(s.ack, tp.sndNxt) || Seq.before(s.ack, tp.sndUna - tp.maxSndWnd)) {
      tp.ackNow = true; // RFC 5961 section 5.2
      return DropReason.TCP_BAD_ACK;
    }
    tp.unansweredProbes = 0;
    acknowledge(tp, s);
    return tp.state == TcpState.CLOSED ? null : states(tp);
  }

  /** The SYN is acknowledged: the first sample, the first window. */
  void synAcknowledged(Tcpcb tp, Segment s) {
    tp.recovery.acknowledged(s, tp.iss, tp.sndNxt, false, tcp.now());
    tp.sndUna = s.ack;
    tp.hit(StackProbe.TAKE_ACK, s.ack - tp.iss);
    tp.control.begin(tp.mss, tp.retransmits > 0);
    if (tp.retransmits > 0) {
      tp.recovery.rtt.synWasLost();
    }
    tp.retransmits = 0;
    SegmentArrives.stopRetransmitting(tp);
    // RFC 7323 section 2.2: the window of a segment with SYN is not scaled.
    tp.sndWnd =
        s.window << (s.has(TcpHeader.SYN) || tp.state == TcpState.SYN_SENT ? 0 : tp.sndScale);
    tp.maxSndWnd = Math.max(tp.maxSndWnd, tp.sndWnd);
    tp.sndWl1 = s.seq;
    tp.sndWl2 = s.ack;
    reportWindow(tp);
  }

  /** The window is taken. */
  private static void reportWindow(Tcpcb tp) {
    tp.hit(StackProbe.TAKE_WINDOW, tp.sndWl1 - tp.irs, tp.sndUna + tp.sndWnd - tp.iss);
  }

  private void acknowledge(Tcpcb tp, Segment s) {
    int window = s.window << tp.sndScale;
    boolean old = Seq.before(s.ack, tp.sndUna);
    boolean duplicate =
        s.ack == tp.sndUna
            && s.length() == 0
            && window == tp.sndWnd
            && window > 0
            && tp.outstanding() > 0;
    if (!old) {
      echoed(tp, s);
      long wait = tp.recovery.acknowledged(s, tp.sndUna, tp.sndNxt, duplicate, tcp.now());
      if (wait > 0) {
        tp.timers.set(Slot.REORDER, wait);
      } else {
        tp.timers.cancel(Slot.REORDER);
      }
    }
    boolean more = Seq.after(s.ack, tp.sndUna);
    if (more) {
      advance(tp, s);
    }
    if (more || isLatestWord(tp, s)) {
      updateWindow(tp, s, window);
    }
  }

  /** RFC 3168 section 6.1.2. */
  private static void echoed(Tcpcb tp, Segment s) {
    if (tp.ecn && s.has(TcpHeader.ECE) && tp.recovery.marked(s.ack, tp.sndNxt)) {
      tp.windowReduced = true;
    }
    tp.recovery.unmarked(s.ack);
  }

  private void advance(Tcpcb tp, Segment s) {
    if (tp.timestamps && s.tsEcr != 0 && tp.recovery.tookNoSample()) {
      int elapsed = writer.timestamp(tp) - s.tsEcr;
      tp.recovery.sample(elapsed * 1_000_000L);
    }
    tp.sndUna = s.ack;
    tp.hit(StackProbe.TAKE_ACK, s.ack - tp.iss);
    Urgent.acknowledged(tp);
    UserTimeout.progress(tp);
    tp.stream.acknowledge(tp.finAcknowledged() ? tp.finSeq : s.ack);
    tp.retransmits = 0;
    tp.softError = Errno.OK;
    tp.persistShift = 0;
    tp.timers.cancel(Slot.PERSIST);
    if (tp.outstanding() == 0) {
      SegmentArrives.stopRetransmitting(tp);
    } else {
      output.armRetransmit(tp); // RFC 6298 section 5.3
      output.armProbe(tp);
    }
  }

  /**
   * Section 3.10.7.4: only the latest word about the window counts. What acknowledges more is later
   * than all before it, whatever its sequence number: text that came before its turn has a greater
   * one, and if the window stayed where it was its edge would move along with SND.UNA (D105).
   */
  private static boolean isLatestWord(Tcpcb tp, Segment s) {
    boolean later =
        Seq.before(tp.sndWl1, s.seq) || (tp.sndWl1 == s.seq && !Seq.before(s.ack, tp.sndWl2));
    return later && !Seq.before(s.ack, tp.sndUna);
  }

  private static void updateWindow(Tcpcb tp, Segment s, int window) {
    boolean opens = window > 0 && tp.timers.isSet(Slot.PERSIST);
    tp.sndWnd = window;
    tp.maxSndWnd = Math.max(tp.maxSndWnd, window);
    tp.sndWl1 = s.seq;
    tp.sndWl2 = s.ack;
    reportWindow(tp);
    if (window > 0) {
      tp.persistShift = 0;
    }
    if (opens) {
      tp.timers.cancel(Slot.PERSIST);
      UserTimeout.progress(tp);
      tp.recovery.board().markAllLost(); // a probe that was not taken
    }
  }

  private DropReason states(Tcpcb tp) {
    if (!tp.finAcknowledged() || tp.state == TcpState.FIN_WAIT_2) {
      return null;
    }
    tp.socket.finSent();
    switch (tp.state) {
      case FIN_WAIT_1 -> {
        tp.enter(TcpState.FIN_WAIT_2);
        tcp.finAcknowledged(tp);
      }
      case CLOSING -> tcp.enterTimeWait(tp);
      case LAST_ACK -> tcp.drop(tp, Errno.OK);
      default -> {}
    }
    return null;
  }
}
