package netmp.benchmark.sockbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netmp.mbuf.Mbuf;

/**
 * A ring for many consumers without a lock: a consumer takes a ticket, the read index, and then the
 * packet of that index. The protocol is {@code specs/sockbuf/spmc}.
 */
class SpmcRing extends ManySides implements Channel {

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Mbuf[].class);

  /** Slots that are not used, so that none is on the cache line of the array's length. */
  private static final int APART = 16;

  private final Mbuf[] slots;
  private final int mask;

  /**
   * A ring.
   *
   * @param highWater bytes
   * @param size slots, a power of two
   */
  SpmcRing(int highWater, int size) {
    super(highWater);
    slots = new Mbuf[APART + size];
    mask = size - 1;
  }

  private int slot(long index) {
    return APART + ((int) index & mask);
  }

  @Override
  public boolean offer(Mbuf packet) {
    int bytes = packet.bytesWithControl();
    int slot = slot(w);
    if (!fits(wbytes, bytes) || SLOT.getOpaque(slots, slot) != null) {
      return false;
    }
    wbytes += bytes;
    SLOT.setOpaque(slots, slot, packet);
    W.setRelease(this, w + 1);
    return true;
  }

  @Override
  public Mbuf poll() {
    long ticket;
    do {
      ticket = (long) R.getAcquire(this);
      if (ticket >= (long) SEEN.getAcquire(this) && !look(ticket)) {
        return null;
      }
    } while (!claim(ticket));
    return take(slot(ticket));
  }

  /** What one consumer has seen, others need not look for. */
  private boolean look(long ticket) {
    long appended = (long) W.getAcquire(this);
    SEEN.setRelease(this, appended);
    return ticket < appended;
  }

  /** The ticket, if no other consumer was faster. */
  boolean claim(long ticket) {
    return R.compareAndSet(this, ticket, ticket + 1);
  }

  private Mbuf take(int slot) {
    Mbuf packet = (Mbuf) SLOT.getOpaque(slots, slot);
    SLOT.setOpaque(slots, slot, null);
    RBYTES.getAndAdd(this, packet.bytesWithControl());
    return packet;
  }
}
