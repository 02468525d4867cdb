package netmp.testing;

import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a {@link NetmpTest} once for each seed. */
public final class NetmpExtension implements TestTemplateInvocationContextProvider {

  /** The only seed to run with, if given. */
  static final String SEED = "netmp.seed";

  /** How many seeds to run with, if given. */
  static final String RUNS = "netmp.runs";

  /** Made by JUnit. */
  public NetmpExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return annotation(context).isPresent();
  }

  private static Optional<NetmpTest> annotation(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), NetmpTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    NetmpTest test = annotation(context).orElseThrow();
    Optional<Long> only = number(context, SEED);
    long runs = only.isPresent() ? 1 : number(context, RUNS).orElse((long) test.runs());
    if (runs < 1 || test.seconds() < 1) {
      throw new ExtensionConfigurationException(
          "@NetmpTest of " + context.getDisplayName() + ": runs and seconds are at least 1");
    }
    long first = only.orElse(test.seed());
    return LongStream.range(0, runs).mapToObj(i -> new SeededTest(test, first + i));
  }

  private static Optional<Long> number(ExtensionContext context, String parameter) {
    return context
        .getConfigurationParameter(parameter)
        .map(
            text -> {
              try {
                return Long.valueOf(text);
              } catch (NumberFormatException e) {
                throw new ExtensionConfigurationException(
                    parameter + " is not a number: \"" + text + "\"", e);
              }
            });
  }
}
