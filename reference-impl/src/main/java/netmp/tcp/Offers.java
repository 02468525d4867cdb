package netmp.tcp;

import netmp.ip.RouteTable;

/** What this end offers, and what both ends agree on (RFC 7323, RFC 2018, RFC 3168). */
final class Offers {

  /** RFC 7323 section 2.3. */
  static final int MAX_SCALE = 14;

  /** Receive buffers up to this size can be told to the peer. */
  private static final int SCALED_FOR = 4 << 20;

  private final SegmentWriter writer;
  private final RouteTable routes;
  private final EcnUse ecn;

  Offers(SegmentWriter writer, RouteTable routes, EcnUse ecn) {
    this.writer = writer;
    this.routes = routes;
    this.ecn = ecn;
  }

  /** When congestion is notified explicitly. */
  EcnUse ecn() {
    return ecn;
  }

  /** The shift of windows that this end announces. */
  static int scale() {
    int scale = 0;
    while (0xffff << scale < SCALED_FOR) {
      scale++;
    }
    return scale;
  }

  /** The window of a SYN in answer to a SYN: the connection will have the listener's buffers. */
  static int initialWindow(Listener listener) {
    return Math.min(listener.socket.receiveHighWater(), 0xffff);
  }

  /**
   * What this end takes in a segment from a peer (RFC 6691): what its own would be on that link, as
   * it does not know by which one segments will come (RFC 1122 section 3.3.4.2, weak end systems);
   * the user may want less.
   */
  int mss(int peer, int maxSegment) {
    int most = SegmentWriter.mss(routes.ifnetTo(peer).nif().mtu());
    return maxSegment == 0 ? most : Math.min(most, maxSegment);
  }

  /** A first SYN. */
  Offer first(Tcpcb tp) {
    return new Offer(
        mss(tp.foreignAddress(), tp.maxSegment),
        tp.socket.receiveHighWater(),
        scale(),
        true,
        true,
        writer.timestamp(tp),
        0,
        tp.typeOfService,
        tp.timeToLive);
  }

  /** A SYN in answer to one that was sent at the same time: what both know. */
  Offer answer(Tcpcb tp) {
    return new Offer(
        mss(tp.foreignAddress(), tp.maxSegment),
        tp.socket.receiveHighWater(),
        tp.rcvScale == 0 ? Segment.NO_SCALE : tp.rcvScale,
        tp.sack,
        tp.timestamps,
        writer.timestamp(tp),
        tp.tsRecent,
        tp.typeOfService,
        tp.timeToLive);
  }

  /** The answer to a SYN: what the peer has offered too. */
  Offer answer(SynEntry entry) {
    Listener.Inherited inherited = entry.listener.inherited;
    int stamp = writer.clock() + entry.tsOffset;
    return new Offer(
        mss(entry.foreignAddress(), inherited.maxSegment()),
        initialWindow(entry.listener),
        entry.peerScale == Segment.NO_SCALE ? Segment.NO_SCALE : scale(),
        entry.sack,
        entry.timestamps,
        entry.isCookie ? entry.cookieTimestamp(stamp) : stamp,
        entry.tsRecent,
        inherited.typeOfService(),
        inherited.timeToLive());
  }

  /** The peer's SYN answers ours. */
  void agree(Tcpcb tp, Segment s, long now) {
    tp.timestamps = s.hasTimestamps;
    tp.tsRecent = s.tsVal;
    tp.tsRecentAt = now;
    tp.sack = s.sackPermitted;
    tp.ecn = Ecn.isAgreed(tp, s, ecn);
    scales(tp, s.windowScale);
    segments(tp, s.mss == 0 ? Tcpcb.DEFAULT_MSS : s.mss);
    tp.rcvAdv = tp.rcvNxt + Math.min(tp.socket.receiveHighWater(), 0xffff);
  }

  /** The peer has confirmed what we answered. */
  void agree(Tcpcb tp, SynEntry entry, long now) {
    tp.timestamps = entry.timestamps;
    tp.tsRecent = entry.tsRecent;
    tp.tsRecentAt = now;
    tp.tsOffset = entry.tsOffset;
    tp.sack = entry.sack;
    tp.ecn = entry.ecn;
    scales(tp, entry.peerScale);
    segments(tp, entry.peerMss);
    tp.rcvAdv = tp.rcvNxt + initialWindow(entry.listener);
  }

  private static void scales(Tcpcb tp, int peerScale) {
    boolean both = peerScale != Segment.NO_SCALE;
    tp.sndScale = both ? Math.min(peerScale, MAX_SCALE) : 0;
    tp.rcvScale = both ? scale() : 0;
  }

  private void segments(Tcpcb tp, int peerMss) {
    tp.peerMss = peerMss;
    tp.recovery.setSelective(tp.sack);
    tp.mss = segmentText(tp);
  }

  /**
   * The most text of a segment now: what the peer takes, the user allows, and the path, as far as
   * is known (RFC 9293 section 3.7.1).
   */
  int segmentText(Tcpcb tp) {
    int most = Math.min(mostSegment(tp), tp.fallbackMss);
    return Math.max(1, most - SegmentWriter.optionBytes(tp.timestamps));
  }

  /** The same, options included, if the path takes all that routers have not refused. */
  int mostSegment(Tcpcb tp) {
    int path = SegmentWriter.mss(writer.pathMtu(tp.foreignAddress()));
    int ends = Math.min(tp.peerMss, mss(tp.foreignAddress(), tp.maxSegment));
    return Math.min(ends, path);
  }
}
