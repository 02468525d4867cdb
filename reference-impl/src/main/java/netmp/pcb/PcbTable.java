package netmp.pcb;

import java.util.random.RandomGenerator;

/**
 * The control blocks of one protocol on one CPU: a connection table keyed by the 4-tuple and a
 * wildcard table keyed by the local port (BSD's inpcbinfo). Only that CPU's protocol thread may
 * call it.
 *
 * <p>A CPU owns the ports whose number is its own modulo the number of CPUs, so a port is in use on
 * the whole host exactly if it is in use in its owner's table: the test for conflicts needs no
 * other CPU.
 *
 * @param <S> the kind of socket
 */
public final class PcbTable<S> {

  /** First port handed out to sockets that do not ask for one (RFC 6335, dynamic ports). */
  public static final int FIRST_EPHEMERAL = 49152;

  private static final int LAST_PORT = 65535;
  private static final int BUCKETS = 1024;

  private final int cpu;
  private final int cpus;
  private final RandomGenerator random;
  private final Chain<S>[] connections = chains();
  private final Chain<S>[] wildcards = chains();
  private int size;

  /** How many blocks were bound so far. */
  private int bound;

  /**
   * Empty tables.
   *
   * @param cpu the CPU that owns them, 0..cpus-1
   * @param cpus number of CPUs, a power of two
   * @param random where ephemeral ports come from (RFC 6056)
   */
  public PcbTable(int cpu, int cpus, RandomGenerator random) {
    this.cpu = cpu;
    this.cpus = cpus;
    this.random = random;
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
   * How many control blocks are bound here.
   *
   * @return the number
   */
  public int size() {
    return size;
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
      return refuses(wildcards[bucket(port)], binding, address, port);
    }
    return isTaken(address, port);
  }

  private static <S> boolean refuses(Chain<S> chain, Inpcb<S> binding, int address, int port) {
    for (Inpcb<S> pcb = chain.first; pcb != null; pcb = pcb.next) {
      boolean same = pcb.localPort == port && pcb.localAddress == address;
      if (same && !(binding.reusePort && pcb.reusePort)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTaken(int address, int port) {
    return overlaps(wildcards, address, port) || overlaps(connections, address, port);
  }

  private static <S> boolean overlaps(Chain<S>[] chains, int address, int port) {
    // Connected blocks hash by their whole tuple, so every chain has to be looked at: bind is rare.
    for (Chain<S> chain : chains) {
      for (Inpcb<S> pcb = chain.first; pcb != null; pcb = pcb.next) {
        if (pcb.localPort == port && overlap(pcb.localAddress, address)) {
          return true;
        }
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
    wildcard(pcb).add(pcb);
    size++;
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
    wildcard(pcb).remove(pcb);
    pcb.localAddress = localAddress;
    pcb.foreignAddress = foreignAddress;
    pcb.foreignPort = foreignPort;
    connection(pcb).add(pcb);
  }

  /**
   * Moves a connected block back into the wildcard table, where it may get to have what others
   * have, as in BSD, though it could not be bound like that: they share the flows then.
   *
   * @param pcb a connected block
   * @param localAddress the address it was bound to before it was connected
   */
  public void disconnect(Inpcb<S> pcb, int localAddress) {
    connection(pcb).remove(pcb);
    pcb.localAddress = localAddress;
    pcb.foreignAddress = Inpcb.ANY;
    pcb.foreignPort = 0;
    wildcard(pcb).add(pcb);
  }

  /**
   * Takes a bound block out of the tables.
   *
   * @param pcb a bound block
   */
  public void remove(Inpcb<S> pcb) {
    (pcb.isConnected() ? connection(pcb) : wildcard(pcb)).remove(pcb);
    size--;
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
    Inpcb<S> pcb = connections[hash(localAddress, localPort, foreignAddress, foreignPort)].first;
    while (pcb != null && !exact(pcb, localAddress, localPort, foreignAddress, foreignPort)) {
      pcb = pcb.next;
    }
    return pcb;
  }

  private Inpcb<S> wildcard(int localAddress, int localPort, int flow) {
    Inpcb<S> best = null;
    for (Inpcb<S> pcb = wildcards[bucket(localPort)].first; pcb != null; pcb = pcb.next) {
      boolean takes = pcb.localAddress == localAddress || pcb.localAddress == Inpcb.ANY;
      if (pcb.localPort == localPort && takes && (best == null || isBetter(pcb, best, flow))) {
        best = pcb;
      }
    }
    return best;
  }

  /** Of two that take the packet. */
  private static boolean isBetter(Inpcb<?> pcb, Inpcb<?> best, int flow) {
    if (pcb.localAddress != best.localAddress) {
      return best.localAddress == Inpcb.ANY;
    }
    return weight(flow, pcb) > weight(flow, best);
  }

  private static int weight(int flow, Inpcb<?> pcb) {
    return scramble(flow ^ scramble(pcb.number));
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

  private static boolean exact(Inpcb<?> pcb, int laddr, int lport, int faddr, int fport) {
    return pcb.foreignPort == fport
        && pcb.foreignAddress == faddr
        && pcb.localPort == lport
        && pcb.localAddress == laddr;
  }

  private Chain<S> wildcard(Inpcb<S> pcb) {
    return wildcards[bucket(pcb.localPort)];
  }

  private Chain<S> connection(Inpcb<S> pcb) {
    return connections[hash(pcb.localAddress, pcb.localPort, pcb.foreignAddress, pcb.foreignPort)];
  }

  private int bucket(int port) {
    return (port / cpus) & (BUCKETS - 1);
  }

  private static int hash(int laddr, int lport, int faddr, int fport) {
    int mixed = (laddr * 31 + faddr) * 31 + ((lport << 16) | fport);
    return (mixed * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(BUCKETS));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generics
  private static <S> Chain<S>[] chains() {
    Chain<S>[] chains = new Chain[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      chains[i] = new Chain<>();
    }
    return chains;
  }

  /** One bucket. */
  private static final class Chain<S> {
    Inpcb<S> first;

    void add(Inpcb<S> pcb) {
      pcb.next = first;
      first = pcb;
    }

    void remove(Inpcb<S> pcb) {
      if (first == pcb) {
        first = pcb.next;
      } else {
        Inpcb<S> before = first;
        while (before.next != pcb) {
          before = before.next;
        }
        before.next = pcb.next;
      }
      pcb.next = null;
    }
  }
}
