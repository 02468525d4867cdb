package netmp.sim;

/**
 * How a run ended.
 *
 * @param outcome in which way
 * @param detail for people: who was stuck and where, or which thread failed; empty when completed
 * @param failure what a thread died of, or null
 * @param steps how many scheduling points were passed
 * @param nanos the virtual time at the end
 */
public record Result(Outcome outcome, String detail, Throwable failure, long steps, long nanos) {

  /** The ways a run can end. */
  public enum Outcome {
    /** All user threads have ended. */
    COMPLETED,
    /** Nothing can run, no timer is set, and a user thread is alive. */
    DEADLOCK,
    /** The step budget is used up. */
    STEP_LIMIT,
    /** Nothing can run before a time that the clock may not reach, and a user thread is alive. */
    TIME_LIMIT,
    /** A thread died of an exception. */
    FAILED
  }

  /**
   * Whether the run completed.
   *
   * @return true if all user threads ended by themselves
   */
  public boolean completed() {
    return outcome == Outcome.COMPLETED;
  }
}
