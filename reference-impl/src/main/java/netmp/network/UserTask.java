package netmp.network;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import netmp.exec.Blocker;
import netmp.exec.Execution;

/**
 * A thread that was started on a network, for those who wait for its end.
 *
 * <p>Who joins enters the queue and then looks whether the thread has ended; the thread notes its
 * end and then looks into the queue. Both write one word and read the other's, so one of them sees
 * the other (sequentially consistent accesses).
 */
public final class UserTask implements Blocker {

  /** What a thread on a network does. */
  @FunctionalInterface
  public interface Body {

    /**
     * Runs on the thread.
     *
     * @throws Exception ends the run of the network, which then fails
     */
    void run() throws Exception;
  }

  private final Execution execution;
  private final String name;
  private final Queue<Thread> joiners = new ConcurrentLinkedQueue<>();
  private volatile Thread thread;
  private volatile boolean ended;

  UserTask(Execution execution, String name) {
    this.execution = execution;
    this.name = name;
  }

  void start(Execution.Kind kind, Body body) {
    thread = execution.start(name, kind, () -> run(body));
  }

  private void run(Body body) {
    try {
      body.run();
    } catch (Exception e) {
      UserTask.<RuntimeException>rethrow(e);
    } finally {
      ended = true;
      for (Thread next = joiners.poll(); next != null; next = joiners.poll()) {
        execution.unpark(next);
      }
    }
  }

  /** Takes an exception, as it is, through those who know of none that are checked. */
  @SuppressWarnings("unchecked") // the type is erased
  private static <E extends Exception> void rethrow(Exception exception) throws E {
    throw (E) exception;
  }

  /**
   * Waits for the end of the thread. A thread of the same network; an interrupt does not end it.
   */
  public void join() {
    Thread self = Thread.currentThread();
    joiners.add(self);
    boolean interrupted = false;
    while (!ended) {
      execution.park(this);
      interrupted |= execution.interrupted();
    }
    if (interrupted) {
      execution.interrupt(self);
    }
  }

  /**
   * Whether the thread has ended. Any thread.
   *
   * @return true once {@link #join} does not wait
   */
  public boolean hasEnded() {
    return ended;
  }

  /** Interrupts the thread: a wait in a socket call ends with EINTR. Any thread of the network. */
  public void interrupt() {
    execution.interrupt(thread);
  }

  @Override
  public Thread endedBy() {
    return thread;
  }

  /** The name, as reports of those who wait say it. */
  @Override
  public String toString() {
    return "the end of " + name;
  }
}
