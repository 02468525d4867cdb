package netmp.tcp;

import netmp.icmp.IcmpError;
import netmp.netisr.Timer;
import netmp.netisr.Timers;
import netmp.stats.DropReason;

/**
 * What is left of a connection in TIME-WAIT (RFC 9293 section 3.6.1): enough to answer the peer's
 * FIN again and to tell a new connection from an old segment, and no more.
 */
final class TimeWait extends TcpFlow {

  /** Twice the maximum segment lifetime: as Linux and BSD, less than RFC 9293's four minutes. */
  static final long TWO_MSL = 60_000_000_000L;

  /** After which the timestamps of a new connection are later than all of the old one. */
  private static final long DISTINCT = 1_000_000_000L;

  private final Tcp tcp;

  /** As of {@link Tcpcb#portOf}. */
  final Listener portOf;

  private final int sndNxt;
  private final int rcvNxt;
  private final boolean timestamps;
  private final int tsOffset;
  private final int tsRecent;

  /** As it was told last. */
  private final int window;

  /** When the peer was heard of last. */
  private long since;

  private final Timer expiry =
      new Timer() {
        @Override
        protected void fire() {
          tcp.forget(TimeWait.this);
        }
      };

  TimeWait(Tcp tcp, Tcpcb tp) {
    this.tcp = tcp;
    setTuple(tp);
    portOf = tp.portOf;
    sndNxt = tp.sndNxt;
    rcvNxt = tp.rcvNxt;
    timestamps = tp.timestamps;
    tsOffset = tp.tsOffset;
    tsRecent = tp.tsRecent;
    window = tp.rcvWnd() >>> tp.rcvScale;
    restart();
  }

  private void restart() {
    since = tcp.now();
    Timers timers = tcp.timers();
    timers.schedule(expiry, timers.now() + TWO_MSL);
  }

  /**
   * RFC 6191 section 2, of the other end: what is under way of the old connection has timestamps
   * that the peer refuses, once it has one of the new.
   */
  @Override
  boolean givesWay() {
    return timestamps && tcp.now() - since > DISTINCT;
  }

  void cancel() {
    tcp.timers().cancel(expiry);
  }

  @Override
  public String toString() {
    return "TIME-WAIT";
  }

  @Override
  DropReason arrives(Segment s) {
    if (s.has(TcpHeader.RST)) {
      return DropReason.TCP_RESET; // RFC 1337 section 3: a connection is not assassinated here
    }
    boolean asks = s.has(TcpHeader.SYN) && !s.has(TcpHeader.ACK);
    if (asks && isNew(s) && tcp.reopen(this, s)) {
      return null;
    }
    if (s.has(TcpHeader.FIN)) {
      restart();
    }
    if (s.length() > 0 || s.seq != rcvNxt || s.ack != sndNxt) {
      tcp.writer().acknowledge(this, sndNxt, rcvNxt, window, timestamps, tsOffset, tsRecent);
    }
    return DropReason.TCP_TIME_WAIT;
  }

  /** All that was sent is acknowledged. */
  @Override
  DropReason unreachable(IcmpError error, int mtu, int seq) {
    return DropReason.TCP_ICMP_OUT_OF_WINDOW;
  }

  @Override
  void addressGoes(Tcp owner) {
    cancel();
    owner.forget(this);
  }

  /** RFC 6191 section 2: the peer begins anew, and no old segment can be taken for its own. */
  private boolean isNew(Segment s) {
    boolean later = timestamps && s.hasTimestamps && s.tsVal != tsRecent;
    return later ? s.tsVal - tsRecent > 0 : Seq.after(s.seq, rcvNxt);
  }

  /** A first sequence number that is behind everything the old connection has sent. */
  int nextIss(int proposed) {
    return Seq.after(proposed, sndNxt) ? proposed : sndNxt + 64_000 + 1;
  }
}
