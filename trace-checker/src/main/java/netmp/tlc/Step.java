package netmp.tlc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One step of a counterexample: an action and the state it leads to.
 *
 * @param number position, from 1
 * @param action name of the action; empty for the initial state
 * @param arguments the action's arguments as TLC prints values
 * @param state variable to printed value, in the order of declaration
 * @param structure the same values, to look into
 */
public record Step(
    int number,
    String action,
    List<String> arguments,
    SequencedMap<String, String> state,
    SequencedMap<String, SpecValue> structure) {

  /** Copies the collections. */
  public Step {
    arguments = List.copyOf(arguments);
    state = copy(state);
    structure = copy(structure);
  }

  private static <T> SequencedMap<String, T> copy(Map<String, T> state) {
    return java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(state));
  }

  /**
   * The action as one writes it in TLA+.
   *
   * @return for example {@code Lock(1)}; {@code initial state} for the first step
   */
  public String label() {
    if (action.isEmpty()) {
      return "initial state";
    }
    return arguments.isEmpty() ? action : action + "(" + String.join(", ", arguments) + ")";
  }
}
