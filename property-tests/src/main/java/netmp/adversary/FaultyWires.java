package netmp.adversary;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import netmp.nic.Wire;

/**
 * Does faults to the frames of a run. One thread at a time: the deterministic scheduler's.
 *
 * <p>Of each frame one bit is flipped at most. Two can leave the ones' complement sum as it was
 * (RFC 1071), and then no stack can know.
 */
final class FaultyWires {

  private final List<Fault> faults;
  private int frames;

  FaultyWires(List<Fault> faults) {
    this.faults = faults;
  }

  /** What stands in front of a wire. */
  Wire inFrontOf(Wire wire) {
    return new FaultyWire(wire);
  }

  /** One direction. */
  private final class FaultyWire implements Wire {
    private final Wire next;
    private byte[] held;

    FaultyWire(Wire next) {
      this.next = next;
    }

    @Override
    public void transmit(byte[] frame, int offset, int length) {
      int number = frames++;
      byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
      boolean hold = false;
      boolean flipped = false;
      for (Fault fault : faults) {
        boolean flip = fault instanceof Fault.Flip;
        if (fault.frame() == number && copy != null && !(flip && flipped)) {
          hold |= fault instanceof Fault.Reorder;
          flipped |= flip;
          copy = apply(fault, copy);
        }
      }
      if (hold && held == null) {
        held = copy;
      } else {
        send(copy);
        send(held);
        held = null;
      }
    }

    /** What is left of the frame; null for nothing. */
    private byte[] apply(Fault fault, byte[] frame) {
      switch (fault) {
        case Fault.Drop _ -> {
          return null;
        }
        case Fault.Duplicate _ -> send(frame);
        case Fault.Reorder _ -> {}
        case Fault.Truncate(int _, int length) -> {
          return Arrays.copyOf(frame, Math.floorMod(length, frame.length + 1));
        }
        case Fault.Flip(int _, int bit) -> flip(frame, bit);
        case Fault.Inject(int _, String hex) -> send(HexFormat.of().parseHex(hex));
      }
      return frame;
    }

    /** A frame of which nothing is left has no bit to flip. */
    private static void flip(byte[] frame, int bit) {
      if (frame.length > 0) {
        int at = Math.floorMod(bit, frame.length * Byte.SIZE);
        frame[at / Byte.SIZE] ^= (byte) (1 << at % Byte.SIZE);
      }
    }

    private void send(byte[] frame) {
      if (frame != null) {
        next.transmit(frame, 0, frame.length);
      }
    }
  }
}
