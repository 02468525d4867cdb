package netmp.workload;

import java.util.function.Function;
import java.util.function.LongSupplier;
import netmp.capture.CaptureWriter;
import netmp.trace.EventSink;

/**
 * What records a run. Closed by whoever made them.
 *
 * @param trace receives what the probes report, or null
 * @param capture given the run's clock, receives what devices send and receive, or null
 */
public record Recorders(EventSink trace, Function<LongSupplier, CaptureWriter> capture) {

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

  /** Begins the capture of a run, or gives null if there shall be none. */
  CaptureWriter capture(LongSupplier clock) {
    return capture == null ? null : capture.apply(clock);
  }
}
