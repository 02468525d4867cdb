package netmp.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Gives inputs to a target, and sees what is wrong: whatever the target throws, a run that does not
 * end, one that allocates more than its input is worth.
 *
 * @param <I> what an input is
 */
final class Runner<I> {

  /** Edges of a run. Sound ones take some ten thousand. */
  private static final long FUEL = 5_000_000;

  /** What a run may allocate, in bytes, whatever its input. Bursts of sends fill many buffers. */
  private static final long ALLOWANCE = 64L << 20;

  /** Nanoseconds of the processor after which a run hangs where no edges are counted. */
  private static final long HANGS = 10_000_000_000L;

  /** Nanoseconds after which it waits for something that does not come. */
  private static final long BLOCKED = 300_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Target<I> target;
  private final Coverage coverage;

  /** Read by a watchdog; null between runs. */
  private volatile Run<I> running;

  /** A run, and what the clocks said when it began. */
  private record Run<I>(I input, Thread thread, long cpuTime, long time) {

    /** A busy machine is no hang, so what counts is first of all the time of the processor. */
    boolean hangs() {
      return THREADS.getThreadCpuTime(thread.threadId()) - cpuTime > HANGS
          || System.nanoTime() - time > BLOCKED;
    }
  }

  Runner(Target<I> target, Coverage coverage) {
    this.target = target;
    this.coverage = coverage;
  }

  /** Runs an input; null if nothing is wrong. */
  Throwable run(I input) {
    running =
        new Run<>(
            input, Thread.currentThread(), THREADS.getCurrentThreadCpuTime(), System.nanoTime());
    long before = THREADS.getCurrentThreadAllocatedBytes();
    coverage.begin(FUEL);
    try {
      target.run(input);
    } catch (Throwable e) {
      return e;
    } finally {
      running = null;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    return allocated > ALLOWANCE ? new Defect("a run allocates more than 64 MiB") : null;
  }

  /** The input that has been running for too long, or null. Any thread. */
  I hanging() {
    Run<I> run = running;
    return run != null && run.hangs() ? run.input() : null;
  }
}
