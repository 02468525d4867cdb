package netmp.stress;

import java.util.concurrent.atomic.AtomicBoolean;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;
import netmp.sockbuf.Design;
import netmp.sockbuf.Sockbuf;

/**
 * The race of the coalesced notify, without the lock of the send buffer: what the lock does for
 * visibility is not the notify's to rely on. The notify message is on its way and arrives while a
 * writer appends. Either the writer finds that it must put the message again, or the owner finds
 * the packet.
 */
abstract class Notifying {

  static final String SEEN = "seen";

  private final Sockbuf sockbuf = Design.LAMPORT.create(64, Probes.OFF, 0);
  private final Mbuf packet = Mbuf.header(1);
  private final AtomicBoolean pending = new AtomicBoolean(true);
  private boolean put;
  private boolean taken;

  /** Appends, and notifies as the code does. */
  final void appendAndExchange() {
    sockbuf.append(packet);
    put = !pending.getAndSet(true);
  }

  /** D19: appends, and exchanges the mark only if it looks cleared. */
  final void appendAndLook() {
    sockbuf.append(packet);
    put = !pending.getPlain() && !pending.getAndSet(true);
  }

  /** The message arrives: the owner clears the mark, then looks. */
  final void arrive() {
    pending.getAndSet(false);
    taken = sockbuf.dequeue(0) != null;
  }

  final String result() {
    return put || taken ? SEEN : "a packet that nobody looks at";
  }
}
