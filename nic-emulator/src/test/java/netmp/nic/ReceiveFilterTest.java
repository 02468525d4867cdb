package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReceiveFilterTest {

  private static final long MAC = 0x0200_0000_0001L;
  private static final long GROUP = 0x0100_5e00_0001L;
  private static final long BROADCAST = 0xffff_ffff_ffffL;

  private final ReceiveFilter filter = new ReceiveFilter(MAC);

  private boolean passes(long destination, int vlan) {
    byte[] frame = new byte[15];
    for (int i = 0; i < 6; i++) {
      frame[1 + i] = (byte) (destination >> (40 - 8 * i));
    }
    return filter.passes(frame, 1, vlan);
  }

  @Test
  void atReset() {
    assertThat(passes(MAC, 0)).isTrue();
    assertThat(passes(MAC, 10)).isTrue();
    assertThat(passes(BROADCAST, 0)).isTrue();
    assertThat(passes(GROUP, 0)).isFalse();
    assertThat(passes(MAC + 1, 0)).isFalse();
  }

  @Test
  void groups() {
    filter.setMulticast(GROUP + 5, GROUP);
    assertThat(passes(GROUP, 0)).isTrue();
    assertThat(passes(GROUP + 5, 0)).isTrue();
    assertThat(passes(GROUP + 1, 0)).isFalse();
    filter.setAllMulticast(true);
    assertThat(passes(GROUP + 1, 0)).isTrue();
    assertThat(passes(MAC + 1, 0)).isFalse();
    filter.setAllMulticast(false);
    filter.setMulticast();
    assertThat(passes(GROUP, 0)).isFalse();
  }

  @Test
  void vlans() {
    filter.setVlans(10, 4095, 64);
    assertThat(passes(MAC, 10)).isTrue();
    assertThat(passes(MAC, 4095)).isTrue();
    assertThat(passes(MAC, 64)).isTrue();
    assertThat(passes(MAC, 0)).as("no tag").isTrue();
    assertThat(passes(MAC, 11)).isFalse();
    assertThat(passes(BROADCAST, 74)).as("64 more than 10").isFalse();
    filter.setPromiscuous(true);
    assertThat(passes(MAC + 1, 11)).isTrue();
    filter.setPromiscuous(false);
    filter.setAllVlans();
    assertThat(passes(MAC, 11)).isTrue();
  }

  @Test
  void whatIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> filter.setMulticast(MAC))
        .withMessageContaining("20000000001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> filter.setMulticast(1L << 48 | GROUP))
        .withMessageContaining("not the Ethernet address of a group");
    long[] many = LongStream.range(GROUP, GROUP + ReceiveFilter.GROUPS + 1).toArray();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> filter.setMulticast(many))
        .withMessageContaining("129 groups");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> filter.setVlans(4096))
        .withMessageContaining("VLAN 4096");
  }
}
