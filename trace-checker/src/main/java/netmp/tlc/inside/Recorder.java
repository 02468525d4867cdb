package netmp.tlc.inside;

import java.util.ArrayList;
import java.util.List;
import netmp.tlc.Counterexample.Ending;
import tlc2.output.EC;
import tlc2.output.MPRecorder;
import tlc2.tool.TLCState;
import tlc2.tool.TLCStateInfo;

/** Hears TLC's messages as codes and objects, before they become text. */
final class Recorder extends MPRecorder {

  private final List<TLCStateInfo> states = new ArrayList<>();
  private Ending ending = Ending.END;
  private int loopTo;
  private String named = "";
  private String inInitialState = "";

  @Override
  public synchronized void record(int code, Object... objects) {
    switch (code) {
      case EC.TLC_STATE_PRINT2 -> states.add((TLCStateInfo) objects[0]);
      case EC.TLC_STATE_PRINT3 -> ending = Ending.STUTTERING;
      case EC.TLC_BACK_TO_STATE -> backTo(objects[0]);
      case EC.TLC_INVARIANT_VIOLATED_BEHAVIOR, EC.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR ->
          named = objects[0].toString();
      case EC.TLC_INVARIANT_VIOLATED_INITIAL, EC.TLC_PROPERTY_VIOLATED_INITIAL -> {
        named = objects[0].toString();
        inInitialState = objects[1].toString();
      }
      default -> {}
    }
  }

  private void backTo(Object number) {
    ending = Ending.BACK_TO_STATE;
    loopTo = Integer.parseInt(number.toString());
  }

  /** The states of the counterexample, the initial one first. */
  synchronized List<TLCState> states() {
    return states.stream().map(info -> info.state).toList();
  }

  synchronized Ending ending() {
    return ending;
  }

  synchronized int loopTo() {
    return loopTo;
  }

  /** Name of the violated property; empty if TLC named none. */
  synchronized String named() {
    return named;
  }

  /** The initial state that violates a property, as printed; empty if there is none. */
  synchronized String inInitialState() {
    return inInitialState;
  }
}
