package netmp.benchmark.message;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** What it costs to pass the turn from one thread to another, and nothing else. */
final class HandOver {

  private static final int TURNS = 20_000;

  /** How a thread waits for its turn. */
  enum Wait {
    /** It parks, and is unparked. */
    PARK,
    /** It yields until it has the turn. */
    YIELD
  }

  private final Wait wait;
  private final Thread[] threads = new Thread[2];
  private final Histogram nanos = new Histogram(3);
  private volatile int turn;

  private HandOver(Wait wait) {
    this.wait = wait;
  }

  /** The median of one hand-over, in nanoseconds. */
  static double median(Wait wait) throws InterruptedException {
    HandOver handOver = new HandOver(wait);
    for (int i = 0; i < 2; i++) {
      int self = i;
      handOver.threads[i] = Thread.ofPlatform().unstarted(() -> handOver.run(self));
    }
    for (Thread thread : handOver.threads) {
      thread.start();
    }
    for (Thread thread : handOver.threads) {
      thread.join();
    }
    return handOver.nanos.getValueAtPercentile(50) / 2.0;
  }

  private void run(int self) {
    long before = System.nanoTime();
    for (int i = 0; i < TURNS; i++) {
      while (turn != self) {
        await();
      }
      if (self == 0) {
        long now = System.nanoTime();
        nanos.recordValue(now - before);
        before = now;
      }
      turn = 1 - self;
      if (wait == Wait.PARK) {
        LockSupport.unpark(threads[1 - self]);
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // What yielding costs is the question.
  private void await() {
    if (wait == Wait.PARK) {
      LockSupport.park(this);
    } else {
      Thread.yield();
    }
  }
}
