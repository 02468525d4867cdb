package netmp.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import netmp.dns.ResolverConfig;
import netmp.stack.NetStack;

/**
 * The stacks on which the channels of this JVM live: each is a host. A channel is on the host that
 * has the address it is bound to. Bound to none, or not bound, it is on the host of the thread that
 * opened it: that of {@link #on}, which threads inherit from those who make them, or else the
 * first.
 *
 * <p>All stacks run on one execution, which is of real threads, since those of a program that knows
 * nothing of the stack are.
 */
public final class Stacks {

  private static final InheritableThreadLocal<NetStack> HERE = new InheritableThreadLocal<>();
  private static final AtomicReference<IllegalStateException> HOMELESS = new AtomicReference<>();
  private static volatile List<NetStack> all = List.of();

  /** Asks servers of the network for names; empty if there are none. */
  private static volatile Map<NetStack, NameClient> nameClients = Map.of();

  private Stacks() {}

  /**
   * Names the hosts, instead of those before. Channels that are open stay where they are.
   *
   * @param stacks started; the first is where channels are by default
   */
  public static void use(NetStack... stacks) {
    all = List.of(stacks);
    nameClients = Map.of();
  }

  /**
   * Says who knows names that are not those of the hosts: each host asks these servers, over its
   * own stack. To be said after {@link #use}, which forgets it.
   *
   * @param config the servers of names, and names that need no server
   */
  public static void resolveBy(ResolverConfig config) {
    Map<NetStack, NameClient> clients = new HashMap<>();
    for (NetStack stack : all) {
      clients.put(stack, new NameClient(stack, config));
    }
    nameClients = Map.copyOf(clients);
  }

  /**
   * Runs something on a host.
   *
   * @param stack where the channels are that the calling thread, or one that it makes, opens
   * @param body what to run
   * @param <T> of the result
   * @return the result
   * @throws Exception what the body throws
   */
  public static <T> T on(NetStack stack, Callable<T> body) throws Exception {
    NetStack before = HERE.get();
    HERE.set(stack);
    try {
      return body.call();
    } finally {
      HERE.set(before);
    }
  }

  /** Whether {@link #use} has named any. */
  static boolean areNamed() {
    return !all.isEmpty();
  }

  static List<NetStack> all() {
    return all;
  }

  /** Who asks for names from a host; null if nobody. */
  static NameClient nameClient(NetStack stack) {
    return nameClients.get(stack);
  }

  static int addressOf(NetStack stack) {
    return stack.interfaceState().nif().address();
  }

  /** The host of the calling thread. */
  static NetStack here() {
    NetStack here = HERE.get();
    List<NetStack> stacks = all;
    if (here == null && stacks.isEmpty()) {
      IllegalStateException homeless =
          new IllegalStateException(
              "there is no stack for this channel: name one by netmp.provider.Stacks.use");
      HOMELESS.compareAndSet(null, homeless);
      throw homeless;
    }
    return here == null ? stacks.getFirst() : here;
  }

  /**
   * The first channel, socket or selector that was refused, since there was no stack for it; a
   * program may have kept that to itself. Asked again, it begins anew.
   *
   * @return the exception that was thrown, from where it was; null if none was refused
   */
  public static IllegalStateException takeHomeless() {
    return HOMELESS.getAndSet(null);
  }

  /** The host that has an address; the given one if none has. */
  static NetStack at(int address, NetStack otherwise) {
    for (NetStack stack : all) {
      if (addressOf(stack) == address) {
        return stack;
      }
    }
    return otherwise;
  }
}
