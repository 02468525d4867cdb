package netmp.sockbuf;

import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;
import netmp.sockbuf.Cupholder.Holder;

/** The cupholder sockbuf in short, with a defect planted. */
final class PlantedCupholder extends AbstractSockbuf {

  private final Planted defect;
  private Holder tail = new Holder(1);
  private Holder oldestFree = tail;
  private int holders = 1;

  PlantedCupholder(Planted defect, int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
    this.defect = defect;
    head = tail;
  }

  @Override
  boolean put(Mbuf packet) {
    boolean reuse = tailIsReusable();
    if (defect == Planted.D08) {
      countAppended();
    }
    if (reuse) {
      Holder.PACKET.setRelease(tail, packet);
      Probes.hit(probes, StackProbe.APPEND_REUSE, traced, packet.number());
    } else {
      Holder holder = freeHolder();
      holder.packet = packet;
      Holder.NEXT.setRelease(tail, holder);
      tail = holder;
      Probes.hit(probes, StackProbe.APPEND_LINK, traced, packet.number(), holder.number);
    }
    if (defect != Planted.D08) {
      countAppended();
    }
    Probes.hit(probes, StackProbe.APPEND_PUBLISH, traced);
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

  private Holder freeHolder() {
    Holder holder = oldestFree;
    boolean free = holder != head || (defect == Planted.D09 && holder != tail);
    if (free) {
      oldestFree = holder.next;
      holder.next = null;
    } else {
      holders++;
      holder = new Holder(holders);
    }
    Probes.hit(probes, StackProbe.TAKE_HOLDER, traced, holder.number);
    return holder;
  }

  @Override
  Mbuf oldest(int reader) {
    long appended = wpacketsSeen > rpackets ? wpacketsSeen : loadAppended();
    sees(reader, appended - rpackets);
    return appended > rpackets ? first() : null;
  }

  private Mbuf first() {
    for (; ; ) {
      Holder holder = (Holder) head;
      Mbuf packet = (Mbuf) Holder.PACKET.getAcquire(holder);
      Probes.hit(probes, StackProbe.HEAD_LOAD, traced, packet == null ? 0 : packet.number());
      if (packet != null) {
        return packet;
      }
      head = Holder.NEXT.getAcquire(holder);
      Probes.hit(probes, StackProbe.HEAD_DROP, traced);
    }
  }

  @Override
  Mbuf take() {
    Holder holder = (Holder) head;
    Mbuf packet = holder.packet;
    countDequeued();
    Probes.hit(probes, StackProbe.DEQUEUE_COUNT, traced);
    Holder next = defect == Planted.D07 ? clearThenRead(holder) : readThenClear(holder);
    if (next != null) {
      head = next;
      Probes.hit(probes, StackProbe.DEQUEUE_FREE, traced);
    }
    return packet;
  }

  private Holder readThenClear(Holder holder) {
    Holder next = (Holder) Holder.NEXT.getAcquire(holder);
    Probes.hit(probes, StackProbe.DEQUEUE_NEXT, traced);
    Holder.PACKET.setRelease(holder, null);
    Probes.hit(probes, StackProbe.DEQUEUE_CLEAR, traced);
    return next;
  }

  private Holder clearThenRead(Holder holder) {
    Holder.PACKET.setRelease(holder, null);
    Planted.widen();
    Probes.hit(probes, StackProbe.DEQUEUE_NEXT, traced);
    Holder next = (Holder) Holder.NEXT.getAcquire(holder);
    Probes.hit(probes, StackProbe.DEQUEUE_CLEAR, traced);
    return next;
  }

  @Override
  Mbuf next(int reader) {
    throw new UnsupportedOperationException("no workload visits");
  }
}
