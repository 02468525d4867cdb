package netmp.sockbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntFunction;
import netmp.mbuf.Mbuf;
import netmp.probe.Probe;
import netmp.probe.Probes;

/**
 * N sockbufs for N CPUs: each protocol thread appends to its own, and one consumer takes from all,
 * mostly fairly. The protocol is {@code specs/udp/nsockbufs}.
 *
 * <p>A word of bits says which sockbufs may have something. A producer sets its bit behind its
 * append; the consumer clears the bit of a sockbuf it found empty, <em>looks again</em>, and sets
 * it back if there is something (defect D39). Each of both writes one word and then reads the
 * other's, with a full fence in between, so no packet is left behind a bit that is clear.
 *
 * <p>Order is that of each sockbuf, hence of each flow. From one sockbuf the consumer takes a
 * quantum of packets at most before it goes on to the next that has its bit set: what is not empty
 * is served within n quanta.
 *
 * <p>The bytes of all sockbufs are reserved in one counter, by compare-and-set before the append,
 * so the high-water mark means what it means for one sockbuf, wherever the flows land. A share of
 * it for each CPU would need no common counter; but a socket with one flow would have one share,
 * and of 64 CPUs each could not hold a single datagram.
 */
public class CpuSockbufs implements ReceiveQueue {

