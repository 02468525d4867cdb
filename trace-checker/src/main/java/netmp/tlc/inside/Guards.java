package netmp.tlc.inside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netmp.tlc.FalseConjunct;
import netmp.tlc.SourceLocation;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;
import tlc2.tool.EvalException;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;
import util.Assert.TLCRuntimeException;

/** Finds the conjuncts of an action that are false in a state. */
final class Guards {

  private final Tool tool;
  private final Map<String, Path> modules;

  /**
   * For the actions of one specification.
   *
   * @param modules where their text is
   */
  Guards(Tool tool, Map<String, Path> modules) {
    this.tool = tool;
    this.modules = modules;
  }

  /** The false conjuncts of a formula, in the order of the text. */
  List<FalseConjunct> falseOnes(SemanticNode formula, Context context, TLCState state) {
    List<FalseConjunct> found = new ArrayList<>();
    collect(formula, context, state, found);
    return found;
  }

  private void collect(
      SemanticNode formula, Context context, TLCState state, List<FalseConjunct> found) {
    SemanticNode plain = Formulas.withoutWrapping(formula);
    if (!(plain instanceof OpApplNode node)) {
      return;
    }
    int opcode = Formulas.opcode(node);
    if (opcode == ToolGlobals.OPCODE_cl || opcode == ToolGlobals.OPCODE_land) {
      for (ExprOrOpArgNode part : node.getArgs()) {
        collect(part, context, state, found);
      }
    } else if (node.getLevel() < LevelConstants.ActionLevel) {
      test(node, context, state, found);
    } else if (opcode == 0 && node.getOperator() instanceof OpDefNode definition) {
      collectCalled(definition, node, context, state, found);
    }
  }

  private void collectCalled(
      OpDefNode definition,
      OpApplNode call,
      Context context,
      TLCState state,
      List<FalseConjunct> found) {
    Context inner;
    try {
      inner = bind(definition, call, context, state);
    } catch (EvalException | TLCRuntimeException e) {
      found.add(notEvaluated(call.getLocation(), e));
      return;
    }
    collect(definition.getBody(), inner, state, found);
  }

  private FalseConjunct notEvaluated(Location at, RuntimeException e) {
    return new FalseConjunct(place(at), text(at) + " cannot be evaluated: " + e.getMessage());
  }

  private static SourceLocation place(Location at) {
    return new SourceLocation(at.source(), at.beginLine(), at.beginColumn());
  }

  private Context bind(OpDefNode definition, OpApplNode call, Context context, TLCState state) {
    FormalParamNode[] formals = definition.getParams();
    Context inner = Context.Empty;
    for (int i = 0; i < formals.length; i++) {
      inner = inner.cons(formals[i], tool.eval(call.getArgs()[i], context, state));
    }
    return inner;
  }

  private void test(
      OpApplNode conjunct, Context context, TLCState state, List<FalseConjunct> found) {
    Location at = conjunct.getLocation();
    try {
      if (tool.eval(conjunct, context, state) instanceof BoolValue value && !value.val) {
        found.add(new FalseConjunct(place(at), text(at)));
      }
    } catch (EvalException | TLCRuntimeException e) {
      found.add(notEvaluated(at, e));
    }
  }

  /** The words of a module between two places, in one line. */
  private String text(Location at) {
    try {
      List<String> lines = Files.readAllLines(modules.get(at.source()));
      StringBuilder text = new StringBuilder();
      for (int line = at.beginLine(); line <= at.endLine(); line++) {
        String all = lines.get(line - 1);
        int from = line == at.beginLine() ? at.beginColumn() - 1 : 0;
        int to = line == at.endLine() ? at.endColumn() : all.length();
        text.append(' ').append(all.substring(from, to).strip());
      }
      return text.toString().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
