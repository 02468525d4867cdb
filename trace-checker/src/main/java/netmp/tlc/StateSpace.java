package netmp.tlc;

import java.util.List;
import java.util.SequencedMap;

/** The states of one specification: what is in them, and what follows. One thread at a time. */
public interface StateSpace extends Stepper {

  /**
   * The states that any step of the specification leads to.
   *
   * @param from a state of this specification
   * @return empty if there is none
   * @throws SpecException if the next-state relation cannot be evaluated there, or has no end
   */
  List<SpecState> next(SpecState from);

  /**
   * The step that leads from one state to another.
   *
   * @param from a state of this specification
   * @param to one of {@link #next}
   * @return an action with its arguments, as one writes it in TLA+
   */
  String label(SpecState from, SpecState to);

  /**
   * The values of the variables, to look into.
   *
   * @param state a state of this specification
   * @return variable to value, in the order of declaration
   */
  SequencedMap<String, SpecValue> structure(SpecState state);
}
