package netmp.ether;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timers;
import netmp.nic.DeviceFault;
import netmp.nic.Nic;
import netmp.nic.RingStep;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;
import netmp.wire.Packets;
import netmp.wire.TestHost;
import org.junit.jupiter.api.Test;

class DeviceQueueTest {

  private static final int RING = 4;

  private final Nic nic = new Nic("b0", TestHost.MAC, 1, RING);
  private final MbufPool pool = MbufPool.forOneThread(RING + 2, 1);
  private final Timers timers = new Timers(0);
  private final Counters counters = new Counters();
  private final List<Mbuf> received = new ArrayList<>();
  private final List<byte[]> wire = new ArrayList<>();
  private final DeviceQueue queue =
      new DeviceQueue(nic.rx(0), nic.tx(0), RING, pool, timers, counters, received::add);
  private int interrupts;

  DeviceQueueTest() {
    nic.connect(
        (frame, offset, length) -> wire.add(Arrays.copyOfRange(frame, offset, offset + length)));
    queue.start(() -> interrupts++);
  }

  @Test
  void startFillsTheRing() {
    assertThat(pool.available()).isEqualTo(2);
    for (int i = 0; i < RING + 1; i++) {
      receive(i);
    }
    assertThat(nic.counters().rxNoBuffer()).isEqualTo(1);
  }

  @Test
  void framesComeInOrderAndTheRingStaysFull() {
    for (int i = 0; i < 3 * RING; i++) {
      receive(i);
      assertThat(queue.isReady()).isTrue();
      assertThat(queue.poll(8)).isEqualTo(1);
      Mbuf frame = received.removeLast();
      assertThat(frame.length()).isEqualTo(20 + i);
      assertThat(frame.u8(14)).isEqualTo(i);
      frame.free();
    }
    assertThat(queue.isReady()).isFalse();
    assertThat(queue.poll(8)).isZero();
    assertThat(pool.available()).isEqualTo(2);
  }

  @Test
  void aTurnTakesNoMoreThanItsBudget() {
    for (int i = 0; i < RING; i++) {
      receive(i);
    }
    assertThat(queue.poll(1)).isEqualTo(1);
    assertThat(queue.isReady()).isTrue();
  }

  @Test
  void aBufferThatTheDeviceFailedToWriteIsUsedAgain() {
    nic.inject(Set.of(DeviceFault.DMA_ERROR));
    for (int i = 0; i < 3 * RING; i++) {
      receive(i);
      assertThat(queue.poll(8)).isEqualTo(1);
    }
    nic.inject(Set.of());
    receive(7);
    queue.poll(8);
    assertThat(received).singleElement().satisfies(f -> assertThat(f.u8(14)).isEqualTo(7));
    assertThat(counters.get(DropReason.RX_DMA_ERROR)).isEqualTo(3 * RING);
    assertThat(pool.available()).isEqualTo(1);
  }

  @Test
  void aStalledQueueIsResetOnceAndItsPacketsAreFreed() {
    nic.inject(Set.of(DeviceFault.TX_STALL));
    MbufPool more = MbufPool.forManyThreads(RING + 1, 1);
    for (int i = 0; i <= RING; i++) {
      Mbuf frame = more.alloc();
      frame.extend(20);
      queue.transmit(frame);
    }
    assertThat(counters.get(DropReason.TX_RING_FULL)).isEqualTo(1);
    assertThat(timers.nextDeadline()).isEqualTo(DeviceQueue.TX_TIMEOUT);
    timers.advanceTo(DeviceQueue.TX_TIMEOUT);
    timers.fireDue();
    assertThat(counters.get(Counter.TX_TIMEOUT)).isEqualTo(1);
    assertThat(wire).isEmpty();
    assertThat(more.available()).isEqualTo(RING + 1);
    queue.transmit(frame(1));
    queue.flush();
    assertThat(wire).hasSize(1);
    assertThat(timers.nextDeadline()).isEqualTo(Timers.NEVER);
  }

  @Test
  void aQueueThatGoesOnByItselfLosesNothing() {
    nic.inject(Set.of(DeviceFault.TX_STALL));
    queue.transmit(frame(1));
    queue.flush();
    nic.inject(Set.of());
    timers.advanceTo(DeviceQueue.TX_TIMEOUT);
    timers.fireDue();
    assertThat(counters.get(Counter.TX_TIMEOUT)).isZero();
    assertThat(wire).hasSize(1);
    assertThat(pool.available()).isEqualTo(2);
  }

  @Test
  void withoutAReplacementTheFrameIsDroppedAndTheRingStaysFull() {
    for (int i = 0; i < 3; i++) {
      receive(i);
    }
    queue.poll(8);
    assertThat(received).hasSize(2);
    assertThat(counters.get(DropReason.RX_NO_MBUF)).isEqualTo(1);
    assertThat(counters.get(Counter.ETHER_RECEIVED)).isEqualTo(1);
    received.forEach(Mbuf::free);
    for (int i = 0; i < RING; i++) {
      receive(i);
    }
    assertThat(nic.counters().rxNoBuffer()).isZero();
  }

