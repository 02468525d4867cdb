package netmp.pcb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import netmp.inet.IpAddress;

/**
 * The control blocks of one protocol as one CPU knows them: a connection table keyed by the 4-tuple
 * and a wildcard table keyed by the local port (BSD's inpcbinfo). Only that CPU's protocol thread
 * may call it. In the tables are containers, which have their own copies of the tuples, so a block
 * may be in the tables of several CPUs.
 *
 * <p>A CPU owns the ports whose number is its own modulo the number of CPUs, and has all blocks of
 * these ports in its tables. So a port is in use on the whole host exactly if it is in use there:
 * the test for conflicts needs no other CPU.
 *
 * @param <S> the kind of socket
 */
public final class PcbTable<S> {

  /**
   * First port handed out to sockets that do not ask for one. RFC 6056 section 3.2 wants more of
   * them than the dynamic ports of RFC 6335: a client that opens 20,000 connections a second would
   * have used all of those before the first of them may be used again. A multiple of any number of
   * CPUs, which is a power of two.
   */
  public static final int FIRST_EPHEMERAL = 16384;

  private static final int LAST_PORT = 65535;
  private static final int BUCKETS = 1024;

  private final int cpu;
  private final int cpus;
  private final RandomGenerator random;
  private final PcbDirectory directory;
  private final Chain<S>[] connections = chains();
  private final Chain<S>[] wildcards = chains();
  private final Map<Inpcb<S>, Container<S>> containers = new HashMap<>();

  /** The containers by local port: who looks for a free port must not look at all of them. */
  private final Map<Integer, List<Container<S>>> byPort = new HashMap<>();

  /** How many blocks were bound so far. */
  private int bound;

  /**
   * Empty tables.
   *
   * @param cpu the CPU that owns them, 0..cpus-1
   * @param cpus number of CPUs, a power of two
   * @param random where ephemeral ports come from (RFC 6056)
   * @param directory told of what {@link #lookup} can find
   */
  public PcbTable(int cpu, int cpus, RandomGenerator random, PcbDirectory directory) {
    this.cpu = cpu;
    this.cpus = cpus;
    this.random = random;
    this.directory = directory;
  }

  /**
   * The CPU that owns a local port.
   *
   * @param port 0..65535
   * @param cpus number of CPUs, a power of two
   * @return 0..cpus-1
   */
  public static int owner(int port, int cpus) {
    return port & (cpus - 1);
  }

  /**
   * How many control blocks are in the tables.
   *
   * @return the number
   */
  public int size() {
    return containers.size();
  }

  /**
   * Whether a bind to this address and port would collide with a block in the tables (BSD's
   * in_pcbbind). Without options, an equal or overlapping local address at the port does. With
   * SO_REUSEADDR or SO_REUSEPORT, only a block that is not connected and has the very address does;
   * and not even that with SO_REUSEPORT, if it was bound with that as well.
   *
   * @param binding the block to be bound, its options noted
   * @param address local address or {@link Inpcb#ANY}
   * @param port a port this CPU owns
   * @return true if it may not be bound there
   */
  public boolean conflicts(Inpcb<S> binding, int address, int port) {
    if (binding.reuseAddress || binding.reusePort) {
      return refuses(wildcards[spread(port)], binding, address, port);
    }
    return isTaken(address, port);
  }

