package netmp.sockbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;

/** What is seldom written. It shares its cache line with the object's header, which all read. */
abstract class SeldomWritten {
  final Probes probes;
  final int traced;

  /**
   * Bytes of the high-water mark for one packet. BSD bounds a sockbuf by the memory of its mbufs
   * too (sb_mbmax), so that small packets do not make it endless.
   */
  private static final int BYTES_PER_PACKET = 32;

  private static final int MIN_PACKETS = 4;

  /** A power of two. */
  final int mostPackets;

  volatile int highWater;
  volatile int lowWater = 1;
  volatile boolean cantMore;

  SeldomWritten(int highWater, Probes probes, int traced) {
    this.highWater = highWater;
    mostPackets = Math.max(MIN_PACKETS, Integer.highestOneBit(highWater / BYTES_PER_PACKET));
    this.probes = probes;
    this.traced = traced;
  }
}

/**
 * Keeps the consumer off the line of the header. The JVM fills gaps between the fields of a class
 * and padding of longs with fields of classes below; the first one fills the gap itself.
 */
abstract class HeaderApart extends SeldomWritten {
  @SuppressWarnings("unused")
  private int h0;

  @SuppressWarnings("unused")
  private long h1, h2, h3, h4, h5, h6, h7;

  HeaderApart(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
  }
}

/** What the consumer writes. */
abstract class ConsumerSide extends HeaderApart {
  /** Bytes and packets dequeued so far; run free. Also read by the producer. */
  long rbytes;

  long rpackets;

  /** The producer's count of packets as last loaded. */
  long wpacketsSeen;

  /** How many packets were visited, if more than were dequeued. */
  long visited;

  /** Lists: the first node, and the one visited last, if it is still there. */
  Object head;

  Object note;

  ConsumerSide(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
  }
}

/** Keeps the two sides on different cache lines. */
abstract class SidesApart extends ConsumerSide {
  @SuppressWarnings("unused")
  private long p1, p2, p3, p4, p5, p6, p7;

  SidesApart(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
  }
}

/**
 * The counts and bounds of every sockbuf; a design says how a packet gets from one side to the
 * other. Two counters of bytes and two of packets, each with one writer, as in DragonFly's struct
 * sockbuf. The protocol of the counts is {@code specs/sockbuf/bytecount}.
 *
 * <p>Each side remembers what it last loaded of the other's counts and looks again only when that
 * is not enough: an old count errs in the direction that is safe.
 *
 * <p>The producer releases its count of bytes behind the packet that it counts, so whoever waits
 * for bytes finds them. A consumer that is faster than the count sees a negative difference, and
 * takes it for 0.
 */
abstract class AbstractSockbuf extends SidesApart implements Sockbuf {

