package netmp.testing;

import java.io.IOException;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import netmp.provider.NetmpSelectorProvider;
import netmp.provider.NoAsynchronousChannels;
import netmp.provider.PlainSockets;
import netmp.provider.Stacks;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What {@link NoKernelSockets} asks for. */
final class KernelGuard implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

  /** Made by JUnit. */
  KernelGuard() {}

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    check(SelectorProvider.provider(), "SelectorProvider", NetmpSelectorProvider.class);
    check(
        AsynchronousChannelProvider.provider(),
        "AsynchronousChannelProvider",
        NoAsynchronousChannels.class);
    PlainSockets.install();
  }

  private static void check(Object found, String property, Class<?> wanted) {
    if (!wanted.isInstance(found)) {
      throw new ExtensionConfigurationException(
          "channels would be the host kernel's: run the tests with -Djava.nio.channels.spi.%s=%s"
              .formatted(property, wanted.getName()));
    }
  }

  /** What was refused before is not this test's. */
  @Override
  public void beforeEach(ExtensionContext context) {
    Stacks.takeHomeless();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    IllegalStateException homeless = Stacks.takeHomeless();
    if (homeless != null) {
      throw new AssertionError("a socket would have reached the host's kernel", homeless);
    }
  }
}
