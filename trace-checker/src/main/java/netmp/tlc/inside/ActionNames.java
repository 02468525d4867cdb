package netmp.tlc.inside;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.Action;
import tlc2.tool.EvalException;
import tlc2.tool.IContextEnumerator;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.IValue;
import util.Assert.TLCRuntimeException;

/**
 * Finds the named actions in the next-state relation.
 *
 * <p>TLC's own names stop at the first guard or unbounded quantifier; here they go down to the
 * action and its arguments.
 */
final class ActionNames {

  /**
   * An action with arguments.
   *
   * @param action name
   * @param arguments as TLC prints values
   */
  record Named(String action, List<String> arguments) {

    String label() {
      return arguments.isEmpty() ? action : action + "(" + String.join(", ", arguments) + ")";
    }
  }

  private static final Named UNNAMED = new Named("(unnamed action)", List.of());

  private final Tool tool;
  private final Formulas formulas = new Formulas();

  ActionNames(Tool tool) {
    this.tool = tool;
  }

  /** All actions of the next-state relation, by name. */
  SequencedMap<String, OpDefNode> all() {
    SequencedMap<String, OpDefNode> found = new LinkedHashMap<>();
    if (tool.getNextStateSpec() != null) {
      collect(formulas.calls(tool.getNextStateSpec().pred), found);
    }
    return found;
  }

  private void collect(List<OpApplNode> calls, Map<String, OpDefNode> found) {
    for (OpApplNode call : calls) {
      OpDefNode action = (OpDefNode) call.getOperator();
      List<OpApplNode> inner = formulas.calls(action.getBody());
      if (inner.isEmpty()) {
        found.put(action.getName().toString(), action);
      } else {
        collect(inner, found);
      }
    }
  }

  /** The action that leads from one state to another. */
  Named between(TLCState from, TLCState to) {
    Action next = tool.getNextStateSpec();
    try {
      return new Search(from, to).name(next.pred, next.con, UNNAMED);
    } catch (EvalException | TLCRuntimeException e) {
      return UNNAMED;
    }
  }

  /** Follows the one branch of the relation that leads from one state to another. */
  private final class Search {

    private final TLCState from;
    private final long to;

    Search(TLCState from, TLCState to) {
      this.from = from;
      this.to = to.fingerPrint();
    }

    Named name(SemanticNode formula, Context context, Named enclosing) {
      SemanticNode plain = Formulas.withoutWrapping(formula);
      if (!(plain instanceof OpApplNode node) || formulas.calls(node).isEmpty()) {
        return enclosing;
      }
      return switch (Formulas.opcode(node)) {
        case ToolGlobals.OPCODE_be -> nameInExists(node, context, enclosing);
        case ToolGlobals.OPCODE_dl,
            ToolGlobals.OPCODE_lor,
            ToolGlobals.OPCODE_cl,
            ToolGlobals.OPCODE_land ->
            nameInList(node, context, enclosing);
        default -> nameInCall(node, context);
      };
    }

    private Named nameInExists(OpApplNode exists, Context context, Named enclosing) {
      SemanticNode body = exists.getArgs()[0];
      IContextEnumerator contexts = tool.contexts(exists, context, from, TLCState.Empty, 0);
      for (Context c = contexts.nextElement(); c != null; c = contexts.nextElement()) {
        if (leads(body, c)) {
          return name(body, c, enclosing);
        }
      }
      return enclosing;
    }

    private Named nameInList(OpApplNode list, Context context, Named enclosing) {
      for (ExprOrOpArgNode part : list.getArgs()) {
        if (!formulas.calls(part).isEmpty() && leads(part, context)) {
          return name(part, context, enclosing);
        }
      }
      return enclosing;
    }

    private Named nameInCall(OpApplNode call, Context context) {
      OpDefNode action = (OpDefNode) call.getOperator();
      FormalParamNode[] formals = action.getParams();
      Context inner = Context.Empty;
      List<String> arguments = new ArrayList<>();
      for (int i = 0; i < formals.length; i++) {
        IValue value = tool.eval(call.getArgs()[i], context, from);
        inner = inner.cons(formals[i], value);
        arguments.add(value.toString());
      }
      return name(action.getBody(), inner, new Named(action.getName().toString(), arguments));
    }

    private boolean leads(SemanticNode formula, Context context) {
      StateVec next = tool.getNextStates(new Action(formula, context), from);
      for (int i = 0; i < next.size(); i++) {
        if (next.elementAt(i).fingerPrint() == to) {
          return true;
        }
      }
      return false;
    }
  }
}