  private static final VarHandle RBYTES;
  private static final VarHandle RPACKETS;
  private static final VarHandle WBYTES;
  private static final VarHandle WPACKETS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RBYTES = lookup.findVarHandle(ConsumerSide.class, "rbytes", long.class);
      RPACKETS = lookup.findVarHandle(ConsumerSide.class, "rpackets", long.class);
      WBYTES = lookup.findVarHandle(AbstractSockbuf.class, "wbytes", long.class);
      WPACKETS = lookup.findVarHandle(AbstractSockbuf.class, "wpackets", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Packets appended so far; runs free. Written by the producer. */
  long wpackets;

  /** The consumer's count of packets as last loaded. */
  long rpacketsSeen;

  private long wbytes;
  private long rbytesSeen;

  AbstractSockbuf(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
  }

  // ---- what a design says ----

  /**
   * Brings a packet, numbered wpackets+1, to the consumer and counts it; false if there is no slot.
   */
  abstract boolean put(Mbuf packet);

  /** The oldest packet, or null. */
  abstract Mbuf oldest(int reader);

  /** Takes the packet that {@link #oldest} returned, and counts it. */
  abstract Mbuf take();

  /** The packet behind the first `visited` ones, or null; visited is at least rpackets. */
  abstract Mbuf next(int reader);

  // ---- what designs need ----

  /** Publishes that one more packet was appended. */
  final void countAppended() {
    WPACKETS.setRelease(this, wpackets + 1);
  }

  /** Publishes that one more packet was dequeued. */
  final void countDequeued() {
    RPACKETS.setRelease(this, rpackets + 1);
  }

  final long loadAppended() {
    wpacketsSeen = (long) WPACKETS.getAcquire(this);
    return wpacketsSeen;
  }

  final long loadDequeued() {
    rpacketsSeen = (long) RPACKETS.getAcquire(this);
    return rpacketsSeen;
  }

  // ---- producer ----

  @Override
  public final boolean append(Mbuf packet) {
    int bytes = packet.bytesWithControl();
    if (!fits(bytes)) {
      return false;
    }
    packet.setNumber((int) wpackets + 1);
    if (!put(packet)) {
      return false;
    }
    WBYTES.setRelease(this, wbytes + bytes);
    Probes.hit(probes, StackProbe.SBALLOC, traced, bytes);
    return true;
  }

  /** The count that is remembered is good enough if it says yes. */
  private boolean fits(int bytes) {
    return wbytes - rbytesSeen + bytes <= highWater || bytesAtMost() + bytes <= highWater;
  }

  @Override
  public final int space() {
    return Math.max(0, highWater - bytesAtMost());
  }

  @Override
  public final int bytesAtMost() {
    rbytesSeen = (long) RBYTES.getAcquire(this);
    return (int) (wbytes - rbytesSeen);
  }

  @Override
  public final int packetsAtMost() {
    return (int) (wpackets - loadDequeued());
  }

  @Override
  public final void setCantMore() {
    cantMore = true;
  }

  // ---- consumer ----

  @Override
  public final Mbuf dequeue(int reader) {
    if (oldest(reader) == null) {
      return null;
    }
    Mbuf packet = take();
    free(packet.bytesWithControl());
    return packet;
  }

  @Override
  public final Mbuf first(int reader) {
    return oldest(reader);
  }

  @Override
  public final Mbuf visit(int reader) {
    visited = Math.max(visited, rpackets);
    Mbuf packet = next(reader);
    if (packet != null) {
      visited++;
    }
    return packet;
  }

  @Override
  public final void drop(int reader, int bytes) {
    int left = bytes;
    while (left > 0) {
      Mbuf packet = oldest(reader);
      if (packet == null) {
        throw new IndexOutOfBoundsException(left + " bytes to drop are not to be seen");
      }
      left -= dropFrom(packet, reader, left);
    }
  }

  private int dropFrom(Mbuf packet, int reader, int most) {
    int bytes = packet.bytesWithControl();
    if (bytes <= most) {
      dequeue(reader).free();
      return bytes;
    }
    packet.trimFront(most);
    free(most);
    return most;
  }

  private void free(int bytes) {
    RBYTES.setRelease(this, rbytes + bytes);
    Probes.hit(probes, StackProbe.SBFREE, traced, bytes);
  }

  @Override
  public final int bytesAtLeast() {
    return (int) Math.max(0, (long) WBYTES.getAcquire(this) - rbytes);
  }

  @Override
  public final int packetsAtLeast() {
    // Not remembered: the consumer's next look is its own.
    return (int) Math.max(0, (long) WPACKETS.getAcquire(this) - rpackets);
  }

  @Override
  public final boolean cantMore() {
    return cantMore;
  }

  // ---- anyone ----

  /** The producer's count first: if the consumer has come as far, there was nothing left. */
  @Override
  public final int packetsEstimate() {
    long appended = (long) WPACKETS.getAcquire(this);
    return (int) Math.max(0, appended - (long) RPACKETS.getAcquire(this));
  }

  @Override
  public final int bytesEstimate() {
    long appended = (long) WBYTES.getAcquire(this);
    return (int) Math.max(0, appended - (long) RBYTES.getAcquire(this));
  }

  /** The consumer's count first: what it dequeues later, it tells later. */
  @Override
  public final int spaceEstimate() {
    long dequeued = (long) RBYTES.getAcquire(this);
    long used = Math.max(0, (long) WBYTES.getAcquire(this) - dequeued);
    return (int) Math.max(0, highWater - used);
  }

  // ---- both ----

  @Override
  public final int highWater() {
    return highWater;
  }

  @Override
  public final int mostPackets() {
    return mostPackets;
  }

  @Override
  public final void setHighWater(int bytes) {
    highWater = bytes;
    Probes.hit(probes, StackProbe.SBRESERVE, traced, bytes);
  }

  @Override
  public final int lowWater() {
    return lowWater;
  }

  @Override
  public final void setLowWater(int bytes) {
    lowWater = bytes;
  }

  /** Reports that a packet became visible. */
  final void published() {
    Probes.hit(probes, StackProbe.APPEND_PUBLISH, traced);
  }

  /** Reports that a packet was taken. */
  final void taken() {
    Probes.hit(probes, StackProbe.DEQUEUE_COUNT, traced);
  }

  /** The consumer looked, and sees as many packets. */
  final void sees(int reader, long packets) {
    Probes.hit(probes, StackProbe.SNAPSHOT, traced, reader, packets);
  }
}
