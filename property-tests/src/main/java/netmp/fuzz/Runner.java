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
  private static final long FUEL = 20_000_000;

  /** What a run may allocate, in bytes, whatever its input. Bursts of sends fill many buffers. */
  private static final long ALLOWANCE = 64L << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Target<I> target;
  private final Coverage coverage;

  /** Read by a watchdog: what runs, and since when; 0 if nothing does. */
  private volatile I running;

  private volatile long since;

  Runner(Target<I> target, Coverage coverage) {
    this.target = target;
    this.coverage = coverage;
  }

  /** Runs an input; null if nothing is wrong. */
  Throwable run(I input) {
    running = input;
    since = System.nanoTime() | 1;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    coverage.begin(FUEL);
    try {
      target.run(input);
    } catch (Throwable e) {
      return e;
    } finally {
      since = 0;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    return allocated > ALLOWANCE ? new Defect("a run allocates more than 64 MiB") : null;
  }

  /** The input that has been running for so long, or null. Any thread. */
  I hanging(long nanos) {
    I input = running;
    long begin = since;
    return begin != 0 && System.nanoTime() - begin > nanos ? input : null;
  }
}
