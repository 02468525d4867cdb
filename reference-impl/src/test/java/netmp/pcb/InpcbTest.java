package netmp.pcb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a block says of itself, and what it leaves when it moves. */
class InpcbTest {

  private static final int A = 0x0a000001;
  private static final int B = 0x0a000002;
  private static final int PEER = 0x0a000009;

  private final PcbTable<String> table = new PcbTable<>(0, 2, new Random(1), PcbDirectory.NONE);
  private final Inpcb<String> pcb = new Inpcb<>("s", 17, "udp/17");

  @Test
  void aBlockTakesFromItsPeerOrFromAll() {
    table.bind(pcb, Inpcb.ANY, 6);
    assertThat(pcb.takesFrom(B, 1)).isTrue();
    table.connect(pcb, A, PEER, 9);
    assertThat(pcb.takesFrom(PEER, 9)).isTrue();
    assertThat(pcb.takesFrom(PEER, 8)).isFalse();
    assertThat(pcb.takesFrom(B, 9)).isFalse();
    assertThat(pcb.traced()).isEqualTo(17);
    assertThat(pcb).hasToString("udp/17");
  }

  @Test
  void aBlockIsInATableUntilItIsRemoved() {
    assertThat(table.contains(pcb)).isFalse();
    table.bind(pcb, A, 6);
    assertThat(table.contains(pcb)).isTrue();
    assertThat(pcb.isDetached()).isFalse();
    table.suspend(pcb, A, PEER, 9);
    assertThat(table.contains(pcb)).as("its port is taken, and it is not to be found").isFalse();
    assertThat(table.conflicts(new Inpcb<>("other"), A, 6)).isTrue();
    assertThat(table.conflicts(new Inpcb<>("other"), B, 6)).isFalse();
    table.remove(pcb);
    assertThat(table.contains(pcb)).isFalse();
    assertThat(pcb.isDetached()).isTrue();
    assertThat(table.conflicts(new Inpcb<>("other"), A, 6)).isFalse();
  }

  /** The port stays taken for the address that the block has on its way, not for the old one. */
  @Test
  void aBlockOnItsWayHasItsNewAddress() {
    table.bind(pcb, Inpcb.ANY, 6);
    table.suspend(pcb, A, PEER, 9);
    assertThat(table.conflicts(new Inpcb<>("other"), A, 6)).isTrue();
    assertThat(table.conflicts(new Inpcb<>("other"), B, 6)).isFalse();
  }

  @Test
  void aTombstoneMatchesTheNewTuple() {
    table.bind(pcb, Inpcb.ANY, 6);
    table.suspend(pcb, A, PEER, 9);
    Tombstone<String> first = new Tombstone<>(pcb, Inpcb.ANY, 0, 1);
    assertThat(first.matches(A, 6, PEER, 9)).isTrue();
    assertThat(first.matches(B, 6, PEER, 9)).isFalse();
    assertThat(first.matches(A, 7, PEER, 9)).isFalse();
    assertThat(first.matches(A, 6, B, 9)).isFalse();
    assertThat(first.matches(A, 6, PEER, 8)).isFalse();
    assertThat(first.pcb()).isSameAs(pcb);
    assertThat(first.localPort()).isEqualTo(6);
    assertThat(first.oldLocalAddress()).isEqualTo(Inpcb.ANY);
    assertThat(first.from()).isZero();
    assertThat(first.to()).isEqualTo(1);
    assertThat(first.epoch()).isEqualTo(1);
    assertThat(first.before()).isNull();
  }

  /** As long as a block is on its way, the tombstones behind it form a chain. */
  @Test
  void tombstonesAreCountedAndChained() {
    table.bind(pcb, A, 6);
    Tombstone<String> first = new Tombstone<>(pcb, A, 0, 1);
    pcb.setMoving(first);
    Tombstone<String> second = new Tombstone<>(pcb, A, 1, 0);
    assertThat(second.epoch()).isEqualTo(2);
    assertThat(second.before()).isSameAs(first);
    pcb.setMoving(second);
    pcb.setArrived();
    Tombstone<String> third = new Tombstone<>(pcb, A, 0, 1);
    assertThat(third.epoch()).isEqualTo(3);
    assertThat(third.before()).as("it was linked in between").isNull();
    assertThat(pcb.tombstone()).isSameAs(second);
    assertThat(pcb.takeArrived()).isTrue();
    assertThat(pcb.takeArrived()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void onOneCpuAllDesignsAreOne(UdpDesign design) {
    assertThat(design.on(1)).isEqualTo(UdpDesign.LOCAL_PORT);
    assertThat(design.on(2)).isEqualTo(design);
    assertThat(design.isReplicated())
        .isEqualTo(design != UdpDesign.LOCAL_PORT && design != UdpDesign.TOMBSTONE);
    assertThat(design.text()).isEqualTo(design.toString()).matches("[a-z-]+");
  }

  @Test
  void designsAreCalledByTheirNames() {
    assertThat(UdpDesign.N_SOCKBUFS).hasToString("n-sockbufs");
  }
}
