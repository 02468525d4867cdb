package netmp.tlc;

import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * Walks from state to state of one specification. Any thread, several at a time, as TLC's own
 * workers do.
 */
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
   * @param action one of {@link #actions}, or another operator of the module that is an action
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

  /**
   * Whether the module has an operator.
   *
   * @param operator a name
   * @return whether it is defined, by the module or by one that it extends
   */
  boolean has(String operator);

  /**
   * The value of a state function.
   *
   * @param state a state of this specification
   * @param operator an operator of the module without parameters
   * @return its value
   * @throws SpecException if there is no such operator, or TLC cannot evaluate it
   */
  SpecValue evaluate(SpecState state, String operator);

  /**
   * The least element of a state function that is a finite set of integers.
   *
   * @param state a state of this specification
   * @param operator an operator of the module without parameters
   * @return empty if the set is
   * @throws SpecException if there is no such operator, or its value is something else
   */
  OptionalInt least(SpecState state, String operator);
}
