package netmp.tcp;

import netmp.action.StackProbe;
import netmp.socket.Errno;
import netmp.socket.SocketOption;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.tcp.TcpTimers.Slot;

/** What connections do when time has passed. On one CPU's protocol thread. */
final class Expiry implements TcpTimers.Handler {

  /** RFC 9293 section 3.8.3: R2 of text is at least 100 seconds; BSD's TCP_MAXRXTSHIFT. */
  private static final int MAX_RETRANSMITS = 12;

  /** The same section: R2 of a SYN is at least three minutes. */
  private static final int MAX_SYN_RETRANSMITS = 7;

  /** The same section: R1, from which on the neighbour may be gone. */
  private static final int DOUBTFUL_RETRANSMITS = 3;

  private final Tcp tcp;
  private final SegmentWriter writer;
  private final Output output;
  private final Counters counters;

  Expiry(Tcp tcp, SegmentWriter writer, Output output, Counters counters) {
    this.tcp = tcp;
    this.writer = writer;
    this.output = output;
    this.counters = counters;
  }

  @Override
  public void expired(Tcpcb tp, Slot slot) {
    switch (slot) {
      case RETRANSMIT -> retransmit(tp);
      case PROBE -> probe(tp);
      case REORDER -> reorder(tp);
      case PERSIST -> persist(tp);
      case DELAYED_ACK -> delayedAck(tp);
      case KEEPALIVE -> keepalive(tp);
      case TWO_MSL -> giveUp(tp, Errno.OK);
      case USER_TIMEOUT -> userTimeout(tp);
      case CORK -> uncork(tp);
    }
  }

  private void giveUp(Tcpcb tp, Errno errno) {
    tp.hit(StackProbe.GIVE_UP_CONNECTION, Tcpcb.GIVEN_UP_BY_TIMER);
    tcp.drop(tp, errno);
  }

  private void retransmit(Tcpcb tp) {
    boolean syn = tp.state == TcpState.SYN_SENT || tp.state == TcpState.SYN_RECEIVED;
    if (tp.outstanding() == 0) {
      return;
    }
    if (tp.retransmits++ >= (syn ? MAX_SYN_RETRANSMITS : mostRetransmits(tp))) {
      timedOut(tp);
      return;
    }
    counters.count(Counter.TCP_TIMEOUTS);
    if (tp.retransmits >= DOUBTFUL_RETRANSMITS) {
      writer.doubt(tp);
    }
    if (syn) {
      tp.recovery.rtt.backOff();
      tcp.sendSyn(tp);
      return;
    }
    tcp.pmtud().timedOut(tp);
    tp.recovery.timeout(tp.sndNxt);
    output.armRetransmit(tp);
    tcp.pend(tp);
  }

  /** The peer is silent; if somebody has said why, the user is told that (RFC 1122 4.2.3.9). */
  private void timedOut(Tcpcb tp) {
    giveUp(tp, tp.softError == Errno.OK ? Errno.ETIMEDOUT : tp.softError);
  }

  /** RFC 8985 section 7.3. */
  private void probe(Tcpcb tp) {
    if (!tp.recovery.mayProbe()) {
      return;
    }
    int usable = Math.min(tp.sndUna + tp.sndWnd - tp.sndNxt, Math.min(tp.unsent(), tp.mss));
    boolean repeats = usable <= 0;
    if (!repeats) {
      tp.hit(StackProbe.PROBE_TAIL);
    }
    boolean sent =
        repeats
            ? output.retransmit(tp, tp.recovery.board().last(), tcp.now())
            : output.sendNext(tp, usable, tcp.now());
    if (sent) {
      counters.count(Counter.TCP_TAIL_PROBES);
      tp.recovery.probed(tp.sndNxt, repeats);
    }
    output.armRetransmit(tp);
  }

  private void reorder(Tcpcb tp) {
    long wait = tp.recovery.reorderTimeout(tp.sndNxt, tcp.now());
    if (wait > 0) {
      tp.timers.set(Slot.REORDER, wait);
    }
    tcp.pend(tp);
  }

  /** RFC 9293 section 3.8.6.1: a byte of new text, or again the one that was not taken. */
  private void persist(Tcpcb tp) {
    tp.persistShift++;
    if (tp.unansweredProbes++ > mostRetransmits(tp)) {
      timedOut(tp);
      return;
    }
    counters.count(Counter.TCP_PERSISTS);
    if (tp.outstanding() > 0) {
      Scoreboard board = tp.recovery.board();
      output.retransmit(tp, board.first(), tcp.now());
    } else {
      tp.hit(StackProbe.PROBE_WINDOW);
      output.sendNext(tp, 1, tcp.now());
    }
    tp.timers.cancel(Slot.RETRANSMIT);
    tp.timers.set(
        Slot.PERSIST,
        Math.min(RttEstimator.MAX_RTO, tp.recovery.rtt.rto() << Math.min(tp.persistShift, 10)));
  }

  /** A user who says how long says so in place of R2. */
  private static int mostRetransmits(Tcpcb tp) {
    return tp.userTimeout > 0 ? Integer.MAX_VALUE : MAX_RETRANSMITS;
  }

  /** RFC 5482 section 3. */
  private void userTimeout(Tcpcb tp) {
    if (tp.outstanding() > 0 || tp.timers.isSet(Slot.PERSIST)) {
      timedOut(tp);
    }
  }

  private void uncork(Tcpcb tp) {
    tp.corkOver = true;
    tcp.pend(tp);
  }

  private void delayedAck(Tcpcb tp) {
    tp.ackNow = true;
    tcp.pend(tp);
  }

  /** RFC 9293 section 3.8.4; off unless a user asks for it. */
  private void keepalive(Tcpcb tp) {
    long idle = tcp.now() - tp.lastActivity;
    if (idle < tp.keepIdle) {
      tp.timers.set(Slot.KEEPALIVE, tp.keepIdle - idle);
      return;
    }
    if (!tp.socket.has(SocketOption.SO_KEEPALIVE)) {
      tp.timers.set(Slot.KEEPALIVE, tp.keepIdle); // somebody may ask for it later
      return;
    }
    if (isGone(tp, idle)) {
      writer.bare(tp, TcpHeader.RST, tp.sndNxt, 0);
      timedOut(tp);
      return;
    }
    tp.keepaliveProbes++;
    counters.count(Counter.TCP_KEEPALIVES);
    writer.send(tp, TcpHeader.ACK, tp.sndUna - 1, 0);
    tp.timers.set(Slot.KEEPALIVE, tp.keepInterval);
  }

  private static boolean isGone(Tcpcb tp, long idle) {
    return tp.userTimeout > 0 ? UserTimeout.isOver(tp, idle) : tp.keepaliveProbes >= tp.keepCount;
  }
}
