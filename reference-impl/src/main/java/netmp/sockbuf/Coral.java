package netmp.sockbuf;

import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;

/**
 * M_CORAL: packets are linked through themselves, and the list is never empty, so that the producer
 * always has a packet behind which to link: the first one in it, the dummy, was consumed already.
 * The protocol is {@code specs/sockbuf/coral}.
 *
 * <p>The open problem of the design was the cluster of the dummy, which could be neither freed nor
 * used while the producer might still write the dummy's link. Here the dummy has no cluster: a
 * packet that is taken leaves in the dummy's header, with its own cluster ({@link Mbuf#exchange}),
 * and the header in which it came stays as the new dummy. The producer never touches more of a
 * dummy than the link, so nothing races; headers go in circles, and an idle sockbuf holds one
 * header and no cluster.
 *
 * <p>Orders needed, as the specification names them: the packet is written, and its own link
 * cleared, before the link to it is released; it is read after that was acquired.
 */
class Coral extends AbstractSockbuf {

  private Mbuf tail;

  Coral(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
    tail = Mbuf.header(-1 - traced);
    head = tail;
  }

  @Override
  boolean put(Mbuf packet) {
    packet.linkPacket(null);
    Probes.hit(probes, StackProbe.CLEAR_NEXT, traced, packet.header(), packet.number());
    tail.linkPacketRelease(packet);
    published();
    tail = packet;
    countAppended();
    return true;
  }

  @Override
  Mbuf oldest(int reader) {
    Mbuf packet = ((Mbuf) head).nextPacketAcquire();
    sees(reader, packet == null ? 0 : 1);
    return packet;
  }

  @Override
  Mbuf next(int reader) {
    Mbuf before = visited == rpackets ? (Mbuf) head : (Mbuf) note;
    Mbuf packet = before.nextPacketAcquire();
    sees(reader, visited - rpackets + (packet == null ? 0 : 1));
    if (packet != null) {
      note = packet;
    }
    return packet;
  }

  @Override
  Mbuf take() {
    Mbuf dummy = (Mbuf) head;
    Mbuf packet = dummy.nextPacket();
    Probes.hit(probes, StackProbe.LOAD_PAYLOAD, traced, packet.number());
    dummy.exchange(packet);
    head = packet;
    countDequeued();
    taken();
    return dummy;
  }
}
