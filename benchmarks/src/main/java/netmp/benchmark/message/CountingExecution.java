package netmp.benchmark.message;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import netmp.exec.Execution;
import netmp.exec.RealExecution;

/** Real threads, and how often they park and are unparked. */
final class CountingExecution implements Execution {

  private final RealExecution threads = new RealExecution();
  private final LongAdder parks = new LongAdder();
  private final LongAdder unparks = new LongAdder();

  /** How often a thread with nothing to do looks again before it parks. */
  private final int spins;

  /** As often as real threads do. */
  CountingExecution() {
    this(new RealExecution().spins());
  }

  CountingExecution(int spins) {
    this.spins = spins;
  }

  /** Parks since the start. */
  long parks() {
    return parks.sum();
  }

  /** Unparks since the start. */
  long unparks() {
    return unparks.sum();
  }

  @Override
  public Thread start(String name, Kind kind, Runnable body) {
    return threads.start(name, kind, body);
  }

  @Override
  public void park() {
    parks.increment();
    threads.park();
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    parks.increment();
    threads.parkUntil(deadlineNanos);
  }

  @Override
  public void unpark(Thread thread) {
    unparks.increment();
    threads.unpark(thread);
  }

  @Override
  public void interrupt(Thread thread) {
    threads.interrupt(thread);
  }

  @Override
  public boolean interrupted() {
    return threads.interrupted();
  }

  @Override
  public boolean isProtocolThread() {
    return threads.isProtocolThread();
  }

  @Override
  public long nanoTime() {
    return threads.nanoTime();
  }

  @Override
  public Lock newLock() {
    return threads.newLock();
  }

  @Override
  public int spins() {
    return spins;
  }

  @Override
  public void spinWait() {
    threads.spinWait();
  }
}
