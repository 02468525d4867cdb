package netmp.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import netmp.tlc.SpecState;
import netmp.tlc.SpecValue;
import netmp.tlc.StateSpace;

/**
 * Decides whether a sequence of states is a behaviour of a specification: begins in an initial
 * state, and goes on by steps of the next-state relation, or stays as it is. One thread at a time.
 */
public final class Behaviour {

  /** Steps that are shown of those that would have been allowed. */
  private static final int SHOWN = 10;

  /**
   * The first place where a sequence is no behaviour.
   *
   * @param state the state, from 0, that cannot come there
   * @param allowed the steps that are possible in the state before, some of them; empty for the
   *     first state
   */
  public record Deviation(int state, List<String> allowed) {

    /** Copies the list. */
    public Deviation {
      allowed = List.copyOf(allowed);
    }
  }

  private final StateSpace states;
  private List<SpecState> current = List.of();

  /**
   * Nothing was judged yet.
   *
   * @param states the specification
   */
  public Behaviour(StateSpace states) {
    this.states = states;
  }

  /**
   * The variables of the specification.
   *
   * @return in the order of declaration; empty if there is no initial state
   */
  public List<String> variables() {
    return states.initial().stream()
        .findFirst()
        .map(state -> List.copyOf(state.values().keySet()))
        .orElse(List.of());
  }

  /**
   * Judges a sequence. Model values of the specification are the same as strings of that name.
   *
   * @param sequence variable to value, for each state
   * @param loop the state, from 0, that comes behind the last one; empty if it just ends
   * @return the first deviation; empty if the sequence is a behaviour. A deviation of the loop is
   *     at the number of states
   * @throws netmp.tlc.SpecException if the specification cannot be evaluated
   */
  public Optional<Deviation> judge(List<Map<String, SpecValue>> sequence, OptionalInt loop) {
    List<Map<String, SpecValue>> all = new ArrayList<>(sequence);
    loop.ifPresent(index -> all.add(sequence.get(index)));
    current = matching(states.initial(), all.getFirst());
    if (current.isEmpty()) {
      return Optional.of(new Deviation(0, List.of()));
    }
    for (int i = 1; i < all.size(); i++) {
      if (!all.get(i).equals(all.get(i - 1)) && !step(all.get(i))) {
        return Optional.of(new Deviation(i, allowed()));
      }
    }
    return Optional.empty();
  }

  private boolean step(Map<String, SpecValue> wanted) {
    List<SpecState> next =
        matching(current.stream().flatMap(from -> states.next(from).stream()).toList(), wanted);
    if (next.isEmpty()) {
      return false;
    }
    current = next;
    return true;
  }

  private List<SpecState> matching(List<SpecState> candidates, Map<String, SpecValue> wanted) {
    List<SpecState> found = new ArrayList<>();
    for (SpecState state : candidates) {
      if (found.stream().noneMatch(other -> other.fingerprint() == state.fingerprint())
          && structure(state).equals(wanted)) {
        found.add(state);
      }
    }
    return found;
  }

  private Map<String, SpecValue> structure(SpecState state) {
    Map<String, SpecValue> structure = new LinkedHashMap<>();
    states
        .structure(state)
        .forEach((variable, value) -> structure.put(variable, value.withoutModelValues()));
    return structure;
  }

  private List<String> allowed() {
    return current.stream()
        .flatMap(from -> states.next(from).stream().map(to -> states.label(from, to)))
        .distinct()
        .limit(SHOWN)
        .toList();
  }
}
