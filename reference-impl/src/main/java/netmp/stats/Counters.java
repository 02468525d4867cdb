package netmp.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netmp.mbuf.Mbuf;

/**
 * The counters of one CPU. Only its protocol thread writes; any thread reads. Each increment is a
 * plain read and a release write, so a reader that sees a count also sees what was done before it
 * was counted.
 *
 * <p>The values lie in an array of their own with a cache line of padding at both ends, so no other
 * CPU writes a line that this one counts in.
 */
public final class Counters {

  private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int PADDING = 128 / Long.BYTES; // adjacent-line prefetch pairs two lines
  private static final int DROPS = PADDING + Counter.values().length;
  private static final int SIZE = DROPS + DropReason.values().length + PADDING;

  private final long[] values = new long[SIZE];

  /** Makes counters that are all zero. */
  public Counters() {}

  /**
   * Counts one event. Owning protocol thread.
   *
   * @param counter what happened
   */
  public void count(Counter counter) {
    increment(slot(counter));
  }

  /**
   * Frees a packet and counts why. Owning protocol thread.
   *
   * @param packet the packet, owned by the caller until now
   * @param reason why it goes no further
   */
  public void drop(Mbuf packet, DropReason reason) {
    increment(slot(reason));
    packet.free();
  }

  /**
   * Reads a counter. Any thread.
   *
   * @param counter which
   * @return its value
   */
  public long get(Counter counter) {
    return (long) VALUES.getAcquire(values, slot(counter));
  }

  /**
   * Reads how many packets were dropped for a reason. Any thread.
   *
   * @param reason which
   * @return their number
   */
  public long get(DropReason reason) {
    return (long) VALUES.getAcquire(values, slot(reason));
  }

  // The array lives as long as the enums: their order is nowhere stored.
  @SuppressWarnings("EnumOrdinal")
  private static int slot(Counter counter) {
    return PADDING + counter.ordinal();
  }

  @SuppressWarnings("EnumOrdinal")
  private static int slot(DropReason reason) {
    return DROPS + reason.ordinal();
  }

  private void increment(int index) {
    VALUES.setRelease(values, index, values[index] + 1);
  }
}
