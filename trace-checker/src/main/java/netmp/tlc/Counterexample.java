package netmp.tlc;

import java.util.List;

/**
 * A behaviour that TLC gives as proof of a violation.
 *
 * @param steps the states, the initial one first; empty if there is no counterexample
 * @param ending how the behaviour goes on after the last step
 * @param loopTo number of the step the behaviour returns to; 0 unless {@link Ending#BACK_TO_STATE}
 */
public record Counterexample(List<Step> steps, Ending ending, int loopTo) {

  /** How a behaviour goes on after its last step. */
  public enum Ending {
    /** The violation is visible at the last step. */
    END,
    /** Nothing happens any more. */
    STUTTERING,
    /** The behaviour returns to an earlier step, for ever. */
    BACK_TO_STATE
  }

  /** No counterexample. */
  public static final Counterexample NONE = new Counterexample(List.of(), Ending.END, 0);

  /** Copies the list. */
  public Counterexample {
    steps = List.copyOf(steps);
  }
}
