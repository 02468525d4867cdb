package netmp.tcp;

import java.util.ArrayDeque;
import netmp.mbuf.Mbuf;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;
import netmp.tcp.SynEntry.Progress;

/**
 * The SYN cache of one CPU (RFC 4987 section 3.5): connections that peers have asked for. A flood
 * of SYNs costs a bounded number of entries; the oldest make room for new ones.
 *
 * <p>When the peer confirms, the listener's owner is asked for a place in its accept queue, by
 * message, since it may be another CPU ({@code specs/accept}). The confirming segment is the
 * message. Segments that come meanwhile take the same way, there and back, and so stay in order
 * behind it.
 */
final class SynCache {

  static final int LIMIT = 4096;

  /**
   * RFC 9293 section 3.8.3: a SYN is given up after three minutes; here the peer will ask again.
   */
  private static final int MAX_RETRANSMITS = 5;

  /** The same section: R1, from which on the neighbour may be gone. */
  private static final int DOUBTFUL_RETRANSMITS = 3;

  private final Tcp tcp;
  private final Counters counters;

  /** Oldest first; those that are gone stay until they are the oldest. */
  private final ArrayDeque<SynEntry> ages = new ArrayDeque<>();

  private int size;
  private final SynCookies mode;
  private final SynCookie cookies;

  /** When the last cookie is too old; a time that has passed if there is none. */
  private long cookiesUntil = Long.MIN_VALUE;

  SynCache(Tcp tcp, SynCookies mode, Counters counters) {
    this.tcp = tcp;
    this.mode = mode;
    this.counters = counters;
    cookies = new SynCookie(tcp.isns());
  }

  int size() {
    return size;
  }

  long now() {
    return tcp.now();
  }

  EcnUse ecn() {
    return tcp.offers().ecn();
  }

  int timestampOffset(TcpFlow ends) {
    return tcp.isns().timestampOffset(ends);
  }

  /** A SYN comes to a listener. */
  void request(Listener listener, TcpFlow ends, Segment s, int iss) {
    if (mode == SynCookies.ALWAYS || (mode == SynCookies.WHEN_FULL && size >= LIMIT)) {
      answerWithCookie(listener, ends, s);
      return;
    }
    SynEntry entry = SynEntry.of(this, listener, ends, s, iss);
    enter(entry);
    answer(entry);
  }

  private void enter(SynEntry entry) {
    makeRoom();
    tcp.table().add(entry);
    ages.add(entry);
    size++;
    arm(entry);
  }

  // ---- cookies (RFC 4987 section 3.6) ----

  private void answerWithCookie(Listener listener, TcpFlow ends, Segment s) {
    int mss = s.mss == 0 ? Tcpcb.DEFAULT_MSS : s.mss;
    int iss = cookies.make(ends, s.seq, mss, now());
    SynEntry entry = SynEntry.of(this, listener, ends, s, iss);
    entry.isCookie = true;
    cookiesUntil = now() + 2 * SynCookie.EPOCH;
    counters.count(Counter.TCP_COOKIES_SENT);
    answer(entry);
  }

  /**
   * An acknowledgment comes for nobody: perhaps the peer had a cookie. It is looked at only if
   * cookies were sent lately, so that at other times nobody can guess one.
   *
   * @return an entry as if the SYN had been remembered, or null
   */
  SynEntry confirmed(Listener listener, TcpFlow ends, Segment s) {
    if (now() >= cookiesUntil || s.has(TcpHeader.SYN)) {
      return null;
    }
    int mss = cookies.check(ends, s.seq - 1, s.ack - 1, now());
    if (mss == 0) {
      counters.count(Counter.TCP_COOKIES_REFUSED);
      return null;
    }
    counters.count(Counter.TCP_COOKIES_RECEIVED);
    SynEntry entry = SynEntry.ofCookie(this, listener, ends, s, mss);
    enter(entry);
    return entry;
  }

  // ---- entries ----

  private void makeRoom() {
    while (!ages.isEmpty() && !tcp.has(ages.peek())) {
      ages.remove();
    }
    while (size >= LIMIT || ages.size() > 2 * LIMIT) {
      SynEntry oldest = ages.remove();
      if (tcp.has(oldest) && oldest.progress == Progress.WAITING) {
        counters.count(Counter.TCP_SYN_EVICTED);
        remove(oldest);
      }
    }
  }

  private void remove(SynEntry entry) {
    tcp.timers().cancel(entry.timer);
    tcp.table().remove(entry);
    size--;
  }

  private void arm(SynEntry entry) {
    long delay = RttEstimator.INITIAL_RTO << entry.retransmits;
    tcp.timers().schedule(entry.timer, tcp.now() + delay);
  }

  /** The answer, or the peer's, is lost. */
  void expired(SynEntry entry) {
    if (entry.progress != Progress.WAITING) {
      arm(entry); // it may have to wait again
      return;
    }
    if (entry.retransmits++ == MAX_RETRANSMITS) {
      remove(entry);
      return;
    }
    if (entry.retransmits >= DOUBTFUL_RETRANSMITS) {
      tcp.writer().doubt(entry);
    }
    answer(entry);
    arm(entry);
  }

  /** The listener is gone: nobody will accept. */
  void removeAll(Listener listener) {
    for (SynEntry entry : ages) {
      boolean here = entry.listener.equals(listener) && entry.progress == Progress.WAITING;
      if (here && tcp.has(entry)) {
        remove(entry);
      }
    }
  }

  /** One for which a place is being reserved is a connection by and by, and is looked at again. */
  void addressGoes(SynEntry entry) {
    if (entry.progress == Progress.WAITING) {
      remove(entry);
    } else {
      tcp.call(() -> tcp.addressGoes(entry.localAddress()));
    }
  }

