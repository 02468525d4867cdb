package netmp.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import netmp.nic.Port;
import org.junit.jupiter.api.Test;

class SwitchTest {

  private static final long A = 0x0200_0000_000aL;
  private static final long B = 0x0200_0000_000bL;
  private static final long BROADCAST = 0xffff_ffff_ffffL;
  private static final int PORTS = 4;

  private final List<Port> in = new ArrayList<>();
  private final List<Integer> out = new ArrayList<>();
  private long now;

  private Switch device(long ageing) {
    Switch device = new Switch(() -> now, ageing);
    for (int i = 0; i < PORTS; i++) {
      int port = i;
      in.add(device.addPort());
      in.get(i).connect((frame, offset, length) -> out.add(port));
    }
    return device;
  }

  /** Where a frame that comes in by a port goes out. */
  private List<Integer> send(int port, long from, long to) {
    ByteBuffer frame = ByteBuffer.allocate(3 + 60);
    frame.putShort(3, (short) (to >>> 32)).putInt(5, (int) to);
    frame.putShort(9, (short) (from >>> 32)).putInt(11, (int) from);
    out.clear();
    in.get(port).receive(frame.array(), 3, 60);
    return List.copyOf(out);
  }

  @Test
  void whatIsNotKnownGoesEverywhereElse() {
    Switch device = device(Switch.AGEING);
    assertThat(send(1, A, B)).containsExactly(0, 2, 3);
    assertThat(send(2, B, BROADCAST)).containsExactly(0, 1, 3);
    assertThat(device.flooded()).isEqualTo(2);
  }

  @Test
  void whatIsKnownGoesThere() {
    Switch device = device(Switch.AGEING);
    send(1, A, BROADCAST);
    assertThat(send(2, B, A)).containsExactly(1);
    assertThat(send(1, A, B)).containsExactly(2);
    assertThat(device.forwarded()).isEqualTo(2);
  }

  @Test
  void aStationOnTheSameSideNeedsNoHelp() {
    Switch device = device(Switch.AGEING);
    send(1, A, BROADCAST);
    assertThat(send(1, B, A)).isEmpty();
    assertThat(device.filtered()).isEqualTo(1);
  }

  @Test
  void aStationThatMovesIsFoundAgain() {
    device(Switch.AGEING);
    send(1, A, BROADCAST);
    send(3, A, BROADCAST);
    assertThat(send(0, B, A)).containsExactly(3);
  }

  @Test
  void whoIsNotHeardForLongIsForgotten() {
    device(Switch.AGEING);
    send(1, A, BROADCAST);
    now = Switch.AGEING;
    assertThat(send(2, B, A)).containsExactly(1);
    now++;
    assertThat(send(2, B, A)).containsExactly(0, 1, 3);
  }

  @Test
  void aHubRepeatsEverything() {
    device(-1);
    send(1, A, BROADCAST);
    assertThat(send(2, B, A)).containsExactly(0, 1, 3);
  }

  @Test
  void whatIsNoFrameGoesNowhere() {
    Switch device = device(Switch.AGEING);
    in.getFirst().receive(new byte[13], 0, 13);
    assertThat(out).isEmpty();
    assertThat(device.filtered()).isEqualTo(1);
  }
}
