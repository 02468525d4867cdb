package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.ReentrantLock;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.probe.Probes;
import netmp.sockbuf.Design;
import netmp.sockbuf.Sockbuf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What anybody can know of a send buffer. */
class SendBufferTest {

  private static final int MOST_PACKETS = 4;
  private static final int HIGH_WATER = 64 * 1024;

  private final MbufPool pool = MbufPool.forOneThread(MOST_PACKETS, 1);
  private Sockbuf sockbuf;
  private SendBuffer buffer;

  /** Few slots, and a high mark that they can hardly reach. */
  private void make(Design design) {
    sockbuf = design.create(MOST_PACKETS, Probes.OFF, 0);
    buffer = new SendBuffer(null, sockbuf, new ReentrantLock(), WaiterList::new, Probes.OFF, 0);
    buffer.setHighWater(HIGH_WATER);
  }

  private void append(int bytes) {
    Mbuf packet = pool.alloc();
    packet.extend(bytes);
    assertThat(sockbuf.append(packet)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void withoutAFreeSlotItIsNotWritable(Design design) {
    make(design);
    for (int i = 0; i < sockbuf.mostPackets(); i++) {
      assertThat(buffer.isWritable()).as("%d packets", i).isTrue();
      append(1);
    }
    assertThat(buffer.isWritable()).as("full of packets").isFalse();
    buffer.take().free();
    assertThat(buffer.isWritable()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void withLessRoomThanTheLowWaterMarkSaysItIsNotWritable(Design design) {
    make(design);
    append(100);
    buffer.setLowWater(HIGH_WATER - 100);
    assertThat(buffer.isWritable()).isTrue();
    buffer.setLowWater(HIGH_WATER - 99);
    assertThat(buffer.isWritable()).isFalse();
    buffer.take().free();
    buffer.setLowWater(HIGH_WATER + 1);
    assertThat(buffer.isWritable()).as("an empty buffer").isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void withoutRoomForAPacketItIsNotWritable(Design design) {
    make(design);
    append(100);
    buffer.setHighWater(100 + Mbuf.MAX_LENGTH);
    assertThat(buffer.isWritable()).isTrue();
    buffer.setHighWater(99 + Mbuf.MAX_LENGTH);
    assertThat(buffer.isWritable()).isFalse();
  }
}