  private void answer(SynEntry entry) {
    int flags = TcpHeader.SYN | TcpHeader.ACK | (entry.ecn ? TcpHeader.ECE : 0);
    tcp.writer().synchronize(entry, tcp.offers().answer(entry), flags, entry.iss, entry.irs + 1);
  }

  /** A segment of a connection that is not confirmed (RFC 9293 section 3.10.7.4, SYN-RECEIVED). */
  DropReason arrives(SynEntry entry, Segment s) {
    if (entry.progress == Progress.RESERVING) {
      follow(entry, s.takeWhole());
      return null;
    }
    if (s.has(TcpHeader.RST)) {
      return reset(entry, s);
    }
    if (s.has(TcpHeader.SYN)) {
      return again(entry, s);
    }
    return s.has(TcpHeader.ACK) ? confirm(entry, s) : DropReason.TCP_BAD_FLAGS;
  }

  /**
   * An ICMP error about the answer. One is not enough, nor are many at once: the entry goes if the
   * answer has been sent again several times and this is not the first error (BSD's
   * syncache_unreach).
   */
  DropReason unreachable(SynEntry entry, int seq) {
    if (seq != entry.iss) {
      return DropReason.TCP_ICMP_OUT_OF_WINDOW;
    }
    boolean again = entry.unreachable && entry.retransmits > Ctlinput.PATIENCE;
    entry.unreachable = true;
    if (again && entry.progress == Progress.WAITING) {
      counters.count(Counter.TCP_UNREACHABLE);
      remove(entry);
    }
    return null;
  }

  private DropReason reset(SynEntry entry, Segment s) {
    if (s.seq != entry.irs + 1) {
      return DropReason.TCP_RESET_OUT_OF_WINDOW;
    }
    counters.count(Counter.TCP_RESETS_RECEIVED);
    remove(entry);
    return DropReason.TCP_RESET;
  }

  private DropReason again(SynEntry entry, Segment s) {
    if (s.seq == entry.irs && !s.has(TcpHeader.ACK)) {
      entry.answeredAgain = true;
      answer(entry);
    } else {
      acknowledge(entry);
    }
    return DropReason.TCP_DUPLICATE;
  }

  private DropReason confirm(SynEntry entry, Segment s) {
    if (s.ack != entry.iss + 1) {
      tcp.writer().bare(entry, TcpHeader.RST, s.ack, 0);
      return DropReason.TCP_BAD_ACK;
    }
    if (entry.timestamps && !s.hasTimestamps) {
      return DropReason.TCP_NO_TIMESTAMP; // RFC 7323 section 3.2
    }
    DropReason fault = fault(entry, s);
    if (fault != null) {
      acknowledge(entry);
      return fault;
    }
    if (entry.progress == Progress.RESERVED) {
      return expand(entry).arrives(s);
    }
    reserve(entry, s.takeWhole());
    return null;
  }

  /** The first check of section 3.10.7.4, and RFC 7323 section 5.3. */
  private DropReason fault(SynEntry entry, Segment s) {
    if (entry.timestamps && s.tsVal - entry.tsRecent < 0) {
      return DropReason.TCP_OLD_TIMESTAMP;
    }
    // What passes establishes the connection for certain: it has no timer before that (D99).
    // So text may not stand at the right edge, where a segment without text may.
    int window = Offers.initialWindow(entry.listener) + (s.length() == 0 ? 1 : 0);
    boolean inWindow = Seq.within(s.seq, entry.irs + 1, window);
    return inWindow ? null : DropReason.TCP_OUT_OF_WINDOW;
  }

  private void acknowledge(SynEntry entry) {
    int window = Offers.initialWindow(entry.listener);
    boolean scaled = entry.peerScale != Segment.NO_SCALE;
    tcp.writer()
        .acknowledge(
            entry,
            entry.iss + 1,
            entry.irs + 1,
            scaled ? window >>> Offers.scale() : window,
            entry.timestamps,
            entry.tsOffset,
            entry.tsRecent);
  }

  // ---- a place in the accept queue ----

  private void reserve(SynEntry entry, Mbuf confirming) {
    entry.progress = Progress.RESERVING;
    Tcp owner = entry.listener.owner;
    owner.port().put(confirming.dispatchTo(packet -> reserveAtOwner(entry, packet)));
  }

  /** On the listener's owner. */
  private void reserveAtOwner(SynEntry entry, Mbuf confirming) {
    int number = entry.listener.socket.reserveConnection();
    if (number != 0) {
      entry.listener.connectionBegins();
    }
    tcp.port().put(confirming.dispatchTo(packet -> reserved(entry, number, packet)));
  }

  /** Back again. Without a place the peer's next segment asks again, as in Linux. */
  private void reserved(SynEntry entry, int number, Mbuf confirming) {
    entry.number = number;
    entry.progress = number == 0 ? Progress.WAITING : Progress.RESERVED;
    if (number == 0 && tcp.has(entry.listener)) {
      counters.drop(confirming, DropReason.TCP_FULL_BACKLOG);
      return;
    }
    if (number == 0) {
      remove(entry); // nobody listens any more, which the peer is told (D99)
    }
    tcp.inputAtOwner(confirming);
  }

  /** Takes the way of the segment that asks for a place. */
  private void follow(SynEntry entry, Mbuf packet) {
    Tcp owner = entry.listener.owner;
    owner.port().put(packet.dispatchTo(p -> tcp.port().put(p.dispatchTo(tcp::inputAtOwner))));
  }

  /** The connection is born, on the CPU where its segments land. */
  private Tcpcb expand(SynEntry entry) {
    remove(entry);
    return tcp.passiveOpen(entry);
  }
}
