package netmp.sockbuf;

import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;

/**
 * The FastForward ring (Giacomoni, Moseley, Vachharajani): a slot that holds a packet is full, one
 * that holds null is empty, and no index is shared. The protocol is {@code
 * specs/sockbuf/fastforward}.
 *
 * <p>Orders needed, as the specification names them: the packet is written before its slot is
 * filled (release) and read after the slot was seen full (acquire); it is read before the slot is
 * cleared (release), and the next one is written there after the slot was seen empty (acquire).
 *
 * <p>The consumer clears slots in their order, so a slot that is empty some way ahead says that all
 * before it are; the producer looks there first and then fills without looking. That keeps it off
 * the cache line on which the consumer works, as slip does for the consumer, and can delay nobody.
 */
class FastForwardRing extends Ring {

  /** How far ahead the producer looks, in parts of the ring. */
  private static final int AHEAD = 4;

  private final int ahead;

  FastForwardRing(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
    ahead = size() / AHEAD;
  }

  @Override
  boolean put(Mbuf packet) {
    if (wpackets == limit && !findsEmpty()) {
      return false;
    }
    fill(packet);
    countAppended();
    return true;
  }

  private void fill(Mbuf packet) {
    Probes.hit(probes, StackProbe.STORE_PAYLOAD, traced, packet.number());
    SLOT.setRelease(slots, slot(wpackets), packet);
    published();
  }

  private boolean findsEmpty() {
    Mbuf[] ring = slotsToFill();
    boolean farEmpty = SLOT.getAcquire(ring, slot(wpackets + ahead)) == null;
    Probes.hit(probes, StackProbe.LOAD_AHEAD, traced, farEmpty ? 1 : 0);
    if (farEmpty) {
      limit = wpackets + ahead + 1;
      return true;
    }
    boolean empty = SLOT.getAcquire(ring, slot(wpackets)) == null;
    Probes.hit(probes, StackProbe.LOAD_EMPTY, traced, empty ? 1 : 0);
    if (empty) {
      limit = wpackets + 1;
    }
    return empty;
  }

  @Override
  Mbuf oldest(int reader) {
    return at(rpackets, reader);
  }

  /** Once around the ring, a slot is not the next but the oldest. */
  @Override
  Mbuf next(int reader) {
    return visited - rpackets == size() ? null : at(visited, reader);
  }

  private Mbuf at(long index, int reader) {
    Mbuf[] ring = slots;
    Mbuf packet = ring == null ? null : (Mbuf) SLOT.getAcquire(ring, slot(index));
    sees(reader, index - rpackets + (packet == null ? 0 : 1));
    return packet;
  }

  @Override
  Mbuf take() {
    int slot = slot(rpackets);
    Mbuf packet = slots[slot];
    Probes.hit(probes, StackProbe.LOAD_PAYLOAD, traced, packet.number());
    SLOT.setRelease(slots, slot, null);
    taken();
    countDequeued();
    return packet;
  }
}
