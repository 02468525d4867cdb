package netmp.tlc.inside;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import netmp.tlc.FalseConjunct;
import netmp.tlc.SpecException;
import netmp.tlc.SpecState;
import netmp.tlc.SpecValue;
import netmp.tlc.SpecWalking;
import netmp.tlc.TlcExit;
import netmp.tlc.TlcJob;
import netmp.tlc.Verdict;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.Action;
import tlc2.tool.EvalException;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.Value;
import util.Assert.TLCRuntimeException;

/** Walks from state to state of one specification. */
public final class Walker implements SpecWalking {

  private Console console;
  private FastTool tool;
  private ActionNames names;
  private Guards guards;
  private SequencedMap<String, OpDefNode> actions;

  /** Called by the isolated loader. */
  public Walker() {}

  @Override
  public void load(TlcJob job) {
    console = Loading.prepare(new Recorder());
    try {
      tool = Loading.load(job, console);
      names = new ActionNames(tool);
      actions = names.all();
      guards = new Guards(tool, job.modules());
    } catch (SpecError e) {
      throw exception(e);
    } catch (TlcExit e) {
      throw exception(SpecError.of(e, console));
    }
  }

  private SpecException exception(SpecError error) {
    return new SpecException(
        error.verdict(), error.getMessage(), Loading.location(error.getMessage(), console));
  }

  @Override
  public SequencedMap<String, Integer> actions() {
    SequencedMap<String, Integer> arities = new LinkedHashMap<>();
    actions.forEach((name, action) -> arities.put(name, action.getArity()));
    return arities;
  }

  @Override
  public List<SpecState> initial() {
    return wrapped(tool.getInitStates());
  }

  @Override
  public List<SpecState> successors(SpecState from, String action, List<Integer> arguments) {
    OpDefNode definition = operator(action);
    Action bound = new Action(definition.getBody(), bind(definition, arguments));
    try {
      return wrapped(tool.getNextStates(bound, ((State) from).state));
    } catch (EvalException | TLCRuntimeException e) {
      return List.of(); // falseConjuncts() tells what could not be evaluated
    }
  }

  @Override
  public List<FalseConjunct> falseConjuncts(
      SpecState from, String action, List<Integer> arguments) {
    OpDefNode definition = operator(action);
    return guards.falseOnes(
        definition.getBody(), bind(definition, arguments), ((State) from).state);
  }

  @Override
  public boolean has(String operator) {
    return tool.getRootModule().getOpDef(operator) != null;
  }

  @Override
  public SpecValue evaluate(SpecState state, String operator) {
    return Values.of(value(state, operator));
  }

  @Override
  public OptionalInt least(SpecState state, String operator) {
    if (!(value(state, operator).toSetEnum() instanceof SetEnumValue set)) {
      throw wrong(operator + " is not a finite set");
    }
    OptionalInt least = OptionalInt.empty();
    for (int i = 0; i < set.elems.size(); i++) {
      if (!(set.elems.elementAt(i) instanceof IntValue element)) {
        throw wrong(operator + " has an element that is not an integer");
      }
      least = OptionalInt.of(Math.min(element.val, least.orElse(element.val)));
    }
    return least;
  }

  private Value value(SpecState state, String operator) {
    try {
      return (Value) tool.eval(operator(operator).getBody(), Context.Empty, ((State) state).state);
    } catch (EvalException | TLCRuntimeException e) {
      throw wrong(operator + " cannot be evaluated: " + e.getMessage());
    }
  }

  private OpDefNode operator(String name) {
    OpDefNode action = actions.get(name);
    OpDefNode found = action == null ? tool.getRootModule().getOpDef(name) : action;
    if (found == null) {
      throw wrong("the module has no operator " + name);
    }
    return found;
  }

  private static SpecException wrong(String message) {
    return new SpecException(Verdict.EVALUATION_ERROR, message, Optional.empty());
  }

  @Override
  public List<SpecState> next(SpecState from) {
    try {
      return wrapped(tool.getNextStates(tool.getNextStateSpec(), ((State) from).state));
    } catch (EvalException | TLCRuntimeException e) {
      throw exception(SpecError.of(e, console));
    }
  }

  @Override
  public String label(SpecState from, SpecState to) {
    return names.between(((State) from).state, ((State) to).state).label();
  }

  @Override
  public SequencedMap<String, SpecValue> structure(SpecState state) {
    return Steps.structure(((State) state).state);
  }

  private static Context bind(OpDefNode definition, List<Integer> arguments) {
    FormalParamNode[] formals = definition.getParams();
    Context context = Context.Empty;
    for (int i = 0; i < formals.length; i++) {
      context = context.cons(formals[i], IntValue.gen(arguments.get(i)));
    }
    return context;
  }

  private static List<SpecState> wrapped(StateVec states) {
    if (states.size() == 1) {
      return List.of(new State(states.elementAt(0)));
    }
    List<SpecState> all = new ArrayList<>(states.size());
    for (int i = 0; i < states.size(); i++) {
      all.add(new State(states.elementAt(i)));
    }
    return all;
  }

  private record State(TLCState state) implements SpecState {

    @Override
    public long fingerprint() {
      return state.fingerPrint();
    }

    /** Equal states print alike, whichever way they were come to. */
    @Override
    public SequencedMap<String, String> values() {
      state.deepNormalize();
      return Steps.values(state);
    }
  }
}
