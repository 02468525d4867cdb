package netmp.testing;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How a failure is had again; goes with it as a suppressed exception, so that every runner shows
 * it.
 */
final class Reproduction extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long seed;

  Reproduction(ExtensionContext context, long seed, Recording recording) {
    super(
        """
        failed with seed %d
          capture: %s
          trace:   %s
          again:   -D%s=%d, only %s#%s\
        """
            .formatted(
                seed,
                recording.captureFile(),
                recording.traceFile(),
                NetmpExtension.SEED,
                seed,
                context.getRequiredTestClass().getName(),
                context.getRequiredTestMethod().getName()),
        null,
        false,
        false);
    this.seed = seed;
  }

  /** For those who read the output, and for reports. */
  void print(ExtensionContext context) {
    System.err.println("netmp: " + getMessage());
    context.publishReportEntry(Map.of(NetmpExtension.SEED, Long.toString(seed)));
  }
}
