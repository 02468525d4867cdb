package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import netmp.link.CrossoverLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NicTest {

  private static final long MAC = 0x0200_0000_0001L;
  private static final int RING = 4;

  private final Nic nic = new Nic("n0", MAC, 2, RING);
  private final RxRing rx = nic.rx(0);
  private final TxRing tx = nic.tx(0);
  private final byte[][] buffers = new byte[RING][Nic.MAX_FRAME + 2];

  /** A frame for a station, of a type that is not hashed. */
  private static byte[] frame(long destination, int length, int mark) {
    byte[] frame = new byte[length];
    for (int i = 0; i < 6; i++) {
      frame[i] = (byte) (destination >> (40 - 8 * i));
    }
    frame[length - 1] = (byte) mark;
    return frame;
  }

  private void receive(byte[] frame) {
    nic.receive(frame, 0, frame.length);
  }

  private void postAll() {
    for (byte[] buffer : buffers) {
      rx.post(buffer, 2, Nic.MAX_FRAME);
    }
  }

  @Test
  void framesComeInOrderIntoThePostedBuffers() {
    postAll();
    receive(frame(MAC, 60, 1));
    receive(frame(MAC, Nic.MAX_FRAME, 2));
    int first = rx.poll();
    assertThat(rx.length(first)).isEqualTo(60);
    assertThat(Arrays.copyOfRange(buffers[first], 2, 62)).isEqualTo(frame(MAC, 60, 1));
    int second = rx.poll();
    assertThat(rx.length(second)).isEqualTo(Nic.MAX_FRAME);
    assertThat(buffers[second][Nic.MAX_FRAME + 1]).isEqualTo((byte) 2);
    assertThat(rx.poll()).isEqualTo(-1);
    assertThat(nic.counters().rxPackets()).isEqualTo(2);
    assertThat(nic.counters().rxBytes()).isEqualTo(60 + Nic.MAX_FRAME);
  }

  @Test
  void anEmptyRingDropsAndCounts() {
    receive(frame(MAC, 60, 1));
    assertThat(nic.counters().rxNoBuffer()).isEqualTo(1);
    postAll();
    for (int i = 0; i < RING + 1; i++) {
      receive(frame(MAC, 60, i));
    }
    assertThat(nic.counters().rxNoBuffer()).isEqualTo(2);
    assertThat(rx.post(buffers[0], 0, 60)).as("all descriptors are in use").isEqualTo(-1);
    for (int round = 0; round < 10; round++) {
      int index = rx.poll();
      assertThat(index).isEqualTo(round % RING);
      assertThat(rx.post(buffers[index], 2, Nic.MAX_FRAME)).isEqualTo(index);
      receive(frame(MAC, 60, round));
    }
    assertThat(nic.counters().rxNoBuffer()).isEqualTo(2);
  }

  @Test
  void aBufferTooSmallIsNotOverrun() {
    rx.post(buffers[0], 0, 59);
    receive(frame(MAC, 60, 9));
    assertThat(nic.counters().rxNoBuffer()).isEqualTo(1);
    receive(frame(MAC, 59, 9));
    assertThat(rx.poll()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "020000000001, false, true",
    "020000000002, false, false",
    "020000000002, true, true",
    "ffffffffffff, false, true",
    "01005e000001, false, false",
    "01005e000001, true, true"
  })
  void theAddressFilter(String destination, boolean promiscuous, boolean taken) {
    postAll();
    nic.filter().setPromiscuous(promiscuous);
    receive(frame(Long.parseLong(destination, 16), 60, 1));
    assertThat(rx.poll() >= 0).isEqualTo(taken);
    assertThat(nic.counters().rxFiltered()).isEqualTo(taken ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "13,1", "14,0", "1514,0", "1515,1"})
  void framesOfImpossibleLengths(int length, int errors) {
    postAll();
    byte[] frame = Arrays.copyOf(frame(MAC, Nic.MAX_FRAME + 1, 0), length);
    receive(frame);
    assertThat(nic.counters().rxLengthErrors()).isEqualTo(errors);
  }

  @Test
  void theFlowChoosesTheRing() {
    byte[] udp = frame(MAC, 42, 0);
    udp[12] = 8;
    udp[14] = 0x45;
    udp[23] = 17;
    udp[37] = 1; // destination port 1: odd
    nic.rx(1).post(buffers[1], 0, Nic.MAX_FRAME);
    receive(udp);
    assertThat(rx.poll()).isEqualTo(-1);
    int index = nic.rx(1).poll();
    assertThat(index).isZero();
    assertThat(nic.rx(1).hash(index)).isEqualTo(1);
  }

  @Test
  void theInterruptComesOnceUntilItIsEnabledAgain() {
    List<String> log = new ArrayList<>();
    rx.onInterrupt(() -> log.add("interrupt"));
    postAll();
    receive(frame(MAC, 60, 1));
    assertThat(log).as("masked").isEmpty();
    rx.enableInterrupt();
    assertThat(rx.isReady()).as("what came before does not interrupt").isTrue();
    assertThat(log).isEmpty();
    receive(frame(MAC, 60, 2));
    receive(frame(MAC, 60, 3));
    assertThat(log).hasSize(1);
    rx.enableInterrupt();
    rx.disableInterrupt();
    receive(frame(MAC, 60, 4));
    assertThat(log).hasSize(1);
  }

  @Test
  void framesAreSentAtTheDoorbellAndReclaimedInOrder() {
    List<Integer> wire = new ArrayList<>();
    nic.connect((frame, offset, length) -> wire.add((int) frame[offset + length - 1]));
    for (int i = 0; i < RING; i++) {
      assertThat(tx.enqueue(frame(MAC, 60, i), 0, 60)).isEqualTo(i);
    }
    assertThat(tx.enqueue(frame(MAC, 60, 9), 0, 60)).isEqualTo(-1);
    assertThat(tx.reclaim()).as("nothing was sent").isEqualTo(-1);
    tx.doorbell();
    assertThat(wire).containsExactly(0, 1, 2, 3);
    assertThat(tx.enqueue(frame(MAC, 60, 9), 0, 60)).as("nothing was reclaimed").isEqualTo(-1);
    for (int i = 0; i < RING; i++) {
      assertThat(tx.reclaim()).isEqualTo(i);
    }
    assertThat(tx.reclaim()).isEqualTo(-1);
    assertThat(tx.enqueue(frame(MAC, 60, 9), 0, 60)).isZero();
    assertThat(nic.counters().txPackets()).isEqualTo(4);
    assertThat(nic.counters().txBytes()).isEqualTo(240);
  }

  @Test
  void withoutAWireFramesAreCountedAndLost() {
    tx.enqueue(frame(MAC, 60, 1), 0, 60);
    tx.doorbell();
    assertThat(tx.reclaim()).isZero();
    assertThat(nic.counters().txNoCarrier()).isEqualTo(1);
    assertThat(nic.counters().txPackets()).isZero();
  }

  @Test
  void theLinkGoesAndComes() {
    List<Boolean> told = new ArrayList<>();
    nic.onLinkChange(() -> told.add(nic.isLinkUp()));
    assertThat(nic.isLinkUp()).as("without a wire").isFalse();
    nic.connect((frame, offset, length) -> {});
    assertThat(nic.isLinkUp()).isTrue();
    postAll();
    nic.setCarrier(false);
    nic.setCarrier(false);
    receive(frame(MAC, 60, 1));
    assertThat(rx.poll()).isEqualTo(-1);
    tx.enqueue(frame(MAC, 60, 1), 0, 60);
    tx.doorbell();
    assertThat(nic.counters().txNoCarrier()).isEqualTo(1);
    nic.setCarrier(true);
    receive(frame(MAC, 60, 1));
    assertThat(rx.poll()).isZero();
    assertThat(told).containsExactly(false, true);
    assertThat(nic.counters().all()).containsEntry("carrier_changes", 2L);
  }

  @Test
  void everyCounterHasItsName() {
    nic.connect((frame, offset, length) -> {});
    postAll();
    receive(frame(MAC, 60, 1));
    rx.poll();
    receive(frame(MAC, 13, 1));
    receive(frame(MAC + 7, 60, 1));
    tx.enqueue(frame(MAC, 70, 1), 0, 70);
    tx.doorbell();
    for (int i = 0; i < RING; i++) {
      receive(frame(MAC, 60, 1));
    }
    assertThat(nic.counters().all())
        .containsEntry("rx_packets", 4L)
        .containsEntry("rx_bytes", 60L)
        .containsEntry("rx_length_errors", 1L)
        .containsEntry("rx_filtered", 1L)
        .containsEntry("rx_missed_errors", 1L)
        .containsEntry("tx_packets", 1L)
        .containsEntry("tx_bytes", 70L)
        .containsEntry("rx_queue_0_packets", 4L)
        .containsEntry("rx_queue_0_drops", 1L)
        .containsEntry("rx_queue_1_packets", 0L)
        .containsEntry("tx_queue_0_bytes", 70L)
        .hasSize(11 + 2 * 5);
  }

  @Test
  void aCableCarriesBothWays() {
    Nic other = new Nic("n1", MAC + 1, 1, RING);
    CrossoverLink.connect(nic, other);
    postAll();
    other.rx(0).post(new byte[64], 0, 64);
    tx.enqueue(frame(MAC + 1, 60, 1), 0, 60);
    tx.doorbell();
    assertThat(other.rx(0).poll()).isZero();
    other.tx(0).enqueue(frame(MAC, 61, 1), 0, 61);
    other.tx(0).doorbell();
    assertThat(rx.poll()).isZero();
    assertThat(rx.length(0)).isEqualTo(61);
  }

  @ParameterizedTest
  @CsvSource({
    "0,4,queues 0",
    "3,4,queues 3",
    "128,4,queues 128",
    "1,0,ring size 0",
    "1,5,ring size 5"
  })
  void impossibleSizesAreRefused(int queues, int ring, String message) {
    assertThatThrownBy(() -> new Nic("n0", MAC, queues, ring))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /** Several threads of the device fill one ring that one driver empties; nothing is lost. */
  @Test
  void manyWiresOneRing() throws InterruptedException {
    int senders = 3;
    int each = 20_000;
    Nic busy = new Nic("n0", MAC, 1, 64);
    RxRing ring = busy.rx(0);
    byte[][] room = new byte[64][64];
    for (byte[] buffer : room) {
      ring.post(buffer, 0, 64);
    }
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int s = 0; s < senders; s++) {
      int sender = s;
      threads.add(Thread.ofPlatform().start(() -> send(busy, sender, each, start)));
    }
    start.countDown();
    int[] next = new int[senders];
    long received = 0;
    while (received + busy.counters().rxNoBuffer() < (long) senders * each || ring.isReady()) {
      int index = ring.poll();
      if (index < 0) {
        Thread.onSpinWait();
        continue;
      }
      byte[] buffer = room[index];
      int sender = buffer[14];
      int number = (buffer[15] & 0xff) << 8 | (buffer[16] & 0xff);
      assertThat(number).as("order of a sender").isGreaterThanOrEqualTo(next[sender]);
      next[sender] = number + 1;
      received++;
      ring.post(buffer, 0, 64);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(busy.counters().rxPackets()).isEqualTo(received);
  }

  private static void send(Nic nic, int sender, int count, CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] frame = frame(MAC, 60, 0);
    for (int i = 0; i < count; i++) {
      frame[14] = (byte) sender;
      frame[15] = (byte) (i >> 8);
      frame[16] = (byte) i;
      nic.receive(frame, 0, frame.length);
    }
  }
}