  @Test
  void sentFramesLeaveWithOneDoorbellAndTheirBuffersComeBack() {
    queue.transmit(frame(1));
    queue.transmit(frame(2));
    assertThat(wire).isEmpty();
    queue.flush();
    assertThat(wire).hasSize(2);
    assertThat(wire.get(0)[14]).isEqualTo((byte) 1);
    assertThat(wire.get(1)[14]).isEqualTo((byte) 2);
    assertThat(pool.available()).isEqualTo(2);
    assertThat(counters.get(Counter.ETHER_SENT)).isEqualTo(2);
    queue.flush();
    assertThat(wire).hasSize(2);
  }

  @Test
  void aFullTransmitRingIsSentAtOnce() {
    MbufPool more = MbufPool.forManyThreads(RING + 1, 1);
    for (int i = 0; i <= RING; i++) {
      Mbuf frame = more.alloc();
      frame.extend(20);
      queue.transmit(frame);
    }
    assertThat(wire).hasSize(RING);
    queue.flush();
    assertThat(wire).hasSize(RING + 1);
    assertThat(counters.get(Counter.ETHER_SENT)).isEqualTo(RING + 1);
    assertThat(more.available()).isEqualTo(RING + 1);
  }

  /** With smaller buffers than frames a frame spans several. */
  @Test
  void aFrameInSeveralBuffersIsOnePacket() {
    nic.setLongestFrame(4000);
    byte[] frame = Packets.ether(TestHost.MAC, TestHost.PEER_MAC, 0x0800, Packets.ramp(3000));
    nic.receive(frame, 0, frame.length);
    assertThat(queue.poll(8)).isEqualTo(1);
    Mbuf packet = received.getFirst();
    assertThat(packet.rest()).isNotNull();
    byte[] bytes = new byte[packet.length()];
    packet.copyOut(0, bytes, 0, bytes.length);
    assertThat(bytes).isEqualTo(frame);
    packet.free();
    assertThat(pool.available()).isEqualTo(2);
  }

  /** The device fills a descriptor as soon as it is posted again. */
  @Test
  void aDescriptorThatIsPostedAgainSaysNothingOfTheFrameThatWasInIt() {
    nic.setLongestFrame(4000);
    byte[] frame = Packets.ether(TestHost.MAC, TestHost.PEER_MAC, 0x0800, Packets.ramp(3000));
    nic.receive(frame, 0, frame.length);
    receive(1);
    receive(2);
    nic.rx(0)
        .observe(
            (step, a, b) -> {
              if (step == RingStep.POST_DESCRIPTOR) {
                receive(3);
              }
            });
    assertThat(queue.poll(1)).isEqualTo(1);
    assertThat(received.getFirst().length()).isEqualTo(frame.length);
  }

  @Test
  void withoutReplacementsForAllBuffersTheFrameIsDropped() {
    nic.setLongestFrame(6000);
    byte[] frame = Packets.ether(TestHost.MAC, TestHost.PEER_MAC, 0x0800, Packets.ramp(5000));
    for (int i = 0; i < 2; i++) {
      nic.receive(frame, 0, frame.length);
      assertThat(queue.poll(8)).isEqualTo(1);
    }
    assertThat(received).isEmpty();
    assertThat(counters.get(DropReason.RX_NO_MBUF)).isEqualTo(2);
    assertThat(pool.available()).isEqualTo(2);
    assertThat(nic.counters().rxNoBuffer()).isZero();
  }

  @Test
  void aPacketOfSeveralBuffersLeavesAsOneFrame() {
    MbufPool more = MbufPool.forManyThreads(RING + 1, 1);
    for (int i = 0; i < 2; i++) {
      Mbuf frame = more.alloc();
      frame.extend(20);
      frame.setU8(19, i);
      Mbuf rest = more.alloc();
      rest.extend(30);
      rest.setU8(29, 7);
      frame.append(rest);
      queue.transmit(frame);
    }
    Mbuf last = more.alloc();
    last.extend(20);
    queue.transmit(last);
    assertThat(wire).as("the ring was full").hasSize(2);
    assertThat(wire.get(1)).hasSize(50).endsWith(7);
    assertThat(wire.get(1)[19]).isEqualTo((byte) 1);
    queue.flush();
    assertThat(more.available()).isEqualTo(RING + 1);
    assertThat(counters.get(Counter.ETHER_SENT)).isEqualTo(3);
  }

  @Test
  void theInterruptWakes() {
    receive(0);
    assertThat(interrupts).isZero();
    queue.poll(8);
    queue.enableInterrupt();
    receive(1);
    assertThat(interrupts).isEqualTo(1);
    queue.disableInterrupt();
    receive(2);
    assertThat(interrupts).isEqualTo(1);
  }

  @Test
  void aPoolThatCannotFillTheRingIsRefused() {
    MbufPool small = MbufPool.forOneThread(RING, 1);
    assertThatThrownBy(
            () -> new DeviceQueue(nic.rx(0), nic.tx(0), RING, small, timers, counters, Mbuf::free))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("larger than the ring");
  }

  private void receive(int mark) {
    byte[] payload = Packets.ramp(6 + mark);
    payload[0] = (byte) mark;
    byte[] frame = Packets.ether(TestHost.MAC, TestHost.PEER_MAC, 0x0800, payload);
    nic.receive(frame, 0, frame.length);
  }

  private Mbuf frame(int mark) {
    Mbuf frame = pool.alloc();
    frame.extend(20);
    frame.setU8(14, mark);
    return frame;
  }
}
