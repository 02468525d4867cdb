package netmp.pcb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import netmp.inet.IpAddress;

/**
 * Blocks that are bound on the CPU that owns their port, move to others, join groups and go: the
 * tables of all CPUs do what maps do whose every entry is looked at.
 */
class SeveralCpusPropertiesTest {

  private static final int CPUS = 4;
  private static final int HOME = 0x0a000001;
  private static final int PEER = 0x0a000009;
  private static final int PEER_PORT = 9;
  private static final int GROUP = IpAddress.parse("224.1.2.3");
  private static final int FIRST_PORT = 40;
  private static final int PORTS = 6;

  /** What is done. Numbers are taken modulo what there is. */
  enum Kind {
    BIND,
    BIND_ANYWHERE,
    MOVE,
    JOIN,
    REMOVE
  }

  /**
   * One change.
   *
   * @param kind what
   * @param which the block, of those that there are
   * @param number a port, a CPU, groups
   * @param address 0 any, else a local address; of a move, whether there is a peer
   * @param reuse whether it is bound with SO_REUSEPORT
   */
  record Change(Kind kind, int which, int number, int address, boolean reuse) {}

  /** What a table knows of a block. */
  private record Entry(
      int laddr, int lport, int faddr, int fport, Set<Integer> groups, boolean on) {

    static Entry of(Inpcb<String> b, boolean on) {
      Set<Integer> groups = new HashSet<>();
      for (Joined joined : b.groups()) {
        groups.add(joined.group());
      }
      return new Entry(
          b.localAddress(), b.localPort(), b.foreignAddress(), b.foreignPort(), groups, on);
    }

    boolean isConnected() {
      return faddr != Inpcb.ANY;
    }

    /** Whether a block that is not connected takes what is sent to an address. */
    boolean takes(int to, int port) {
      boolean any = laddr == Inpcb.ANY && (!IpAddress.isMulticast(to) || groups.contains(to));
      return on && !isConnected() && lport == port && (laddr == to || any);
    }

    int score(int to, int port, int from, int fromPort) {
      if (on && isConnected()) {
        return laddr == to && lport == port && faddr == from && fport == fromPort ? 3 : 0;
      }
      return !takes(to, port) ? 0 : laddr == to ? 2 : 1;
    }
  }

  /** The tables and the maps, and which table each block is in. */
  private static final class Host {
    final List<PcbTable<String>> tables = new ArrayList<>();
    final List<Map<Inpcb<String>, Entry>> maps = new ArrayList<>();
    final List<Inpcb<String>> blocks = new ArrayList<>();
    final Map<Inpcb<String>, Integer> places = new HashMap<>();

    Host() {
      for (int cpu = 0; cpu < CPUS; cpu++) {
        tables.add(new PcbTable<>(cpu, CPUS, new Random(cpu), PcbDirectory.NONE));
        maps.add(new LinkedHashMap<>());
      }
    }

    void make(Change change) {
      switch (change.kind()) {
        case BIND -> bind(change, FIRST_PORT + change.number() % PORTS);
        case BIND_ANYWHERE -> bindAnywhere(change);
        default -> {
          if (!blocks.isEmpty()) {
            change(change, change.which() % blocks.size());
          }
        }
      }
    }

    private void change(Change change, int which) {
      Inpcb<String> block = blocks.get(which);
      int place = places.get(block);
      switch (change.kind()) {
        case MOVE -> move(which, change.number() % CPUS, change.address() > 0);
        case JOIN -> {
          block.setGroups(
              change.number() % 2 == 0 ? new Joined[0] : new Joined[] {new Joined(GROUP, 0)});
          update(place, block);
        }
        default -> {
          int owner = PcbTable.owner(block.localPort(), CPUS);
          tables.get(owner).remove(block);
          maps.get(owner).remove(block);
          update(place, block);
          blocks.remove(which);
          places.remove(block);
        }
      }
    }

    private void bindAnywhere(Change change) {
      int cpu = change.number() % CPUS;
      int port = tables.get(cpu).ephemeralPort(address(change));
      assertThat(port).isGreaterThanOrEqualTo(PcbTable.FIRST_EPHEMERAL);
      assertThat(PcbTable.owner(port, CPUS)).isEqualTo(cpu);
      Change exclusive = new Change(change.kind(), 0, 0, change.address(), false);
      assertThat(bind(exclusive, port)).as("a free port").isTrue();
    }

