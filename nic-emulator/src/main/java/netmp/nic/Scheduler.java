package netmp.nic;

/**
 * The time of a network, and the one thread on which things happen at a time. Links that deliver to
 * each other's devices share a scheduler, and devices that moderate their interrupts have them on
 * one. Virtual or real: neither knows.
 */
public interface Scheduler {

  /**
   * The time. Any thread.
   *
   * @return nanoseconds from an arbitrary origin; never goes back
   */
  long nanoTime();

  /**
   * Has a task run. Any thread. Tasks run one at a time, by their times and, of those that one
   * thread wants at equal times, in its order.
   *
   * <p>Memory consistency: what the caller did before happens before the task, and each task
   * happens before the next.
   *
   * @param nanos when, on the scale of {@link #nanoTime}; a time gone by means soon
   * @param task must not wait
   */
  void at(long nanos, Runnable task);
}
