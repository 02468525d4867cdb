package netmp.tlc.inside;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import netmp.tlc.Step;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.Tool;

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
        steps.add(new Step(number, "", List.of(), values));
      } else {
        ActionNames.Named named = names.between(last, state);
        steps.add(new Step(number, named.action(), named.arguments(), values));
      }
      last = state;
    }
    return steps;
  }

  /** Variable to printed value, in the order of declaration. */
  static SequencedMap<String, String> values(TLCState state) {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    Arrays.stream(state.getVars())
        .sorted(Comparator.comparing(OpDeclNode::getLocation))
        .map(OpDeclNode::getName)
        .forEach(name -> values.put(name.toString(), String.valueOf(state.lookup(name))));
    return values;
  }
}
