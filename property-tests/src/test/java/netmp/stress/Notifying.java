package netmp.stress;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The race of the coalesced notify, reduced to its two words: the sockbuf's count and the mark. The
 * notify message is on its way and arrives while a writer appends. Either the writer finds that it
 * must put the message again, or the owner finds the packet. A knote and its condition race alike:
 * the owner of the socket appends, and a user clears the word before it looks.
 *
 * <p>Around a whole sockbuf, or within the lock of the send buffer, the processor is kept from the
 * reordering by what else they do; they do not promise that.
 */
abstract class Notifying {

  static final String SEEN = "seen";

  private final AtomicInteger appended = new AtomicInteger();
  private final AtomicBoolean pending = new AtomicBoolean(true);
  private boolean put;
  private boolean taken;

  /** Appends, and notifies as the code does. */
  final void appendAndExchange() {
    appended.setRelease(1);
    put = !pending.getAndSet(true);
  }

  /** D19: appends, and exchanges the mark only if it looks cleared. */
  final void appendAndLook() {
    appended.setRelease(1);
    put = !pending.getPlain() && !pending.getAndSet(true);
  }

  /** The message arrives: the owner clears the mark, then looks. */
  final void arrive() {
    pending.getAndSet(false);
    taken = appended.getAcquire() > 0;
  }

  /** D56: the mark is stored and not exchanged, as that of a knote might be. */
  final void arriveByStore() {
    pending.setRelease(false);
    taken = appended.getAcquire() > 0;
  }

  final String result() {
    return put || taken ? SEEN : "a packet that nobody looks at";
  }
}
