package netmp.sockbuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import netmp.action.StackProbe;
import netmp.exec.Execution.Kind;
import netmp.exec.RealExecution;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.probe.Probe;
import netmp.probe.ProbeSink;
import netmp.probe.Probes;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All designs are the same sockbuf. */
@Timeout(60)
class SockbufTest {

  private static final int USER = 1;
  private static final int BUFFERS = 64;

  private final MbufPool pool = MbufPool.forManyThreads(BUFFERS, 1);

  private static Sockbuf make(Design design, int highWater) {
    return design.create(highWater, Probes.OFF, 0);
  }

  /** A packet whose bytes count up from a mark. */
  private Mbuf packet(int length, int mark) {
    Mbuf packet = pool.alloc();
    packet.extend(length);
    for (int i = 0; i < length; i++) {
      packet.setU8(i, mark + i);
    }
    return packet;
  }

  @ParameterizedTest
  @EnumSource
  void packetsComeOutInOrder(Design design) {
    Sockbuf sockbuf = make(design, 1000);
    for (int i = 0; i < 5; i++) {
      assertThat(sockbuf.append(packet(i, i))).isTrue();
      assertThat(sockbuf.packetsAtMost()).isEqualTo(i + 1);
    }
    assertThat(sockbuf.bytesAtMost()).isEqualTo(10);
    assertThat(sockbuf.bytesAtLeast()).isEqualTo(10);
    assertThat(sockbuf.space()).isEqualTo(990);
    for (int i = 0; i < 5; i++) {
      Mbuf packet = sockbuf.dequeue(USER);
      assertThat(packet.length()).isEqualTo(i);
      assertThat(i == 0 ? 0 : packet.u8(0)).isEqualTo(i);
      packet.free();
    }
    assertThat(sockbuf.dequeue(USER)).isNull();
    assertThat(sockbuf.packetsAtMost()).isZero();
    assertThat(pool.available()).isEqualTo(BUFFERS);
  }

