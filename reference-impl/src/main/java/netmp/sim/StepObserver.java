package netmp.sim;

/**
 * Sees how a run is made of steps, and which steps depend on each other in ways that no probe
 * reports. Called on the carrier, while the run goes on.
 */
public interface StepObserver {

  /**
   * A thread goes on, to its next probe or until it cannot.
   *
   * @param thread its number, as {@link ReadyThreads#thread}
   */
  void begins(int thread);

  /**
   * The thread that runs uses something that other threads use: a lock, or a thread's permit.
   *
   * @param shared the number of the thread whose permit it is, or of a lock, which is below 0: how
   *     many locks were made before, inverted
   */
  void touches(int shared);

  /**
   * The thread that runs waits for a time. Of those that wait for the same, the first to say so
   * goes on first.
   *
   * @param deadline of the virtual clock, in nanoseconds
   */
  void waitsUntil(long deadline);

  /** Nothing could run, and the clock goes to the next deadline. */
  void timePasses();

  /** Sees nothing. */
  StepObserver NONE =
      new StepObserver() {
        @Override
        public void begins(int thread) {}

        @Override
        public void touches(int shared) {}

        @Override
        public void waitsUntil(long deadline) {}

        @Override
        public void timePasses() {}
      };
}