  private static <S> boolean refuses(Chain<S> chain, Inpcb<S> binding, int address, int port) {
    for (Container<S> c = chain.first; c != null; c = c.next) {
      boolean same = c.localPort == port && c.localAddress == address;
      if (same && !(binding.reusePort && c.pcb.reusePort)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTaken(int address, int port) {
    for (Container<S> c : byPort.getOrDefault(port, List.of())) {
      if (overlap(c.localAddress, address)) {
        return true;
      }
    }
    return false;
  }

  private static boolean overlap(int a, int b) {
    return a == b || a == Inpcb.ANY || b == Inpcb.ANY;
  }

  /**
   * A free ephemeral port that this CPU owns: a random one, or the next free one after it (RFC 6056
   * 3.3.1). What may be shared is not free: nobody asked to share it.
   *
   * @param address the local address it shall be bound to, or {@link Inpcb#ANY}
   * @return the port, or 0 when all are taken
   */
  public int ephemeralPort(int address) {
    int slots = (LAST_PORT + 1 - FIRST_EPHEMERAL) / cpus;
    int start = random.nextInt(slots);
    for (int i = 0; i < slots; i++) {
      int port = FIRST_EPHEMERAL + ((start + i) % slots) * cpus + cpu;
      if (!isTaken(address, port)) {
        return port;
      }
    }
    return 0;
  }

  /**
   * Binds a block and enters it into the wildcard table. The caller has tested {@link #conflicts}.
   *
   * @param pcb a block in no table
   * @param address local address or {@link Inpcb#ANY}
   * @param port a port this CPU owns
   */
  public void bind(Inpcb<S> pcb, int address, int port) {
    assert owner(port, cpus) == cpu && pcb.localPort == 0;
    pcb.localAddress = address;
    pcb.localPort = port;
    pcb.number = ++bound;
    update(pcb);
  }

  /**
   * Moves a bound block into the connection table. The caller has tested that there is no {@link
   * #connection} of the tuple.
   *
   * @param pcb a bound block that is not connected
   * @param localAddress the address packets to the peer leave from
   * @param foreignAddress the peer's address, not {@link Inpcb#ANY}
   * @param foreignPort the peer's port
   */
  public void connect(Inpcb<S> pcb, int localAddress, int foreignAddress, int foreignPort) {
    pcb.localAddress = localAddress;
    pcb.foreignAddress = foreignAddress;
    pcb.foreignPort = foreignPort;
    update(pcb);
  }

  /**
   * Moves a connected block back into the wildcard table, where it may get to have what others
   * have, as in BSD, though it could not be bound like that: they share the flows then.
   *
   * @param pcb a connected block
   * @param localAddress the address it was bound to before it was connected
   */
  public void disconnect(Inpcb<S> pcb, int localAddress) {
    pcb.localAddress = localAddress;
    pcb.foreignAddress = Inpcb.ANY;
    pcb.foreignPort = 0;
    update(pcb);
  }

  /**
   * Takes the block of a socket that is closed out of the tables, if it was bound.
   *
   * @param pcb a block
   */
  public void remove(Inpcb<S> pcb) {
    pcb.detached = true;
    pcb.endReceiving();
    pcb.localPort = 0;
    pcb.foreignAddress = Inpcb.ANY;
    update(pcb);
  }

  /**
   * Makes this CPU's entry of a block what the block is now: in the connection table, in the
   * wildcard table, or nowhere.
   *
   * @param pcb a block that its owner does not change meanwhile
   */
  public void update(Inpcb<S> pcb) {
    Container<S> container = containers.computeIfAbsent(pcb, Container::new);
    unlink(container);
    unindex(container);
    container.copy();
    if (container.localPort == 0) {
      containers.remove(pcb);
    } else {
      index(container);
      link(container);
    }
  }

  private void link(Container<S> c) {
    chain(c).add(c);
    c.linked = true;
    directory.enter(c.pcb, c.localAddress, c.localPort, c.foreignAddress, c.foreignPort);
  }

  private void unlink(Container<S> c) {
    if (c.linked) {
      chain(c).remove(c);
      c.linked = false;
      directory.leave(c.pcb, c.localAddress, c.localPort, c.foreignAddress, c.foreignPort);
    }
  }

  private void index(Container<S> container) {
    byPort.computeIfAbsent(container.localPort, port -> new ArrayList<>(1)).add(container);
  }

  private void unindex(Container<S> container) {
    byPort.computeIfPresent(
        container.localPort,
        (port, all) -> {
          all.remove(container);
          return all.isEmpty() ? null : all;
        });
  }

  /**
   * Takes a block that moves to another CPU out of what {@link #lookup} finds, and gives it its new
   * addresses. Its port stays taken on the CPU that owns the port.
   *
   * @param pcb a bound block
   * @param localAddress its new local address
   * @param foreignAddress the address of its new peer, or {@link Inpcb#ANY}
   * @param foreignPort the port of its new peer
   */
  public void suspend(Inpcb<S> pcb, int localAddress, int foreignAddress, int foreignPort) {
    pcb.localAddress = localAddress;
    pcb.foreignAddress = foreignAddress;
    pcb.foreignPort = foreignPort;
    Container<S> container = containers.get(pcb);
    if (container != null) {
      unlink(container);
      unindex(container);
      container.copy();
      if (owner(pcb.localPort, cpus) == cpu) {
        index(container);
      } else {
        containers.remove(pcb);
      }
    }
  }

  /**
   * Whether {@link #lookup} can find a block.
   *
   * @param pcb a block of any CPU
   * @return true if it is in a table of this CPU
   */
  public boolean contains(Inpcb<S> pcb) {
    Container<S> container = containers.get(pcb);
    return container != null && container.linked;
  }

  /**
   * Finds the connected block that has the tuple of another one.
   *
   * @param pcb a block that is in no table
   * @return the other block, or null
   */
  public Inpcb<S> connectionOf(Inpcb<S> pcb) {
    return connection(pcb.localAddress, pcb.localPort, pcb.foreignAddress, pcb.foreignPort);
  }

  /**
   * Finds the block for a packet: the exact 4-tuple first, then the wildcards of the port, a block
   * bound to the packet's address before one bound to any. Of several that are bound alike it is
   * the one of the greatest weight, by a hash of the flow and the block: so a flow keeps its block
   * while the blocks are the same, and when one comes or goes only the flows that it gets, or had,
   * change theirs (rendezvous hashing).
   *
   * @param localAddress the packet's destination
   * @param localPort its destination port
   * @param foreignAddress its source
   * @param foreignPort its source port
   * @return the block, or null
   */
  public Inpcb<S> lookup(int localAddress, int localPort, int foreignAddress, int foreignPort) {
    Inpcb<S> pcb = connection(localAddress, localPort, foreignAddress, foreignPort);
    return pcb != null
        ? pcb
        : wildcard(localAddress, localPort, mix(localAddress, foreignAddress, foreignPort));
  }

  /**
   * Finds the connected block of an exact 4-tuple.
   *
   * @param localAddress the block's local address
   * @param localPort its local port
   * @param foreignAddress its peer's address
   * @param foreignPort its peer's port
   * @return the block, or null
   */
  public Inpcb<S> connection(int localAddress, int localPort, int foreignAddress, int foreignPort) {
    Container<S> c = connections[hash(localAddress, localPort, foreignAddress, foreignPort)].first;
    while (c != null && !exact(c, localAddress, localPort, foreignAddress, foreignPort)) {
      c = c.next;
    }
    return c == null ? null : c.pcb;
  }

  private Inpcb<S> wildcard(int localAddress, int localPort, int flow) {
    Container<S> best = null;
    for (Container<S> c = wildcards[spread(localPort)].first; c != null; c = c.next) {
      boolean takes = c.localAddress == Inpcb.ANY || c.localAddress == localAddress;
      if (c.localPort == localPort && takes && (best == null || isBetter(c, best, flow))) {
        best = c;
      }
    }
    return best == null ? null : best.pcb;
  }

  /**
   * Finds all blocks for a packet that was sent to many: of those that are not connected and have
   * the port, the ones that have joined the group, or all if it is a broadcast.
   *
   * @param localAddress the packet's destination, a group or a broadcast address
   * @param localPort its destination port
   * @param ifnet number of the interface by which it came
   * @param into receives them, in no order
   */
  public void takers(int localAddress, int localPort, int ifnet, List<Inpcb<S>> into) {
    for (Container<S> c = wildcards[spread(localPort)].first; c != null; c = c.next) {
      if (c.localPort == localPort && takes(c, localAddress, ifnet)) {
        into.add(c.pcb);
      }
    }
  }

  /** What is sent to a group is for the sockets that have joined it on that interface. */
  private static boolean takes(Container<?> c, int address, int ifnet) {
    boolean any = c.localAddress == Inpcb.ANY;
    return c.localAddress == address
        || (any && (!IpAddress.isMulticast(address) || Inpcb.contains(c.groups, address, ifnet)));
  }

  /** Of two that take the packet. */
  private static boolean isBetter(Container<?> c, Container<?> best, int flow) {
    if (c.localAddress != best.localAddress) {
      return best.localAddress == Inpcb.ANY;
    }
    return weight(flow, c) > weight(flow, best);
  }

  private static int weight(int flow, Container<?> c) {
    return scramble(flow ^ scramble(c.number));
  }

  private static int mix(int localAddress, int foreignAddress, int foreignPort) {
    return scramble(foreignAddress ^ scramble(localAddress + foreignPort));
  }

  /** MurmurHash3's finalizer: every bit in changes half of the bits out. */
  private static int scramble(int bits) {
    int once = (bits ^ (bits >>> 16)) * 0x85ebca6b;
    int twice = (once ^ (once >>> 13)) * 0xc2b2ae35;
    return twice ^ (twice >>> 16);
  }

  private static boolean exact(Container<?> c, int laddr, int lport, int faddr, int fport) {
    return c.foreignPort == fport
        && c.foreignAddress == faddr
        && c.localPort == lport
        && c.localAddress == laddr;
  }

  private Chain<S> chain(Container<S> c) {
    return c.foreignAddress == Inpcb.ANY
        ? wildcards[spread(c.localPort)]
        : connections[hash(c.localAddress, c.localPort, c.foreignAddress, c.foreignPort)];
  }

  static int hash(int laddr, int lport, int faddr, int fport) {
    return spread((laddr * 31 + faddr) * 31 + ((lport << 16) | fport));
  }

  static int spread(int bits) {
    return (bits * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(BUCKETS));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generics
  private static <S> Chain<S>[] chains() {
    Chain<S>[] chains = new Chain[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      chains[i] = new Chain<>();
    }
    return chains;
  }

  /** A block's entry in the tables of one CPU (DragonFly's inpcontainer). */
  private static final class Container<S> {
    final Inpcb<S> pcb;
    int localAddress;
    int localPort;
    int foreignAddress;
    int foreignPort;
    int number;

    /** An array that does not change: a block that joins or leaves gets another. */
    Joined[] groups;

    boolean linked;
    Container<S> next;

    Container(Inpcb<S> pcb) {
      this.pcb = pcb;
    }

    void copy() {
      localAddress = pcb.localAddress;
      localPort = pcb.localPort;
      foreignAddress = pcb.foreignAddress;
      foreignPort = pcb.foreignPort;
      number = pcb.number;
      groups = pcb.groups();
    }
  }

  /** One bucket. */
  private static final class Chain<S> {
    Container<S> first;

    void add(Container<S> c) {
      c.next = first;
      first = c;
    }

    void remove(Container<S> c) {
      if (first == c) {
        first = c.next;
      } else {
        Container<S> before = first;
        while (before.next != c) {
          before = before.next;
        }
        before.next = c.next;
      }
      c.next = null;
    }
  }
}
