package netmp.tlc;

import java.util.List;
import java.util.SequencedMap;

/** Walks from state to state of one specification. One thread at a time. */
public interface Stepper {

  /**
   * The actions of the next-state relation.
   *
   * @return name to number of parameters, in the order of the relation
   */
  SequencedMap<String, Integer> actions();

  /**
   * The initial states.
   *
   * @return at least one, unless the specification allows no behaviour
   */
  List<SpecState> initial();

  /**
   * The states that an action leads to.
   *
   * @param from a state of this specification
   * @param action one of {@link #actions}
   * @param arguments as many as the action has parameters
   * @return empty if the action cannot be taken, or cannot be evaluated there
   */
  List<SpecState> successors(SpecState from, String action, List<Integer> arguments);

  /**
   * Why an action leads nowhere.
   *
   * @param from a state of this specification
   * @param action one of {@link #actions}
   * @param arguments as many as the action has parameters
   * @return the conjuncts of the action that are false in the state; empty if none is false by
   *     itself
   */
  List<FalseConjunct> falseConjuncts(SpecState from, String action, List<Integer> arguments);
}
