package netmp.sim;

import java.util.concurrent.Semaphore;

/** A platform thread that runs while it holds the baton; works on every JDK as it is. */
final class PlatformCoroutine implements Coroutine {

  private final Semaphore inside = new Semaphore(0);
  private final Semaphore outside = new Semaphore(0);
  private final Thread thread;
  private boolean started;

  PlatformCoroutine(String name, Runnable body) {
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .unstarted(
                () -> {
                  inside.acquireUninterruptibly();
                  body.run();
                  outside.release();
                });
  }

  @Override
  public Thread thread() {
    return thread;
  }

  @Override
  public void resume() {
    if (!started) {
      started = true;
      thread.start();
    }
    inside.release();
    outside.acquireUninterruptibly();
  }

  @Override
  public void suspend() {
    outside.release();
    inside.acquireUninterruptibly();
  }
}
