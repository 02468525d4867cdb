package netmp.tcp;

import netmp.icmp.IcmpError;
import netmp.netisr.Timer;
import netmp.stats.DropReason;

/**
 * A connection that a peer has asked for and not confirmed: an entry of the SYN cache (RFC 4987
 * section 3.5), a few words in place of a socket.
 */
final class SynEntry extends TcpFlow {

  /** How far the making of the socket is. */
  enum Progress {
    /** The peer has not answered. */
    WAITING,
    /**
     * The listener's owner is asked for a place; segments go the same way, and so stay in order.
     */
    RESERVING,
    /** There is a place. */
    RESERVED
  }

  final Listener listener;
  final int irs;
  final int iss;
  final int peerMss;
  final int peerScale;
  final boolean sack;
  final boolean timestamps;
  final int tsOffset;
  final boolean ecn;
  int tsRecent;

  /** The window of the last segment, not scaled. */
  int window;

  Progress progress = Progress.WAITING;

  /** The connection's number in the accept queue, once there is a place. */
  int number;

  /** How often the answer was sent again. */
  int retransmits;

  /** When it was sent first. */
  final long answeredAt;

  /** The peer has asked again: an acknowledgment may be for either answer. */
  boolean answeredAgain;

  /** An ICMP error has said that the answer does not arrive. */
  boolean unreachable;

  private final SynCache cache;

  final Timer timer =
      new Timer() {
        @Override
        protected void fire() {
          cache.expired(SynEntry.this);
        }
      };

  SynEntry(
      SynCache cache,
      Listener listener,
      TcpFlow flow,
      Segment s,
      int iss,
      int tsOffset,
      long answeredAt) {
    this.cache = cache;
    this.answeredAt = answeredAt;
    this.listener = listener;
    this.iss = iss;
    this.tsOffset = tsOffset;
    setTuple(flow);
    irs = s.seq;
    peerMss = s.mss == 0 ? Tcpcb.DEFAULT_MSS : s.mss;
    peerScale = s.windowScale;
    sack = s.sackPermitted;
    timestamps = s.hasTimestamps;
    tsRecent = s.tsVal;
    window = s.window;
    ecn = s.has(TcpHeader.ECE) && s.has(TcpHeader.CWR);
  }

  @Override
  DropReason arrives(Segment s) {
    return cache.arrives(this, s);
  }

  @Override
  DropReason unreachable(IcmpError error, int mtu, int seq) {
    return cache.unreachable(this, seq);
  }
}
