package netmp.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests by the platform, as an IDE or a build does. */
public final class Launch {

  /** What the last run has printed on standard error: there failures are many, and wanted. */
  static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();

  private Launch() {}

  /** The results of a class's tests and containers, by display name, in their order. */
  static Map<String, TestExecutionResult> run(
      Class<?> tests, Path output, Map<String, String> parameters) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(tests))
            .configurationParameter(Recording.OUTPUT, output.toString())
            .configurationParameters(parameters)
            .build();
    Map<String, TestExecutionResult> results = new LinkedHashMap<>();
    PrintStream before = System.err;
    PRINTED.reset();
    System.setErr(new PrintStream(PRINTED, true, StandardCharsets.UTF_8));
    try {
      LauncherFactory.create()
          .execute(
              request,
              new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  if (test.isTest() || result.getThrowable().isPresent()) {
                    results.put(test.getDisplayName(), result);
                  }
                }
              });
    } finally {
      System.setErr(before);
    }
    return results;
  }

  static Map<String, TestExecutionResult> run(Class<?> tests, Path output) {
    return run(tests, output, Map.of());
  }
}
