package netmp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import netmp.mbuf.MbufPool;
import netmp.pcb.Flow;
import netmp.stats.Counter;
import netmp.stats.Counters;
import org.junit.jupiter.api.Test;

/** Without a buffer nothing is sent, and that is counted. */
class SegmentWriterTest {

  private static final Flow ENDS = new Flow() {};

  private final Counters counters = new Counters();
  private final MbufPool pool = MbufPool.forOneThread(1, 0);
  private final SegmentWriter writer = new SegmentWriter(pool, null, null, counters);

  private void assertNothingWasSent(int times) {
    assertThat(counters.get(Counter.TCP_NO_MBUF)).isEqualTo(times);
    assertThat(counters.get(Counter.TCP_SENT)).isZero();
  }

  @Test
  void withoutABuffer() {
    assertThat(pool.alloc()).isNotNull();
    writer.bare(ENDS, TcpHeader.RST, 1, 2);
    assertNothingWasSent(1);
    writer.acknowledge(ENDS, 1, 2, 3, false, 0, 0);
    assertNothingWasSent(2);
    Offer offer = new Offer(1460, 65535, Segment.NO_SCALE, false, false, 0, 0, 0, 64);
    assertThat(writer.synchronize(ENDS, offer, TcpHeader.SYN, 1, 0)).isFalse();
    assertNothingWasSent(3);
    Tcpcb tp = new Tcpcb(null, null, new Cubic());
    assertThat(writer.send(tp, TcpHeader.ACK, 1, 0)).isFalse();
    assertNothingWasSent(4);
    assertThat(writer.sendSegments(tp, TcpHeader.ACK, 1, 2000)).isFalse();
    assertNothingWasSent(5);
  }
}
