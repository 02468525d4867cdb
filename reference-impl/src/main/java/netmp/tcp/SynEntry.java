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
  final int tsOffset;
  int peerMss;
  int peerScale;
  boolean sack;
  boolean timestamps;
  boolean ecn;
  int tsRecent;

  /** The answer is a cookie, and this entry is forgotten once it is sent. */
  boolean isCookie;

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

  private SynEntry(SynCache cache, Listener listener, TcpFlow flow, int irs, int iss) {
    this.cache = cache;
    this.listener = listener;
    this.irs = irs;
    this.iss = iss;
    setTuple(flow);
    tsOffset = cache.timestampOffset(flow);
    answeredAt = cache.now();
  }

  /** What a SYN asks for. */
  static SynEntry of(SynCache cache, Listener listener, TcpFlow flow, Segment s, int iss) {
    SynEntry entry = new SynEntry(cache, listener, flow, s.seq, iss);
    entry.peerMss = s.mss == 0 ? Tcpcb.DEFAULT_MSS : s.mss;
    entry.peerScale = s.windowScale;
    entry.sack = s.sackPermitted;
    entry.timestamps = s.hasTimestamps;
    entry.tsRecent = s.tsVal;
    entry.ecn = Ecn.agrees(s, cache.ecn());
    return entry;
  }

  /** What a SYN had asked for, as the cookie has it that the peer brings back. */
  static SynEntry ofCookie(
      SynCache cache, Listener listener, TcpFlow flow, Segment s, int peerMss) {
    SynEntry entry = new SynEntry(cache, listener, flow, s.seq - 1, s.ack - 1);
    entry.peerMss = peerMss;
    entry.timestamps = s.hasTimestamps;
    entry.tsRecent = s.tsVal;
    entry.peerScale = s.hasTimestamps ? SynCookie.scale(s.tsEcr) : Segment.NO_SCALE;
    entry.sack = s.hasTimestamps && SynCookie.sack(s.tsEcr);
    entry.ecn = s.hasTimestamps && SynCookie.ecn(s.tsEcr);
    entry.answeredAgain = true; // when it was answered nobody knows
    return entry;
  }

  /** What is sent in place of a timestamp, so that the options come back. */
  int cookieTimestamp(int clock) {
    return SynCookie.timestamp(clock, peerScale, sack, ecn);
  }

  @Override
  public String toString() {
    return "SYN cache";
  }

  @Override
  DropReason arrives(Segment s) {
    return cache.arrives(this, s);
  }

  @Override
  DropReason unreachable(IcmpError error, int mtu, int seq) {
    // What waits for an answer is gone in seconds; the connection will learn the way.
    return error == IcmpError.REDIRECT ? DropReason.ICMP_REDIRECT : cache.unreachable(this, seq);
  }

  @Override
  void addressGoes(Tcp owner) {
    cache.addressGoes(this);
  }
}
