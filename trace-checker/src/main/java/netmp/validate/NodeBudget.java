package netmp.validate;

import java.util.ArrayList;
import java.util.List;

/**
 * How many states the automata of one thread may keep between them. When there are more, all of
 * them forget everything, for who knows which of them will be needed.
 */
final class NodeBudget {

  /** A state and its steps are about 700 bytes. */
  private static final int MAX_NODES = 1 << 17;

  private final int max;
  private final List<Automaton> automata = new ArrayList<>();
  private int nodes;

  NodeBudget() {
    this(MAX_NODES);
  }

  /**
   * Nothing is kept yet.
   *
   * @param max states, from 1
   */
  NodeBudget(int max) {
    this.max = max;
  }

  void share(Automaton automaton) {
    automata.add(automaton);
  }

  /** A state will be kept. */
  void take() {
    if (++nodes > max) {
      automata.forEach(Automaton::forget);
      nodes = 1;
    }
  }
}
