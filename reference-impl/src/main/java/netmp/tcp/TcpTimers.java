package netmp.tcp;

import java.util.Arrays;
import netmp.netisr.Timer;
import netmp.netisr.Timers;

/**
 * The timers of one connection in one timer of its CPU. Setting one later than it was costs a
 * store: the CPU's timer fires at the old time, finds nothing due, and is set anew. So an
 * acknowledgment that moves the retransmission timer touches no queue.
 */
final class TcpTimers extends Timer {

  /** What there is to be timed. */
  enum Slot {
    /** RFC 6298. */
    RETRANSMIT,
    /** RFC 8985 section 7: tail loss probe. */
    PROBE,
    /** RFC 8985 section 6.3: reordering is over. */
    REORDER,
    /** RFC 9293 section 3.8.6.1: zero-window probe. */
    PERSIST,
    /** RFC 9293 section 3.8.6.3: delayed acknowledgment. */
    DELAYED_ACK,
    /** RFC 9293 section 3.8.4. */
    KEEPALIVE,
    /** RFC 9293 section 3.4.2, and a peer that does not close. */
    TWO_MSL,
    /** RFC 5482. */
    USER_TIMEOUT,
    /** TCP_CORK. */
    CORK;

    private static final Slot[] ALL = values();
  }

  /** What happens at a time. */
  interface Handler {

    /**
     * A timer of a connection has expired; it is not set any more.
     *
     * @param tp the connection
     * @param slot which
     */
    void expired(Tcpcb tp, Slot slot);
  }

  private final Tcpcb tp;
  private final Timers queue;
  private final Handler handler;
  private final long[] deadlines = new long[Slot.ALL.length];

  /** When the CPU's timer fires. */
  private long scheduled = Timers.NEVER;

  TcpTimers(Tcpcb tp, Timers queue, Handler handler) {
    this.tp = tp;
    this.queue = queue;
    this.handler = handler;
    Arrays.fill(deadlines, Timers.NEVER);
  }

  @SuppressWarnings("EnumOrdinal") // an index into an array of all slots
  private static int index(Slot slot) {
    return slot.ordinal();
  }

  /** Sets a timer, from now. */
  void set(Slot slot, long delay) {
    long deadline = queue.now() + delay;
    deadlines[index(slot)] = deadline;
    if (deadline < scheduled) {
      scheduled = deadline;
      queue.schedule(this, deadline);
    }
  }

  void cancel(Slot slot) {
    deadlines[index(slot)] = Timers.NEVER;
  }

  boolean isSet(Slot slot) {
    return deadlines[index(slot)] != Timers.NEVER;
  }

  void cancelAll() {
    Arrays.fill(deadlines, Timers.NEVER);
    queue.cancel(this);
    scheduled = Timers.NEVER;
  }

  @Override
  protected void fire() {
    scheduled = Timers.NEVER;
    for (Slot slot : Slot.ALL) {
      if (deadlines[index(slot)] <= queue.now()) {
        cancel(slot);
        handler.expired(tp, slot);
      }
    }
    reschedule();
  }

  private void reschedule() {
    long earliest = Timers.NEVER;
    for (long deadline : deadlines) {
      earliest = Math.min(earliest, deadline);
    }
    if (earliest < scheduled) {
      scheduled = earliest;
      queue.schedule(this, earliest);
    }
  }
}
