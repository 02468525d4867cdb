package netmp.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import netmp.exec.Execution;
import netmp.exec.RealExecution;
import netmp.probe.Probes;
import netmp.stack.NetStack;
import netmp.trace.EventSink;
import netmp.trace.IntervalTrace;

/** Runs on real threads. */
final class RealRunner implements Runner {

  /** For a thread that shall end, in milliseconds. */
  private static final long PATIENCE = 1000;

  private final RealExecution execution = new RealExecution();
  private final long timeLimit;
  private final EventSink sink;
  private final IntervalTrace trace = new IntervalTrace();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Who is alive that keeps the run alive. Under the lock. */
  private final List<Thread> users = new ArrayList<>();

  /** All who were started. */
  private final Queue<Thread> started = new ConcurrentLinkedQueue<>();

  private Throwable failure;
  private String failed;

  RealRunner(NetworkConfig config, EventSink sink) {
    timeLimit = config.timeLimit().toNanos();
    this.sink = sink;
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public Probes probes(String stack) {
    return sink == null ? Probes.OFF : trace.probes(stack);
  }

  @Override
  public void start(UserTask task, Execution.Kind kind, UserTask.Body body) {
    lock.lock();
    try {
      task.start(kind, () -> runWatched(body));
      started.add(task.endedBy());
      if (kind == Execution.Kind.USER) {
        users.add(task.endedBy());
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it was, the run has failed
  private void runWatched(UserTask.Body body) {
    Throwable thrown = null;
    try {
      body.run();
    } catch (Exception | Error e) {
      thrown = e;
    }
    lock.lock();
    try {
      users.remove(Thread.currentThread());
      if (thrown != null && failure == null) {
        failure = thrown;
        failed = Thread.currentThread().getName();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public End run() {
    lock.lock();
    try {
      long left = timeLimit;
      while (!users.isEmpty() && failure == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new End(false, "the run was interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private End end() {
    if (failure != null) {
      return new End(false, failed + " died of " + failure, failure);
    }
    StringBuilder text = new StringBuilder();
    for (Thread user : users) {
      text.append(user.getName()).append(' ').append(user.getState()).append('\n');
      for (StackTraceElement frame : user.getStackTrace()) {
        text.append("    at ").append(frame).append('\n');
      }
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(timeLimit);
    return new End(users.isEmpty(), "after " + seconds + " s: " + text, null);
  }

  /** Who waits in a socket call is interrupted first: a stack that has stopped ends no wait. */
  @Override
  public void finish(List<NetStack> stacks) {
    started.forEach(Thread::interrupt);
    started.forEach(RealRunner::await);
    stacks.forEach(NetStack::stop);
    stacks.forEach(stack -> stack.threads().forEach(RealRunner::await));
    if (sink != null) {
      trace.write(sink);
    }
  }

  private static void await(Thread thread) {
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
