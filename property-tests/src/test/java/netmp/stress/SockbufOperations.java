package netmp.stress;

import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.probe.Probes;
import netmp.sockbuf.Design;
import netmp.sockbuf.Planted;
import netmp.sockbuf.Sockbuf;
import netmp.sockbuf.SockbufFactory;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * The operations of a sockbuf for Lincheck: those of the producer never run beside each other, nor
 * do those of the consumer. A packet has one byte. What a bound says is left out: it is not to be
 * exact.
 */
public abstract class SockbufOperations {

  static final int NOTHING = -1;
  static final int END = -2;

  /** Packets of one byte. */
  static final int HIGH_WATER = 2;

  // Fields, because Lincheck takes what a lambda captures for a thread's own.
  private final Sockbuf sockbuf;
  private final MbufPool pool = MbufPool.forOneThread(8, 1);
  private boolean closed;

  SockbufOperations(SockbufFactory factory) {
    sockbuf = factory.create(HIGH_WATER, Probes.OFF, 0);
  }

  /** The producer's. */
  @Operation(nonParallelGroup = "producer")
  public boolean append(@Param(gen = IntGen.class, conf = "1:9") int value) {
    Mbuf packet = closed ? null : pool.alloc();
    if (packet == null) {
      return false;
    }
    packet.extend(1);
    packet.setU8(0, value);
    return sockbuf.append(packet);
  }

  /** The producer's. */
  @Operation(nonParallelGroup = "producer")
  public void close() {
    closed = true;
    sockbuf.setCantMore();
  }

  /** The consumer asks whether more will come before it looks for a packet. */
  @Operation(nonParallelGroup = "consumer")
  public int receive() {
    boolean noMore = sockbuf.cantMore();
    Mbuf packet = sockbuf.dequeue(1);
    return packet == null && noMore ? END : value(packet);
  }

  /** The consumer's look at the oldest packet. */
  @Operation(nonParallelGroup = "consumer")
  public int first() {
    return value(sockbuf.first(1));
  }

  /** The consumer's look at the packet behind those it has visited. */
  @Operation(nonParallelGroup = "consumer")
  public int visit() {
    return value(sockbuf.visit(1));
  }

  /** The consumer drops a byte, if it sees one. */
  @Operation(nonParallelGroup = "consumer")
  public boolean drop() {
    if (sockbuf.first(1) == null) {
      return false;
    }
    sockbuf.drop(1, 1);
    return true;
  }

  private static int value(Mbuf packet) {
    return packet == null ? NOTHING : packet.u8(0);
  }

  /** Lamport. */
  public static class OfLamport extends SockbufOperations {
    /** An empty one. */
    public OfLamport() {
      super(Design.LAMPORT);
    }
  }

  /** FastForward. */
  public static class OfFastForward extends SockbufOperations {
    /** An empty one. */
    public OfFastForward() {
      super(Design.FASTFORWARD);
    }
  }

  /** M_CORAL. */
  public static class OfCoral extends SockbufOperations {
    /** An empty one. */
    public OfCoral() {
      super(Design.CORAL);
    }
  }

  /** Cupholders. */
  public static class OfCupholder extends SockbufOperations {
    /** An empty one. */
    public OfCupholder() {
      super(Design.CUPHOLDER);
    }
  }

  /** Published too early. */
  public static class WithD01 extends SockbufOperations {
    /** An empty one. */
    public WithD01() {
      super(Planted.D01);
    }
  }

  /** Counted before it is linked. */
  public static class WithD08 extends SockbufOperations {
    /** An empty one. */
    public WithD08() {
      super(Planted.D08);
    }
  }
}
