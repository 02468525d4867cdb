package netmp.sockbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;

/** What the producer of a ring writes besides. */
abstract class RingProducerSide extends AbstractSockbuf {
  /** FastForward: slots below this index are known to be empty. */
  long limit;

  RingProducerSide(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
  }
}

/** Keeps what changes once at most off the cache line that the producer writes. */
abstract class RingApart extends RingProducerSide {
  @SuppressWarnings("unused")
  private long q1, q2, q3, q4, q5, q6, q7;

  RingApart(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
  }
}

/** A sockbuf of a fixed number of slots; packet i, counted from 0, uses slot i modulo slots. */
abstract class Ring extends RingApart {

  static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Mbuf[].class);

  /** Slots that are not used, so that none is on the cache line of the array's length. */
  private static final int APART = 16;

  /** Null until the producer has had a packet: a socket that was never used needs none. */
  volatile Mbuf[] slots;

  final int mask;

  Ring(int highWater, Probes probes, int traced) {
    super(highWater, probes, traced);
    mask = mostPackets - 1;
  }

  /** The slots, made for the first packet. The producer. */
  final Mbuf[] slotsToFill() {
    if (slots == null) {
      slots = new Mbuf[APART + mostPackets];
    }
    return slots;
  }

  final int slot(long index) {
    return APART + ((int) index & mask);
  }

  final int size() {
    return mask + 1;
  }
}
