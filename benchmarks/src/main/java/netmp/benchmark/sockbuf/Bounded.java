package netmp.benchmark.sockbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netmp.mbuf.Mbuf;

/**
 * Bounds an unbounded queue as a sockbuf bounds itself: by two counts, each written by one side,
 * and looked at when what is remembered is not enough.
 */
final class Bounded implements Channel {

  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  /** On a cache line of its own. */
  private static final int TAKEN = 16;

  private final Channel channel;
  private final int capacity;
  private final long[] counts = new long[2 * TAKEN];
  private long put;
  private long takenSeen;

  Bounded(Channel channel, int capacity) {
    this.channel = channel;
    this.capacity = capacity;
  }

  @Override
  public boolean offer(Mbuf packet) {
    if (put - takenSeen >= capacity) {
      takenSeen = (long) COUNT.getAcquire(counts, TAKEN);
      if (put - takenSeen >= capacity) {
        return false;
      }
    }
    put++;
    return channel.offer(packet);
  }

  @Override
  public Mbuf poll() {
    Mbuf packet = channel.poll();
    if (packet != null) {
      COUNT.setRelease(counts, TAKEN, counts[TAKEN] + 1);
    }
    return packet;
  }
}
