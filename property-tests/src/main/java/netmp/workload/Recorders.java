package netmp.workload;

import java.io.OutputStream;
import netmp.trace.EventSink;

/**
 * What records a run. Closed by whoever made them.
 *
 * @param trace receives what the probes report, or null
 * @param capture receives the frames as pcapng, or null
 */
public record Recorders(EventSink trace, OutputStream capture) {

  /** Nothing is recorded. */
  public static final Recorders NONE = new Recorders(null, null);

  /**
   * Records what the probes report.
   *
   * @param trace receives it
   * @return the recorders
   */
  public static Recorders of(EventSink trace) {
    return new Recorders(trace, null);
  }
}
