package netmp.nic;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A scheduler whose clock jumps from task to task. */
public final class VirtualTime implements Scheduler {

  private record Task(long due, long number, Runnable body) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
  private long now;
  private long number;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void at(long nanos, Runnable task) {
    tasks.add(new Task(nanos, number++, task));
  }

  /**
   * Runs until nothing is left to do.
   *
   * @param afterEach looks around after each task
   */
  public void run(Runnable afterEach) {
    while (!tasks.isEmpty()) {
      Task next = tasks.remove();
      now = Math.max(now, next.due);
      next.body.run();
      afterEach.run();
    }
  }

  /** Runs until nothing is left to do. */
  public void run() {
    run(() -> {});
  }
}
