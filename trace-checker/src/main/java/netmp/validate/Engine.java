package netmp.validate;

import java.io.IOException;

/** Decides whether a trace is a behaviour of the specifications, object by object. */
public interface Engine {

  /**
   * Reads a trace and judges it. One call at a time.
   *
   * @param trace the trace, from its first event on; not closed
   * @return the judgement
   * @throws IOException if the trace is malformed or cannot be read
   * @throws UndecidedException if the engine meets one of its limits
   */
  Validation validate(TraceReader trace) throws IOException, UndecidedException;
}
