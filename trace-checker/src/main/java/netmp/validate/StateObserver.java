package netmp.validate;

import java.util.List;
import netmp.tlc.SpecState;

/** Sees the states that the objects of a trace go through. Called by the validator's thread. */
@FunctionalInterface
public interface StateObserver {

  /**
   * A specification has taken an event. The events of one object come in the order of their stamps:
   * in a trace of intervals an event comes when its order is forced.
   *
   * @param event the event
   * @param spec the specification that took it
   * @param states the states that the object may be in after it, each once; more than one where the
   *     specification or the order of events leaves it open. Of steps that overlap it, those that
   *     are independent of it have not happened there
   */
  void after(TraceEvent event, ObjectSpec spec, List<SpecState> states);
}
