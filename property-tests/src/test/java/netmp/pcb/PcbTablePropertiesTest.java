package netmp.pcb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The tables do what a list and BSD's rules do, whatever comes. */
class PcbTablePropertiesTest {

  private static final int HOME = 0x0a000001;
  private static final int PEER = 0x0a000009;
  private static final int PORTS = 2;
  private static final int PEERS = 3;

  /** What is done to the table. Numbers are taken modulo what there is. */
  enum Kind {
    BIND,
    CONNECT,
    DISCONNECT,
    REMOVE
  }

  /**
   * One change.
   *
   * @param kind what
   * @param which the block, of those that there are
   * @param address 0 any, else a local address
   * @param number a port, and a peer
   * @param reuse 1 SO_REUSEADDR, 2 SO_REUSEPORT, 3 both
   */
  record Change(Kind kind, int which, int address, int number, int reuse) {}

  /** Who may get a packet of a flow, and who got it. */
  private record Choice(Set<Inpcb<String>> candidates, Inpcb<String> chosen) {}

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(4, Kind.BIND),
                Tuple.of(2, Kind.CONNECT),
                Tuple.of(1, Kind.DISCONNECT),
                Tuple.of(1, Kind.REMOVE)),
            Arbitraries.integers().between(0, 99),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, PORTS * PEERS - 1),
            Arbitraries.integers().between(0, 3))
        .as(Change::new)
        .list()
        .ofMaxSize(40);
  }

  /** A table, and the blocks that are in it. */
  private static final class Pair {
    final PcbTable<String> table = new PcbTable<>(0, 1, new Random(1), PcbDirectory.NONE);
    final List<Inpcb<String>> blocks = new ArrayList<>();
    final Map<List<Integer>, Choice> choices = new HashMap<>();

    void make(Change change) {
      switch (change.kind()) {
        case BIND -> bind(change);
        case CONNECT -> connect(change);
        case DISCONNECT -> pick(change, true).ifPresent(b -> table.disconnect(b, Inpcb.ANY));
        case REMOVE -> {
          if (!blocks.isEmpty()) {
            table.remove(blocks.remove(change.which() % blocks.size()));
          }
        }
      }
    }

    private void bind(Change change) {
      int address = change.address() == 0 ? Inpcb.ANY : HOME + change.address() - 1;
      int port = 1 + change.number() % PORTS;
      Inpcb<String> block = new Inpcb<>("s" + blocks.size());
      block.setReuse((change.reuse() & 1) != 0, (change.reuse() & 2) != 0);
      boolean conflicts = table.conflicts(block, address, port);
      assertThat(conflicts).isEqualTo(isRefused(change, address, port));
      if (!conflicts) {
        table.bind(block, address, port);
        blocks.add(block);
      }
    }

    private void connect(Change change) {
      int faddr = PEER + change.number() % PEERS;
      pick(change, false)
          .filter(b -> table.connection(HOME, b.localPort(), faddr, 9) == null)
          .ifPresent(b -> table.connect(b, HOME, faddr, 9));
    }

    private Optional<Inpcb<String>> pick(Change change, boolean connected) {
      List<Inpcb<String>> some = blocks.stream().filter(b -> b.isConnected() == connected).toList();
      return some.isEmpty()
          ? Optional.empty()
          : Optional.of(some.get(change.which() % some.size()));
    }

    /** BSD's in_pcbbind, with the flags of in_pcblookup written out. */
    private boolean isRefused(Change change, int address, int port) {
      boolean wild = change.reuse() == 0;
      boolean reusePort = (change.reuse() & 2) != 0;
      return blocks.stream()
          .filter(b -> b.localPort() == port)
          .filter(b -> wildcards(b, address) == 0 || (wild && wildcards(b, address) > 0))
          .anyMatch(b -> !(reusePort && b.reusePort));
    }

    /** In how many ways a block matches an address not exactly; below 0, not at all. */
    private static int wildcards(Inpcb<String> block, int address) {
      boolean any = block.localAddress() == Inpcb.ANY || address == Inpcb.ANY;
      if (block.localAddress() != address && !any) {
        return -1;
      }
      return (block.localAddress() == address ? 0 : 1) + (block.isConnected() ? 1 : 0);
    }

    void lookup(int laddr, int lport, int faddr) {
      int best = blocks.stream().mapToInt(b -> score(b, laddr, lport, faddr)).max().orElse(0);
      Set<Inpcb<String>> candidates =
          blocks.stream()
              .filter(b -> best > 0 && score(b, laddr, lport, faddr) == best)
              .collect(Collectors.toSet());
      Inpcb<String> chosen = table.lookup(laddr, lport, faddr, 9);
      if (candidates.isEmpty()) {
        assertThat(chosen).isNull();
      } else {
        assertThat(chosen).isIn(candidates);
      }
      isStable(
          choices.put(List.of(laddr, lport, faddr), new Choice(candidates, chosen)),
          chosen,
          candidates);
    }

    /** Who had the flow keeps it, or it goes to somebody who is new. */
    private static void isStable(
        Choice before, Inpcb<String> chosen, Set<Inpcb<String>> candidates) {
      if (before != null && candidates.contains(before.chosen())) {
        boolean isNew = !before.candidates().contains(chosen);
        assertThat(chosen == before.chosen() || isNew).as("the flow keeps its block").isTrue();
      }
    }

    private static int score(Inpcb<String> block, int laddr, int lport, int faddr) {
      boolean here = block.localAddress() == laddr;
      if (block.localPort() != lport) {
        return 0;
      }
      if (block.isConnected()) {
        return here && block.foreignAddress() == faddr && block.foreignPort() == 9 ? 3 : 0;
      }
      return here ? 2 : block.localAddress() == Inpcb.ANY ? 1 : 0;
    }
  }

  @Property(tries = 500)
  void theTablesDoWhatAListDoes(@ForAll("changes") List<Change> changes) {
    Pair pair = new Pair();
    for (Change change : changes) {
      pair.make(change);
      assertThat(pair.table.size()).isEqualTo(pair.blocks.size());
      for (int laddr = HOME; laddr < HOME + 3; laddr++) {
        for (int lport = 1; lport <= PORTS; lport++) {
          for (int faddr = PEER; faddr < PEER + PEERS; faddr++) {
            pair.lookup(laddr, lport, faddr);
          }
        }
      }
    }
  }

  /** Four blocks that share a port get about as many flows each. */
  @Property(tries = 20)
  void flowsAreSpread(@ForAll int seed) {
    Random random = new Random(seed);
    PcbTable<String> table = new PcbTable<>(0, 1, random, PcbDirectory.NONE);
    for (int i = 0; i < 4; i++) {
      Inpcb<String> block = new Inpcb<>("s" + i);
      block.setReuse(false, true);
      assertThat(table.conflicts(block, Inpcb.ANY, 7)).isFalse();
      table.bind(block, Inpcb.ANY, 7);
    }
    Map<Inpcb<String>, Integer> flows = new HashMap<>();
    for (int i = 0; i < 4000; i++) {
      flows.merge(table.lookup(HOME, 7, PEER + i / 64, random.nextInt(65536)), 1, Integer::sum);
    }
    assertThat(flows).hasSize(4);
    assertThat(flows.values()).allMatch(n -> n > 800 && n < 1200);
  }
}
