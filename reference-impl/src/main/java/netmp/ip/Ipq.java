package netmp.ip;

import netmp.mbuf.Mbuf;
import netmp.netisr.Timer;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * One datagram under reassembly (BSD's struct ipq): its fragments so far, ordered by offset and
 * linked through themselves. None overlaps another, so RFC 815's holes are the gaps between
 * neighbours, and none is left when the bytes add up.
 */
final class Ipq extends Timer {

  /** What became of a fragment. */
  enum Verdict {
    /** It was kept, and others are missing. */
    KEPT,
    /** It was kept, and is the last that was missing. */
    COMPLETE,
    /** The same is there already; it was not kept. */
    DUPLICATE,
    /** It overlaps another, or disagrees about where the datagram ends; it was not kept. */
    CONTRADICTION
  }

  private static final int UNKNOWN = -1;

  private final Reassembly reassembly;

  int source;
  long since;
  boolean used;

  private int destination;
  private int protocolAndId;

  /** Takes nothing any more: fragments contradicted each other (RFC 5722). */
  private boolean refused;

  /** The fragment that comes first, and last, of those here. */
  private Mbuf first;

  private Mbuf last;

  private int fragments;
  private int bytes;

  /** Length of the datagram's data, once the last fragment is here. */
  private int total;

  Ipq(Reassembly reassembly) {
    this.reassembly = reassembly;
  }

  /** Begins with a datagram that a fragment belongs to. */
  void begin(Mbuf fragment, long now) {
    used = true;
    refused = false;
    since = now;
    source = fragment.u32(IpHeader.SOURCE);
    destination = fragment.u32(IpHeader.DESTINATION);
    protocolAndId = protocolAndId(fragment);
    total = UNKNOWN;
  }

  boolean isOf(Mbuf fragment) {
    return used
        && protocolAndId == protocolAndId(fragment)
        && source == fragment.u32(IpHeader.SOURCE)
        && destination == fragment.u32(IpHeader.DESTINATION);
  }

  private static int protocolAndId(Mbuf fragment) {
    return fragment.u8(IpHeader.PROTOCOL) << 16 | fragment.u16(IpHeader.IDENTIFICATION);
  }

  boolean isRefused() {
    return refused;
  }

  int fragments() {
    return fragments;
  }

  /** The length of a complete datagram, header included. */
  int length() {
    return IpHeader.headerLength(first, 0) + total;
  }

  /** The first fragment of the datagram, or null if it is not here. */
  Mbuf fragmentZero() {
    return first != null && IpHeader.isFirst(first, 0) ? first : null;
  }

  // ---- fragments come ----

  /** Puts a fragment in its place. */
  Verdict insert(Mbuf fragment) {
    Mbuf before = before(IpHeader.fragmentOffset(fragment));
    Mbuf behind = before == null ? first : before.nextPacket();
    if (isSame(fragment, before)) {
      return Verdict.DUPLICATE;
    }
    if (overlaps(before, fragment) || overlaps(fragment, behind) || !agreesOnEnd(fragment)) {
      return Verdict.CONTRADICTION;
    }
    link(before, fragment, behind);
    fragments++;
    bytes += dataLength(fragment);
    return bytes == total ? Verdict.COMPLETE : Verdict.KEPT;
  }

  /** The last fragment that does not start behind an offset; most come in order. */
  private Mbuf before(int offset) {
    if (last == null || IpHeader.fragmentOffset(last) <= offset) {
      return last;
    }
    Mbuf before = null;
    for (Mbuf each = first; IpHeader.fragmentOffset(each) <= offset; each = each.nextPacket()) {
      before = each;
    }
    return before;
  }

  private static boolean isSame(Mbuf fragment, Mbuf other) {
    return other != null
        && fragment.u16(IpHeader.FRAGMENT) == other.u16(IpHeader.FRAGMENT)
        && dataLength(fragment) == dataLength(other);
  }

  private static boolean overlaps(Mbuf earlier, Mbuf later) {
    return earlier != null && later != null && end(earlier) > IpHeader.fragmentOffset(later);
  }

  /** Notes the end of the datagram, if the fragment has it and nothing is behind. */
  private boolean agreesOnEnd(Mbuf fragment) {
    int end = end(fragment);
    if (!IpHeader.isLast(fragment)) {
      return total == UNKNOWN || end <= total;
    }
    if (total != UNKNOWN || (last != null && end(last) > end)) {
      return false;
    }
    total = end;
    return true;
  }

  private void link(Mbuf before, Mbuf fragment, Mbuf behind) {
    fragment.linkPacket(behind);
    if (before == null) {
      first = fragment;
    } else {
      before.linkPacket(fragment);
    }
    if (behind == null) {
      last = fragment;
    }
  }

  static int dataLength(Mbuf fragment) {
    return fragment.length() - IpHeader.headerLength(fragment, 0);
  }

  private static int end(Mbuf fragment) {
    return IpHeader.fragmentOffset(fragment) + dataLength(fragment);
  }

  // ---- and go ----

  /** Makes one packet of the fragments, which are all here, and takes it out. */
  Mbuf join() {
    Mbuf datagram = take();
    for (Mbuf next = take(); next != null; next = take()) {
      next.trimFront(IpHeader.headerLength(next, 0));
      datagram.concatenate(next);
    }
    IpHeader.writeLength(datagram, IpHeader.headerLength(datagram, 0), 0);
    return datagram;
  }

  private Mbuf take() {
    Mbuf fragment = first;
    if (fragment != null) {
      first = fragment.nextPacket();
      fragment.linkPacket(null);
      last = first == null ? null : last;
      fragments--;
      bytes -= dataLength(fragment);
    }
    return fragment;
  }

  void drop(DropReason reason, Counters counters) {
    for (Mbuf fragment = take(); fragment != null; fragment = take()) {
      counters.drop(fragment, reason);
    }
  }

  /** Lets go of all fragments, and of those to come. */
  void refuse(DropReason reason, Counters counters) {
    refused = true;
    drop(reason, counters);
  }

  @Override
  protected void fire() {
    reassembly.timeout(this);
  }
}
