package netmp.stress;

import netmp.mbuf.Mbuf;
import netmp.probe.Probes;
import netmp.sockbuf.Sockbuf;
import netmp.sockbuf.SockbufFactory;

/**
 * Packets through a sockbuf; a ring has half as many slots. Their numbers are plain fields that the
 * producer writes on appending; so if 1, 2, 3... do not come out, a packet was lost, doubled, out
 * of order or half-built.
 */
abstract class Passing {

  static final String GOOD = "in order";

  private static final int PACKETS = 8;
  private static final int HIGH_WATER = PACKETS / 2 * 32;

  /** Neither side waits for ever for the other. */
  private static final int PATIENCE = 2_000;

  private final Sockbuf sockbuf;
  private final Mbuf[] packets = new Mbuf[PACKETS];
  private final StringBuilder taken = new StringBuilder();
  private int appended;

  Passing(SockbufFactory factory) {
    sockbuf = factory.create(HIGH_WATER, Probes.OFF, 0);
    for (int i = 0; i < PACKETS; i++) {
      packets[i] = Mbuf.header(i + 1);
    }
  }

  final void append() {
    for (int patience = PATIENCE; appended < PACKETS && patience > 0; patience--) {
      if (sockbuf.append(packets[appended])) {
        appended++;
      } else {
        Thread.onSpinWait();
      }
    }
  }

  final void dequeue() {
    for (int patience = PATIENCE; taken.length() < PACKETS && patience > 0; patience--) {
      take();
    }
  }

  /** When both are done: takes what is left, and says what came. */
  final String result() {
    dequeue();
    StringBuilder wanted = new StringBuilder();
    for (int i = 1; i <= appended; i++) {
      wanted.append(i);
    }
    return taken.compareTo(wanted) == 0 ? GOOD : "got " + taken + " of " + appended;
  }

  /** A sockbuf that is broken can also return a packet that is not there. */
  private void take() {
    try {
      Mbuf packet = sockbuf.dequeue(1);
      if (packet != null) {
        taken.append(packet.number());
      }
    } catch (NullPointerException e) {
      taken.append("null");
    }
  }
}
