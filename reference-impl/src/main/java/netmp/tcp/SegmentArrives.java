package netmp.tcp;

import netmp.action.StackProbe;
import netmp.socket.Errno;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;
import netmp.tcp.TcpTimers.Slot;

/**
 * What a segment does to the connection that it belongs to, in the order of RFC 9293 section
 * 3.10.7.4. Each check says why the segment goes no further, or nothing. On one CPU's protocol
 * thread.
 */
final class SegmentArrives {

  /** RFC 7323 section 5.5: a timestamp that is older says nothing any more. */
  private static final long TIMESTAMP_LIFETIME = 24L * 24 * 3600 * 1_000_000_000;

  /** RFC 5961 section 7, of one connection. */
  private static final int CHALLENGES_PER_SECOND = 100;

  private static final long SECOND = 1_000_000_000L;

  private final Tcp tcp;
  private final SegmentWriter writer;
  private final Counters counters;
  private final AckInput acks;
  private final TextInput text;

  SegmentArrives(Tcp tcp, SegmentWriter writer, Counters counters, Output output) {
    this.tcp = tcp;
    this.writer = writer;
    this.counters = counters;
    acks = new AckInput(tcp, writer, output);
    text = new TextInput(tcp, writer);
  }

  /** Null if the segment was good to the end; its text is taken or not. */
  DropReason arrives(Tcpcb tp, Segment s) {
    tp.lastActivity = tcp.now();
    tp.keepaliveProbes = 0;
    return tp.state == TcpState.SYN_SENT ? inSynSent(tp, s) : synchronizedState(tp, s);
  }

  // ---- SYN-SENT (section 3.10.7.3) ----

  private DropReason inSynSent(Tcpcb tp, Segment s) {
    boolean acked = s.has(TcpHeader.ACK);
    if (acked && (s.ack != tp.sndNxt || !Seq.after(s.ack, tp.iss))) {
      if (!s.has(TcpHeader.RST)) {
        writer.bare(tp, TcpHeader.RST, s.ack, 0);
      }
      return DropReason.TCP_BAD_ACK;
    }
    if (s.has(TcpHeader.RST)) {
      if (!acked) {
        return DropReason.TCP_RESET_OUT_OF_WINDOW;
      }
      counters.count(Counter.TCP_RESETS_RECEIVED);
      tp.hit(StackProbe.TAKE_RESET, 0);
      tcp.drop(tp, Errno.ECONNREFUSED);
      return DropReason.TCP_RESET;
    }
    if (!s.has(TcpHeader.SYN)) {
      return DropReason.TCP_BAD_FLAGS;
    }
    synchronizeWithPeer(tp, s);
    if (acked) {
      establishActive(tp, s);
      return continueAfterSyn(tp, s);
    }
    tcp.answerSimultaneousOpen(tp);
    return null;
  }

  /** The peer's initial sequence number and its offers are known now. */
  private void synchronizeWithPeer(Tcpcb tp, Segment s) {
    tp.irs = s.seq;
    tp.rcvNxt = s.seq + 1;
    tp.hit(StackProbe.TAKE_SYN);
    tp.lastAckSent = tp.rcvNxt;
    tcp.agree(tp, s);
    tp.hit(StackProbe.MOVE_WINDOW, tp.rcvAdv - tp.irs, tp.rcvAdv - tp.rcvNxt);
    s.trimFront(1);
  }

  private void establishActive(Tcpcb tp, Segment s) {
    acks.synAcknowledged(tp, s);
    tp.enter(TcpState.ESTABLISHED);
    tp.ackNow = true;
    tcp.established(tp);
  }

  /** Sixth to eighth step: text may come along with the SYN. */
  private DropReason continueAfterSyn(Tcpcb tp, Segment s) {
    text.arrives(tp, s);
    tcp.pend(tp);
    return null;
  }

  // ---- all other states (section 3.10.7.4) ----

  private DropReason synchronizedState(Tcpcb tp, Segment s) {
    if (tp.state == TcpState.SYN_RECEIVED && s.has(TcpHeader.SYN) && s.seq == tp.irs) {
      s.trimFront(1); // section 3.5, figure 7: it is known already, its ACK is not
      tp.ackNow = true;
    }
    DropReason fault = timestampFault(tp, s);
    if (fault == null) {
      fault = sequenceFault(tp, s);
    }
    if (fault == null) {
      fault = resetOrSyn(tp, s);
    }
    if (fault == null) {
      noteTimestamp(tp, s);
      Ecn.arrives(tp, s);
      fault = acks.arrives(tp, s);
    }
    if (fault == null && tp.state != TcpState.CLOSED) {
      fault = text.arrives(tp, s);
    }
    if (tp.state != TcpState.CLOSED) {
      tcp.pend(tp);
    }
    return fault;
  }

