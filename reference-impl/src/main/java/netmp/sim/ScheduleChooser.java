package netmp.sim;

import java.util.random.RandomGenerator;

/** Decides who runs next. */
@FunctionalInterface
public interface ScheduleChooser {

  /**
   * Chooses among threads that can run.
   *
   * @param options how many can, at least 2; option 0 is the thread that runs now if it can go on,
   *     else the one that has been ready longest
   * @return 0..options-1
   */
  int choose(int options);

  /** Never preempts. */
  ScheduleChooser COOPERATIVE = options -> 0;

  /**
   * Chooses uniformly.
   *
   * @param random where choices come from; the schedule repeats with its seed
   * @return the chooser
   */
  static ScheduleChooser uniform(RandomGenerator random) {
    return random::nextInt;
  }
}
