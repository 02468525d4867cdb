package netmp.sim;

/**
 * A thread that runs only between {@link #resume} and its next {@link #suspend}, or its end, while
 * the thread that resumed it waits.
 */
interface Coroutine {

  /** The thread that the body sees as its own. */
  Thread thread();

  /** Runs the body until it suspends or ends. From outside. */
  void resume();

  /** Goes back to who resumed. From inside. */
  void suspend();

  /** Makes coroutines. */
  @FunctionalInterface
  interface Factory {
    Coroutine create(String name, Runnable body);
  }
}
