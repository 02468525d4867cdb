package netmp.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import netmp.tlc.FalseConjunct;
import netmp.tlc.SpecState;
import netmp.tlc.Stepper;

/**
 * Remembers where steps lead. Traces of one workload take the same steps from the same states over
 * and over, and to look one up is far cheaper than to have TLC evaluate it: an automaton that is
 * built as far as it is used. Bounded: when it is full, everything is forgotten. One thread at a
 * time.
 */
final class MemoStepper implements Stepper {

  private static final int MAX_STATES = 1 << 15;

  private final Stepper stepper;
  private final int maxStates;
  private final Map<Long, Known> states = new HashMap<>();

  private record Step(String action, List<Integer> arguments) {}

  /** A state that was met, and the steps that were tried from it. */
  private record Known(SpecState state, long fingerprint, Map<Step, List<SpecState>> steps)
      implements SpecState {

    @Override
    public SequencedMap<String, String> values() {
      return state.values();
    }
  }

  /**
   * Remembers for a loaded stepper.
   *
   * @param stepper evaluates what is not remembered
   */
  MemoStepper(Stepper stepper) {
    this(stepper, MAX_STATES);
  }

  /**
   * Remembers for a loaded stepper.
   *
   * @param stepper evaluates what is not remembered
   * @param maxStates states after which everything is forgotten
   */
  MemoStepper(Stepper stepper, int maxStates) {
    this.stepper = stepper;
    this.maxStates = maxStates;
  }

  @Override
  public SequencedMap<String, Integer> actions() {
    return stepper.actions();
  }

  @Override
  public List<SpecState> initial() {
    return allKnown(stepper.initial());
  }

  @Override
  public List<SpecState> successors(SpecState from, String action, List<Integer> arguments) {
    Known known = (Known) from;
    Step step = new Step(action, arguments);
    List<SpecState> found = known.steps.get(step);
    if (found == null) {
      found = allKnown(stepper.successors(known.state, action, arguments));
      known.steps.put(step, found);
    }
    return found;
  }

  @Override
  public List<FalseConjunct> falseConjuncts(
      SpecState from, String action, List<Integer> arguments) {
    return stepper.falseConjuncts(((Known) from).state, action, arguments);
  }

  private List<SpecState> allKnown(List<SpecState> all) {
    return all.stream().map(this::known).toList();
  }

  private SpecState known(SpecState state) {
    if (states.size() >= maxStates) {
      states.clear();
    }
    return states.computeIfAbsent(
        state.fingerprint(), fingerprint -> new Known(state, fingerprint, new HashMap<>(2)));
  }
}
