package netmp.benchmark.sockbuf;

import netmp.mbuf.Mbuf;

/**
 * M_CORAL for many producers without a lock: the tail is exchanged, then the packet is linked
 * behind what was the tail. The protocol is {@code specs/sockbuf/mpsc}, which also says why {@link
 * #poll} may find nothing while a producer is between the two.
 */
final class MpscCoral extends ManySides implements Channel {

  MpscCoral(int highWater) {
    super(highWater);
    Mbuf dummy = Mbuf.header(-1);
    tail = dummy;
    head = dummy;
  }

  @Override
  public boolean offer(Mbuf packet) {
    if (!reserve(packet.bytesWithControl())) {
      return false;
    }
    packet.linkPacket(null);
    Mbuf before = (Mbuf) TAIL.getAndSet(this, packet);
    before.linkPacketRelease(packet);
    return true;
  }

  private boolean reserve(int bytes) {
    long appended;
    do {
      appended = (long) WBYTES.getOpaque(this);
      if (!fits(appended, bytes)) {
        return false;
      }
    } while (!WBYTES.compareAndSet(this, appended, appended + bytes));
    return true;
  }

  @Override
  public Mbuf poll() {
    Mbuf dummy = (Mbuf) head;
    Mbuf packet = dummy.nextPacketAcquire();
    if (packet == null) {
      return null;
    }
    dummy.exchange(packet);
    head = packet;
    RBYTES.setRelease(this, rbytes + dummy.bytesWithControl());
    return dummy;
  }
}
