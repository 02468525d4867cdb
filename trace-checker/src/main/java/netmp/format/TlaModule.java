package netmp.format;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netmp.tlc.Counterexample;
import netmp.tlc.SpecValue;
import netmp.tlc.Step;

/** A counterexample as a module of TLA+ that defines {@code Trace}, the sequence of its states. */
final class TlaModule {

  private static final Pattern NAME = Pattern.compile("\\w*[A-Za-z]\\w*");

  private TlaModule() {}

  /** Checks what a module shall be called. */
  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a module cannot be called '" + name + "'; take letters, digits and _");
    }
  }

  static String of(String name, Counterexample counterexample) {
    String states =
        counterexample.steps().stream().map(TlaModule::state).collect(Collectors.joining(",\n"));
    return """
    ---- MODULE %s ----
    EXTENDS Integers, Sequences, TLC
    %s
    Trace == <<
    %s
    >>
    %s====
    """
        .formatted(name, constants(counterexample), states, ending(counterexample));
  }

  private static String state(Step step) {
    return step.state().entrySet().stream()
        .map(variable -> variable.getKey() + " |-> " + variable.getValue())
        .collect(Collectors.joining(",\n    ", "  \\* " + step.label() + "\n  [ ", " ]"));
  }

  private static String constants(Counterexample counterexample) {
    Set<String> names =
        counterexample.steps().stream()
            .flatMap(step -> models(step.structure().values()))
            .collect(Collectors.toCollection(TreeSet::new));
    return names.isEmpty() ? "" : "CONSTANTS " + String.join(", ", names) + "\n";
  }

  private static Stream<String> models(Collection<SpecValue> values) {
    return values.stream().flatMap(TlaModule::models);
  }

  private static Stream<String> models(SpecValue value) {
    return switch (value) {
      case SpecValue.Model model -> Stream.of(model.name());
      case SpecValue.Tuple tuple -> models(tuple.elements());
      case SpecValue.Elements set -> models(set.elements());
      case SpecValue.Fields fields -> models(fields.fields().values());
      case SpecValue.Function function ->
          function.entries().stream()
              .flatMap(entry -> models(List.of(entry.argument(), entry.result())));
      case SpecValue.Truth _, SpecValue.Int _, SpecValue.Text _, SpecValue.Unlisted _ ->
          Stream.of();
    };
  }

  private static String ending(Counterexample counterexample) {
    return switch (counterexample.ending()) {
      case END -> "";
      case STUTTERING -> "\\* and nothing happens any more\n";
      case BACK_TO_STATE -> "\\* and back to Trace[" + counterexample.loopTo() + "], for ever\n";
    };
  }
}
