package netmp.workload;

import java.util.List;
import java.util.Map;

/**
 * What became of a run.
 *
 * @param findings what was wrong; empty when the run is good
 * @param events steps reported by probes
 * @param steps scheduling points passed; 0 on real threads
 * @param nanos how long it took, by the run's own clock
 * @param counters what the stacks counted, nonzero counters only
 */
public record RunResult(
    List<String> findings, long events, long steps, long nanos, Map<String, Long> counters) {

  /**
   * Whether nothing was wrong.
   *
   * @return true if there is no finding
   */
  public boolean isGood() {
    return findings.isEmpty();
  }
}
