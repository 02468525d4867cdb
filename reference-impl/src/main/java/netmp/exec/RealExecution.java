package netmp.exec;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Real threads and the machine's clock. The only place of the stack that knows either. Threads that
 * do not keep a run alive are daemons.
 */
public final class RealExecution implements Execution {

  /** Known by its class; user threads may be of any kind and come from anywhere. */
  private static final class ProtocolThread extends Thread {
    ProtocolThread(Runnable body, String name) {
      super(body, name);
    }
  }

  /** Refuses protocol threads: one that waited for a user could close a cycle (defect D26). */
  private static final class UserLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    @Override
    public void lock() {
      if (Thread.currentThread() instanceof ProtocolThread) {
        throw new IllegalStateException(Execution.LOCK_OF_USERS);
      }
      super.lock();
    }

    @Override
    public boolean tryLock() {
      if (Thread.currentThread() instanceof ProtocolThread) {
        throw new IllegalStateException(Execution.LOCK_OF_USERS);
      }
      return super.tryLock();
    }
  }

  /** Some tens of microseconds on a processor that nobody else wants. */
  private static final int SPINS = 100;

  /** Makes an execution; all share the machine's clock. */
  public RealExecution() {}

  @Override
  public Thread start(String name, Kind kind, Runnable body) {
    Thread thread = kind == Kind.PROTOCOL ? new ProtocolThread(body, name) : new Thread(body, name);
    thread.setDaemon(kind != Kind.USER);
    thread.start();
    return thread;
  }

  @Override
  public void park() {
    LockSupport.park(this);
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    if (deadlineNanos == Long.MAX_VALUE) {
      park();
    } else {
      LockSupport.parkNanos(this, deadlineNanos - System.nanoTime());
    }
  }

  @Override
  public void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }

  @Override
  public void interrupt(Thread thread) {
    thread.interrupt();
  }

  @Override
  public boolean interrupted() {
    return Thread.interrupted();
  }

  @Override
  public boolean isProtocolThread() {
    return Thread.currentThread() instanceof ProtocolThread;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Lock newLock() {
    return new UserLock();
  }

  @Override
  public int spins() {
    return SPINS;
  }

  /** Gives the processor to whoever has work: a thread that spins must not keep others from it. */
  @Override
  @SuppressWarnings("ThreadPriorityCheck") // A hint to the scheduler is what is wanted.
  public void spinWait() {
    Thread.yield();
  }
}
