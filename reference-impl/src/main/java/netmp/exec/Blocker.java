package netmp.exec;

/** What a thread waits for; its text names it in reports of deadlocks. */
public interface Blocker {

  /**
   * The thread that can end the wait.
   *
   * @return null if nobody in particular
   */
  Thread endedBy();
}