    private boolean bind(Change change, int port) {
      int owner = PcbTable.owner(port, CPUS);
      Inpcb<String> block = new Inpcb<>("s" + blocks.size());
      block.setReuse(false, change.reuse());
      boolean refused =
          maps.get(owner).entrySet().stream()
              .anyMatch(e -> isInTheWay(e.getKey(), e.getValue(), change, port));
      assertThat(tables.get(owner).conflicts(block, address(change), port)).isEqualTo(refused);
      if (!refused) {
        tables.get(owner).bind(block, address(change), port);
        maps.get(owner).put(block, Entry.of(block, true));
        blocks.add(block);
        places.put(block, owner);
      }
      return !refused;
    }

    private static int address(Change change) {
      return change.address() == 0 ? Inpcb.ANY : HOME + change.address() - 1;
    }

    private static boolean isInTheWay(Inpcb<String> other, Entry entry, Change change, int port) {
      int address = address(change);
      if (entry.lport() != port) {
        return false;
      }
      return change.reuse()
          ? entry.on() && !entry.isConnected() && entry.laddr() == address && !other.reusePort
          : entry.laddr() == address || entry.laddr() == Inpcb.ANY || address == Inpcb.ANY;
    }

    private void move(int which, int to, boolean toPeer) {
      Inpcb<String> block = blocks.get(which);
      int from = places.get(block);
      Entry tuple = new Entry(HOME, block.localPort(), PEER, PEER_PORT, Set.of(), true);
      boolean isTaken =
          maps.get(to).values().stream()
              .anyMatch(e -> e.score(tuple.laddr(), tuple.lport(), PEER, PEER_PORT) == 3);
      if (toPeer && isTaken) {
        return;
      }
      tables
          .get(from)
          .suspend(
              block, toPeer ? HOME : Inpcb.ANY, toPeer ? PEER : Inpcb.ANY, toPeer ? PEER_PORT : 0);
      if (PcbTable.owner(block.localPort(), CPUS) == from) {
        maps.get(from).put(block, Entry.of(block, false));
      } else {
        maps.get(from).remove(block);
      }
      check(); // while it is on its way
      update(to, block);
      places.put(block, to);
    }

    private void update(int place, Inpcb<String> block) {
      tables.get(place).update(block);
      if (block.localPort() == 0) {
        maps.get(place).remove(block);
      } else {
        maps.get(place).put(block, Entry.of(block, true));
      }
    }

    void check() {
      for (int cpu = 0; cpu < CPUS; cpu++) {
        assertThat(tables.get(cpu).size()).isEqualTo(maps.get(cpu).size());
        for (Inpcb<String> block : blocks) {
          Entry entry = maps.get(cpu).get(block);
          assertThat(tables.get(cpu).contains(block)).isEqualTo(entry != null && entry.on());
        }
        for (int port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
          for (int to : new int[] {HOME, HOME + 1}) {
            lookup(cpu, to, port);
            takers(cpu, to, port);
          }
          takers(cpu, GROUP, port);
        }
      }
    }

    private void lookup(int cpu, int to, int port) {
      Map<Inpcb<String>, Entry> map = maps.get(cpu);
      int best =
          map.values().stream().mapToInt(e -> e.score(to, port, PEER, PEER_PORT)).max().orElse(0);
      Inpcb<String> found = tables.get(cpu).lookup(to, port, PEER, PEER_PORT);
      int score = found == null ? 0 : map.get(found).score(to, port, PEER, PEER_PORT);
      assertThat(score).isEqualTo(best);
      Inpcb<String> other = tables.get(cpu).lookup(to, port, PEER, PEER_PORT + 1);
      assertThat(other == null || !map.get(other).isConnected()).isTrue();
    }

    private void takers(int cpu, int to, int port) {
      Map<Inpcb<String>, Entry> map = maps.get(cpu);
      List<Inpcb<String>> takers = new ArrayList<>();
      tables.get(cpu).takers(to, port, 0, takers);
      assertThat(takers)
          .containsExactlyInAnyOrderElementsOf(
              map.keySet().stream().filter(b -> map.get(b).takes(to, port)).toList());
    }
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, 99),
            Arbitraries.integers().between(0, 11),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(true, false))
        .as(Change::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 500)
  void theTablesDoWhatMapsDo(@ForAll("changes") List<Change> changes) {
    Host host = new Host();
    for (Change change : changes) {
      host.make(change);
      host.check();
    }
  }
}
