package netmp.testing;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import netmp.link.Link;
import netmp.network.Host;
import netmp.network.Network;
import netmp.network.NetworkFailure;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/**
 * One run of a test: makes the network when JUnit asks for the first parameter, runs the method on
 * it, and says of a failure how it is had again.
 */
final class SeededTest
    implements TestTemplateInvocationContext, ParameterResolver, InvocationInterceptor {

  private static final List<Class<?>> PARAMETERS = List.of(Network.class, Host.class, Link.class);

  private final NetmpTest test;
  private final long seed;
  private Recording recording;
  private TestNetwork network;

  /** What the method itself has thrown. */
  private Throwable thrown;

  SeededTest(NetmpTest test, long seed) {
    this.test = test;
    this.seed = seed;
  }

  @Override
  public String getDisplayName(int invocationIndex) {
    return "seed " + seed;
  }

  @Override
  public List<Extension> getAdditionalExtensions() {
    return List.of(this);
  }

  // ---- parameters ----

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARAMETERS.contains(parameter.getParameter().getType())
        && parameter.getDeclaringExecutable() instanceof Method method
        && method.equals(context.getRequiredTestMethod());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestNetwork net = networkFor(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == Network.class) {
      return net.network();
    }
    int index = indexAmongItsKind(parameter);
    if (type == Host.class) {
      return net.hosts().get(index);
    }
    if (index >= net.links().size()) {
      throw new ParameterResolutionException(
          "there are "
              + net.links().size()
              + " links, parameter "
              + parameter.getParameter()
              + " asks for one more");
    }
    return net.links().get(index);
  }

  private static int indexAmongItsKind(ParameterContext parameter) {
    Parameter[] all = parameter.getDeclaringExecutable().getParameters();
    Class<?> type = parameter.getParameter().getType();
    return (int)
        Arrays.stream(all).limit(parameter.getIndex()).filter(p -> p.getType() == type).count();
  }

  private TestNetwork networkFor(ExtensionContext context) {
    if (network == null) {
      recording = Recording.begin(context, seed);
      network = TestNetwork.make(context, test, seed, recording);
    }
    return network;
  }

  // ---- the run ----

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    Network net = networkFor(context).network();
    boolean good = false;
    try (net) {
      net.spawn(method.getExecutable().getName(), () -> proceed(invocation));
      net.run();
      good = true;
    } catch (NetworkFailure failure) {
      boolean own = thrown != null && thrown.equals(failure.getCause());
      Throwable shown = own ? thrown : failure;
      Reproduction how = new Reproduction(context, seed, recording);
      how.print(context);
      shown.addSuppressed(how);
      throw shown;
    } finally {
      recording.end(good);
    }
  }

  private void proceed(Invocation<Void> invocation) throws Exception {
    try {
      invocation.proceed();
    } catch (Throwable e) {
      thrown = e;
      switch (e) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        default -> throw new IllegalStateException("neither exception nor error", e);
      }
    }
  }
}
