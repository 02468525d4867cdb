package netmp.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import netmp.nic.Wire;
import org.junit.jupiter.api.Test;

class FaultyWiresTest {

  @Test
  void faultsToOneFrameAddUp() {
    List<Fault> faults = List.of(new Fault.Truncate(0, 1), new Fault.Flip(0, 9));
    assertThat(transmit(faults)).containsExactly(new byte[] {2});
  }

  /** Found by exploring: 17,855 episodes, shrunk. */
  @Test
  void aFrameCutToNothingHasNoBitToFlip() {
    List<Fault> faults = List.of(new Fault.Truncate(0, 0), new Fault.Flip(0, 5));
    assertThat(transmit(faults)).containsExactly(new byte[0]);
  }

  /** Found by exploring: 89,285 episodes, shrunk; two flips that no checksum shows. */
  @Test
  void aFrameIsFlippedOnce() {
    List<Fault> faults = List.of(new Fault.Flip(0, 0), new Fault.Flip(0, 8));
    assertThat(transmit(faults)).containsExactly(new byte[] {1, 1});
  }

  private static List<byte[]> transmit(List<Fault> faults) {
    List<byte[]> sent = new ArrayList<>();
    Wire wire =
        new FaultyWires(faults).inFrontOf((frame, offset, length) -> sent.add(frame.clone()));
    wire.transmit(new byte[] {0, 1}, 0, 2);
    return sent;
  }
}
