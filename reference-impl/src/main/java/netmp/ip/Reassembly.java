package netmp.ip;

import netmp.mbuf.Mbuf;
import netmp.netisr.Timers;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * Reassembly of datagrams on one CPU, by its protocol thread (RFC 791 section 3.2, RFC 815, RFC
 * 1122 section 3.3.2). All fragments of a datagram come to one CPU, since they are steered by their
 * addresses.
 *
 * <p>Fragments that overlap, or that disagree about the end, condemn their datagram: what is left
 * of it and what still comes is dropped until it would have timed out (RFC 5722 asks that of IPv6;
 * overlaps have no honest use). The same fragment again is dropped alone.
 *
 * <p>Bounded are datagrams and buffers, of the CPU and of each source, and the fragments of a
 * datagram. The oldest datagram gives way to a new fragment: of the source that is at its bound,
 * else of all. So a source that floods takes from itself first.
 */
public final class Reassembly {

  /** Datagrams under reassembly. They are so few that they are searched one by one. */
  public static final int DATAGRAMS = 64;

  static final int DATAGRAMS_PER_SOURCE = 16;

  /** A datagram of 65535 bytes over links of 576 has 119. */
  static final int FRAGMENTS_PER_DATAGRAM = 128;

  /** RFC 1122 section 3.3.2: a fixed value, 60 to 120 seconds. */
  static final long LIFETIME = 60_000_000_000L;

  private static final int TCP_HEADER = 20;

  private final Timers timers;
  private final ErrorReporter errors;
  private final Counters counters;
  private final Ipq[] queues = new Ipq[DATAGRAMS];
  private final int buffers;
  private int held;

  /**
   * No fragments yet.
   *
   * @param timers the CPU's
   * @param buffers packet buffers that may be held, at least 4; a source may hold half of them
   * @param errors the CPU's ICMP
   * @param counters the CPU's
   */
  public Reassembly(Timers timers, int buffers, ErrorReporter errors, Counters counters) {
    this.timers = timers;
    this.buffers = buffers;
    this.errors = errors;
    this.counters = counters;
    for (int i = 0; i < DATAGRAMS; i++) {
      queues[i] = new Ipq(this);
    }
  }

  /**
   * Takes a fragment.
   *
   * @param fragment starts at its IP header, which is good, and ends with the datagram; taken
   * @return the whole datagram with a header as if it had never been cut, which the caller owns;
   *     null while fragments are missing
   */
  Mbuf input(Mbuf fragment) {
    DropReason fault = fault(fragment);
    if (fault != null) {
      counters.drop(fragment, fault);
      return null;
    }
    makeRoom(fragment.u32(IpHeader.SOURCE));
    Ipq queue = queueOf(fragment);
    return queue.isRefused() ? refuse(fragment) : insert(queue, fragment);
  }

  /**
   * How many fragments are held: buffers.
   *
   * @return at most as many as given to the constructor
   */
  public int fragments() {
    return held;
  }

  /**
   * How many datagrams wait for fragments, or for the end of their time.
   *
   * @return at most {@link #DATAGRAMS}
   */
  public int datagrams() {
    int datagrams = 0;
    for (Ipq queue : queues) {
      datagrams += queue.used ? 1 : 0;
    }
    return datagrams;
  }

  private Mbuf refuse(Mbuf fragment) {
    counters.drop(fragment, DropReason.IP_OVERLAPPING_FRAGMENT);
    return null;
  }

  private static DropReason fault(Mbuf fragment) {
    int length = Ipq.dataLength(fragment);
    boolean last = IpHeader.isLast(fragment);
    int offset = IpHeader.fragmentOffset(fragment);
    int end = IpHeader.headerLength(fragment, 0) + offset + length;
    if (length == 0 || (!last && (length & 7) != 0) || end > IpHeader.MAX_DATAGRAM) {
      return DropReason.IP_BAD_FRAGMENT;
    }
    boolean tcp = fragment.u8(IpHeader.PROTOCOL) == IpProtocol.TCP;
    boolean splits = offset == 0 ? length < TCP_HEADER : offset < TCP_HEADER;
    return tcp && splits ? DropReason.IP_TINY_FRAGMENT : null;
  }

