package netmp.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.tlc.SpecState;
import netmp.tlc.Stepper;

/** Says why an event fits nothing, and what would have fitted. */
final class Explainer {

  private static final Pattern NUMBER = Pattern.compile("\\b\\d{1,9}\\b");
  private static final int MAX_NUMBERS = 40;
  private static final int MAX_SHOWN_OF_ACTION = 3;

  private final ObjectSpec spec;
  private final Stepper stepper;

  Explainer(ObjectSpec spec, Stepper stepper) {
    this.spec = spec;
    this.stepper = stepper;
  }

  /** The refusal of an event by a frontier. */
  Refusal refusal(TraceEvent event, Frontier frontier) {
    List<Refusal.Candidate> candidates =
        frontier.configurations().stream()
            .map(configuration -> candidate(event, frontier, configuration))
            .toList();
    return new Refusal(
        event, spec.name(), spec.name() + " does not allow " + event.label() + " here", candidates);
  }

  /** The refusal of the end of a run by a frontier. */
  Refusal unsettled(TraceEvent last, Frontier frontier) {
    List<Refusal.Candidate> candidates =
        frontier.configurations().stream()
            .map(
                configuration ->
                    candidate(last, frontier, configuration, Automaton.SETTLED, List.of()))
            .toList();
    return new Refusal(
        last,
        spec.name(),
        spec.name() + " does not allow the run to end behind " + last.label(),
        candidates);
  }

  private Refusal.Candidate candidate(
      TraceEvent event, Frontier frontier, Configuration configuration) {
    return candidate(event, frontier, configuration, event.action(), event.arguments());
  }

  private Refusal.Candidate candidate(
      TraceEvent event,
      Frontier frontier,
      Configuration configuration,
      String operator,
      List<Integer> arguments) {
    SpecState state = frontier.state(configuration);
    return new Refusal.Candidate(
        state.values(),
        stepper.falseConjuncts(state, operator, arguments),
        allowed(state, event),
        frontier.outstanding(configuration).stream()
            .filter(other -> !other.equals(event))
            .map(other -> other.label() + " by " + other.thread())
            .toList());
  }

  /**
   * The actions that are possible. Parameters range over all numbers, so the ones to try are those
   * that occur in the state and in the event, and their successors.
   */
  private List<String> allowed(SpecState state, TraceEvent event) {
    List<Integer> numbers = numbers(state, event);
    List<String> allowed = new ArrayList<>();
    stepper
        .actions()
        .forEach(
            (action, arity) -> {
              List<String> found =
                  tuples(arity, numbers).stream()
                      .filter(tuple -> !stepper.successors(state, action, tuple).isEmpty())
                      .map(tuple -> TraceEvent.label(action, tuple))
                      .toList();
              allowed.addAll(found.subList(0, Math.min(MAX_SHOWN_OF_ACTION, found.size())));
              if (found.size() > MAX_SHOWN_OF_ACTION) {
                allowed.add(action + "...");
              }
            });
    return allowed;
  }

  private static List<Integer> numbers(SpecState state, TraceEvent event) {
    SortedSet<Integer> numbers = new TreeSet<>(event.arguments());
    numbers.add(0);
    for (String value : state.values().values()) {
      Matcher matcher = NUMBER.matcher(value);
      while (matcher.find()) {
        int number = Integer.parseInt(matcher.group());
        numbers.add(number);
        numbers.add(number + 1);
      }
    }
    return numbers.stream().limit(MAX_NUMBERS).toList();
  }

  private static List<List<Integer>> tuples(int length, List<Integer> numbers) {
    List<List<Integer>> tuples = List.of(List.of());
    for (int i = 0; i < length; i++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> tuple : tuples) {
        for (Integer number : numbers) {
          List<Integer> extended = new ArrayList<>(tuple);
          extended.add(number);
          longer.add(extended);
        }
      }
      tuples = longer;
    }
    return tuples;
  }
}
