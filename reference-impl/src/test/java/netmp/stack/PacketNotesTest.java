package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import netmp.capture.CapturedFrame.Direction;
import netmp.nic.Nic;
import org.junit.jupiter.api.Test;

class PacketNotesTest {

  private static final long SEED = 5;

  private final PacketNotes notes =
      new PacketNotes(new Nic("A", 0x0200_0000_0001L, 4, 16).rss(), List.of(), true);

  /** A capture sees frames that no device would take. */
  @Test
  void ofEveryFrameThereIsANoteHoweverItIsCut() {
    Random random = new Random(SEED);
    for (int length = 0; length < 80; length++) {
      for (int i = 0; i < 200; i++) {
        byte[] frame = new byte[length];
        random.nextBytes(frame);
        type(frame, 12, random.nextBoolean() ? 0x8100 : 0x0800);
        type(frame, 16, random.nextBoolean() ? 0x0800 : random.nextInt());
        assertThat(notes.of(Direction.INBOUND, frame, 0, length)).matches("cpu [0-3](, .+)?");
        assertThat(notes.of(Direction.OUTBOUND, frame, 0, length)).startsWith("no protocol thread");
      }
    }
  }

  private static void type(byte[] frame, int at, int type) {
    if (frame.length >= at + 2) {
      frame[at] = (byte) (type >>> 8);
      frame[at + 1] = (byte) type;
    }
  }
}
