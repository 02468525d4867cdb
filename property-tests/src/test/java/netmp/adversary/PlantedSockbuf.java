package netmp.adversary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Function;
import netmp.mbuf.Mbuf;
import netmp.probe.Probe;
import netmp.probe.Probes;
import netmp.sockbuf.Sockbuf;

/**
 * A cupholder sockbuf as in the product, in short, with a defect planted. Its probes claim the
 * steps of the specification in their order, so a trace betrays a defect only when the other side
 * was in its way.
 */
final class PlantedSockbuf implements Sockbuf {

  /** What is wrong. */
  enum Defect {
    /** Nothing: finds nothing, so what is found is due to the defect. */
    NONE,
    /** D07: the holder is cleared before the link behind it is read. */
    D07,
    /** D09: the last holder is given back although the list still ends in it. */
    D09
  }

  private static final VarHandle PACKET;
  private static final VarHandle NEXT;
  private static final VarHandle HEAD;
  private static final VarHandle RPACKETS;
  private static final VarHandle WPACKETS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PACKET = lookup.findVarHandle(Holder.class, "packet", Mbuf.class);
      NEXT = lookup.findVarHandle(Holder.class, "next", Holder.class);
      HEAD = lookup.findVarHandle(PlantedSockbuf.class, "head", Holder.class);
      RPACKETS = lookup.findVarHandle(PlantedSockbuf.class, "rpackets", int.class);
      WPACKETS = lookup.findVarHandle(PlantedSockbuf.class, "wpackets", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final class Holder {
    private final int number;
    private Mbuf packet;
    private Holder next;

    Holder(int number) {
      this.number = number;
    }
  }

  private final Defect defect;
  private final Probes probes;
  private final int traced;
  private Holder tail = new Holder(1);
  private Holder oldest = tail;
  private Holder head = tail;
  private int holders = 1;
  private int wpackets;
  private int rpackets;

  private PlantedSockbuf(Defect defect, Probes probes, int traced) {
    this.defect = defect;
    this.probes = probes;
    this.traced = traced;
  }

  /** Makes sockbufs with a defect, without a bound. */
  static Function<Probes, Sockbuf.Factory> with(Defect defect) {
    return probes -> (highWater, traced) -> new PlantedSockbuf(defect, probes, traced);
  }

  @Override
  public boolean append(Mbuf packet) {
    packet.setNumber(wpackets + 1);
    if (tailIsReusable()) {
      PACKET.setRelease(tail, packet);
      Probes.hit(probes, Probe.APPEND_REUSE, traced, packet.number());
    } else {
      Holder holder = freeHolder();
      holder.packet = packet;
      NEXT.setRelease(tail, holder);
      tail = holder;
      Probes.hit(probes, Probe.APPEND_LINK, traced, packet.number(), holder.number);
    }
    WPACKETS.setRelease(this, wpackets + 1);
    Probes.hit(probes, Probe.APPEND_PUBLISH, traced);
    return true;
  }

  private boolean tailIsReusable() {
    boolean empty = PACKET.getAcquire(tail) == null;
    Probes.hit(probes, Probe.APPEND_LOAD, traced);
    if (!empty) {
      return false;
    }
    boolean drained = (int) RPACKETS.getAcquire(this) == wpackets;
    Probes.hit(probes, Probe.APPEND_LOAD_COUNT, traced);
    return drained;
  }

  private Holder freeHolder() {
    Holder holder = oldest;
    Holder end = (Holder) HEAD.getAcquire(this);
    boolean free = holder != end || (defect == Defect.D09 && holder != tail);
    if (!free) {
      holders++;
      return new Holder(holders);
    }
    oldest = holder.next;
    holder.next = null;
    return holder;
  }

  @Override
  public int packetsAtMost() {
    return wpackets - (int) RPACKETS.getAcquire(this);
  }

  @Override
  public int snapshot(int reader) {
    int packets = (int) WPACKETS.getAcquire(this) - rpackets;
    Probes.hit(probes, Probe.SNAPSHOT, traced, reader, packets);
    return packets;
  }

  @Override
  public Mbuf dequeue() {
    Mbuf packet = first();
    RPACKETS.setRelease(this, rpackets + 1);
    Probes.hit(probes, Probe.DEQUEUE_COUNT, traced);
    Holder holder = head;
    Holder next = defect == Defect.D07 ? clearThenRead(holder) : readThenClear(holder);
    if (next != null) {
      HEAD.setRelease(this, next);
      Probes.hit(probes, Probe.DEQUEUE_FREE, traced);
    }
    return packet;
  }

  private Holder readThenClear(Holder holder) {
    Holder next = (Holder) NEXT.getAcquire(holder);
    Probes.hit(probes, Probe.DEQUEUE_NEXT, traced);
    PACKET.setRelease(holder, null);
    Probes.hit(probes, Probe.DEQUEUE_CLEAR, traced);
    return next;
  }

  private Holder clearThenRead(Holder holder) {
    PACKET.setRelease(holder, null);
    Probes.hit(probes, Probe.DEQUEUE_NEXT, traced);
    Holder next = (Holder) NEXT.getAcquire(holder);
    Probes.hit(probes, Probe.DEQUEUE_CLEAR, traced);
    return next;
  }

  private Mbuf first() {
    for (; ; ) {
      Mbuf packet = (Mbuf) PACKET.getAcquire(head);
      Probes.hit(probes, Probe.HEAD_LOAD, traced, packet == null ? 0 : packet.number());
      if (packet != null) {
        return packet;
      }
      HEAD.setRelease(this, (Holder) NEXT.getAcquire(head));
      Probes.hit(probes, Probe.HEAD_DROP, traced);
    }
  }
}
