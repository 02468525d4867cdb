package netmp.tlc;

import java.util.Set;

/** What TLC found out about a model. */
public enum Verdict {
  /** Every state was explored and every property holds. */
  OK,
  /** An invariant is false in a reachable state. */
  INVARIANT,
  /** The safety part of a property is violated: its initial predicate or one of its steps. */
  ACTION_PROPERTY,
  /** A temporal property is violated; the counterexample ends in a loop or in stuttering. */
  LIVENESS,
  /** A state without successor was reached, and the cfg file does not allow that. */
  DEADLOCK,
  /** An ASSUME of the specification is false. */
  ASSUMPTION,
  /** The specification or a property could not be evaluated in some state. */
  EVALUATION_ERROR,
  /** A module does not parse, or names something that is not defined. */
  PARSE_ERROR,
  /** The cfg file does not parse or does not fit the module. */
  CONFIG_ERROR,
  /** The module or the cfg file does not exist. */
  MISSING_FILE,
  /** TLC itself gave up: out of memory, stack overflow, disk, or a defect of TLC. */
  ENGINE_ERROR;

  private static final Set<Verdict> REFUTATIONS =
      Set.of(INVARIANT, ACTION_PROPERTY, LIVENESS, DEADLOCK);

  /**
   * Tells a statement about the specification from a failure to make one.
   *
   * @return whether TLC refuted a property and gives a counterexample
   */
  public boolean refuted() {
    return REFUTATIONS.contains(this);
  }
}
