package netmp.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netmp.tlc.SpecState;
import netmp.tlc.SpecValue;
import netmp.tlc.Stepper;

/** Says why an event fits nothing, and what would have fitted. */
final class Explainer {

  private static final Pattern NUMBER = Pattern.compile("\\b\\d{1,9}\\b");
  private static final int MAX_NUMBERS = 40;
  private static final int MAX_SHOWN_OF_ACTION = 3;
  private static final int MAX_SHOWN_AS_MISSING = 3;

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
    return new Refusal(last, spec.name(), spec.name() + Refusal.THE_END + last.label(), candidates);
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
    List<PossibleStep> possible = possible(state, event);
    return new Refusal.Candidate(
        state.values(),
        stepper.falseConjuncts(state, operator, arguments),
        allowed(possible),
        nearest(event, operator, arguments, possible),
        frontier.outstanding(configuration).stream()
            .filter(other -> !other.equals(event))
            .map(other -> other.label() + " by " + other.thread())
            .toList());
  }

  /** A step that is possible in a state, and where it leads. */
  private record PossibleStep(String action, List<Integer> arguments, List<SpecState> to) {

    String label() {
      return TraceEvent.label(action, arguments);
    }

    /** How far the arguments are from others. */
    long distance(List<Integer> others) {
      long sum = 0;
      for (int i = 0; i < arguments.size(); i++) {
        sum += Math.abs((long) arguments.get(i) - others.get(i));
      }
      return sum;
    }
  }

  /**
   * The steps that are possible. Parameters range over all numbers, so the ones to try are those
   * that occur in the state and in the event, and their successors.
   */
  private List<PossibleStep> possible(SpecState state, TraceEvent event) {
    List<Integer> numbers = numbers(state, event);
    List<PossibleStep> possible = new ArrayList<>();
    stepper
        .actions()
        .forEach(
            (action, arity) -> {
              for (List<Integer> tuple : tuples(arity, numbers)) {
                List<SpecState> to = stepper.successors(state, action, tuple);
                if (!to.isEmpty()) {
                  possible.add(new PossibleStep(action, tuple, to));
                }
              }
            });
    return possible;
  }

  /** Some of each action. */
  private static List<String> allowed(List<PossibleStep> possible) {
    Map<String, Integer> shown = new HashMap<>();
    List<String> allowed = new ArrayList<>();
    for (PossibleStep step : possible) {
      int count = shown.merge(step.action(), 1, Integer::sum);
      if (count <= MAX_SHOWN_OF_ACTION) {
        allowed.add(step.label());
      } else if (count == MAX_SHOWN_OF_ACTION + 1) {
        allowed.add(step.action() + "...");
      }
    }
    return allowed;
  }

  /**
   * What would fit with the least change: the same action with arguments that are nearest, or a
   * step that is missing, behind which what was refused is possible.
   */
  private List<String> nearest(
      TraceEvent event, String operator, List<Integer> arguments, List<PossibleStep> possible) {
    List<String> nearest = new ArrayList<>();
    possible.stream()
        .filter(step -> step.action().equals(operator))
        .filter(step -> step.arguments().size() == arguments.size())
        .min(Comparator.comparingLong(step -> step.distance(arguments)))
        .ifPresent(step -> nearest.add(step.label() + " in its place"));
    String what = operator.equals(event.action()) ? event.label() : "the end";
    possible.stream()
        .filter(step -> leadsTo(step, operator, arguments))
        .limit(MAX_SHOWN_AS_MISSING)
        .forEach(step -> nearest.add(step.label() + ", and then " + what));
    return nearest;
  }

  private boolean leadsTo(PossibleStep step, String operator, List<Integer> arguments) {
    return step.to().stream()
        .anyMatch(
            state ->
                operator.equals(Automaton.SETTLED)
                    ? stepper.evaluate(state, operator).equals(new SpecValue.Truth(true))
                    : !stepper.successors(state, operator, arguments).isEmpty());
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
