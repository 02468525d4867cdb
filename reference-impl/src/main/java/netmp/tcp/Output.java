package netmp.tcp;

import netmp.action.StackProbe;
import netmp.tcp.TcpTimers.Slot;

/**
 * Decides what a connection sends (RFC 9293 section 3.8): what is lost, then what is new, then an
 * acknowledgment if none has gone along. On one CPU's protocol thread, at the end of its turn, so
 * that all that came in a burst is answered at once.
 */
final class Output {

  /** RFC 9293 section 3.8.6.3: at most 500 ms; as BSD and Linux. */
  static final long DELAYED_ACK = 40_000_000L;

  /** How long TCP_CORK holds back what is no full segment (as Linux). */
  private static final long LONGEST_CORK = 200_000_000L;

  private final SegmentWriter writer;
  private final Pmtud pmtud;
  private final int longestSend;

  /** The device takes so many bytes of text at once, or none. */
  Output(SegmentWriter writer, Pmtud pmtud, int longestSend) {
    this.writer = writer;
    this.pmtud = pmtud;
    this.longestSend = longestSend;
  }

  /** Sends what can be sent. */
  void output(Tcpcb tp, long now) {
    if (!tp.state.isSynchronized() || tp.state == TcpState.TIME_WAIT) {
      return;
    }
    // Asked before looking: what was written is then seen, and the FIN is behind it.
    boolean last = tp.socket.writesNoMore();
    pull(tp);
    if (last && !tp.finQueued) {
      queueFin(tp);
    }
    pmtud.follow(tp);
    moveWindow(tp);
    retransmitLost(tp, now);
    sendNew(tp, now);
    if (tp.ackNow || Urgent.shallBeTold(tp)) {
      writer.acknowledge(tp);
    }
    persistIfStuck(tp);
  }

  private static void pull(Tcpcb tp) {
    int before = tp.stream.end();
    tp.stream.pull();
    if (tp.stream.end() != before) {
      tp.hit(StackProbe.PULL, tp.stream.end() - tp.iss);
      Urgent.pulled(tp);
    }
  }

  private static void queueFin(Tcpcb tp) {
    tp.finQueued = true;
    tp.finSeq = tp.stream.end();
    tp.hit(StackProbe.QUEUE_FIN, tp.finSeq - tp.iss);
  }

  // ---- retransmissions ----

  private void retransmitLost(Tcpcb tp, long now) {
    Scoreboard board = tp.recovery.board();
    for (long index = board.nextLost();
        index != Scoreboard.NONE && tp.recovery.allowed() > 0;
        index = board.nextLost()) {
      if (!retransmit(tp, index, now)) {
        return;
      }
      assert board.nextLost() != index : "what was sent again is lost no more";
    }
  }

  /** Sends a segment again; false if there was no buffer. */
  boolean retransmit(Tcpcb tp, long index, long now) {
    Scoreboard board = tp.recovery.board();
    if (board.length(index) > tp.mss) {
      board.split(index, tp.mss);
    }
    boolean sent = send(tp, board.seq(index), board.length(index));
    if (sent) {
      tp.recovery.retransmitted(index, now);
      armRetransmit(tp);
    }
    return sent;
  }

  // ---- new text ----

  private void sendNew(Tcpcb tp, long now) {
    if (tp.outstanding() == 0 && now - tp.lastActivity > tp.recovery.rtt.rto()) {
      tp.control.restart();
    }
    boolean any = probePath(tp, now);
    for (int length = next(tp); length > 0; length = next(tp)) {
      if (!sendSegments(tp, now) && !sendNext(tp, length, now)) {
        break;
      }
      any = true;
    }
    if (any) {
      tp.lastActivity = now;
      tp.quickAck = false;
      tp.corkOver = false;
      tp.timers.cancel(Slot.CORK);
      UserTimeout.begin(tp);
      armRetransmit(tp);
      armProbe(tp);
    }
  }

  /** Sends all full segments that may go, for the device to cut; false if that saves nothing. */
  private boolean sendSegments(Tcpcb tp, long now) {
    if (longestSend < 2 * tp.mss || tp.mayFragment || tp.urgentPending) {
      return false;
    }
    int usable = Math.min(tp.sndUna + tp.sndWnd - tp.sndNxt, tp.recovery.allowed());
    int fin = tp.finQueued ? 1 : 0; // it goes along with the last text
    int bytes = Math.min(Math.min(tp.unsent() - fin, usable), longestSend);
    bytes -= bytes % tp.mss;
    int seq = tp.sndNxt;
    int push = seq + bytes == tp.stream.end() ? TcpHeader.PSH : 0;
    if (bytes < 2 * tp.mss || !writer.sendSegments(tp, TcpHeader.ACK | push, seq, bytes)) {
      return false;
    }
    for (int sent = 0; sent < bytes; sent += tp.mss) {
      tp.sndNxt += tp.mss;
      tp.recovery.sent(seq + sent, tp.mss, now);
    }
    return true;
  }

