package netmp.soak;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import netmp.exec.Execution;
import netmp.exec.RealExecution;
import netmp.trace.IntervalTrace;

/**
 * Real threads of one machine, whose clock can be set forward. Tells the trace which of them sleep,
 * and the tally which of them die.
 */
final class HostExecution implements Execution {

  /** For a thread that shall end, in milliseconds. */
  private static final long PATIENCE = 1000;

  private final RealExecution real = new RealExecution();
  private final IntervalTrace trace;
  private final Tally tally;
  private final AtomicLong ahead = new AtomicLong();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** Nobody runs yet; the clock is the real one. */
  HostExecution(IntervalTrace trace, Tally tally) {
    this.trace = trace;
    this.tally = tally;
  }

  /** Sets the clock forward, and has everybody who waits for a time look at it. */
  void jump(long nanos) {
    ahead.addAndGet(nanos);
    threads.forEach(real::unpark);
  }

  /** Waits until all threads have ended, the calling one aside. */
  void awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(PATIENCE);
    }
  }

  @Override
  public Thread start(String name, Kind kind, Runnable body) {
    return real.start(name, kind, () -> run(body));
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it was, the thread is dead
  private void run(Runnable body) {
    Thread self = Thread.currentThread();
    threads.add(self);
    trace.wakes();
    try {
      body.run();
    } catch (RuntimeException | Error e) {
      tally.find(self.getName() + " died of " + Stacks.text(e));
    } finally {
      trace.parks();
      threads.remove(self);
    }
  }

  @Override
  public void park() {
    trace.parks();
    real.park();
    trace.wakes();
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    trace.parks();
    boolean forever = deadlineNanos == Long.MAX_VALUE;
    real.parkUntil(forever ? deadlineNanos : deadlineNanos - ahead.get());
    trace.wakes();
  }

  @Override
  public void unpark(Thread thread) {
    real.unpark(thread);
  }

  @Override
  public void interrupt(Thread thread) {
    real.interrupt(thread);
  }

  @Override
  public boolean interrupted() {
    return real.interrupted();
  }

  @Override
  public boolean isProtocolThread() {
    return real.isProtocolThread();
  }

  @Override
  public long nanoTime() {
    return real.nanoTime() + ahead.get();
  }

  @Override
  public Lock newLock() {
    return real.newLock();
  }

  @Override
  public int spins() {
    return real.spins();
  }

  @Override
  public void spinWait() {
    real.spinWait();
  }
}
