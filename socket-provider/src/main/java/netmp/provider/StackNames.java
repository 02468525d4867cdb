package netmp.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import netmp.dns.LookupException;
import netmp.inet.IpAddress;
import netmp.stack.NetStack;

/**
 * The names of the hosts that {@link Stacks} names, and what servers of their network know. The
 * host's kernel is asked only while no stack is named.
 */
final class StackNames implements InetAddressResolver {

  private final InetAddressResolver jdk;
  private final Supplier<String> localHostName;

  /** With what the JDK asks otherwise, and what it calls this machine. */
  StackNames(InetAddressResolver jdk, Supplier<String> localHostName) {
    this.jdk = jdk;
    this.localHostName = localHostName;
  }

  @Override
  public Stream<InetAddress> lookupByName(String name, LookupPolicy policy)
      throws UnknownHostException {
    if (!Stacks.areNamed()) {
      return jdk.lookupByName(name, policy);
    }
    if ((policy.characteristics() & LookupPolicy.IPV4) == 0) {
      throw new UnknownHostException(name + ": the stack has no IPv6");
    }
    return addressesOf(name).stream().map(address -> Addresses.of(name, address));
  }

  private List<Integer> addressesOf(String name) throws UnknownHostException {
    NetStack here = Stacks.here();
    for (NetStack stack : Stacks.all()) {
      if (stack.name().equalsIgnoreCase(name)) {
        return List.of(Stacks.addressOf(stack));
      }
    }
    if (name.toLowerCase(Locale.ROOT).equals("localhost")) {
      return List.of(IpAddress.LOOPBACK); // RFC 6761 section 6.3
    }
    if (name.equals(localHostName.get())) {
      return List.of(Stacks.addressOf(here)); // what InetAddress.getLocalHost asks for
    }
    NameClient client = Stacks.nameClient(here);
    if (client == null) {
      throw new UnknownHostException(
          name + ": no stack has this name, and Stacks.resolveBy has named no server to ask");
    }
    try {
      return client.addresses(name);
    } catch (LookupException e) {
      throw unknown(e);
    }
  }

  @Override
  public String lookupByAddress(byte[] address) throws UnknownHostException {
    if (!Stacks.areNamed()) {
      return jdk.lookupByAddress(address);
    }
    if (address.length != Integer.BYTES) {
      throw new UnknownHostException("the stack has no IPv6");
    }
    int number = ByteBuffer.wrap(address).getInt();
    for (NetStack stack : Stacks.all()) {
      if (Stacks.addressOf(stack) == number) {
        return stack.name();
      }
    }
    if (Addresses.of(number).isLoopbackAddress()) {
      return "localhost";
    }
    NameClient client = Stacks.nameClient(Stacks.here());
    if (client == null) {
      throw new UnknownHostException(IpAddress.format(number) + ": no stack has this address");
    }
    try {
      return client.name(number);
    } catch (LookupException e) {
      throw unknown(e);
    }
  }

  private static UnknownHostException unknown(LookupException why) {
    UnknownHostException exception = new UnknownHostException(why.getMessage());
    exception.initCause(why);
    return exception;
  }
}
