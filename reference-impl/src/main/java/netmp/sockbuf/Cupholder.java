package netmp.sockbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
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

/**
 * The cupholder sockbuf: a linked list of holders, each a link and a place for one packet. An empty
 * holder at the end of an empty list is used again, so a request-response socket lives with one
 * holder; longer queues take holders as they need them and keep them. The protocol is {@code
 * specs/sockbuf/cupholder}.
 */
final class Cupholder extends AbstractSockbuf {

  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(Cupholder.class, "head", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Holder tail;

  /** First holder of the list of free ones, which ends before head. The producer's. */
  private Holder oldestFree;

  private int holders = 1;

  Cupholder(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
    tail = new Holder(1);
    oldestFree = tail;
    head = tail;
  }

  // ---- producer ----

  @Override
  boolean put(Mbuf packet) {
    if (tailIsReusable()) {
      Holder.PACKET.setRelease(tail, packet);
      Probes.hit(probes, StackProbe.APPEND_REUSE, traced, packet.number());
    } else {
      link(packet);
    }
    countAppended();
    published();
    return true;
  }

  private boolean tailIsReusable() {
    boolean empty = Holder.PACKET.getAcquire(tail) == null;
    Probes.hit(probes, StackProbe.APPEND_LOAD, traced);
    if (!empty) {
      return false;
    }
    boolean drained = loadDequeued() == wpackets;
    Probes.hit(probes, StackProbe.APPEND_LOAD_COUNT, traced);
    return drained;
  }

  private void link(Mbuf packet) {
    Holder holder = freeHolder();
    holder.packet = packet;
    Holder.NEXT.setRelease(tail, holder);
    tail = holder;
    Probes.hit(probes, StackProbe.APPEND_LINK, traced, packet.number(), holder.number);
  }

  private Holder freeHolder() {
    Holder holder = oldestFree;
    if (holder == HEAD.getAcquire(this)) {
      holders++;
      holder = new Holder(holders);
    } else {
      oldestFree = holder.next;
      holder.next = null;
    }
    Probes.hit(probes, StackProbe.TAKE_HOLDER, traced, holder.number);
    return holder;
  }

  // ---- consumer ----

  @Override
  Mbuf oldest(int reader) {
    return holds(reader, 1) ? first() : null;
  }

  /** The snapshot: whoever saw a count finds the packets, and reads no further. */
  private boolean holds(int reader, long packets) {
    long appended = wpacketsSeen - rpackets >= packets ? wpacketsSeen : loadAppended();
    sees(reader, appended - rpackets);
    return appended - rpackets >= packets;
  }

  /** The oldest packet; an empty holder in front of it is freed. */
  private Mbuf first() {
    for (; ; ) {
      Holder holder = (Holder) head;
      Mbuf packet = (Mbuf) Holder.PACKET.getAcquire(holder);
      Probes.hit(probes, StackProbe.HEAD_LOAD, traced, packet == null ? 0 : packet.number());
      if (packet != null) {
        return packet;
      }
      HEAD.setRelease(this, Holder.NEXT.getAcquire(holder));
      Probes.hit(probes, StackProbe.HEAD_DROP, traced);
    }
  }

  @Override
  Mbuf next(int reader) {
    if (!holds(reader, visited - rpackets + 1)) {
      return null;
    }
    if (visited == rpackets) {
      Mbuf packet = first();
      note = head;
      return packet;
    }
    note = Holder.NEXT.getAcquire((Holder) note);
    Mbuf packet = (Mbuf) Holder.PACKET.getAcquire((Holder) note);
    Probes.hit(probes, StackProbe.NOTE_LOAD, traced, packet.number());
    return packet;
  }

  @Override
  Mbuf take() {
    Holder holder = (Holder) head;
    Mbuf packet = holder.packet;
    countDequeued();
    taken();
    Holder next = (Holder) Holder.NEXT.getAcquire(holder);
    Probes.hit(probes, StackProbe.DEQUEUE_NEXT, traced);
    Holder.PACKET.setRelease(holder, null);
    Probes.hit(probes, StackProbe.DEQUEUE_CLEAR, traced);
    if (next != null) {
      HEAD.setRelease(this, next);
      Probes.hit(probes, StackProbe.DEQUEUE_FREE, traced);
    }
    return packet;
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
