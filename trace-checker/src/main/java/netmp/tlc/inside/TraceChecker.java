package netmp.tlc.inside;

import java.util.List;
import netmp.tlc.TlcJob;
import netmp.tlc.TlcProgress;
import netmp.tlc.TlcResult;
import netmp.tlc.TlcTrace;
import netmp.tlc.TraceChecking;

/** Plain TLC on traces. One instance serves one call. */
public final class TraceChecker implements TraceChecking {

  /** Called by the isolated loader. */
  public TraceChecker() {}

  @Override
  public TlcTrace.Outcome check(TlcJob job, List<TlcTrace> traces) {
    TraceOperators.begin(traces);
    TlcResult result = new Checker().check(job, TlcProgress.SILENT);
    return new TlcTrace.Outcome(result, TraceOperators.longest());
  }
}
