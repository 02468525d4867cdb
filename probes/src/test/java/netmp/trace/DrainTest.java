package netmp.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import netmp.probe.Probe;
import netmp.probe.Probes;
import netmp.probe.SomeProbe;
import org.junit.jupiter.api.Test;

/** Events that are handed on while the threads run. */
class DrainTest {

  private static final int THREADS = 4;
  private static final int STEPS = 50_000;

  private record Drained(long from, long n, String thread) {}

  private final IntervalTrace trace = new IntervalTrace();
  private final Probes probes = trace.probes("A");
  private final int port = probes.newObject("port");
  private final List<Drained> drained = new ArrayList<>();

  private final EventSink sink =
      (long n, long from, String thread, String object, Probe probe, long a, long b) ->
          drained.add(new Drained(from, n, thread));

  private void step() {
    Probes.hit(probes, SomeProbe.CLEAR, port);
  }

  private Thread thread(String name, Runnable body) {
    return Thread.ofPlatform()
        .name(name)
        .start(
            () -> {
              trace.wakes();
              body.run();
              trace.parks();
            });
  }

  /** Now and then a thread waits for nothing. */
  private void work() {
    for (int i = 0; i < STEPS; i++) {
      step();
      if (i % 1000 == 0) {
        trace.parks();
        LockSupport.parkNanos(100_000);
        trace.wakes();
      }
    }
  }

  @Test
  void theOrderIsThatOfAFileOverAllDrains() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(thread("t" + i, this::work));
    }
    int early = 0;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      early += trace.drain(sink);
    }
    trace.write(sink);
    assertThat(early).as("drained while they ran").isGreaterThan(STEPS);
    assertThat(drained).hasSize(THREADS * STEPS);
    Map<String, Long> last = new HashMap<>();
    for (int i = 0; i < drained.size(); i++) {
      Drained event = drained.get(i);
      long before = i == 0 ? 0 : drained.get(i - 1).from;
      assertThat(event.from).as("the begin of event %d", i).isGreaterThanOrEqualTo(before);
      Long own = last.put(event.thread, event.n);
      assertThat(event.from).as("behind its own step before").isGreaterThan(own == null ? 0 : own);
    }
  }

  @Test
  void whoSleepsHoldsNothingBackAndBeginsAnewWhenItWakes() throws InterruptedException {
    CountDownLatch asleep = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread sleeper =
        thread(
            "sleeper",
            () -> {
              step();
              trace.parks();
              asleep.countDown();
              await(goOn);
              trace.wakes();
              step();
            });
    await(asleep);
    thread("other", this::step).join();
    assertThat(trace.drain(sink)).isEqualTo(2);
    goOn.countDown();
    sleeper.join();
    assertThat(trace.drain(sink)).isEqualTo(1);
    assertThat(drained.getLast()).isEqualTo(new Drained(3, 3, "sleeper"));
  }

  @Test
  void whoIsAtWorkHoldsBackWhatIsBehindItsLastStep() throws InterruptedException {
    CountDownLatch stepped = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread worker =
        thread(
            "worker",
            () -> {
              step();
              stepped.countDown();
              await(goOn);
              step();
            });
    await(stepped);
    thread(
            "other",
            () -> {
              step();
              step();
            })
        .join();
    assertThat(trace.drain(sink)).as("stamp 1 only: the worker's next begins at 2").isEqualTo(1);
    goOn.countDown();
    worker.join();
    assertThat(trace.drain(sink)).isEqualTo(3);
    assertThat(drained.stream().map(Drained::from)).containsExactly(1L, 2L, 2L, 3L);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
