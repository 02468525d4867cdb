package netmp.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of a class, and the programs they run, use the sockets of the stack only: a test in
 * which a channel, a plain socket or a selector would have been the host kernel's fails, also if
 * the program kept the refusal to itself. It holds for the whole JVM, and from its first use on.
 *
 * <p>JVMs of such tests need {@code
 * -Djava.nio.channels.spi.SelectorProvider=netmp.provider.NetmpSelectorProvider} and {@code
 * -Djava.nio.channels.spi.AsynchronousChannelProvider=netmp.provider.NoAsynchronousChannels}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KernelGuard.class)
public @interface NoKernelSockets {}
