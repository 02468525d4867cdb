package netmp.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import netmp.tlc.SpecException;
import netmp.tlc.SpecState;
import netmp.tlc.SpecValue;
import netmp.tlc.Stepper;
import netmp.tlc.Verdict;

/**
 * A specification as an automaton that is built as far as it is used. Traces of one workload take
 * the same steps from the same states over and over, and to look one up is far cheaper than to have
 * TLC evaluate it. Bounded by a {@link NodeBudget}. One thread at a time.
 *
 * <p>Numbers of packets, messages or descriptors go on without end, so no state would come again. A
 * specification that means no number by itself, only what lies between two of them, says so by
 * three operators, and its states come again:
 *
 * <ul>
 *   <li>{@code Numbered}: action to the positions, from 1, of the arguments that are such numbers
 *   <li>{@code Numbers}: the numbers in a state from the least on; more of them may be left out
 *   <li>{@code Rebase(k)}: an action that takes k from all such numbers
 * </ul>
 *
 * Numbers count from 1; 0 stands for none and stays what it is. Then a state and what it becomes by
 * {@code Rebase(k)} allow the same steps, but for k in the numbered arguments, and lead to the same
 * states, but for k. The automaton keeps states whose least number is 1, and whoever walks through
 * it remembers how far the numbers have moved.
 */
final class Automaton {

  private static final int MAX_ARGUMENTS = 2;
  private static final int ARGUMENT_BITS = 26;
  private static final int ARGUMENT_MASK = (1 << ARGUMENT_BITS) - 1;
  private static final int MAX_ARGUMENT = ARGUMENT_MASK >> 1;

  /**
   * Odd, so that no two keys become the same; their hashes do, if they differ in high bits only.
   */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private static final String NUMBERED = "Numbered";
  private static final String NUMBERS = "Numbers";
  private static final String REBASE = "Rebase";

  /** What must hold when a run has come to its end; a specification may have it. */
  static final String SETTLED = "Settled";

  /** Holds in states after which no step of the object may come; a specification may have it. */
  private static final String RETIRED = "Retired";

  private final Stepper stepper;
  private final boolean retires;
  private final NodeBudget budget;
  private final Map<String, List<Integer>> numbered = new HashMap<>();

  /** The actions as they come. */
  private final Map<String, ActionKey> actions = new HashMap<>();

  private final Map<Long, Node> nodes = new HashMap<>();
  private Node.Arcs initial;

  /**
   * An action, as steps are looked up.
   *
   * @param number from 1
   * @param numbered one bit for each argument that is a number without end
   */
  private record ActionKey(int number, int numbered) {}

  /**
   * An automaton without states.
   *
   * @param stepper evaluates what is not remembered
   * @param budget what may be remembered; shared with other automata of the same thread
   */
  Automaton(Stepper stepper, NodeBudget budget) {
    this.stepper = stepper;
    retires = stepper.has(RETIRED);
    this.budget = budget;
    budget.share(this);
    if (stepper.has(NUMBERED)) {
      readNumbered();
    }
  }

  private void readNumbered() {
    SpecValue value = stepper.evaluate(stepper.initial().getFirst(), NUMBERED);
    if (!(value instanceof SpecValue.Fields(var positions))) {
      throw wrong(NUMBERED + " is not a record of sets of positions");
    }
    positions.forEach((action, of) -> numbered.put(action, integers(of)));
  }

  /** The integers in a set, ascending. */
  private static List<Integer> integers(SpecValue value) {
    List<Integer> integers = new ArrayList<>();
    for (SpecValue element : value instanceof SpecValue.Elements(var all) ? all : List.of(value)) {
      if (!(element instanceof SpecValue.Int(var integer))) {
        throw wrong(NUMBERED + ": not an integer: " + element);
      }
      integers.add(integer.intValueExact());
    }
    return integers;
  }

  private static SpecException wrong(String message) {
    return new SpecException(Verdict.EVALUATION_ERROR, message, Optional.empty());
  }

  /** Where objects begin. */
  Node.Arcs initial() {
    if (initial == null) {
      initial = arcs(stepper.initial());
    }
    return initial;
  }

  /**
   * Where a step leads.
   *
   * @param from a node of this automaton
   * @param action one of the specification's
   * @param arguments as in the trace
   * @param moved how far the numbers in the node have moved
   */
  Node.Arcs step(Node from, String action, List<Integer> arguments, int moved) {
    ActionKey known = actions.computeIfAbsent(action, this::actionKey);
    long key = key(known, arguments, moved);
    Node.Arcs found = key == Node.NO_KEY ? null : from.get(key);
    if (found == null) {
      found = arcs(stepper.successors(from.state(), action, moved(known, arguments, moved)));
      if (key != Node.NO_KEY) {
        from.put(key, found);
      }
    }
    return found;
  }

