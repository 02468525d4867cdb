package netmp.tlc;

import java.util.List;

/** The door in the wall for plain TLC on traces. Implemented inside. */
public interface TraceChecking {

  /**
   * Looks for traces in the behaviours of a specification.
   *
   * @param job the generated module, see {@link TlcTrace#MODULE}
   * @param traces the traces, from one on
   * @return how far TLC came
   */
  TlcTrace.Outcome check(TlcJob job, List<TlcTrace> traces);
}
