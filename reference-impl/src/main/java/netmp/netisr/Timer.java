package netmp.netisr;

/**
 * Something to do at a time, in the {@link Timers} of one CPU. It carries its place in the timer
 * queue, so scheduling allocates nothing; it is in one queue at most. For the thread that owns the
 * queue.
 */
public abstract class Timer {

  /** Place in the heap, or -1 while not scheduled. */
  int index = -1;

  long deadline;
  long sequence;

  /** For subclasses. */
  protected Timer() {}

  /** The deadline has passed. Called once per scheduling, on the owning thread. */
  protected abstract void fire();

  /**
   * Whether it will fire.
   *
   * @return true from schedule until it fires or is cancelled
   */
  public final boolean isScheduled() {
    return index >= 0;
  }

  final boolean isBefore(Timer other) {
    return deadline == other.deadline ? sequence < other.sequence : deadline < other.deadline;
  }
}
