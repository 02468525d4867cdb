package netmp.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import netmp.exec.Execution.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RealExecutionTest {

  private final Execution execution = new RealExecution();

  @Test
  void aPermitGivenBeforeIsNotLost() throws InterruptedException {
    CountDownLatch parked = new CountDownLatch(1);
    Thread thread =
        execution.start(
            "t",
            Kind.USER,
            () -> {
              execution.unpark(Thread.currentThread());
              execution.park();
              parked.countDown();
            });
    parked.await();
    thread.join();
    assertThat(thread.getName()).isEqualTo("t");
  }

  @Test
  void unparkWakes() throws InterruptedException {
    AtomicInteger permits = new AtomicInteger();
    Thread thread =
        execution.start(
            "t",
            Kind.PROTOCOL,
            () -> {
              while (permits.get() == 0) {
                execution.park();
              }
            });
    permits.set(1);
    execution.unpark(thread);
    thread.join();
  }

  @Test
  void aTimedWaitEnds() throws InterruptedException {
    long[] end = new long[1];
    Thread thread =
        execution.start(
            "t",
            Kind.USER,
            () -> {
              long deadline = execution.nanoTime() + 1_000_000;
              while (execution.nanoTime() < deadline) {
                execution.parkUntil(deadline);
              }
              end[0] = execution.nanoTime() - deadline;
            });
    thread.join();
    assertThat(end[0]).isNotNegative();
  }

  @Test
  void aLockExcludes() throws InterruptedException {
    Lock lock = execution.newLock();
    int[] count = new int[1];
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          execution.start(
              "t" + t,
              Kind.USER,
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  lock.lock();
                  try {
                    count[0]++;
                  } finally {
                    lock.unlock();
                  }
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(count[0]).isEqualTo(40_000);
  }
}
