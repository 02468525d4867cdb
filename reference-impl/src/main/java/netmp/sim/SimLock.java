package netmp.sim;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** A lock between threads of one carrier: plain fields are enough. Handed over first come first. */
final class SimLock implements Lock {

  private final DeterministicExecution execution;
  private final Queue<Thread> waiters = new ArrayDeque<>();
  private Thread holder;

  SimLock(DeterministicExecution execution) {
    this.execution = execution;
  }

  @Override
  public void lock() {
    Thread self = Thread.currentThread();
    if (holder == self) {
      throw new IllegalStateException("locked twice by " + self.getName());
    }
    if (tryLock()) {
      return;
    }
    waiters.add(self);
    while (holder != self) {
      execution.parkUninterruptibly();
    }
  }

  @Override
  public boolean tryLock() {
    if (holder != null) {
      return false;
    }
    holder = Thread.currentThread();
    return true;
  }

  @Override
  public void unlock() {
    if (holder != Thread.currentThread()) {
      throw new IllegalMonitorStateException("unlocked by another thread than the holder");
    }
    holder = waiters.poll();
    if (holder != null) {
      execution.unpark(holder);
    }
  }

  @Override
  public void lockInterruptibly() {
    throw new UnsupportedOperationException("a user-side lock is not interruptible");
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) {
    throw new UnsupportedOperationException("a user-side lock has no timeout");
  }

  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("a user-side lock has no conditions");
  }
}
