package netmp.sim;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * A virtual thread whose carrier is whoever resumes it. The JDK has no public way to choose a
 * virtual thread's scheduler; the private constructor used here needs {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}.
 */
final class VirtualCoroutine implements Coroutine {

  private final Thread thread;

  /**
   * The thread's continuation, handed to us when the thread is runnable: at its start, at each
   * {@link #suspend}, or by another thread that leaves a monitor of the JDK for which this one has
   * waited.
   */
  private volatile Runnable continuation;

  private boolean started;

  /** The body has come to its {@link #suspend}. */
  private volatile boolean suspended;

  private VirtualCoroutine(Constructor<?> builder, String name, Runnable body) {
    Executor keep = task -> continuation = task;
    try {
      thread = ((Thread.Builder) builder.newInstance(keep)).name(name).unstarted(body);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("virtual threads on a scheduler of our own", e);
    }
  }

  /** The factory, or null where the JDK was not opened. */
  static Factory factoryIfOpen() {
    try {
      Constructor<?> builder =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      builder.setAccessible(true);
      return (name, body) -> new VirtualCoroutine(builder, name, body);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  @Override
  public Thread thread() {
    return thread;
  }

  /**
   * A thread that finds a monitor taken leaves its carrier too, as when classes are loaded in two
   * runs at a time. That is not the body's doing, and the body goes on as soon as it can.
   */
  @Override
  public void resume() {
    suspended = false;
    if (!started) {
      started = true;
      thread.start();
    }
    do {
      next().run();
    } while (!suspended && thread.isAlive());
  }

  private Runnable next() {
    Runnable task = continuation;
    while (task == null) {
      Thread.onSpinWait();
      task = continuation;
    }
    continuation = null;
    return task;
  }

  /** Yields, which costs less than to park and to be unparked. */
  @SuppressWarnings("ThreadPriorityCheck") // the scheduler is ours
  @Override
  public void suspend() {
    suspended = true;
    while (suspended) {
      Thread.yield();
    }
  }
}
