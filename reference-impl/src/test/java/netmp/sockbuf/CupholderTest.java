package netmp.sockbuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
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
import netmp.trace.SimTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CupholderTest {

  private static final int USER = 1;

  private final MbufPool pool = MbufPool.forManyThreads(64);

  private Mbuf packet(int length, int mark) {
    Mbuf packet = pool.alloc();
    packet.extend(length);
    if (length > 0) {
      packet.setU8(0, mark);
    }
    return packet;
  }

  @Test
  void packetsComeOutInOrder() {
    Cupholder sockbuf = new Cupholder(1000, Probes.OFF, 0);
    List<Mbuf> in = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      in.add(packet(i, i));
      assertThat(sockbuf.append(in.get(i))).isTrue();
      assertThat(sockbuf.packetsAtMost()).isEqualTo(i + 1);
    }
    assertThat(sockbuf.snapshot(USER)).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(sockbuf.dequeue()).isSameAs(in.get(i));
      assertThat(sockbuf.snapshot(USER)).isEqualTo(4 - i);
    }
    assertThat(sockbuf.packetsAtMost()).isZero();
  }

  @Test
  void aFullSockbufRefusesUntilThereIsRoom() {
    Cupholder sockbuf = new Cupholder(100, Probes.OFF, 0);
    assertThat(sockbuf.append(packet(60, 0))).isTrue();
    assertThat(sockbuf.append(packet(41, 0))).isFalse();
    assertThat(sockbuf.append(packet(40, 0))).isTrue();
    assertThat(sockbuf.append(packet(1, 0))).isFalse();
    assertThat(sockbuf.append(packet(0, 0))).as("no bytes need no room").isTrue();
    assertThat(sockbuf.snapshot(USER)).isEqualTo(3);
    sockbuf.dequeue();
    assertThat(sockbuf.append(packet(60, 0))).isTrue();
  }

  @Test
  void anEmptyHolderIsUsedAgainAndFreedOnesAre() {
    List<String> steps = new ArrayList<>();
    ProbeSink sink =
        new ProbeSink() {
          @Override
          public int newObject(String kind) {
            return 1;
          }

          @Override
          public void hit(Probe probe, int object, long a, long b) {
            if (probe == Probe.APPEND_REUSE || probe == Probe.APPEND_LINK) {
              steps.add(probe.action() + " " + a + " " + b);
            }
          }
        };
    Cupholder sockbuf = new Cupholder(1000, new Probes(sink), 1);
    append(sockbuf); // into the first holder
    append(sockbuf); // behind it
    take(sockbuf); // the first holder is free
    append(sockbuf); // and is linked again
    take(sockbuf);
    take(sockbuf);
    append(sockbuf); // refills the last one
    assertThat(steps)
        .containsExactly("AppendReuse 1 0", "AppendLink 2 2", "AppendLink 3 1", "AppendReuse 4 0");
  }

  private void append(Cupholder sockbuf) {
    assertThat(sockbuf.append(packet(1, 0))).isTrue();
  }

  private static void take(Cupholder sockbuf) {
    assertThat(sockbuf.snapshot(USER)).isPositive();
    sockbuf.dequeue().free();
  }

  @Test
  void likeAQueueOnRandomSequences() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Cupholder sockbuf = new Cupholder(300, Probes.OFF, 0);
      Deque<Mbuf> model = new ArrayDeque<>();
      int bytes = 0;
      for (int i = 0; i < 300; i++) {
        if (random.nextBoolean()) {
          Mbuf packet = packet(random.nextInt(60), i);
          boolean room = bytes + packet.length() <= 300;
          assertThat(sockbuf.append(packet)).as("seed %d", seed).isEqualTo(room);
          if (room) {
            model.add(packet);
            bytes += packet.length();
          } else {
            packet.free();
          }
        } else if (sockbuf.snapshot(USER) > 0) {
          Mbuf packet = sockbuf.dequeue();
          assertThat(packet).as("seed %d", seed).isSameAs(model.remove());
          bytes -= packet.length();
          packet.free();
        }
        assertThat(sockbuf.snapshot(USER)).isEqualTo(model.size());
      }
      model.forEach(Mbuf::free);
    }
  }

  @Test
  void nothingIsLostUnderAnySchedule() {
    for (long seed = 0; seed < 1000; seed++) {
      DeterministicExecution execution =
          new DeterministicExecution(ScheduleChooser.uniform(new SplittableRandom(seed)), 100_000);
      Cupholder sockbuf = new Cupholder(1000, new SimTrace(execution, null).probes("A"), 1);
      execution.start("producer", Kind.USER, () -> produce(sockbuf, 6));
      execution.start(
          "consumer",
          Kind.USER,
          () -> {
            for (int i = 0; i < 6; i++) {
              while (sockbuf.snapshot(USER) == 0) {
                execution.spinWait();
              }
              Mbuf packet = sockbuf.dequeue();
              assertThat(packet.u8(0)).isEqualTo(i);
              packet.free();
            }
          });
      Result result = execution.run();
      assertThat(result.completed()).as("seed %d: %s", seed, result.detail()).isTrue();
      assertThat(pool.available()).isEqualTo(64);
    }
  }

  private void produce(Cupholder sockbuf, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(sockbuf.append(packet(1, i))).isTrue();
    }
  }

  @Test
  void twoRealThreads() throws InterruptedException {
    int count = 200_000;
    RealExecution execution = new RealExecution();
    Cupholder sockbuf = new Cupholder(32, Probes.OFF, 0);
    Thread producer =
        execution.start(
            "producer",
            Kind.USER,
            () -> {
              for (int i = 0; i < count; i++) {
                Mbuf packet = packet(1, i);
                while (!sockbuf.append(packet)) {
                  Thread.onSpinWait();
                }
              }
            });
    for (int i = 0; i < count; i++) {
      while (sockbuf.snapshot(USER) == 0) {
        Thread.onSpinWait();
      }
      Mbuf packet = sockbuf.dequeue();
      assertThat(packet.u8(0)).isEqualTo(i & 0xff);
      packet.free();
    }
    producer.join();
    assertThat(pool.available()).isEqualTo(64);
  }
}
