package netmp.benchmark.sockbuf;

import java.util.ArrayList;
import java.util.List;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.probe.Probes;
import org.openjdk.jol.info.GraphLayout;

/** Bytes of memory of a channel that has been used, packets not included. */
record Footprint(long idle, double perPacket) {

  private static final int PACKETS = 64;

  static Footprint of(Contender contender, int capacity) {
    Channel channel = contender.make(capacity);
    MbufPool pool = MbufPool.forOneThread(2 * PACKETS, 1);
    Mbuf first = pool.alloc();
    first.extend(1);
    channel.offer(first);
    channel.poll().free();
    List<Object> others = new ArrayList<>(List.of(Probes.OFF, pool));
    long idle = size(channel, others);
    for (int i = 0; i < PACKETS; i++) {
      Mbuf packet = pool.alloc();
      packet.extend(1);
      others.add(packet);
      channel.offer(packet);
    }
    return new Footprint(idle, (size(channel, others) - idle) / (double) PACKETS);
  }

  private static long size(Channel channel, List<Object> others) {
    GraphLayout with = GraphLayout.parseInstance(channel.subject());
    return with.subtract(GraphLayout.parseInstance(others.toArray())).totalSize();
  }
}