  /**
   * Where the numbers of a state without numbers are to begin, so that the first of a step is 1.
   *
   * @return 0 if the step has none
   */
  int begin(String action, List<Integer> arguments) {
    int mask = actions.computeIfAbsent(action, this::actionKey).numbered;
    for (int i = 0; i < arguments.size(); i++) {
      if ((mask >> i & 1) != 0 && arguments.get(i) != 0) {
        return arguments.get(i) - 1;
      }
    }
    return 0;
  }

  /** The state of a node with its numbers as they are in the trace. */
  SpecState actual(Node node, int moved) {
    return moved == 0
        ? node.state()
        : stepper.successors(node.state(), REBASE, List.of(-moved)).getFirst();
  }

  /** Whether objects come to an end. */
  boolean retires() {
    return retires;
  }

  /** Whether nothing is open in a state that a run may not leave open at its end. */
  boolean isSettled(Node node, int moved) {
    return !stepper.has(SETTLED) || holds(actual(node, moved), SETTLED);
  }

  /** The same, for who only looks at it: numbers are put back when they are asked for. */
  SpecState seen(Node node, int moved) {
    return moved == 0 ? node.state() : new Seen(node, moved);
  }

  private boolean holds(SpecState state, String operator) {
    return stepper.evaluate(state, operator).equals(new SpecValue.Truth(true));
  }

  private final class Seen implements SpecState {
    private final Node node;
    private final int moved;

    Seen(Node node, int moved) {
      this.node = node;
      this.moved = moved;
    }

    @Override
    public long fingerprint() {
      return actual(node, moved).fingerprint();
    }

    @Override
    public long rebasedFingerprint() {
      return node.state().fingerprint();
    }

    @Override
    public SequencedMap<String, String> values() {
      return actual(node, moved).values();
    }
  }

  private ActionKey actionKey(String action) {
    int mask = 0;
    for (int position : numbered.getOrDefault(action, List.of())) {
      mask |= 1 << (position - 1);
    }
    return new ActionKey(actions.size() + 1, mask);
  }

  /** A step as one number, as long as its parameters are few and small: those of ours are. */
  private static long key(ActionKey action, List<Integer> arguments, int moved) {
    int count = arguments.size();
    if (count > MAX_ARGUMENTS) {
      return Node.NO_KEY;
    }
    long key = action.number;
    for (int i = 0; i < count; i++) {
      int argument = moved(action, i, arguments.get(i), moved);
      if (argument < -MAX_ARGUMENT || argument > MAX_ARGUMENT) {
        return Node.NO_KEY;
      }
      key = (key << ARGUMENT_BITS) | (argument & ARGUMENT_MASK);
    }
    return key * SPREAD;
  }

  private static List<Integer> moved(ActionKey action, List<Integer> arguments, int moved) {
    if (action.numbered == 0 || moved == 0) {
      return arguments;
    }
    List<Integer> less = new ArrayList<>(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      less.add(moved(action, i, arguments.get(i), moved));
    }
    return less;
  }

  private static int moved(ActionKey action, int index, int argument, int moved) {
    return (action.numbered >> index & 1) == 0 || argument == 0 ? argument : argument - moved;
  }

  private Node.Arcs arcs(List<SpecState> states) {
    if (states.isEmpty()) {
      return Node.Arcs.NONE;
    }
    Node[] to = new Node[states.size()];
    int[] moved = new int[to.length];
    for (int i = 0; i < to.length; i++) {
      OptionalInt least = least(states.get(i));
      moved[i] = Math.max(1, least.orElse(1)) - 1;
      to[i] = node(rebased(states.get(i), moved[i]), least.isEmpty());
    }
    return to.length == 1 && moved[0] == 0 ? to[0].here() : new Node.Arcs(to, moved);
  }

  /** The least number in a state. */
  private OptionalInt least(SpecState state) {
    return numbered.isEmpty() ? OptionalInt.empty() : stepper.least(state, NUMBERS);
  }

  private SpecState rebased(SpecState state, int less) {
    if (less == 0) {
      return state;
    }
    List<SpecState> all = stepper.successors(state, REBASE, List.of(less));
    if (all.size() != 1) {
      throw wrong("%s(%d) leads to %d states, not to one".formatted(REBASE, less, all.size()));
    }
    return all.getFirst();
  }

  private Node node(SpecState state, boolean free) {
    long fingerprint = state.fingerprint();
    Node known = nodes.get(fingerprint);
    if (known == null) {
      budget.take();
      known = new Node(state, fingerprint, free, retires && holds(state, RETIRED));
      nodes.put(fingerprint, known);
    }
    return known;
  }

  /** The node of a state of which somebody has kept one: what it forgets now, that one does not. */
  Node current(Node kept) {
    return node(kept.state(), kept.free());
  }

  /** Nodes lead to each other: while somebody is at one, all would be kept that it leads to. */
  void forget() {
    nodes.values().forEach(Node::forget);
    nodes.clear();
    initial = null;
  }
}
