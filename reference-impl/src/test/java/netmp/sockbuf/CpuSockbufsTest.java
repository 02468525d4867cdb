package netmp.sockbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.probe.Probes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One thread at a time; what several do at once is judged by the specification udp/nsockbufs. */
class CpuSockbufsTest {

  private static final int USER = 1;
  private static final int BUFFERS = 256;
  private static final int QUANTUM = 8;

  private final MbufPool pool = MbufPool.forManyThreads(BUFFERS, 1);

  private static CpuSockbufs make(Design design, int cpus, int highWater) {
    return new CpuSockbufs(
        cpus, cpu -> design.create(highWater, Probes.OFF, 0), highWater, Probes.OFF, 0);
  }

  /** A packet that says of which CPU it is, and which of its packets. */
  private Mbuf packet(int cpu, int number, int length) {
    Mbuf packet = pool.alloc();
    packet.extend(length);
    packet.setForeign(cpu, number);
    return packet;
  }

  private void append(CpuSockbufs sockbufs, int cpu, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(sockbufs.append(cpu, packet(cpu, i, 1))).isTrue();
    }
  }

  private static List<Integer> drain(CpuSockbufs sockbufs) {
    List<Integer> cpus = new ArrayList<>();
    for (Mbuf p = sockbufs.dequeue(USER); p != null; p = sockbufs.dequeue(USER)) {
      cpus.add(p.foreignAddress());
      p.free();
    }
    return cpus;
  }

  /** The CPUs, each so many times. */
  private static List<Integer> turns(int... cpusAndCounts) {
    List<Integer> cpus = new ArrayList<>();
    for (int i = 0; i < cpusAndCounts.length; i += 2) {
      for (int k = 0; k < cpusAndCounts[i + 1]; k++) {
        cpus.add(cpusAndCounts[i]);
      }
    }
    return cpus;
  }

  @Test
  void eachIsServedForAQuantumInItsTurn() {
    CpuSockbufs sockbufs = make(Design.CUPHOLDER, 64, 10_000);
    append(sockbufs, 63, 17);
    append(sockbufs, 5, 9);
    append(sockbufs, 6, 8);
    assertThat(drain(sockbufs))
        .isEqualTo(turns(5, QUANTUM, 6, QUANTUM, 63, QUANTUM, 5, 1, 63, QUANTUM, 63, 1));
    assertThat(sockbufs.space()).isEqualTo(10_000);
  }

  @Test
  void whatComesToTheOneThatIsServedWaitsForNobody() {
    CpuSockbufs sockbufs = make(Design.CUPHOLDER, 2, 1000);
    append(sockbufs, 0, 1);
    assertThat(drain(sockbufs)).isEqualTo(turns(0, 1));
    append(sockbufs, 0, 2);
    append(sockbufs, 1, 2);
    assertThat(drain(sockbufs)).hasSize(4).containsOnly(0, 1);
    assertThat(drain(sockbufs)).isEmpty();
  }

  /** The mark is one for all, and what was taken makes room at once, whoever knows it. */
  @Test
  void theHighWaterMarkIsThatOfAll() {
    CpuSockbufs sockbufs = make(Design.CUPHOLDER, 2, 320);
    assertThat(sockbufs.append(0, packet(0, 0, 160))).isTrue();
    assertThat(sockbufs.append(1, packet(1, 0, 159))).isTrue();
    assertThat(sockbufs.space()).isEqualTo(1);
    Mbuf more = packet(1, 1, 2);
    assertThat(sockbufs.append(1, more)).isFalse();
    assertThat(sockbufs.append(0, packet(0, 1, 1))).isTrue();
    assertThat(sockbufs.space()).isZero();
    sockbufs.dequeue(USER).free();
    assertThat(sockbufs.space()).isEqualTo(159);
    assertThat(sockbufs.append(1, more)).isTrue();
    sockbufs.setHighWater(100);
    assertThat(sockbufs.highWater()).isEqualTo(100);
    assertThat(sockbufs.space()).isZero();
    assertThat(sockbufs.append(1, packet(1, 2, 0))).as("163 bytes are over it").isFalse();
  }

  /** What the consumer has taken and not given back is less than a sixteenth, and is no bound. */
  @Test
  void whatIsOwedIsRoom() {
    CpuSockbufs sockbufs = make(Design.CUPHOLDER, 1, 320);
    for (int i = 0; i < 32; i++) {
      assertThat(sockbufs.append(0, packet(0, i, 10))).isTrue();
    }
    sockbufs.dequeue(USER).free();
    assertThat(sockbufs.reserved).as("10 are owed").isEqualTo(320);
    assertThat(sockbufs.bytesAtMost()).isEqualTo(310);
    assertThat(sockbufs.append(0, packet(0, 32, 11))).isFalse();
    assertThat(sockbufs.append(0, packet(0, 32, 10))).isTrue();
    assertThat(sockbufs.reserved).as("of 320 that are allowed").isEqualTo(330);
    sockbufs.dequeue(USER).free();
    assertThat(sockbufs.reserved).as("20 are a sixteenth").isEqualTo(330);
    sockbufs.dequeue(USER).free();
    assertThat(sockbufs.reserved).as("30 are more").isEqualTo(300);
    sockbufs.dequeue(USER).free();
    assertThat(sockbufs.reserved).isEqualTo(300);
    assertThat(sockbufs.bytesAtLeast()).as("asked before it waits").isEqualTo(290);
    assertThat(sockbufs.reserved).isEqualTo(290);
  }

  @Test
  void whatIsOwedIsGivenBackWithTheQuantum() {
    CpuSockbufs sockbufs = make(Design.CUPHOLDER, 1, 100_000);
    append(sockbufs, 0, 9);
    for (int i = 1; i < QUANTUM; i++) {
      sockbufs.dequeue(USER).free();
      assertThat(sockbufs.reserved).isEqualTo(9);
    }
    sockbufs.dequeue(USER).free();
    assertThat(sockbufs.reserved).isEqualTo(1);
    sockbufs.dequeue(USER).free();
    assertThat(sockbufs.reserved).isEqualTo(1);
    assertThat(sockbufs.dequeue(USER)).isNull();
    assertThat(sockbufs.reserved).as("when it was found empty").isZero();
  }

  @Test
  void aRingWithoutASlotGivesTheBytesBack() {
    CpuSockbufs sockbufs = make(Design.LAMPORT, 2, 4 * 32);
    append(sockbufs, 0, 4);
    Mbuf more = packet(0, 4, 1);
    assertThat(sockbufs.append(0, more)).isFalse();
    assertThat(sockbufs.reserved).isEqualTo(4);
    assertThat(sockbufs.append(1, more)).isTrue();
    assertThat(sockbufs.mostPackets()).isEqualTo(4);
  }

  @Test
  void bytesAreDroppedOverTheTurns() {
    CpuSockbufs sockbufs = make(Design.CUPHOLDER, 2, 1000);
    assertThat(sockbufs.first(USER)).isNull();
    append(sockbufs, 1, 10);
    assertThat(sockbufs.append(0, packet(0, 0, 100))).isTrue();
    assertThat(sockbufs.first(USER).foreignAddress()).isEqualTo(1);
    sockbufs.drop(USER, 0);
    assertThat(sockbufs.packetsAtLeast()).isEqualTo(11);
    sockbufs.drop(USER, 50);
    assertThat(sockbufs.bytesAtMost()).isEqualTo(60);
    assertThat(sockbufs.packetsAtLeast()).isBetween(1, 3);
    sockbufs.drop(USER, 60);
    assertThat(sockbufs.bytesAtLeast()).isZero();
    assertThat(sockbufs.space()).isEqualTo(1000);
    append(sockbufs, 0, 1);
    assertThatThrownBy(() -> sockbufs.drop(USER, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("2 bytes to drop are not to be seen");
    assertThat(pool.available()).isEqualTo(BUFFERS);
  }

  @Test
  void marksAndEnds() {
    CpuSockbufs sockbufs = make(Design.CUPHOLDER, 2, 1000);
    assertThat(sockbufs.highWater()).isEqualTo(1000);
    assertThat(sockbufs.lowWater()).isEqualTo(1);
    sockbufs.setLowWater(7);
    assertThat(sockbufs.lowWater()).isEqualTo(7);
    append(sockbufs, 0, 1);
    sockbufs.end(0);
    assertThat(sockbufs.cantMore()).as("one of two").isFalse();
    Mbuf late = packet(0, 1, 1);
    assertThat(sockbufs.append(0, late)).isFalse();
    assertThat(sockbufs.append(1, late)).isTrue();
    sockbufs.end(1);
    sockbufs.setCantMore();
    assertThat(sockbufs.cantMore()).isTrue();
    assertThat(drain(sockbufs)).as("what came before the end").hasSize(2);
  }

  @Test
  void aMarkIsThatOfEachToo() {
    CpuSockbufs sockbufs = make(Design.CUPHOLDER, 2, 100);
    sockbufs.setHighWater(200);
    assertThat(sockbufs.append(0, packet(0, 0, 150))).isTrue();
    assertThat(sockbufs.append(1, packet(1, 0, 50))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void likeQueuesOnRandomSequences(Design design) {
    for (long seed = 0; seed < 200; seed++) {
      new Against(design, seed).run();
      assertThat(pool.available()).as("seed %d", seed).isEqualTo(BUFFERS);
    }
  }

  /** Sockbufs beside a model of them. */
  private final class Against {
    private static final int HIGH_WATER = 640;
    private static final int SLOTS = 16;
    private final SplittableRandom random;
    private final CpuSockbufs sockbufs;
    private final boolean ring;
    private final String seed;
    private final List<Deque<int[]>> model = new ArrayList<>(); // number, bytes
    private final int[] sinceServed;

    Against(Design design, long seed) {
      random = new SplittableRandom(seed);
      int cpus = 1 + random.nextInt(4);
      sockbufs = make(design, cpus, HIGH_WATER);
      sinceServed = new int[cpus];
      ring = design == Design.LAMPORT || design == Design.FASTFORWARD;
      for (int cpu = 0; cpu < cpus; cpu++) {
        model.add(new ArrayDeque<>());
      }
      this.seed = "seed " + seed;
    }

    void run() {
      for (int i = 0; i < 300; i++) {
        if (random.nextBoolean()) {
          append(random.nextInt(model.size()), i);
        } else {
          dequeue();
        }
        assertThat(sockbufs.bytesAtMost()).as(seed).isEqualTo(bytes());
        assertThat(sockbufs.space()).as(seed).isEqualTo(HIGH_WATER - bytes());
        assertThat(sockbufs.bytesEstimate()).as(seed).isEqualTo(bytes());
        assertThat(sockbufs.packetsAtMost()).as(seed).isEqualTo(packets());
        assertThat(sockbufs.packetsAtLeast()).as(seed).isEqualTo(packets());
        if (random.nextInt(8) == 0) {
          assertThat(sockbufs.bytesAtLeast()).as(seed).isEqualTo(bytes());
        }
      }
      while (packets() > 0) {
        dequeue();
      }
    }

    private int bytes() {
      return model.stream().flatMap(Deque::stream).mapToInt(packet -> packet[1]).sum();
    }

    private int packets() {
      return model.stream().mapToInt(Deque::size).sum();
    }

    private void append(int cpu, int number) {
      Mbuf packet = packet(cpu, number, random.nextInt(100));
      int[] inModel = {number, packet.length()};
      boolean room =
          bytes() + packet.length() <= HIGH_WATER && !(ring && model.get(cpu).size() == SLOTS);
      assertThat(sockbufs.append(cpu, packet)).as(seed).isEqualTo(room);
      if (room) {
        model.get(cpu).add(inModel);
      } else {
        packet.free();
      }
    }

    private void dequeue() {
      Mbuf packet = sockbufs.dequeue(USER);
      assertThat(packet == null).as(seed).isEqualTo(packets() == 0);
      if (packet != null) {
        int[] inModel = model.get(packet.foreignAddress()).remove();
        assertThat(packet.foreignPort()).as(seed).isEqualTo(inModel[0]);
        assertThat(packet.length()).as(seed).isEqualTo(inModel[1]);
        served(packet.foreignAddress());
        packet.free();
      }
    }

    /** A sockbuf that is not empty is served within as many quanta as there are sockbufs. */
    private void served(int cpu) {
      for (int other = 0; other < sinceServed.length; other++) {
        boolean waits = other != cpu && !model.get(other).isEmpty();
        sinceServed[other] = waits ? sinceServed[other] + 1 : 0;
        assertThat(sinceServed[other]).as(seed).isLessThanOrEqualTo(QUANTUM * model.size());
      }
    }
  }
}
