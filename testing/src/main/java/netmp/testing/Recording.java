package netmp.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The capture and the trace of a run, as files. They are written while the test runs, since a run
 * that fails may not be had again by code that keeps state of its own; a test that succeeds leaves
 * none. The network closes the streams.
 */
record Recording(
    String name, Path captureFile, Path traceFile, OutputStream capture, OutputStream trace) {

  /** Where the files go, if given. */
  static final String OUTPUT = "netmp.output";

  private static final String DEFAULT_OUTPUT = "target/netmp";

  private static final int BUFFER = 1 << 16;

  static Recording begin(ExtensionContext context, long seed) {
    Path folder =
        Path.of(context.getConfigurationParameter(OUTPUT).orElse(DEFAULT_OUTPUT)).toAbsolutePath();
    String test =
        context.getRequiredTestClass().getName() + "." + context.getRequiredTestMethod().getName();
    String file = test + "-" + Long.toUnsignedString(seed);
    try {
      Files.createDirectories(folder);
      Path capture = folder.resolve(file + ".pcapng");
      Path trace = folder.resolve(file + ".ndjson");
      return new Recording(test, capture, trace, open(capture), open(trace));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record the test in " + folder, e);
    }
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
  }

  /** After the streams were closed. */
  void end(boolean good) throws IOException {
    if (good) {
      Files.deleteIfExists(captureFile);
      Files.deleteIfExists(traceFile);
    }
  }
}
