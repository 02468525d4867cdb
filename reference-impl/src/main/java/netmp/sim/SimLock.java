package netmp.sim;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import netmp.exec.Blocker;
import netmp.exec.Execution;

/** A lock between threads of one carrier: plain fields are enough. Handed over first come first. */
final class SimLock implements Lock, Blocker {

  private final DeterministicExecution execution;
  private final Queue<Thread> waiters = new ArrayDeque<>();
  private final boolean forUsers;

  /** How many locks of the run were made before it. */
  private final int number;

  private Thread holder;

  /** A lock that refuses protocol threads, or one for tests that does not. */
  SimLock(DeterministicExecution execution, int number, boolean forUsers) {
    this.execution = execution;
    this.number = number;
    this.forUsers = forUsers;
  }

  @Override
  public void lock() {
    Thread self = Thread.currentThread();
    execution.touchesLock(number);
    if (holder == self) {
      throw new IllegalStateException("locked twice by " + self.getName());
    }
    if (tryLock()) {
      return;
    }
    waiters.add(self);
    while (holder != self) {
      execution.parkUninterruptibly(this);
    }
  }

  @Override
  public boolean tryLock() {
    if (forUsers && execution.isProtocolThread()) {
      throw new IllegalStateException(Execution.LOCK_OF_USERS);
    }
    execution.touchesLock(number);
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
    execution.touchesLock(number);
    holder = waiters.poll();
    if (holder != null) {
      execution.unpark(holder);
    }
  }

  @Override
  public Thread endedBy() {
    return holder;
  }

  @Override
  public String toString() {
    return "a user-side lock";
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