  private static final int QUANTUM = 8;
  private static final VarHandle READY;
  private static final VarHandle RESERVED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      READY = lookup.findVarHandle(CpuSockbufs.class, "ready", long.class);
      RESERVED = lookup.findVarHandle(CpuSockbufs.class, "reserved", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Sockbuf[] sockbufs;
  private final Probes probes;
  private final int traced;

  /** Bit i: the sockbuf of CPU i may have something. */
  private volatile long ready;

  /** Bytes in all sockbufs, or about to be. */
  private volatile int reserved;

  private volatile int highWater;
  private volatile int lowWater = 1;
  private volatile boolean cantMore;

  /** Which sockbuf is served, and how much of its quantum is left. The consumer's. */
  private int cursor;

  private int left;

  /**
   * Empty sockbufs.
   *
   * @param cpus how many, 1..64
   * @param sockbuf makes that of a CPU
   * @param highWater bytes that all hold together
   * @param probes reports what is done
   * @param traced the object for traces
   */
  public CpuSockbufs(
      int cpus, IntFunction<Sockbuf> sockbuf, int highWater, Probes probes, int traced) {
    sockbufs = new Sockbuf[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      sockbufs[cpu] = sockbuf.apply(cpu);
    }
    this.highWater = highWater;
    this.probes = probes;
    this.traced = traced;
  }

  // ---- producers ----

  @Override
  public final boolean append(int cpu, Mbuf packet) {
    int bytes = packet.bytesWithControl();
    boolean room = !sockbufs[cpu].cantMore() && reserve(bytes);
    Probes.hit(probes, room ? Probe.OFFER : Probe.DROP, traced, cpu);
    if (!room) {
      return false;
    }
    if (!sockbufs[cpu].append(cpu, packet)) { // a ring whose slots are taken
      release(bytes);
      Probes.hit(probes, Probe.GIVE_BACK, traced, cpu);
      return false;
    }
    VarHandle.fullFence();
    boolean marked = (ready & bit(cpu)) != 0;
    Probes.hit(probes, Probe.LOOK_READY, traced, cpu, marked ? 1 : 0);
    if (!marked) {
      READY.getAndBitwiseOr(this, bit(cpu));
      Probes.hit(probes, Probe.MARK_READY, traced, cpu);
    }
    return true;
  }

  boolean reserve(int bytes) {
    int before;
    do {
      before = reserved;
      if (before + bytes > highWater) {
        return false;
      }
    } while (!RESERVED.compareAndSet(this, before, before + bytes));
    return true;
  }

  private void release(int bytes) {
    RESERVED.getAndAdd(this, -bytes);
  }

  /**
   * Ends the sockbuf of a CPU: that CPU's protocol thread, which appends nothing after this.
   *
   * @param cpu the CPU
   */
  public final void end(int cpu) {
    sockbufs[cpu].setCantMore();
    Probes.hit(probes, Probe.END_QUEUE, traced, cpu);
  }

  private static long bit(int cpu) {
    return 1L << cpu;
  }

  // ---- the owner of the socket ----

  @Override
  public final int space() {
    return Math.max(0, highWater - reserved);
  }

  @Override
  public final int bytesAtMost() {
    return reserved;
  }

  @Override
  public final int packetsAtMost() {
    return packetsEstimate();
  }

  @Override
  public final void setCantMore() {
    cantMore = true;
  }

  @Override
  public final void setHighWater(int bytes) {
    for (Sockbuf sockbuf : sockbufs) {
      sockbuf.setHighWater(bytes);
    }
    highWater = bytes;
  }

  // ---- consumer ----

  @Override
  public final Mbuf dequeue(int reader) {
    if (first(reader) == null) {
      return null;
    }
    Mbuf packet = sockbufs[cursor].dequeue(reader);
    left--;
    release(packet.bytesWithControl());
    Probes.hit(probes, Probe.DEQUEUE_FROM, traced, cursor);
    return packet;
  }

  @Override
  public final Mbuf first(int reader) {
    for (; ; ) {
      Mbuf packet = left > 0 ? sockbufs[cursor].first(reader) : null;
      if (packet != null) {
        return packet;
      }
      if (left > 0) {
        clear(cursor);
      }
      if (left == 0 && !advance(reader)) {
        return null;
      }
    }
  }

  /** Goes on to the next sockbuf that has its bit set; false if there is none. */
  private boolean advance(int reader) {
    long bits = ready;
    if (bits == 0) {
      Probes.hit(probes, Probe.FIND_NONE, traced, reader);
      return false;
    }
    cursor = nextOf(bits, cursor);
    left = QUANTUM;
    Probes.hit(probes, Probe.ADVANCE, traced, cursor);
    return true;
  }

  /** The bit above, or the lowest. */
  private static int nextOf(long bits, int cpu) {
    long above = bits & (-2L << cpu);
    return Long.numberOfTrailingZeros(above == 0 ? bits : above);
  }

  /** The sockbuf that is served was found empty. */
  void clear(int cpu) {
    READY.getAndBitwiseAnd(this, ~bit(cpu));
    Probes.hit(probes, Probe.CLEAR_READY, traced, cpu);
    boolean filled = isFilled(cpu);
    Probes.hit(probes, Probe.RECHECK_QUEUE, traced, cpu, filled ? 1 : 0);
    if (filled) {
      READY.getAndBitwiseOr(this, bit(cpu));
      Probes.hit(probes, Probe.RESTORE_READY, traced, cpu);
    } else {
      left = 0;
    }
  }

  /** The consumer, after it has cleared the bit. */
  boolean isFilled(int cpu) {
    return sockbufs[cpu].packetsAtLeast() > 0;
  }

  @Override
  public final void drop(int reader, int bytes) {
    int dropped = 0;
    while (dropped < bytes) {
      Mbuf packet = first(reader);
      if (packet == null) {
        throw new IndexOutOfBoundsException(bytes - dropped + " bytes to drop are not to be seen");
      }
      int some = Math.min(bytes - dropped, packet.bytesWithControl());
      sockbufs[cursor].drop(reader, some);
      release(some);
      dropped += some;
    }
  }

  @Override
  public final int bytesAtLeast() {
    int bytes = 0;
    for (Sockbuf sockbuf : sockbufs) {
      bytes += sockbuf.bytesAtLeast();
    }
    return bytes;
  }

  @Override
  public final int packetsAtLeast() {
    int packets = 0;
    for (Sockbuf sockbuf : sockbufs) {
      packets += sockbuf.packetsAtLeast();
    }
    return packets;
  }

  @Override
  public final boolean cantMore() {
    return cantMore;
  }

  // ---- anyone ----

  @Override
  public final int packetsEstimate() {
    int packets = 0;
    for (Sockbuf sockbuf : sockbufs) {
      packets += sockbuf.packetsEstimate();
    }
    return packets;
  }

  @Override
  public final int bytesEstimate() {
    int bytes = 0;
    for (Sockbuf sockbuf : sockbufs) {
      bytes += sockbuf.bytesEstimate();
    }
    return bytes;
  }

  @Override
  public final int mostPackets() {
    return sockbufs[0].mostPackets();
  }

  @Override
  public final int highWater() {
    return highWater;
  }

  @Override
  public final int lowWater() {
    return lowWater;
  }

  @Override
  public final void setLowWater(int bytes) {
    lowWater = bytes;
  }
}
