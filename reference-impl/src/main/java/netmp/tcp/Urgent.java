package netmp.tcp;

import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.socket.SocketOption;

/**
 * Urgent data (RFC 9293 section 3.8.5). The urgent pointer is the sequence number behind the last
 * urgent byte (RFC 6093 section 4). What is urgent is one byte: as BSD and Linux have it, the last
 * one, taken out of the stream unless the socket has SO_OOBINLINE. On one CPU's protocol thread.
 */
final class Urgent {

  /** How far the pointer of a segment can point. */
  private static final int FARTHEST = 0xffff;

  private Urgent() {}

  // ---- sending ----

  /** Looks whether there are urgent bytes among those that were pulled. */
  static void pulled(Tcpcb tp) {
    if (tp.stream.takeUrgent()) {
      tp.sndUp = tp.stream.urgentEnd();
      tp.urgentPending = true;
      tp.hit(StackProbe.URGENT_PENDING, 1);
      tp.urgentUntold = true;
    }
  }

  /** SND.UNA has moved. */
  static void acknowledged(Tcpcb tp) {
    if (tp.urgentPending && !Seq.after(tp.sndUp, tp.sndUna)) {
      tp.urgentPending = false;
      tp.hit(StackProbe.URGENT_PENDING, 0);
    }
  }

  /**
   * Whether an acknowledgment shall tell of the pointer, since no text could: the peer learns of
   * urgent data also while its window is closed.
   */
  static boolean shallBeTold(Tcpcb tp) {
    return tp.urgentUntold && isInReach(tp, tp.sndNxt);
  }

  private static boolean isInReach(Tcpcb tp, int seq) {
    return tp.urgentPending && Seq.after(tp.sndUp, seq) && tp.sndUp - seq <= FARTHEST;
  }

  /** Puts the pointer into the header of a segment, if it can point so far from there. */
  static void write(Mbuf packet, Tcpcb tp, int seq) {
    if (isInReach(tp, seq)) {
      int flags = packet.u16(TcpHeader.OFFSET_AND_FLAGS) | TcpHeader.URG;
      packet.setU16(TcpHeader.OFFSET_AND_FLAGS, flags);
      packet.setU16(TcpHeader.URGENT, tp.sndUp - seq);
      tp.urgentUntold = false;
    }
  }

  // ---- receiving ----

  /**
   * The sixth step of section 3.10.7.4. The segment is acceptable, so the pointer is near the
   * window wherever it points; it may point to what was not sent yet. It moves forward only.
   */
  static void arrives(Tcpcb tp, Segment s) {
    int known = tp.rcvUrgent ? tp.rcvUp : tp.rcvNxt;
    boolean says = s.has(TcpHeader.URG) && s.urgent != 0;
    if (says && Seq.after(s.urgentEnd, known) && !tp.socket.receivesNoMore()) {
      tp.rcvUp = s.urgentEnd;
      tp.rcvUrgent = true;
      tp.socket.urgentMark().set(tp.delivered + (tp.rcvUp - 1 - tp.rcvNxt));
    }
  }

  /** Text is about to be delivered. */
  static void pullOut(Tcpcb tp, int seq, Mbuf text) {
    int at = tp.rcvUp - 1 - seq;
    if (!tp.rcvUrgent || at < 0 || at >= text.length()) {
      return;
    }
    tp.rcvUrgent = false;
    boolean inline = tp.socket.has(SocketOption.SO_OOBINLINE);
    tp.socket.urgentMark().comes(text.u8(at), inline);
    if (!inline) {
      text.remove(at);
    }
  }
}
