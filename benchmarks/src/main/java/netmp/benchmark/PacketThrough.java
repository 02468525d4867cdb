package netmp.benchmark;

import java.util.function.Supplier;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.probe.Probes;
import netmp.sockbuf.Design;
import netmp.sockbuf.Sockbuf;

/** Sends a packet through a cupholder sockbuf. */
public final class PacketThrough implements Supplier<Object> {

  private static final int LENGTH = 64;

  private final Sockbuf sockbuf = Design.CUPHOLDER.create(1 << 16, Probes.OFF, 0);
  private final Mbuf packet = MbufPool.forOneThread(1, 1).alloc();

  /** Made by {@link ProbeBenchmark}, in a loader of its own. */
  public PacketThrough() {
    packet.extend(LENGTH);
  }

  @Override
  public Object get() {
    sockbuf.append(packet);
    return sockbuf.dequeue(1);
  }
}
