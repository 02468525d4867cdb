package netmp.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A trace of one object with one thing wrong.
 *
 * @param mutation what is wrong
 * @param at index of the event where it is
 * @param action of that event
 * @param events the trace, in a total order
 */
public record Mutant(Mutation mutation, int at, String action, List<TraceEvent> events) {

  /** What can be wrong. */
  public enum Mutation {
    /** An event is missing. */
    DROP,
    /** An event is there twice. */
    DUPLICATE,
    /** Two events that follow each other are the other way round. */
    SWAP,
    /** An argument is another number. */
    ARGUMENT,
    /** An event of another object is there. */
    FOREIGN
  }

  /** Copies the list. */
  public Mutant {
    events = List.copyOf(events);
  }

  /**
   * All that can be wrong with a trace, once at each place; which other number and which foreign
   * event is random. A trace that ends early is not wrong, so the last event is not dropped.
   *
   * @param events of one object, in a total order
   * @param foreign events of other objects of its kind
   * @param random repeats them
   * @return the mutants, none of them equal to the trace
   */
  public static List<Mutant> of(List<TraceEvent> events, List<TraceEvent> foreign, Random random) {
    List<Mutant> mutants = new ArrayList<>();
    for (int at = 0; at < events.size(); at++) {
      if (at + 1 < events.size()) {
        mutants.add(mutant(Mutation.DROP, at, events, List.of()));
        swap(events, at, mutants);
      }
      TraceEvent event = events.get(at);
      mutants.add(mutant(Mutation.DUPLICATE, at, events, List.of(event, event)));
      for (int argument = 0; argument < event.arguments().size(); argument++) {
        TraceEvent other = withOther(event, argument, random);
        mutants.add(mutant(Mutation.ARGUMENT, at, events, List.of(other)));
      }
      if (!foreign.isEmpty()) {
        TraceEvent alien = foreign.get(random.nextInt(foreign.size()));
        mutants.add(mutant(Mutation.FOREIGN, at, events, List.of(alien, event)));
      }
    }
    return mutants;
  }

  private static void swap(List<TraceEvent> events, int at, List<Mutant> mutants) {
    TraceEvent first = events.get(at);
    TraceEvent second = events.get(at + 1);
    if (!first.label().equals(second.label())) {
      List<TraceEvent> swapped = new ArrayList<>(events);
      swapped.set(at, second);
      swapped.set(at + 1, first);
      mutants.add(new Mutant(Mutation.SWAP, at, first.action(), swapped));
    }
  }

  private static TraceEvent withOther(TraceEvent event, int argument, Random random) {
    List<Integer> arguments = new ArrayList<>(event.arguments());
    int value = arguments.get(argument);
    List<Integer> others = new ArrayList<>(List.of(value + 1, value - 1, 2 * value + 2));
    arguments.set(argument, others.get(random.nextInt(others.size())));
    return new TraceEvent(
        event.line(),
        event.n(),
        event.from(),
        event.thread(),
        event.object(),
        event.action(),
        arguments);
  }

  private static Mutant mutant(
      Mutation mutation, int at, List<TraceEvent> events, List<TraceEvent> instead) {
    List<TraceEvent> mutated = new ArrayList<>(events.subList(0, at));
    mutated.addAll(instead);
    mutated.addAll(events.subList(at + 1, events.size()));
    String action = instead.isEmpty() ? events.get(at).action() : instead.getFirst().action();
    return new Mutant(mutation, at, action, mutated);
  }
}
