package netmp.pcb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PcbTableTest {

  private static final int A = 0x0a000001;
  private static final int B = 0x0a000002;
  private static final int PEER = 0x0a000009;

  private final PcbTable<String> table = new PcbTable<>(0, 1, new Random(1), PcbDirectory.NONE);

  private Inpcb<String> bound(String socket, int address, int port) {
    Inpcb<String> pcb = new Inpcb<>(socket);
    table.bind(pcb, address, port);
    return pcb;
  }

  private boolean conflicts(int address, int port) {
    return table.conflicts(new Inpcb<>("new"), address, port);
  }

  private String found(int laddr, int lport, int faddr, int fport) {
    Inpcb<String> pcb = table.lookup(laddr, lport, faddr, fport);
    return pcb == null ? null : pcb.socket();
  }

  @Test
  void connectedBeforeExactBeforeAny() {
    bound("any", Inpcb.ANY, 7);
    bound("exact", A, 7);
    Inpcb<String> connected = bound("connected", A, 7);
    table.connect(connected, A, PEER, 9);

    assertThat(found(A, 7, PEER, 9)).isEqualTo("connected");
    assertThat(found(A, 7, PEER, 10)).isEqualTo("exact");
    assertThat(found(B, 7, PEER, 9)).isEqualTo("any");
    assertThat(found(A, 8, PEER, 9)).isNull();
  }

  @Test
  void exactBeforeAnyWhicheverCameFirst() {
    bound("exact", A, 7);
    bound("any", Inpcb.ANY, 7);

    assertThat(found(A, 7, PEER, 9)).isEqualTo("exact");
    assertThat(found(B, 7, PEER, 9)).isEqualTo("any");
    assertThat(table.size()).isEqualTo(2);
  }

  private boolean conflicts(boolean reuseAddress, boolean reusePort, int address) {
    Inpcb<String> pcb = new Inpcb<>("new");
    pcb.setReuse(reuseAddress, reusePort);
    return table.conflicts(pcb, address, 7);
  }

  /** SO_REUSEADDR is for another address, SO_REUSEPORT for the same one if both have it. */
  @Test
  void whoMaySharePort() {
    Inpcb<String> plain = bound("plain", Inpcb.ANY, 7);
    assertThat(conflicts(false, false, A)).isTrue();
    assertThat(conflicts(true, false, A)).isFalse();
    assertThat(conflicts(true, false, Inpcb.ANY)).isTrue();
    assertThat(conflicts(false, true, A)).isFalse();
    assertThat(conflicts(false, true, Inpcb.ANY)).as("the other has not").isTrue();
    table.connect(plain, A, PEER, 9);
    assertThat(conflicts(true, false, A)).as("it is connected").isFalse();
    table.remove(plain);
    sharing("first", 7);
    assertThat(conflicts(false, true, Inpcb.ANY)).isFalse();
    assertThat(conflicts(true, false, Inpcb.ANY)).isTrue();
    assertThat(conflicts(true, false, A)).isFalse();
  }

  @Test
  void connectedSocketIsNotFoundForOthers() {
    table.connect(bound("s", Inpcb.ANY, 7), A, PEER, 9);

    assertThat(found(A, 7, PEER, 9)).isEqualTo("s");
    assertThat(found(A, 7, B, 9)).isNull();
  }

  @Test
  void disconnectMakesItAWildcardAgain() {
    Inpcb<String> pcb = bound("s", Inpcb.ANY, 7);
    table.connect(pcb, A, PEER, 9);
    table.disconnect(pcb, Inpcb.ANY);

    assertThat(found(B, 7, B, 1)).isEqualTo("s");
    assertThat(pcb.isConnected()).isFalse();
  }

  @Test
  void addressesConflictWhenEqualOrAny() {
    bound("a", A, 7);

    assertThat(conflicts(A, 7)).isTrue();
    assertThat(conflicts(Inpcb.ANY, 7)).isTrue();
    assertThat(conflicts(B, 7)).isFalse();
    assertThat(conflicts(A, 8)).isFalse();
  }

  @Test
  void connectedSocketsConflictToo() {
    table.connect(bound("s", Inpcb.ANY, 7), A, PEER, 9);

    assertThat(conflicts(A, 7)).isTrue();
  }

  @Test
  void removedIsNotFound() {
    Inpcb<String> first = bound("first", A, 7);
    Inpcb<String> second = bound("second", B, 7);
    table.remove(first);

    assertThat(found(A, 7, PEER, 9)).isNull();
    assertThat(found(B, 7, PEER, 9)).isEqualTo("second");
    table.remove(second);
    assertThat(table.size()).isZero();
  }

  @Test
  void ephemeralPortsAreOwnedFreeAndRunOut() {
    int cpus = 64;
    PcbTable<String> owner = new PcbTable<>(5, cpus, new Random(2), PcbDirectory.NONE);
    Set<Integer> ports = new HashSet<>();
    int port = owner.ephemeralPort(Inpcb.ANY);
    while (port != 0) {
      assertThat(PcbTable.owner(port, cpus)).isEqualTo(5);
      assertThat(port).isBetween(PcbTable.FIRST_EPHEMERAL, 65535);
      assertThat(ports.add(port)).isTrue();
      owner.bind(new Inpcb<>("s"), Inpcb.ANY, port);
      port = owner.ephemeralPort(Inpcb.ANY);
    }
    assertThat(ports).hasSize((65536 - PcbTable.FIRST_EPHEMERAL) / cpus);
  }

  @Test
  void agreesWithASearchThroughAList() {
    Random random = new Random(3);
    List<Inpcb<String>> blocks = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      change(random, blocks);
      int laddr = random.nextBoolean() ? A : B;
      int lport = 1 + random.nextInt(20);
      int faddr = PEER + random.nextInt(3);
      int fport = 1 + random.nextInt(3);
      assertThat(table.lookup(laddr, lport, faddr, fport))
          .isSameAs(naive(blocks, laddr, lport, faddr, fport));
    }
  }

  private void change(Random random, List<Inpcb<String>> blocks) {
    int[] addresses = {Inpcb.ANY, A, B};
    int address = addresses[random.nextInt(3)];
    int port = 1 + random.nextInt(20);
    if (!conflicts(address, port)) {
      Inpcb<String> pcb = new Inpcb<>("s");
      table.bind(pcb, address, port);
      blocks.add(pcb);
    }
    Inpcb<String> any = blocks.get(random.nextInt(blocks.size()));
    if (random.nextInt(3) == 0) {
      table.remove(any);
      blocks.remove(any);
      if (blocks.isEmpty()) {
        change(random, blocks);
      }
    } else if (any.isConnected()) {
      table.disconnect(any, any.localAddress());
    } else if (any.localAddress() != Inpcb.ANY) {
      table.connect(any, any.localAddress(), PEER + random.nextInt(3), 1 + random.nextInt(3));
    }
  }

  private static Inpcb<String> naive(
      List<Inpcb<String>> blocks, int laddr, int lport, int faddr, int fport) {
    Inpcb<String> best = null;
    int bestScore = 0;
    for (Inpcb<String> pcb : blocks) {
      int score = score(pcb, laddr, lport, faddr, fport);
      if (score > bestScore) {
        best = pcb;
        bestScore = score;
      }
    }
    return best;
  }

  private static int score(Inpcb<String> pcb, int laddr, int lport, int faddr, int fport) {
    if (pcb.localPort() != lport) {
      return 0;
    }
    boolean here = pcb.localAddress() == laddr;
    if (pcb.isConnected()) {
      return here && pcb.foreignAddress() == faddr && pcb.foreignPort() == fport ? 3 : 0;
    }
    return here ? 2 : pcb.localAddress() == Inpcb.ANY ? 1 : 0;
  }

  private Inpcb<String> sharing(String socket, int port) {
    Inpcb<String> pcb = new Inpcb<>(socket);
    pcb.setReuse(false, true);
    assertThat(table.conflicts(pcb, Inpcb.ANY, port)).isFalse();
    table.bind(pcb, Inpcb.ANY, port);
    return pcb;
  }

  /** Whom each of many flows goes to. */
  private List<String> flows(int port) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      all.add(found(A, port, PEER + i / 1000, 1024 + i % 1000));
    }
    return all;
  }

  /** SO_REUSEPORT: alike, and when one goes only its own flows go elsewhere. */
  @Test
  void flowsAreSharedAmongThoseThatAreBoundAlike() {
    List<Inpcb<String>> blocks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      blocks.add(sharing("s" + i, 7));
    }
    List<String> before = flows(7);
    for (Inpcb<String> block : blocks) {
      long share = before.stream().filter(block.socket()::equals).count();
      assertThat(share).as(block.socket()).isBetween(850L, 1150L);
    }
    table.remove(blocks.get(2));
    List<String> after = flows(7);
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).equals("s2")) {
        assertThat(after.get(i)).isNotEqualTo("s2");
      } else {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
  }
}
