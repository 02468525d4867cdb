package netmp.validate;

import java.util.Optional;

/**
 * What an engine says of a trace.
 *
 * @param header the first line of the trace
 * @param events events read; if the trace is refused, up to the one that brought it out
 * @param objects objects they were made on; 0 if the trace is refused
 * @param steps steps of specifications taken: an event counts once for each specification; 0 if the
 *     trace is refused
 * @param widest the greatest number of states an object could be in at one time; 0 if the trace is
 *     refused, or the engine does not know
 * @param refusal why the trace is refused; empty if it is a behaviour of the specifications
 */
public record Validation(
    TraceHeader header,
    long events,
    int objects,
    long steps,
    int widest,
    Optional<Refusal> refusal) {

  static Validation refused(TraceHeader header, long events, Refusal refusal) {
    return new Validation(header, events, 0, 0, 0, Optional.of(refusal));
  }

  /**
   * Whether the trace is a behaviour of the specifications.
   *
   * @return true if nothing was refused
   */
  public boolean accepted() {
    return refusal.isEmpty();
  }
}
