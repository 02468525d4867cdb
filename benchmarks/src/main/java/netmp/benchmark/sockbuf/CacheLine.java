package netmp.benchmark.sockbuf;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a written cache line takes from one CPU to the other: two threads count in turn. On a
 * virtual machine this changes by a factor of seven when the host moves the CPUs about, and with it
 * everything that passes packets from thread to thread.
 */
final class CacheLine {

  private static final int TURNS = 1_000_000;

  private CacheLine() {}

  /** Nanoseconds of one crossing; the second measurement counts, the first warms up. */
  static double nanos() {
    measure();
    return measure();
  }

  private static double measure() {
    AtomicLong count = new AtomicLong();
    Thread other = Thread.ofPlatform().start(() -> takeTurns(count, 1));
    long start = System.nanoTime();
    takeTurns(count, 0);
    long nanos = System.nanoTime() - start;
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return (double) nanos / TURNS;
  }

  private static void takeTurns(AtomicLong count, int first) {
    for (long turn = first; turn < TURNS; turn += 2) {
      awaitTurn(count, turn);
      count.setRelease(turn + 1);
    }
  }

  /** Without a pause, which would be measured too. */
  private static void awaitTurn(AtomicLong count, long turn) {
    boolean mine = false;
    while (!mine) {
      mine = count.getAcquire() == turn;
    }
  }
}
