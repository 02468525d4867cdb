package netmp.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A way in which an object may have come where it is.
 *
 * @param node the state it is in
 * @param moved how far the numbers in that state have moved; 0 if it has none
 * @param done which of the events whose order is open have happened already, one bit for the place
 *     of each
 */
record Configuration(Node node, int moved, long done) {

  /** Where objects begin. */
  static List<Configuration> initial(Automaton automaton) {
    List<Configuration> all = new ArrayList<>();
    reached(automaton.initial(), 0, 0, all::add);
    return all;
  }

  private static void reached(
      Node.Arcs arcs, int moved, long done, Consumer<Configuration> reached) {
    for (int i = 0; i < arcs.to().length; i++) {
      Node node = arcs.to()[i];
      int by = node.free() ? 0 : moved + arcs.moved()[i];
      reached.accept(new Configuration(node, by, done));
    }
  }

  /**
   * Takes an event.
   *
   * @param done of the configurations that are reached
   * @param reached receives them: none if the event is impossible here
   */
  void follow(Automaton automaton, TraceEvent event, long done, Consumer<Configuration> reached) {
    int begin = node.free() ? automaton.begin(event.action(), event.arguments()) : moved;
    reached(automaton.step(node, event.action(), event.arguments(), begin), begin, done, reached);
  }

  /** The same with other events done. */
  Configuration with(long otherDone) {
    return otherDone == done ? this : new Configuration(node, moved, otherDone);
  }

  /** Whether the event at a place has happened. */
  boolean has(int place) {
    return (done >> place & 1) != 0;
  }
}