  /** RFC 7323 section 5.3 (protection against wrapped sequences), section 3.2. */
  private DropReason timestampFault(Tcpcb tp, Segment s) {
    if (!tp.timestamps || s.has(TcpHeader.RST)) {
      return null;
    }
    if (!s.hasTimestamps) {
      return DropReason.TCP_NO_TIMESTAMP;
    }
    boolean old = s.tsVal - tp.tsRecent < 0;
    if (!old || tcp.now() - tp.tsRecentAt > TIMESTAMP_LIFETIME) {
      return null;
    }
    noteDuplicate(tp, s);
    tp.ackNow = true;
    return DropReason.TCP_OLD_TIMESTAMP;
  }

  /** RFC 7323 section 4.3. */
  private void noteTimestamp(Tcpcb tp, Segment s) {
    if (s.hasTimestamps && tp.timestamps && !Seq.after(s.seq, tp.lastAckSent)) {
      tp.tsRecent = s.tsVal;
      tp.tsRecentAt = tcp.now();
    }
  }

  /** First: the sequence number. What is left of the segment is new and in the window. */
  private DropReason sequenceFault(Tcpcb tp, Segment s) {
    int window = tp.rcvWnd();
    if (window == 0 && s.seq == tp.rcvNxt && !s.has(TcpHeader.RST)) {
      return closedWindow(tp, s);
    }
    if (!isAcceptable(tp, s, window)) {
      if (!s.has(TcpHeader.RST)) {
        noteDuplicate(tp, s);
        tp.ackNow = true;
      }
      return DropReason.TCP_OUT_OF_WINDOW;
    }
    if (s.has(TcpHeader.RST)) {
      return null; // its exact place is looked at
    }
    if (Seq.before(s.seq, tp.rcvNxt)) {
      noteDuplicate(tp, s);
      tp.ackNow = true;
      s.trimFront(tp.rcvNxt - s.seq);
    }
    int beyond = s.end() - (tp.rcvNxt + window);
    if (beyond > 0 && s.length() > 0) {
      s.trimBack(beyond);
      tp.ackNow = true;
    }
    return null;
  }

  /** Nothing can be taken, but what the segment acknowledges counts. */
  private static DropReason closedWindow(Tcpcb tp, Segment s) {
    if (s.length() > 0) {
      tp.ackNow = true;
      s.trimBack(s.length() - (s.has(TcpHeader.SYN) ? 1 : 0));
    }
    return null;
  }

  /**
   * A segment without length may also stand at the right edge: its sender has filled the window.
   */
  private static boolean isAcceptable(Tcpcb tp, Segment s, int window) {
    int length = s.length();
    return length == 0
        ? Seq.within(s.seq, tp.rcvNxt, window + 1)
        : Seq.within(s.seq, tp.rcvNxt, window) || Seq.within(s.end() - 1, tp.rcvNxt, window);
  }

  /** RFC 2883: what came again is reported once. */
  private static void noteDuplicate(Tcpcb tp, Segment s) {
    if (s.textLength() > 0 && Seq.before(s.seq, tp.rcvNxt)) {
      tp.duplicateLeft = s.seq;
      tp.duplicateRight = Seq.min(s.end(), tp.rcvNxt);
    }
  }

  /** Second and fourth (RFC 5961 sections 3.2 and 4.2). */
  private DropReason resetOrSyn(Tcpcb tp, Segment s) {
    if (s.has(TcpHeader.RST)) {
      if (s.seq != tp.rcvNxt) {
        challenge(tp);
        return DropReason.TCP_RESET_OUT_OF_WINDOW;
      }
      counters.count(Counter.TCP_RESETS_RECEIVED);
      tp.hit(StackProbe.TAKE_RESET, s.seq - tp.irs);
      tcp.drop(tp, resetError(tp.state));
      return DropReason.TCP_RESET;
    }
    if (s.has(TcpHeader.SYN)) {
      challenge(tp);
      return DropReason.TCP_BAD_FLAGS;
    }
    return null;
  }

  private static Errno resetError(TcpState state) {
    return switch (state) {
      case SYN_RECEIVED -> Errno.ECONNREFUSED;
      case CLOSING, LAST_ACK, TIME_WAIT -> Errno.OK;
      default -> Errno.ECONNRESET;
    };
  }

  private void challenge(Tcpcb tp) {
    long second = tcp.now() / SECOND;
    if (second != tp.challengeSecond) {
      tp.challengeSecond = second;
      tp.challenges = 0;
    }
    if (tp.challenges++ < CHALLENGES_PER_SECOND) {
      counters.count(Counter.TCP_CHALLENGES_SENT);
      writer.acknowledge(tp);
    }
  }

  /** The peer does not answer: retransmission has to stop in both places. */
  static void stopRetransmitting(Tcpcb tp) {
    tp.timers.cancel(Slot.RETRANSMIT);
    tp.timers.cancel(Slot.PROBE);
    tp.timers.cancel(Slot.REORDER);
  }
}
