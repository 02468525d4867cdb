package netmp.sockbuf;

import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;

/**
 * The Lamport ring: the counts of packets are the ring's indices. The protocol is {@code
 * specs/sockbuf/lamport}.
 *
 * <p>Orders needed, as the specification names them: a slot is written before the producer's index
 * is released and read after the consumer has acquired it; read before the consumer's index is
 * released, and written again after the producer has acquired that.
 *
 * <p>Lamport's ring loads the other's index each time. Here a side remembers it and looks again
 * only when the ring is full or empty as far as it remembers (Le, Guatto, Cohen, Pop: Correct and
 * Efficient Bounded FIFO Queues), so that the line with the index seldom moves.
 */
class LamportRing extends Ring {

  LamportRing(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
  }

  @Override
  boolean put(Mbuf packet) {
    if (wpackets - rpacketsSeen == size() && !hasSlot()) {
      return false;
    }
    fill(packet);
    countAppended();
    published();
    return true;
  }

  private void fill(Mbuf packet) {
    slotsToFill()[slot(wpackets)] = packet;
    Probes.hit(probes, StackProbe.STORE_SLOT, traced, packet.number());
  }

  private boolean hasSlot() {
    long dequeued = loadDequeued();
    Probes.hit(probes, StackProbe.LOAD_R, traced);
    return wpackets - dequeued < size();
  }

  @Override
  Mbuf oldest(int reader) {
    return at(rpackets, reader);
  }

  @Override
  Mbuf next(int reader) {
    return at(visited, reader);
  }

  private Mbuf at(long index, int reader) {
    long appended = wpacketsSeen > index ? wpacketsSeen : loadAppended();
    sees(reader, appended - rpackets);
    return appended > index ? slots[slot(index)] : null;
  }

  @Override
  Mbuf take() {
    Mbuf packet = slots[slot(rpackets)];
    Probes.hit(probes, StackProbe.LOAD_SLOT, traced, packet.number());
    countDequeued();
    taken();
    return packet;
  }
}
