package netmp.sockbuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntFunction;
import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.probe.Probes;

/** What is seldom written. */
abstract class SeldomWrittenOfAll {
  final Sockbuf[] sockbufs;
  final Probes probes;
  final int traced;
  volatile int highWater;
  volatile int lowWater = 1;
  volatile boolean cantMore;

  SeldomWrittenOfAll(Sockbuf[] sockbufs, int highWater, Probes probes, int traced) {
    this.sockbufs = sockbufs;
    this.highWater = highWater;
    this.probes = probes;
    this.traced = traced;
  }
}

/**
 * Keeps the reserved bytes on a cache line of their own; the first field fills the gap in front of
 * the longs, so that no other does.
 */
abstract class ReservedApart extends SeldomWrittenOfAll {
  @SuppressWarnings("unused")
  private int r0;

  @SuppressWarnings("unused")
  private long r1, r2, r3, r4, r5, r6, r7, r8;

  ReservedApart(Sockbuf[] sockbufs, int highWater, Probes probes, int traced) {
    super(sockbufs, highWater, probes, traced);
  }
}

/** What every producer writes for each packet, and the consumer now and then. */
abstract class Reserved extends ReservedApart {
  /** Bytes in all sockbufs, or about to be, or not released yet. */
  volatile int reserved;

  Reserved(Sockbuf[] sockbufs, int highWater, Probes probes, int traced) {
    super(sockbufs, highWater, probes, traced);
  }
}

/** Keeps the ready bits on a cache line of their own. */
abstract class ReadyApart extends Reserved {
  @SuppressWarnings("unused")
  private int b0;

  @SuppressWarnings("unused")
  private long b1, b2, b3, b4, b5, b6, b7, b8;

  ReadyApart(Sockbuf[] sockbufs, int highWater, Probes probes, int traced) {
    super(sockbufs, highWater, probes, traced);
  }
}

/** What all read, and seldom write while the consumer is behind. */
abstract class Ready extends ReadyApart {
  /** Bit i: the sockbuf of CPU i may have something. */
  volatile long ready;

  Ready(Sockbuf[] sockbufs, int highWater, Probes probes, int traced) {
    super(sockbufs, highWater, probes, traced);
  }
}

/** Keeps what the consumer writes off the line of the ready bits. */
abstract class ConsumerApart extends Ready {
  @SuppressWarnings("unused")
  private long c1, c2, c3, c4, c5, c6, c7, c8;

  ConsumerApart(Sockbuf[] sockbufs, int highWater, Probes probes, int traced) {
    super(sockbufs, highWater, probes, traced);
  }
}

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
 * and of 64 CPUs each could not hold a single datagram. The consumer gives back what it took when a
 * quantum is over, when it finds a sockbuf empty, before it waits, and when it is more than a
 * sixteenth of the mark; so that line seldom moves to it.
 */
public class CpuSockbufs extends ConsumerApart implements ReceiveQueue {

  private static final int QUANTUM = 8;

  /** Of the high-water mark, how much the consumer may owe. */
  private static final int OWED = 16;

  private static final VarHandle READY;
  private static final VarHandle RESERVED;
  private static final VarHandle OWED_BYTES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      READY = lookup.findVarHandle(Ready.class, "ready", long.class);
      RESERVED = lookup.findVarHandle(Reserved.class, "reserved", int.class);
      OWED_BYTES = lookup.findVarHandle(CpuSockbufs.class, "owed", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Which sockbuf is served, and how much of its quantum is left. The consumer's. */
  private int cursor;

  private int left;

  /** Bytes that were taken and are still reserved. The consumer's; read by others. */
  @SuppressWarnings("unused") // OWED_BYTES
  private int owed;

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
    super(make(cpus, sockbuf), highWater, probes, traced);
  }

  private static Sockbuf[] make(int cpus, IntFunction<Sockbuf> sockbuf) {
    Sockbuf[] sockbufs = new Sockbuf[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      sockbufs[cpu] = sockbuf.apply(cpu);
    }
    return sockbufs;
  }

  // ---- producers ----