  private Mbuf insert(Ipq queue, Mbuf fragment) {
    held -= queue.fragments();
    Mbuf whole = null;
    switch (queue.insert(fragment)) {
      case KEPT -> bound(queue);
      case COMPLETE -> whole = complete(queue);
      case DUPLICATE -> counters.drop(fragment, DropReason.IP_DUPLICATE_FRAGMENT);
      case CONTRADICTION -> {
        counters.drop(fragment, DropReason.IP_OVERLAPPING_FRAGMENT);
        queue.refuse(DropReason.IP_OVERLAPPING_FRAGMENT, counters);
      }
    }
    held += queue.fragments();
    return whole;
  }

  private void bound(Ipq queue) {
    if (queue.fragments() > FRAGMENTS_PER_DATAGRAM) {
      queue.refuse(DropReason.IP_REASSEMBLY_LIMIT, counters);
    }
  }

  /** The header of the first fragment may be longer than that of the last, by its options. */
  private Mbuf complete(Ipq queue) {
    Mbuf datagram = null;
    if (queue.length() > IpHeader.MAX_DATAGRAM) {
      queue.drop(DropReason.IP_BAD_FRAGMENT, counters);
    } else {
      for (int i = 1; i < queue.fragments(); i++) {
        counters.count(Counter.IP_FRAGMENTS_JOINED);
      }
      counters.count(Counter.IP_REASSEMBLED);
      datagram = queue.join();
    }
    forget(queue);
    return datagram;
  }

  private void forget(Ipq queue) {
    queue.used = false;
    timers.cancel(queue);
  }

  // ---- bounds ----

  /** Room for one more fragment of a source. */
  private void makeRoom(int source) {
    while (fragmentsOf(source) >= buffers / 2) {
      evict(oldest(source, true));
    }
    while (held >= buffers) {
      evict(oldest(source, false));
    }
  }

  private int fragmentsOf(int source) {
    int fragments = 0;
    for (Ipq queue : queues) {
      fragments += queue.used && queue.source == source ? queue.fragments() : 0;
    }
    return fragments;
  }

  private int datagramsOf(int source) {
    int datagrams = 0;
    for (Ipq queue : queues) {
      datagrams += queue.used && queue.source == source ? 1 : 0;
    }
    return datagrams;
  }

  private void evict(Ipq queue) {
    held -= queue.fragments();
    queue.drop(DropReason.IP_REASSEMBLY_LIMIT, counters);
    forget(queue);
  }

  /** The datagram whose first fragment came first, of a source or of all. There is one. */
  private Ipq oldest(int source, boolean only) {
    Ipq oldest = null;
    for (Ipq queue : queues) {
      boolean counts = queue.used && (!only || queue.source == source);
      if (counts && (oldest == null || queue.since - oldest.since < 0)) {
        oldest = queue;
      }
    }
    return oldest;
  }

  private Ipq queueOf(Mbuf fragment) {
    for (Ipq queue : queues) {
      if (queue.isOf(fragment)) {
        return queue;
      }
    }
    int source = fragment.u32(IpHeader.SOURCE);
    if (datagramsOf(source) == DATAGRAMS_PER_SOURCE) {
      evict(oldest(source, true));
    }
    Ipq queue = freeQueue();
    queue.begin(fragment, timers.now());
    timers.schedule(queue, timers.now() + LIFETIME);
    return queue;
  }

  private Ipq freeQueue() {
    for (Ipq queue : queues) {
      if (!queue.used) {
        return queue;
      }
    }
    Ipq oldest = oldest(0, false);
    evict(oldest);
    return oldest;
  }

  /** RFC 1122 section 3.3.2: the source is told if the fragment that names the ports is here. */
  void timeout(Ipq queue) {
    Mbuf first = queue.fragmentZero();
    if (first != null) {
      errors.reassemblyTimeExceeded(first);
    }
    held -= queue.fragments();
    queue.drop(DropReason.IP_REASSEMBLY_TIMEOUT, counters);
    queue.used = false;
  }
}
