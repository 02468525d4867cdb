package netmp.sim;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * A virtual thread whose carrier is whoever resumes it. The JDK has no public way to choose a
 * virtual thread's scheduler; the private constructor used here needs {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}.
 */
final class VirtualCoroutine implements Coroutine {

  private final Thread thread;

  /** The thread's continuation, handed to us when the thread became runnable. */
  private Runnable continuation;

  private boolean started;

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

  @Override
  public void resume() {
    if (started) {
      LockSupport.unpark(thread);
    } else {
      started = true;
      thread.start();
    }
    Runnable task = continuation;
    continuation = null;
    task.run();
  }

  @Override
  public void suspend() {
    LockSupport.park(this);
  }
}
