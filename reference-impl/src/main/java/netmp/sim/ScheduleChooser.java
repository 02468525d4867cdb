package netmp.sim;

import java.util.random.RandomGenerator;

/** Decides who runs next. */
@FunctionalInterface
public interface ScheduleChooser {

  /**
   * Chooses among threads that can run.
   *
   * @param ready the threads
   * @return which of them, 0..size-1
   */
  int choose(ReadyThreads ready);

  /** Never preempts. */
  ScheduleChooser COOPERATIVE = ready -> 0;

  /**
   * Chooses uniformly.
   *
   * @param random where choices come from; the schedule repeats with its seed
   * @return the chooser
   */
  static ScheduleChooser uniform(RandomGenerator random) {
    return ready -> random.nextInt(ready.size());
  }
}
