package netmp.benchmark.udp;

import java.util.IdentityHashMap;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import netmp.exec.Execution;
import netmp.probe.Probe;
import netmp.probe.ProbeSink;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;

/**
 * Every thread on a processor of its own, in virtual time, whose unit is the tick of {@link
 * Processor}. At each probe, and where it waits or wakes, a thread is held up for as long as what
 * it has done since the last one takes; others go on meanwhile. Its steps take place at the
 * beginning of that time.
 */
final class Processors implements Execution, ProbeSink {

  /** Ticks between two looks of a thread that spins. */
  private static final int SPIN = 20;

  private final DeterministicExecution threads =
      new DeterministicExecution(ScheduleChooser.COOPERATIVE, Long.MAX_VALUE);
  private final IdentityHashMap<Thread, Processor> byThread = new IdentityHashMap<>();

  Result run() {
    return threads.run();
  }

  @Override
  public Thread start(String name, Kind kind, Runnable body) {
    Processor processor = new Processor(byThread.size(), kind);
    Thread thread =
        threads.start(
            name,
            kind,
            () -> {
              Accesses.become(processor);
              body.run();
            });
    byThread.put(thread, processor);
    return thread;
  }

  /** Ticks for which the processors of threads of a kind have been busy since the last call. */
  LongSummaryStatistics takeBusy(Kind kind) {
    LongSummaryStatistics busy = new LongSummaryStatistics();
    for (Processor processor : byThread.values()) {
      if (processor.kind == kind) {
        busy.accept(processor.busy);
        processor.busy = 0;
      }
    }
    return busy;
  }

  /** Holds the thread up for what it has done. */
  private void charge() {
    Processor self = byThread.get(Thread.currentThread());
    long ticks = self.ticks;
    if (ticks > 0) {
      self.ticks = 0;
      self.busy += ticks;
      hold(threads.nanoTime() + ticks);
    }
  }

  /** Holds the calling thread up. */
  void pause(int ticks) {
    hold(threads.nanoTime() + ticks);
  }

  private void hold(long until) {
    while (threads.nanoTime() < until) {
      threads.parkUntil(until);
    }
  }

  @Override
  public void park() {
    parkUntil(Long.MAX_VALUE);
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    charge();
    Processor self = byThread.get(Thread.currentThread());
    if (!self.permit) {
      self.parked = true;
      threads.parkUntil(deadlineNanos);
      self.parked = false;
    }
    self.permit = false;
  }

  @Override
  public void unpark(Thread thread) {
    Processor self = byThread.get(Thread.currentThread());
    Processor target = byThread.get(thread);
    if (target.parked) {
      target.parked = false;
      if (Accesses.current() != null) {
        Accesses.woken();
        self.ticks += Processor.WAKE;
        charge();
      }
      threads.unpark(thread);
    } else {
      target.permit = true;
    }
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
  public int spins() {
    return 0;
  }

  @Override
  public void spinWait() {
    charge();
    pause(SPIN);
  }

  @Override
  public Lock newLock() {
    return new OneWord(threads.newLock());
  }

  @Override
  public void hit(Probe probe, int object, long a, long b) {
    charge();
  }

  @Override
  public int newObject(String kind) {
    return 0;
  }

  /** A lock whose word is written when it is taken and when it is released. */
  private static final class OneWord implements Lock {
    private final Lock lock;

    OneWord(Lock lock) {
      this.lock = lock;
    }

    @Override
    public void lock() {
      Accesses.object(this, true);
      lock.lock();
    }

    @Override
    public boolean tryLock() {
      Accesses.object(this, true);
      return lock.tryLock();
    }

    @Override
    public void unlock() {
      Accesses.object(this, true);
      lock.unlock();
    }

    @Override
    public void lockInterruptibly() {
      throw new UnsupportedOperationException("not used by the stack");
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
      throw new UnsupportedOperationException("not used by the stack");
    }

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException("not used by the stack");
    }
  }
}
