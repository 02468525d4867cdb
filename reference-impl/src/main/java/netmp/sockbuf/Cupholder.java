package netmp.sockbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netmp.mbuf.Mbuf;
import netmp.probe.Probe;
import netmp.probe.Probes;

/*
 * Implementation notes. The algorithm is the cupholder sockbuf of DragonFly's netmp branch
 * (sys/sockbuf.h, kern/uipc_sockbuf.c); each probe names the action of
 * specs/sockbuf/cupholder/Cupholder.tla that the access before it is.
 *
 * Invariants (names of the specification):
 * - The list from head to tail is never empty; the last holder is never freed (NoUseAfterFree).
 * - The holders between head and tail, and only those, are live (NoLeak).
 * - The packets in the list, less one being taken and one being put, are as many as the counters
 *   say (CountsAgree).
 *
 * What differs from the original: the test for "empty" and the reader's snapshot count packets and
 * not bytes, so a datagram of no bytes is a packet too; and because no reader looks at the head
 * without a snapshot, the re-read of m behind a late link is not needed (SnapshotHolds).
 *
 * A freed holder is not given to the garbage collector: the list still runs from `oldest` through
 * all freed holders to head, and the producer takes its next holder from there. Freeing is
 * therefore one release store of head, and in steady state nothing is allocated.
 *
 * Orders needed: a holder's m and the link to it before wpackets (producer, release); wpackets
 * before m and next (consumer, acquire); next read before m is cleared (program order, and clearing
 * is a release); m cleared and rpackets counted before the producer's test sees them (acquire).
 */

/** The fields the consumer writes, and its padding. */
abstract class CupholderConsumer {
  /** First live holder; released when the holders before it are free. */
  Cupholder.Holder head;

  long rpackets;
  long rbytes;

  @SuppressWarnings("unused") // Keeps the two sides' counters on different cache lines.
  private long p1, p2, p3, p4, p5, p6, p7;
}

/**
 * The cupholder sockbuf: a linked list of holders, each a link and a place for one packet. An empty
 * holder at the end of an empty list is used again, so a request-response socket lives with one
 * holder; longer queues take holders as they need them and keep them.
 *
 * <p>{@link #append} and {@link #dequeue} are wait-free and allocate nothing once the queue has
 * been as long before.
 */
public final class Cupholder extends CupholderConsumer implements Sockbuf {

  private static final VarHandle HEAD;
  private static final VarHandle RPACKETS;
  private static final VarHandle RBYTES;
  private static final VarHandle WPACKETS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(CupholderConsumer.class, "head", Holder.class);
      RPACKETS = lookup.findVarHandle(CupholderConsumer.class, "rpackets", long.class);
      RBYTES = lookup.findVarHandle(CupholderConsumer.class, "rbytes", long.class);
      WPACKETS = lookup.findVarHandle(Cupholder.class, "wpackets", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Probes probes;
  private final int traced;
  private final int highWater;
  private Holder tail;

  /** First holder of the list of free ones, which ends before head. Producer only. */
  private Holder oldest;

  private int holders = 1;
  private long wpackets;
  private long wbytes;

  /**
   * An empty sockbuf of one holder.
   *
   * @param highWater bytes above which {@link #append} refuses, positive
   * @param probes reports the sockbuf's actions
   * @param traced the number of the traced object, from {@link Probes#newObject}
   */
  public Cupholder(int highWater, Probes probes, int traced) {
    this.highWater = highWater;
    this.probes = probes;
    this.traced = traced;
    head = new Holder(1);
    tail = head;
    oldest = head;
  }

  // ---- producer ----

  @Override
  public boolean append(Mbuf packet) {
    int length = packet.length();
    if (wbytes - (long) RBYTES.getAcquire(this) + length > highWater) {
      return false;
    }
    packet.setNumber((int) wpackets + 1);
    if (tailIsReusable()) {
      Holder.PACKET.setRelease(tail, packet);
      Probes.hit(probes, Probe.APPEND_REUSE, traced, packet.number());
    } else {
      link(packet);
    }
    wbytes += length;
    WPACKETS.setRelease(this, wpackets + 1);
    Probes.hit(probes, Probe.APPEND_PUBLISH, traced);
    return true;
  }

  private boolean tailIsReusable() {
    boolean empty = Holder.PACKET.getAcquire(tail) == null;
    Probes.hit(probes, Probe.APPEND_LOAD, traced);
    if (!empty) {
      return false;
    }
    boolean drained = (long) RPACKETS.getAcquire(this) == wpackets;
    Probes.hit(probes, Probe.APPEND_LOAD_COUNT, traced);
    return drained;
  }

  private void link(Mbuf packet) {
    Holder holder = freeHolder();
    holder.packet = packet;
    Holder.NEXT.setRelease(tail, holder);
    tail = holder;
    Probes.hit(probes, Probe.APPEND_LINK, traced, packet.number(), holder.number);
  }

  private Holder freeHolder() {
    Holder holder = oldest;
    if (holder == (Holder) HEAD.getAcquire(this)) {
      holders++;
      return new Holder(holders);
    }
    oldest = holder.next;
    holder.next = null;
    return holder;
  }

  @Override
  public int packetsAtMost() {
    return (int) (wpackets - (long) RPACKETS.getAcquire(this));
  }

  // ---- consumer ----

  @Override
  public int snapshot(int reader) {
    int packets = (int) ((long) WPACKETS.getAcquire(this) - rpackets);
    Probes.hit(probes, Probe.SNAPSHOT, traced, reader, packets);
    return packets;
  }

  @Override
  public Mbuf dequeue() {
    Mbuf packet = first();
    RBYTES.setRelease(this, rbytes + packet.length());
    RPACKETS.setRelease(this, rpackets + 1);
    Probes.hit(probes, Probe.DEQUEUE_COUNT, traced);
    Holder holder = head;
    Holder next = (Holder) Holder.NEXT.getAcquire(holder);
    Probes.hit(probes, Probe.DEQUEUE_NEXT, traced);
    Holder.PACKET.setRelease(holder, null);
    Probes.hit(probes, Probe.DEQUEUE_CLEAR, traced);
    if (next != null) {
      HEAD.setRelease(this, next);
      Probes.hit(probes, Probe.DEQUEUE_FREE, traced);
    }
    return packet;
  }

  /** The oldest packet; empty holders in front of it are freed. */
  private Mbuf first() {
    for (; ; ) {
      Mbuf packet = (Mbuf) Holder.PACKET.getAcquire(head);
      Probes.hit(probes, Probe.HEAD_LOAD, traced, packet == null ? 0 : packet.number());
      if (packet != null) {
        return packet;
      }
      HEAD.setRelease(this, (Holder) Holder.NEXT.getAcquire(head));
      Probes.hit(probes, Probe.HEAD_DROP, traced);
    }
  }

  /** A place for one packet, and the link to the next. */
  static final class Holder {
    static final VarHandle PACKET;
    static final VarHandle NEXT;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        PACKET = lookup.findVarHandle(Holder.class, "packet", Mbuf.class);
        NEXT = lookup.findVarHandle(Holder.class, "next", Holder.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    final int number;
    Mbuf packet;
    Holder next;

    Holder(int number) {
      this.number = number;
    }
  }
}
