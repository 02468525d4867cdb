package netmp.sim;

/**
 * The threads of which one goes on: a view that is valid while a {@link ScheduleChooser} is asked.
 * The first is the thread that runs now if it can go on, else the one that has been ready longest.
 */
public interface ReadyThreads {

  /**
   * How many can go on.
   *
   * @return at least 2
   */
  int size();

  /**
   * Which thread an option is.
   *
   * @param option 0..size-1
   * @return how many threads of the run were started before it; the same in every run as long as
   *     the same choices were made
   */
  int thread(int option);
}