  /** Sends a segment longer than others, which must not be fragmented, if there is a use for it. */
  private boolean probePath(Tcpcb tp, long now) {
    int text = pmtud.probeText(tp);
    if (text == 0) {
      return false;
    }
    int seq = tp.sndNxt;
    boolean may = tp.mayFragment;
    tp.mayFragment = false;
    boolean sent = sendNext(tp, text, now);
    tp.mayFragment = may;
    if (sent) {
      pmtud.probed(tp, seq, text);
    }
    return sent;
  }

  /** Sends the next sequence numbers; false if there was no buffer. */
  boolean sendNext(Tcpcb tp, int length, long now) {
    int seq = tp.sndNxt;
    if (!send(tp, seq, length)) {
      return false;
    }
    tp.sndNxt += length;
    tp.recovery.sent(seq, length, now);
    if (tp.finQueued && Seq.after(tp.sndNxt, tp.finSeq)) {
      finSent(tp);
    }
    return true;
  }

  /** Section 3.10.4: the FIN is on its way. */
  private static void finSent(Tcpcb tp) {
    if (tp.state.sends()) {
      tp.enter(tp.state == TcpState.ESTABLISHED ? TcpState.FIN_WAIT_1 : TcpState.LAST_ACK);
    }
  }

  private boolean send(Tcpcb tp, int seq, int length) {
    boolean fin = tp.finQueued && seq + length == tp.finSeq + 1;
    int text = fin ? length - 1 : length;
    int flags = TcpHeader.ACK | (fin ? TcpHeader.FIN : 0);
    if (text > 0 && seq + text == tp.stream.end()) {
      flags |= TcpHeader.PSH;
    }
    return writer.send(tp, flags, seq, text);
  }

  /**
   * How many sequence numbers may be sent next; 0 for none. Nagle's algorithm and the sender's side
   * of the silly window syndrome (sections 3.7.4 and 3.8.6.2.1).
   */
  private static int next(Tcpcb tp) {
    int fin = tp.finQueued && !Seq.after(tp.sndNxt, tp.finSeq) ? 1 : 0;
    int all = tp.unsent() + fin;
    int usable = Math.min(tp.sndUna + tp.sndWnd - tp.sndNxt, tp.recovery.allowed());
    int length = Math.min(Math.min(all, tp.mss + fin), usable);
    if (length <= 0 || length >= tp.mss) {
      return Math.max(0, Math.min(length, tp.mss));
    }
    boolean idle = tp.outstanding() == 0 || tp.noDelay || tp.urgentPending || fin == 1;
    boolean goes = (length == all && idle && !isHeld(tp, fin)) || length >= tp.maxSndWnd / 2;
    return goes ? length : 0;
  }

  /** Whether the user wants full segments only, and what is not full has not waited for long. */
  private static boolean isHeld(Tcpcb tp, int fin) {
    return tp.cork && !tp.corkOver && fin == 0;
  }

  // ---- the receive window ----

  /**
   * Moves the right edge of the window if that is worth telling (section 3.8.6.2.2), and tells it
   * if the peer may wait for it.
   */
  private static void moveWindow(Tcpcb tp) {
    int space = Math.min(space(tp), 0xffff << tp.rcvScale);
    int edge = tp.rcvNxt + (space >>> tp.rcvScale << tp.rcvScale);
    int more = edge - tp.rcvAdv;
    int worth = Math.min(tp.rcvMss, tp.socket.receiveHighWater() / 2);
    if (more > 0 && (more >= worth || (tp.rcvWnd() == 0 && space >= worth))) {
      boolean tell = more >= 2 * worth || tp.rcvWnd() < worth;
      tp.rcvAdv = edge;
      tp.hit(StackProbe.MOVE_WINDOW, edge - tp.irs, worth);
      tp.ackNow |= tell && tp.state.receives();
    }
  }

  private static int space(Tcpcb tp) {
    return tp.socket.receivesNoMore() ? tp.socket.receiveHighWater() : tp.socket.receiveSpace();
  }

  // ---- timers ----

  /** RFC 6298 section 5.1. */
  void armRetransmit(Tcpcb tp) {
    if (!tp.timers.isSet(Slot.PERSIST)) {
      tp.timers.set(Slot.RETRANSMIT, tp.recovery.rtt.rto());
    }
  }

  /** RFC 8985 section 7.2. */
  void armProbe(Tcpcb tp) {
    if (tp.recovery.mayProbe()) {
      tp.timers.set(Slot.PROBE, tp.recovery.probeTimeout(DELAYED_ACK));
    }
  }

  /** Section 3.8.6.1: there is something to send, and nothing that will be answered. */
  private static void persistIfStuck(Tcpcb tp) {
    boolean fin = tp.finQueued && !Seq.after(tp.sndNxt, tp.finSeq);
    boolean stuck = tp.outstanding() == 0 && (tp.unsent() > 0 || fin);
    if (stuck && isHeld(tp, fin ? 1 : 0) && tp.sndWnd > 0) {
      holdBack(tp);
    } else if (stuck && !tp.timers.isSet(Slot.PERSIST)) {
      tp.timers.set(Slot.PERSIST, tp.recovery.rtt.rto() << Math.min(tp.persistShift, 10));
      UserTimeout.begin(tp);
    }
  }

  private static void holdBack(Tcpcb tp) {
    if (!tp.timers.isSet(Slot.CORK)) {
      tp.timers.set(Slot.CORK, LONGEST_CORK);
    }
  }
}
