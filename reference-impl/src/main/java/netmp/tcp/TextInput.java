package netmp.tcp;

import netmp.action.StackProbe;
import netmp.ip.IpHeader;
import netmp.mbuf.Mbuf;
import netmp.socket.Errno;
import netmp.stats.DropReason;
import netmp.tcp.TcpTimers.Slot;

/** The sixth to eighth step of RFC 9293 section 3.10.7.4: urgent pointer, text and FIN. */
final class TextInput {

  private final Tcp tcp;
  private final SegmentWriter writer;

  TextInput(Tcp tcp, SegmentWriter writer) {
    this.tcp = tcp;
    this.writer = writer;
  }

  /** Null if the segment did what it was sent for. */
  DropReason arrives(Tcpcb tp, Segment s) {
    if (!tp.state.receives()) {
      return s.length() > 0 ? DropReason.TCP_AFTER_FIN : null;
    }
    if (s.textLength() > 0 && tp.userGone) {
      // RFC 1122 section 4.2.2.13: nobody will read it, and its sender is told.
      writer.bare(tp, TcpHeader.RST, tp.sndNxt, 0);
      tp.hit(StackProbe.GIVE_UP_CONNECTION, Tcpcb.GIVEN_UP_FOR_TEXT);
      tcp.drop(tp, Errno.OK);
      return DropReason.TCP_AFTER_CLOSE;
    }
    Urgent.arrives(tp, s);
    if (s.has(TcpHeader.FIN)) {
      tp.reassembly.noteFin(s.seq + s.textLength());
    }
    DropReason fault = s.textLength() > 0 ? text(tp, s) : null;
    if (tp.reassembly.finIsAt(tp.rcvNxt)) {
      fin(tp);
    }
    return fault;
  }

  private DropReason text(Tcpcb tp, Segment s) {
    tp.rcvMss = Math.max(tp.rcvMss, Math.min(s.textLength(), longestSegment(tp)));
    if (s.seq != tp.rcvNxt) {
      return outOfOrder(tp, s);
    }
    int length = s.textLength();
    if (!take(tp, s.seq, s.text())) {
      tp.ackNow = true;
      return DropReason.TCP_FULL_SOCKBUF;
    }
    s.take();
    if (tp.reassembly.isEmpty()) {
      acknowledgeSoon(tp, length);
    } else {
      takeHeld(tp);
      tp.ackNow = true; // RFC 5681 section 4.2: at once, when a gap is filled
    }
    return null;
  }

  /** What is longer the device has joined, and the peer has sent as several (RFC 5681). */
  private int longestSegment(Tcpcb tp) {
    boolean loop = tcp.interfaces().isOurs(tp.foreignAddress());
    int link = tcp.routes().ifnetTo(tp.foreignAddress()).nif().mtu();
    return SegmentWriter.mss(loop ? IpHeader.MAX_DATAGRAM : link);
  }

  /** True if the socket took the text, or nobody wants it. */
  private static boolean take(Tcpcb tp, int seq, Mbuf text) {
    int length = text.length();
    if (tp.socket.receivesNoMore()) {
      text.free();
    } else if (!tp.socket.hasRoomFor(length) || !deliver(tp, seq, text)) {
      return false;
    }
    tp.rcvNxt += length;
    tp.hit(StackProbe.TAKE_TEXT, seq - tp.irs, length);
    tp.rcvAdv = Seq.max(tp.rcvAdv, tp.rcvNxt);
    return true;
  }

  /** There is room for it. */
  private static boolean deliver(Tcpcb tp, int seq, Mbuf text) {
    Urgent.pullOut(tp, seq, text);
    int length = text.length();
    if (length == 0) {
      text.free(); // the urgent byte was all
      return true;
    }
    boolean delivered = tp.socket.deliver(text);
    tp.delivered += delivered ? length : 0;
    return delivered;
  }

  private static void takeHeld(Tcpcb tp) {
    tp.reassembly.dropBefore(tp.rcvNxt);
    int length = tp.reassembly.lengthAt(tp.rcvNxt);
    while (length > 0 && (tp.socket.receivesNoMore() || tp.socket.hasRoomFor(length))) {
      int seq = tp.rcvNxt;
      take(tp, seq, tp.reassembly.takeAt(seq));
      length = tp.reassembly.lengthAt(tp.rcvNxt);
    }
  }

  /** RFC 5681 section 4.2: the sender learns of the gap by each segment behind it, at once. */
  private DropReason outOfOrder(Tcpcb tp, Segment s) {
    int left = s.seq;
    int right = s.seq + s.textLength();
    if (!tp.reassembly.holds(left, right) && tp.reassembly.add(s.seq, s.text())) {
      s.take();
      writer.acknowledge(tp);
      return null;
    }
    tp.duplicateLeft = left;
    tp.duplicateRight = right;
    writer.acknowledge(tp);
    return DropReason.TCP_DUPLICATE;
  }

  /** Section 3.8.6.3: at least every second full segment is acknowledged at once. */
  private static void acknowledgeSoon(Tcpcb tp, int length) {
    tp.unacked += length;
    if (tp.quickAck || tp.unacked >= 2 * tp.rcvMss) {
      tp.ackNow = true;
    } else if (!tp.ackDelayed) {
      tp.ackDelayed = true;
      tp.timers.set(Slot.DELAYED_ACK, Output.DELAYED_ACK);
    }
  }

  private void fin(Tcpcb tp) {
    tp.rcvNxt++;
    tp.hit(StackProbe.TAKE_FIN, tp.reassembly.fin() - tp.irs);
    tp.rcvAdv++; // it takes no room
    tp.reassembly.clear();
    tp.ackNow = true;
    tp.socket.cantReceiveMore();
    switch (tp.state) {
      case ESTABLISHED -> tp.enter(TcpState.CLOSE_WAIT);
      case FIN_WAIT_1 -> tp.enter(TcpState.CLOSING);
      default -> tcp.enterTimeWait(tp); // FIN-WAIT-2
    }
  }
}
