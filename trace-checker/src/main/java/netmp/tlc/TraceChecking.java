package netmp.tlc;

/** The door in the wall for plain TLC on a trace. Implemented inside. */
public interface TraceChecking {

  /**
   * Looks for the trace in the behaviours of a specification.
   *
   * @param job the generated module, see {@link TlcTrace#MODULE}
   * @param trace the trace
   * @return how far TLC came
   */
  TlcTrace.Outcome check(TlcJob job, TlcTrace trace);
}
