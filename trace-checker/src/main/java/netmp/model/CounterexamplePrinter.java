package netmp.model;

import java.util.Map;
import netmp.tlc.Counterexample;
import netmp.tlc.Step;
import netmp.tlc.TlcResult;

/** Tells people what TLC found: the steps of a counterexample, and what each of them changes. */
public final class CounterexamplePrinter {

  private CounterexamplePrinter() {}

  /**
   * What was violated, and by which behaviour.
   *
   * @param name the model's name or the variant's id
   * @param result a run that did not end well
   * @return several lines
   */
  public static String print(String name, TlcResult result) {
    StringBuilder text = new StringBuilder();
    text.append(name).append(": ").append(headline(result)).append('\n');
    Counterexample counterexample = result.counterexample();
    if (result.verdict().refuted() && counterexample.steps().isEmpty()) {
      result.message().lines().forEach(line -> text.append("      ").append(line).append('\n'));
    }
    Map<String, String> before = Map.of();
    for (Step step : counterexample.steps()) {
      text.append("%4d  %s%n".formatted(step.number(), step.label()));
      for (Map.Entry<String, String> variable : step.state().entrySet()) {
        if (!variable.getValue().equals(before.get(variable.getKey()))) {
          append(text, variable.getKey(), variable.getValue());
        }
      }
      before = step.state();
    }
    if (!counterexample.steps().isEmpty()) {
      text.append("      ").append(ending(counterexample)).append('\n');
    }
    return text.toString();
  }

  private static String headline(TlcResult result) {
    return switch (result.verdict()) {
      case INVARIANT ->
          (result.violated().isEmpty()
                  ? "a property (TLC does not say which)"
                  : "invariant " + result.violated())
              + " is violated";
      case ACTION_PROPERTY -> "property " + result.violated() + " is violated by a step";
      case LIVENESS ->
          (result.violated().isEmpty() ? "a temporal property" : "property " + result.violated())
              + " is violated: what it promises never comes";
      case DEADLOCK -> "deadlock: a state without a next step";
      default ->
          result.verdict()
              + " "
              + result.location().map(at -> at + ": ").orElse("")
              + result.message();
    };
  }

  private static void append(StringBuilder text, String variable, String value) {
    String indent = " ".repeat(8 + variable.length() + 3);
    text.append("        ")
        .append(variable)
        .append(" = ")
        .append(value.replace("\n", "\n" + indent))
        .append('\n');
  }

  private static String ending(Counterexample counterexample) {
    return switch (counterexample.ending()) {
      case END -> "here it is violated";
      case STUTTERING -> "and nothing happens any more";
      case BACK_TO_STATE -> "and back to state " + counterexample.loopTo() + ", for ever";
    };
  }
}
