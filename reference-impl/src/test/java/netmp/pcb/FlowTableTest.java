package netmp.pcb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowTableTest {

  private static final int HOST = 0x0a000001;

  private final FlowTable<Numbered> table = new FlowTable<>(PcbDirectory.NONE);

  private static final class Numbered extends Flow {
    Numbered(int lport, int faddr, int fport) {
      setTuple(HOST, lport, faddr, fport);
    }
  }

  private static List<Integer> tuple(Flow flow) {
    return List.of(flow.localPort(), flow.foreignAddress(), flow.foreignPort());
  }

  @Test
  void likeAMapWhileItGrowsAndShrinks() {
    Random random = new Random(7);
    Map<List<Integer>, Numbered> model = new HashMap<>();
    List<Numbered> flows = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      Numbered flow =
          new Numbered(1 + random.nextInt(3), HOST + random.nextInt(40), 1 + random.nextInt(40));
      if (random.nextInt(3) > 0 && !model.containsKey(tuple(flow))) {
        table.add(flow);
        model.put(tuple(flow), flow);
        flows.add(flow);
      } else if (!flows.isEmpty()) {
        Numbered gone = flows.remove(random.nextInt(flows.size()));
        table.remove(gone);
        model.remove(tuple(gone));
      }
      assertThat(table.find(HOST, flow.localPort(), flow.foreignAddress(), flow.foreignPort()))
          .isSameAs(model.get(tuple(flow)));
      assertThat(table.size()).isEqualTo(model.size());
    }
    assertThat(table.flows()).containsExactlyInAnyOrderElementsOf(model.values());
    assertThat(table.find(HOST + 1, 1, HOST, 1)).as("another host's").isNull();
  }

  @Test
  void chainsStayShort() {
    for (int port = 1; port <= 5000; port++) {
      table.add(new Numbered(80, 0x0a000100 + port / 1000, 1000 + port));
    }
    assertThat(table.longestChain()).isBetween(1, 9);
  }

  /** Clients are alike: their addresses follow each other, and so do their ports. */
  @Test
  void whatIsAlikeIsSpread() {
    IntUnaryOperator ports = i -> Flow.hash(HOST, 80, 0xc0a80001, 1024 + i);
    IntUnaryOperator addresses = i -> Flow.hash(HOST, 80, 0xc0a80001 + i, 40_000);
    IntUnaryOperator networks = i -> Flow.hash(HOST, 80, 0xc0a80001 + (i << 16), 40_000);
    IntUnaryOperator local = i -> Flow.hash(HOST, 1024 + i, 0xc0a80001, 80);
    IntUnaryOperator hosts = i -> Flow.hash(HOST + i, 80, 0xc0a80001, 40_000);
    for (IntUnaryOperator each : List.of(ports, addresses, networks, local, hosts)) {
      assertThat(fullest(each, 0xff)).isLessThan(40);
    }
  }

  @Test
  void bucketsOfTheTableOfConnectionsAreFilledAlike() {
    IntUnaryOperator ports = i -> PcbTable.hash(HOST, 80, 0xc0a80001, 1024 + i);
    IntUnaryOperator addresses = i -> PcbTable.hash(HOST, 80, 0xc0a80001 + i, 40_000);
    IntUnaryOperator local = i -> PcbTable.hash(HOST, 1024 + i, 0xc0a80001, 80);
    IntUnaryOperator hosts = i -> PcbTable.hash(HOST + i, 80, 0xc0a80001, 40_000);
    IntUnaryOperator wildcards = i -> PcbTable.spread(1024 + i);
    for (IntUnaryOperator each : List.of(ports, addresses, local, hosts, wildcards)) {
      assertThat(fullest(each, -1)).isLessThan(16);
    }
  }

  /** How many of 4096 fall into the fullest bucket. */
  private static int fullest(IntUnaryOperator hash, int mask) {
    Map<Integer, Integer> buckets = new HashMap<>();
    IntStream.range(0, 4096)
        .forEach(i -> buckets.merge(hash.applyAsInt(i) & mask, 1, Integer::sum));
    return buckets.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
