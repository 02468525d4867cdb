package netmp.tlc.inside;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import netmp.tlc.SpecValue;
import netmp.tlc.Step;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.Tool;
import tlc2.value.IValue;

/** Turns TLC's states into steps with named actions. */
final class Steps {

  private final ActionNames names;

  Steps(Tool tool) {
    this.names = new ActionNames(tool);
  }

  List<Step> of(List<TLCState> states) {
    List<Step> steps = new ArrayList<>();
    TLCState last = null;
    for (TLCState state : states) {
      int number = steps.size() + 1;
      SequencedMap<String, String> values = values(state);
      if (last == null) {
        steps.add(new Step(number, "", List.of(), values, structure(state)));
      } else {
        ActionNames.Named named = names.between(last, state);
        steps.add(new Step(number, named.action(), named.arguments(), values, structure(state)));
      }
      last = state;
    }
    return steps;
  }

  /** Variable to printed value, in the order of declaration. */
  static SequencedMap<String, String> values(TLCState state) {
    return variables(state, String::valueOf);
  }

  /** Variable to value, in the order of declaration. */
  static SequencedMap<String, SpecValue> structure(TLCState state) {
    return variables(state, Values::of);
  }

  private static <T> SequencedMap<String, T> variables(
      TLCState state, Function<IValue, T> toValue) {
    SequencedMap<String, T> values = new LinkedHashMap<>();
    Arrays.stream(state.getVars())
        .sorted(Comparator.comparing(OpDeclNode::getLocation))
        .map(OpDeclNode::getName)
        .forEach(name -> values.put(name.toString(), toValue.apply(state.lookup(name))));
    return values;
  }
}
