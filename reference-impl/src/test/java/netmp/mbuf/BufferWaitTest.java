package netmp.mbuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import netmp.exec.Execution;
import netmp.exec.RealExecution;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users who wait for buffers of a pool that has too few. */
class BufferWaitTest {

  private static final long FOREVER = Long.MAX_VALUE;

  private final MbufPool pool = MbufPool.forManyThreads(1, 1);
  private final DeterministicExecution execution =
      new DeterministicExecution(ready -> 0, Long.MAX_VALUE);
  private final List<String> said = new ArrayList<>();

  private Mbuf await(Object whose, long deadline, AtomicBoolean over) {
    return pool.await(execution, whose, deadline, over::get);
  }

  private Thread user(String name, Runnable body) {
    return execution.start(name, Execution.Kind.USER, body);
  }

  private void run() {
    Result result = execution.run();
    assertThat(result.completed()).as(result.toString()).isTrue();
  }

  private void takes(String name) {
    Mbuf buffer = await(name, FOREVER, new AtomicBoolean());
    said.add(name);
    buffer.free();
  }

  @Test
  void whoWaitsGetsWhatIsGivenBackInTurn() {
    Mbuf only = pool.alloc();
    user("a", () -> takes("a"));
    user("b", () -> takes("b"));
    user("c", () -> takes("c"));
    user("giver", only::free);
    run();
    assertThat(said).containsExactly("a", "b", "c");
    assertThat(pool.available()).isEqualTo(1);
  }

  @Test
  void aWaitEndsAtItsDeadline() {
    Mbuf only = pool.alloc();
    user("a", () -> assertThat(await("a", 1_000_000, new AtomicBoolean())).isNull());
    run();
    assertThat(execution.nanoTime()).isEqualTo(1_000_000);
    only.free();
    assertThat(pool.available()).isEqualTo(1);
  }

  @Test
  void anInterruptEndsAWaitAndTheStatusStays() {
    Mbuf only = pool.alloc();
    Thread waiter =
        user(
            "a",
            () -> {
              assertThat(await("a", FOREVER, new AtomicBoolean())).isNull();
              assertThat(execution.interrupted()).isTrue();
            });
    user("b", () -> execution.interrupt(waiter));
    run();
    only.free();
  }

  /** D124: the buffer was meant for a, who needs it no more; b must hear of it. */
  @Test
  void whoWasChosenAndGivesUpPassesItOn() {
    Mbuf only = pool.alloc();
    user("a", () -> assertThat(awaitAndGiveUp(only)).isNull());
    user("b", () -> takes("b"));
    run();
    assertThat(said).containsExactly("b");
  }

  /** Queues, lets others queue, is chosen, and finds that it needs none. */
  private Mbuf awaitAndGiveUp(Mbuf other) {
    return pool.await(
        execution,
        "a",
        FOREVER,
        () -> {
          execution.spinWait();
          other.free();
          return true;
        });
  }

  @Test
  void theEndOfItsPurposeEndsAWaitAndNoOther() {
    Mbuf only = pool.alloc();
    AtomicBoolean over = new AtomicBoolean();
    user("a", () -> assertThat(await("socket", FOREVER, over)).isNull());
    user("b", () -> takes("b"));
    user(
        "owner",
        () -> {
          over.set(true);
          pool.endWait("socket");
        });
    user(
        "giver",
        () -> {
          execution.parkUntil(1000);
          only.free();
        });
    run();
    assertThat(said).containsExactly("b");
  }

  /** A lost wakeup would be a thread that waits for ever. */
  @Test
  @Tag("real-threads")
  @Timeout(60)
  void nobodySleepsBesideABuffer() throws InterruptedException {
    Execution real = new RealExecution();
    MbufPool two = MbufPool.forManyThreads(2, 1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      SplittableRandom random = new SplittableRandom(t);
      Object me = t;
      Runnable body =
          () -> {
            for (int i = 0; i < 30_000; i++) {
              long deadline = random.nextInt(4) == 0 ? System.nanoTime() + 20_000 : FOREVER;
              Mbuf buffer = two.await(real, me, deadline, () -> false);
              if (buffer != null) {
                buffer.free();
              }
            }
          };
      threads.add(real.start("user" + t, Execution.Kind.USER, body));
    }
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(40));
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(two.available()).isEqualTo(2);
  }
}