  @ParameterizedTest
  @EnumSource
  void aFullSockbufRefusesUntilThereIsRoom(Design design) {
    Sockbuf sockbuf = make(design, 100);
    assertThat(sockbuf.append(packet(60, 0))).isTrue();
    assertThat(sockbuf.append(packet(41, 0))).isFalse();
    assertThat(sockbuf.append(packet(40, 0))).isTrue();
    assertThat(sockbuf.append(packet(1, 0))).isFalse();
    assertThat(sockbuf.append(packet(0, 0))).as("no bytes need no room").isTrue();
    assertThat(sockbuf.space()).isZero();
    sockbuf.dequeue(USER);
    assertThat(sockbuf.space()).isEqualTo(60);
    assertThat(sockbuf.append(packet(60, 0))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"LAMPORT", "FASTFORWARD"})
  void aRingRefusesWithoutASlot(Design design) {
    Sockbuf sockbuf = make(design, 4 * 32);
    for (int turn = 0; turn < 3; turn++) {
      for (int i = 0; i < 4; i++) {
        assertThat(sockbuf.append(packet(0, 0))).isTrue();
      }
      assertThat(sockbuf.append(packet(0, 0))).isFalse();
      for (int i = 0; i < 4; i++) {
        assertThat(sockbuf.dequeue(USER)).isNotNull();
      }
      assertThat(sockbuf.dequeue(USER)).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void addressAndControlDataGoWithThePacket(Design design) {
    Sockbuf sockbuf = make(design, 100);
    assertThat(sockbuf.appendAddress(packet(10, 1), 0x0a000001, 53)).isTrue();
    assertThat(sockbuf.appendControl(packet(10, 2), packet(20, 3))).isTrue();
    assertThat(sockbuf.bytesAtMost()).as("control data counts").isEqualTo(40);
    Mbuf refused = packet(10, 4);
    Mbuf itsControl = packet(60, 5);
    assertThat(sockbuf.appendControl(refused, itsControl)).isFalse();
    refused.free();
    itsControl.free();
    Mbuf addressed = sockbuf.dequeue(USER);
    assertThat(addressed.foreignAddress()).isEqualTo(0x0a000001);
    assertThat(addressed.foreignPort()).isEqualTo(53);
    addressed.free();
    Mbuf controlled = sockbuf.dequeue(USER);
    Mbuf control = controlled.takeControl();
    assertThat(control.u8(0)).isEqualTo(3);
    controlled.setControl(control);
    controlled.free();
    assertThat(sockbuf.bytesAtLeast()).isZero();
    assertThat(pool.available()).as("freed with its packet").isEqualTo(BUFFERS);
  }

  @ParameterizedTest
  @EnumSource
  void bytesAreDroppedFromTheFront(Design design) {
    Sockbuf sockbuf = make(design, 100);
    sockbuf.append(packet(10, 0));
    sockbuf.append(packet(10, 10));
    sockbuf.append(packet(10, 20));
    sockbuf.drop(USER, 4);
    assertThat(sockbuf.first(USER).u8(0)).isEqualTo(4);
    sockbuf.drop(USER, 0);
    sockbuf.drop(USER, 17);
    assertThat(sockbuf.first(USER).u8(0)).isEqualTo(21);
    assertThat(sockbuf.bytesAtLeast()).isEqualTo(9);
    assertThat(sockbuf.bytesAtMost()).isEqualTo(9);
    assertThat(sockbuf.packetsAtMost()).isEqualTo(1);
    assertThatThrownBy(() -> sockbuf.drop(USER, 10))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("1 bytes to drop are not to be seen");
    assertThat(pool.available()).isEqualTo(BUFFERS);
  }

  @ParameterizedTest
  @EnumSource
  void visitsLeaveThePacketsAndSkipTheDequeued(Design design) {
    Sockbuf sockbuf = make(design, 1000);
    assertThat(sockbuf.visit(USER)).isNull();
    sockbuf.append(packet(1, 1));
    sockbuf.append(packet(1, 2));
    assertThat(sockbuf.visit(USER).u8(0)).isEqualTo(1);
    assertThat(sockbuf.visit(USER).u8(0)).isEqualTo(2);
    assertThat(sockbuf.visit(USER)).isNull();
    sockbuf.append(packet(1, 3));
    sockbuf.dequeue(USER);
    assertThat(sockbuf.visit(USER).u8(0)).isEqualTo(3);
    sockbuf.append(packet(1, 4));
    for (int i = 0; i < 2; i++) {
      sockbuf.dequeue(USER);
    }
    assertThat(sockbuf.visit(USER).u8(0)).isEqualTo(4);
    assertThat(sockbuf.visit(USER)).isNull();
    sockbuf.dequeue(USER);
    sockbuf.append(packet(1, 5));
    assertThat(sockbuf.first(USER).u8(0)).isEqualTo(5);
    assertThat(sockbuf.visit(USER).u8(0)).as("of an emptied sockbuf").isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void marksAndTheEndOfFile(Design design) {
    Sockbuf sockbuf = make(design, 1000);
    assertThat(sockbuf.highWater()).isEqualTo(1000);
    assertThat(sockbuf.lowWater()).isEqualTo(1);
    sockbuf.setLowWater(20);
    assertThat(sockbuf.lowWater()).isEqualTo(20);
    sockbuf.append(packet(1, 1));
    assertThat(sockbuf.cantMore()).isFalse();
    sockbuf.setCantMore();
    assertThat(sockbuf.cantMore()).isTrue();
    assertThat(sockbuf.dequeue(USER)).as("what came before the end").isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void likeAQueueOnRandomSequences(Design design) {
    for (long seed = 0; seed < 300; seed++) {
      new Against(design, seed).run();
      assertThat(pool.available()).as("seed %d", seed).isEqualTo(BUFFERS);
    }
  }

  /** A sockbuf beside a model of it. */
  private final class Against {
    private static final int HIGH_WATER = 320;
    private final SplittableRandom random;
    private final Sockbuf sockbuf;
    private final boolean ring;
    private final String seed;
    private final Deque<int[]> model = new ArrayDeque<>(); // mark, bytes left
    private int visited;

    Against(Design design, long seed) {
      random = new SplittableRandom(seed);
      sockbuf = make(design, HIGH_WATER);
      ring = design == Design.LAMPORT || design == Design.FASTFORWARD;
      this.seed = "seed " + seed;
    }

    void run() {
      for (int i = 0; i < 300; i++) {
        switch (random.nextInt(5)) {
          case 0, 1 -> append(i);
          case 2 -> dequeue();
          case 3 -> visit();
          default -> drop();
        }
        assertThat(sockbuf.bytesAtMost()).as(seed).isEqualTo(bytes());
        assertThat(sockbuf.bytesAtLeast()).as(seed).isEqualTo(bytes());
        assertThat(sockbuf.packetsAtMost()).as(seed).isEqualTo(model.size());
      }
      while (!model.isEmpty()) {
        dequeue();
      }
    }

    private int bytes() {
      return model.stream().mapToInt(packet -> packet[1]).sum();
    }

    private void append(int mark) {
      Mbuf packet = packet(random.nextInt(60), mark);
      boolean room = bytes() + packet.length() <= HIGH_WATER && !(ring && model.size() == 8);
      int[] inModel = {mark, packet.length()};
      assertThat(sockbuf.append(packet)).as(seed).isEqualTo(room);
      if (room) {
        model.add(inModel);
      } else {
        packet.free();
      }
    }

    private void check(Mbuf packet, int[] inModel) {
      assertThat(packet.length()).as(seed).isEqualTo(inModel[1]);
      if (inModel[1] > 0) {
        assertThat(packet.u8(0)).as(seed).isEqualTo(inModel[0] & 0xff);
      }
    }

    private void dequeue() {
      Mbuf packet = sockbuf.dequeue(USER);
      if (model.isEmpty()) {
        assertThat(packet).as(seed).isNull();
      } else {
        check(packet, model.remove());
        visited = Math.max(0, visited - 1);
        packet.free();
      }
    }

    private void visit() {
      Mbuf packet = sockbuf.visit(USER);
      if (visited == model.size()) {
        assertThat(packet).as(seed).isNull();
      } else {
        check(packet, new ArrayList<>(model).get(visited));
        visited++;
      }
    }

    private void drop() {
      int bytes = random.nextInt(bytes() + 1);
      sockbuf.drop(USER, bytes);
      for (int left = bytes; left > 0; ) {
        int[] first = model.getFirst();
        int taken = Math.min(left, first[1]);
        left -= taken;
        first[0] += taken;
        first[1] -= taken;
        if (first[1] == 0) {
          model.remove();
          visited = Math.max(0, visited - 1);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostUnderAnySchedule(Design design) {
    for (long seed = 0; seed < 500; seed++) {
      DeterministicExecution execution =
          new DeterministicExecution(ScheduleChooser.uniform(new SplittableRandom(seed)), 100_000);
      Probes probes = new SimTrace(execution, null).probes("A");
      Sockbuf sockbuf = design.create(4 * 32, probes, 1);
      execution.start("producer", Kind.USER, () -> produce(sockbuf, 12, execution::spinWait));
      execution.start("consumer", Kind.USER, () -> consume(sockbuf, 12, execution::spinWait));
      Result result = execution.run();
      assertThat(result.completed()).as("seed %d: %s", seed, result.detail()).isTrue();
      assertThat(pool.available()).isEqualTo(BUFFERS);
    }
  }

  private void produce(Sockbuf sockbuf, int count, Runnable wait) {
    for (int i = 0; i < count; i++) {
      Mbuf packet = packet(1, i);
      while (!sockbuf.append(packet)) {
        wait.run();
      }
    }
    sockbuf.setCantMore();
  }

  /** The end of file is read before emptiness, so nothing is left behind it. */
  private static void consume(Sockbuf sockbuf, int count, Runnable wait) {
    int taken = 0;
    boolean end = false;
    while (!end) {
      end = sockbuf.cantMore();
      Mbuf packet = sockbuf.dequeue(USER);
      if (packet == null) {
        wait.run();
      } else {
        end = false;
        assertThat(packet.u8(0)).isEqualTo(taken & 0xff);
        packet.free();
        taken++;
      }
    }
    assertThat(taken).isEqualTo(count);
  }

  @Tag("real-threads")
  @ParameterizedTest
  @EnumSource
  void twoRealThreads(Design design) throws InterruptedException {
    int count = 200_000;
    Sockbuf sockbuf = make(design, 32);
    Thread producer =
        new RealExecution()
            .start("producer", Kind.USER, () -> produce(sockbuf, count, Thread::yield));
    consume(sockbuf, count, Thread::yield);
    producer.join();
    assertThat(pool.available()).isEqualTo(BUFFERS);
  }

  /** Remembers the steps of some kinds. */
  private static final class Steps implements ProbeSink {
    private final Set<StackProbe> kinds;
    private final List<String> steps = new ArrayList<>();

    Steps(StackProbe... kinds) {
      this.kinds = EnumSet.copyOf(List.of(kinds));
    }

    @Override
    public int newObject(String kind) {
      return 1;
    }

    @Override
    public void hit(Probe probe, int object, long a, long b) {
      if (kinds.contains(probe)) {
        steps.add(probe.action() + " " + a + " " + b);
      }
    }
  }

  /** What a reader sees at a look: a list or a ring with indices tells him of all packets. */
  @ParameterizedTest
  @EnumSource
  void looksAndPacketsAreReported(Design design) {
    boolean counts = design == Design.CUPHOLDER || design == Design.LAMPORT;
    Steps sink =
        new Steps(
            StackProbe.SNAPSHOT,
            StackProbe.APPEND_PUBLISH,
            StackProbe.DEQUEUE_COUNT,
            StackProbe.SBALLOC,
            StackProbe.SBFREE);
    Sockbuf sockbuf = design.create(1000, new Probes(sink), 1);
    sockbuf.dequeue(USER);
    assertThat(sockbuf.append(packet(7, 0))).isTrue();
    assertThat(sockbuf.append(packet(5, 0))).isTrue();
    sockbuf.first(USER);
    sockbuf.visit(USER);
    sockbuf.visit(USER);
    sockbuf.visit(USER);
    sockbuf.dequeue(USER).free();
    sockbuf.drop(USER, 2);
    assertThat(sink.steps)
        .containsExactly(
            "Snapshot 1 0",
            "AppendPublish 0 0",
            "SbAlloc 7 0",
            "AppendPublish 0 0",
            "SbAlloc 5 0",
            counts ? "Snapshot 1 2" : "Snapshot 1 1",
            counts ? "Snapshot 1 2" : "Snapshot 1 1",
            "Snapshot 1 2",
            "Snapshot 1 2",
            counts ? "Snapshot 1 2" : "Snapshot 1 1",
            "DequeueCount 0 0",
            "SbFree 7 0",
            "Snapshot 1 1",
            "SbFree 2 0");
  }

  @Test
  void anEmptyHolderIsUsedAgainAndFreedOnesAre() {
    Steps sink = new Steps(StackProbe.APPEND_REUSE, StackProbe.APPEND_LINK);
    List<String> steps = sink.steps;
    Sockbuf sockbuf = Design.CUPHOLDER.create(1000, new Probes(sink), 1);
    append(sockbuf); // into the first holder
    append(sockbuf); // behind it
    sockbuf.dequeue(USER).free(); // the first holder is free
    append(sockbuf); // and is linked again
    sockbuf.dequeue(USER).free();
    sockbuf.dequeue(USER).free();
    append(sockbuf); // refills the last one
    assertThat(steps)
        .containsExactly("AppendReuse 1 0", "AppendLink 2 2", "AppendLink 3 1", "AppendReuse 4 0");
  }

  private void append(Sockbuf sockbuf) {
    assertThat(sockbuf.append(packet(1, 0))).isTrue();
  }

  @Test
  void anIdleCoralHoldsNoCluster() {
    Sockbuf sockbuf = make(Design.CORAL, 1000);
    for (int i = 0; i < 3; i++) {
      append(sockbuf);
    }
    for (int i = 0; i < 3; i++) {
      sockbuf.dequeue(USER).free();
    }
    assertThat(pool.available()).isEqualTo(BUFFERS);
  }
}
