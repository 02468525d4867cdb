package netmp.netisr;

import java.util.Arrays;

/**
 * The timer queue and the clock of one protocol thread: a binary heap by deadline, of equal
 * deadlines the one scheduled first. Scheduling and cancelling take logarithmic time and allocate
 * nothing, except when more timers than ever before are scheduled. For the owning thread.
 *
 * <p>The clock stands still during a turn of the protocol thread, as BSD's ticks do: all that is
 * done in one turn happens at one time, and asking costs a field read.
 */
public final class Timers {

  /** The deadline of a queue without timers. */
  public static final long NEVER = Long.MAX_VALUE;

  private Timer[] heap = new Timer[64];
  private int size;
  private long sequence;
  private long now;

  /**
   * An empty queue.
   *
   * @param now the clock's first time, in nanoseconds
   */
  public Timers(long now) {
    this.now = now;
  }

  /**
   * The time of this turn.
   *
   * @return nanoseconds since an arbitrary origin
   */
  public long now() {
    return now;
  }

  /**
   * Has a timer fire; if it is scheduled already, the new deadline replaces the old one.
   *
   * @param timer a timer of this thread
   * @param deadline when, on the scale of {@link #now}; a time gone by means the next turn
   */
  public void schedule(Timer timer, long deadline) {
    cancel(timer);
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    timer.deadline = Math.max(deadline, now); // in front of nobody who is due already
    timer.sequence = sequence++;
    siftUp(timer, size++);
  }

  /**
   * Keeps a timer from firing. Does nothing if it is not scheduled.
   *
   * @param timer a timer of this thread
   */
  public void cancel(Timer timer) {
    int hole = timer.index;
    if (hole < 0) {
      return;
    }
    timer.index = -1;
    Timer last = heap[--size];
    heap[size] = null;
    if (hole != size) {
      siftDown(last, hole);
      siftUp(last, last.index);
    }
  }

  /**
   * When the next timer fires.
   *
   * @return the earliest deadline, or {@link #NEVER}
   */
  public long nextDeadline() {
    return size == 0 ? NEVER : heap[0].deadline;
  }

  /**
   * How many timers are set.
   *
   * @return the number
   */
  public int size() {
    return size;
  }

  /**
   * Moves the clock.
   *
   * @param time the time now; never less than before
   */
  public void advanceTo(long time) {
    now = time;
  }

  /**
   * Fires the timers whose deadlines have passed, in order. One that a firing timer schedules waits
   * for the next turn, so a turn ends.
   *
   * @return how many fired
   */
  public int fireDue() {
    long scheduledBefore = sequence;
    int fired = 0;
    while (size > 0 && heap[0].deadline <= now && heap[0].sequence < scheduledBefore) {
      Timer due = heap[0];
      cancel(due);
      due.fire();
      fired++;
    }
    return fired;
  }

  private void siftUp(Timer timer, int from) {
    int hole = from;
    while (hole > 0 && timer.isBefore(heap[(hole - 1) / 2])) {
      place(heap[(hole - 1) / 2], hole);
      hole = (hole - 1) / 2;
    }
    place(timer, hole);
  }

  private void siftDown(Timer timer, int from) {
    int hole = from;
    for (int child = smallerChild(hole); child < size; child = smallerChild(hole)) {
      if (!heap[child].isBefore(timer)) {
        break;
      }
      place(heap[child], hole);
      hole = child;
    }
    place(timer, hole);
  }

  /** The child that fires first; its index is not below {@link #size} when there is no child. */
  private int smallerChild(int parent) {
    int left = 2 * parent + 1;
    return left + 1 < size && heap[left + 1].isBefore(heap[left]) ? left + 1 : left;
  }

  private void place(Timer timer, int index) {
    heap[index] = timer;
    timer.index = index;
  }
}
