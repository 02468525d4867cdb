package netmp.tlc.inside;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tla2sany.semantic.ASTConstants;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import util.UniqueString;

/**
 * What a formula of the specification is made of.
 *
 * <p>A <em>whole</em> operator says of every variable what becomes of it. A formula made of calls
 * of whole operators by disjunction, quantifiers and guards, like {@code Next} and {@code
 * UserStep(u)}, is put together; a whole operator that is not is an action. A helper that changes
 * one variable is neither.
 */
final class Formulas {

  private final Set<UniqueString> variables = new HashSet<>();
  private final Map<OpDefNode, Boolean> whole = new HashMap<>();

  Formulas() {
    for (OpDeclNode variable : TLCState.vars) {
      variables.add(variable.getName());
    }
  }

  /** The code of a built-in operator; 0 for any other. */
  static int opcode(OpApplNode node) {
    return BuiltInOPs.getOpCode(node.getOperator().getName());
  }

  /** The formula inside LET and labels. */
  static SemanticNode withoutWrapping(SemanticNode formula) {
    return switch (formula) {
      case LetInNode let -> withoutWrapping(let.getBody());
      case LabelNode label -> withoutWrapping(label.getBody());
      default -> formula;
    };
  }

  /** The calls a formula is put together from; empty if it is not. */
  List<OpApplNode> calls(SemanticNode formula) {
    if (!(withoutWrapping(formula) instanceof OpApplNode node)) {
      return List.of();
    }
    return switch (opcode(node)) {
      case ToolGlobals.OPCODE_be -> calls(node.getArgs()[0]);
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor -> callsOfAll(node);
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> callsOfGuarded(node);
      default -> isWhole(node.getOperator()) ? List.of(node) : List.of();
    };
  }

  private List<OpApplNode> callsOfAll(OpApplNode disjunction) {
    List<OpApplNode> all = new ArrayList<>();
    for (ExprOrOpArgNode part : disjunction.getArgs()) {
      all.addAll(calls(part));
    }
    return all;
  }

  private List<OpApplNode> callsOfGuarded(OpApplNode conjunction) {
    List<OpApplNode> found = List.of();
    for (ExprOrOpArgNode part : conjunction.getArgs()) {
      List<OpApplNode> calls = calls(part);
      if (!found.isEmpty() && !calls.isEmpty()) {
        return List.of();
      }
      found = calls.isEmpty() ? found : calls;
    }
    return found;
  }

  private boolean isWhole(SymbolNode operator) {
    if (!(operator instanceof OpDefNode definition)
        || definition.getKind() != ASTConstants.UserDefinedOpKind) {
      return false;
    }
    Boolean known = whole.get(definition);
    if (known == null) {
      Set<UniqueString> changed = new HashSet<>();
      collectChanged(definition.getBody(), new HashSet<>(), changed);
      known = changed.containsAll(variables);
      whole.put(definition, known);
    }
    return known;
  }

  /** Collects the variables of which the formula says what becomes of them. */
  private void collectChanged(
      SemanticNode formula, Set<OpDefNode> seen, Set<UniqueString> changed) {
    if (!(withoutWrapping(formula) instanceof OpApplNode node)) {
      return;
    }
    int opcode = opcode(node);
    if (opcode == ToolGlobals.OPCODE_prime || opcode == ToolGlobals.OPCODE_unchanged) {
      collectVariables(node, new HashSet<>(), changed);
      return;
    }
    if (entersDefinition(node, seen)) {
      collectChanged(((OpDefNode) node.getOperator()).getBody(), seen, changed);
    }
    for (ExprOrOpArgNode argument : node.getArgs()) {
      if (argument != null) {
        collectChanged(argument, seen, changed);
      }
    }
  }

  private void collectVariables(
      SemanticNode formula, Set<OpDefNode> seen, Set<UniqueString> found) {
    if (!(withoutWrapping(formula) instanceof OpApplNode node)) {
      return;
    }
    if (variables.contains(node.getOperator().getName())) {
      found.add(node.getOperator().getName());
    }
    if (entersDefinition(node, seen)) {
      collectVariables(((OpDefNode) node.getOperator()).getBody(), seen, found);
    }
    for (ExprOrOpArgNode argument : node.getArgs()) {
      if (argument != null) {
        collectVariables(argument, seen, found);
      }
    }
  }

  private static boolean entersDefinition(OpApplNode node, Set<OpDefNode> seen) {
    return node.getOperator() instanceof OpDefNode definition
        && definition.getKind() == ASTConstants.UserDefinedOpKind
        && definition.getBody() != null
        && seen.add(definition);
  }
}