  @Override
  public final boolean append(int cpu, Mbuf packet) {
    int bytes = packet.bytesWithControl();
    boolean room = !sockbufs[cpu].cantMore() && reserve(bytes);
    Probes.hit(probes, room ? StackProbe.OFFER : StackProbe.DROP, traced, cpu);
    if (!room) {
      return false;
    }
    if (!sockbufs[cpu].append(cpu, packet)) { // a ring whose slots are taken
      release(bytes);
      Probes.hit(probes, StackProbe.GIVE_BACK, traced, cpu);
      return false;
    }
    VarHandle.fullFence();
    boolean marked = (ready & bit(cpu)) != 0;
    Probes.hit(probes, StackProbe.LOOK_READY, traced, cpu, marked ? 1 : 0);
    if (!marked) {
      READY.getAndBitwiseOr(this, bit(cpu));
      Probes.hit(probes, StackProbe.MARK_READY, traced, cpu);
    }
    return true;
  }

  boolean reserve(int bytes) {
    int before;
    do {
      before = reserved;
      // What is owed is in `before`, for it is 0 before it is given back; unless the counter went
      // down and up to the same in between, which lets in what was owed too much.
      if (before + bytes > highWater && before - owed() + bytes > highWater) {
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
    Probes.hit(probes, StackProbe.END_QUEUE, traced, cpu);
  }

  private static long bit(int cpu) {
    return 1L << cpu;
  }

  // ---- the owner of the socket ----

  @Override
  public final int space() {
    return Math.max(0, highWater - bytesAtMost());
  }

  @Override
  public final int bytesAtMost() {
    int all = reserved;
    return Math.max(0, all - owed()); // owed may be of later, but then so much has been taken
  }

  private int owed() {
    return (int) OWED_BYTES.getAcquire(this);
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
    Probes.hit(probes, StackProbe.SBRESERVE, traced, bytes);
  }

  // ---- consumer ----

  @Override
  public final Mbuf dequeue(int reader) {
    Mbuf packet;
    do {
      packet = left > 0 ? sockbufs[cursor].dequeue(reader) : null;
    } while (packet == null && goesOn(reader));
    if (packet != null) {
      left--;
      owe(packet.bytesWithControl());
      Probes.hit(probes, StackProbe.DEQUEUE_FROM, traced, cursor);
    }
    return packet;
  }

  @Override
  public final Mbuf first(int reader) {
    Mbuf packet;
    do {
      packet = left > 0 ? sockbufs[cursor].first(reader) : null;
    } while (packet == null && goesOn(reader));
    return packet;
  }

  /** Nothing was found under the cursor; whether there is a sockbuf to look at again, or next. */
  private boolean goesOn(int reader) {
    if (left > 0) {
      clear(cursor);
    }
    return left > 0 || advance(reader);
  }

  /** Packets were taken. */
  private void owe(int bytes) {
    OWED_BYTES.setOpaque(this, owed + bytes);
    if (left == 0 || owed > highWater / OWED) {
      pay();
    }
  }

  /** Gives back what was taken. */
  private void pay() {
    int bytes = owed;
    if (bytes > 0) {
      OWED_BYTES.setOpaque(this, 0);
      release(bytes);
    }
  }

  /** Goes on to the next sockbuf that has its bit set; false if there is none. */
  private boolean advance(int reader) {
    long bits = ready;
    if (bits == 0) {
      Probes.hit(probes, StackProbe.FIND_NONE, traced, reader);
      return false;
    }
    cursor = nextOf(bits, cursor);
    left = QUANTUM;
    Probes.hit(probes, StackProbe.ADVANCE, traced, cursor);
    return true;
  }

  /** The bit above, or the lowest. */
  private static int nextOf(long bits, int cpu) {
    long above = bits & (-2L << cpu);
    return Long.numberOfTrailingZeros(above == 0 ? bits : above);
  }

  /** The sockbuf that is served was found empty. */
  void clear(int cpu) {
    pay();
    READY.getAndBitwiseAnd(this, ~bit(cpu));
    VarHandle.fullFence(); // counts are loaded by acquire, which alone an exchange does not precede
    Probes.hit(probes, StackProbe.CLEAR_READY, traced, cpu);
    boolean filled = isFilled(cpu);
    Probes.hit(probes, StackProbe.RECHECK_QUEUE, traced, cpu, filled ? 1 : 0);
    if (filled) {
      READY.getAndBitwiseOr(this, bit(cpu));
      Probes.hit(probes, StackProbe.RESTORE_READY, traced, cpu);
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
      owe(some);
      dropped += some;
    }
  }

  /** Before the consumer waits for more: the owner goes by what is reserved. */
  @Override
  public final int bytesAtLeast() {
    pay();
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
