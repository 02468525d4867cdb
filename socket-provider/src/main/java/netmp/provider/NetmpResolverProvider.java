package netmp.provider;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/**
 * Gives {@code java.net.InetAddress} the names of the network's hosts. The JDK finds it in the
 * class path by itself; as long as {@link Stacks#use} has named no stack, names are looked up as
 * without it.
 */
public final class NetmpResolverProvider extends InetAddressResolverProvider {

  /** Made by the JDK. */
  public NetmpResolverProvider() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new StackNames(configuration.builtinResolver(), configuration::lookupLocalHostName);
  }

  @Override
  public String name() {
    return "netmp";
  }
}
