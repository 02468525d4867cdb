package netmp.fuzz.frames;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import netmp.fuzz.ByteMutations;
import netmp.fuzz.frames.Step.Frame;

/** Changes to one frame. */
final class FrameMutations {

  private static final ByteMutations BYTES = new ByteMutations();
  private static final int MOST_BYTES = 1600;

  /** Places of fields that decide much, without options. */
  private static final int[] FIELDS = {
    0, 6, 12, 14, 15, 16, 18, 20, 22, 23, 26, 30, 34, 36, 38, 42, 46, 47, 48, 52
  };

  /** What numbers of TCP are off by: a byte, a segment, a window, half of all. */
  private static final int[] STEPS = {
    1, -1, 5, -5, 1460, -1460, 2920, 65535, -65535, 1 << 20, 1 << 30, 1 << 31
  };

  private static final byte[][] OPTIONS =
      Arrays.stream(
              new String[] {
                "01010101",
                "020405b4",
                "02040000",
                "01030307",
                "0103030f",
                "04020101",
                "0101080a0000000100000000",
                "0101080affffffff00000000",
                "0101050a0000000100000100",
                "010105120000000000000005000005b400000b68",
                "00000000",
                "fe040000",
                "05020101",
                "08030101",
                "22020101",
                "03000000",
                "02010000"
              })
          .map(HexFormat.of()::parseHex)
          .toArray(byte[][]::new);

  private static final byte[][] IP_OPTIONS =
      Arrays.stream(
              new String[] {
                "94040000",
                "01010101",
                "0707040000000000",
                "830704010101010101000000",
                "44080501",
                "00000000",
                "8303",
                "4404"
              })
          .map(HexFormat.of()::parseHex)
          .map(option -> Arrays.copyOf(option, option.length + 3 & ~3))
          .toArray(byte[][]::new);

  private FrameMutations() {}

  static Frame mutate(Frame frame, RandomGenerator random) {
    int tcp = Packet.transport(frame.bytes(), Packet.TCP, Packet.TCP_HEADER);
    if (tcp >= 0 && random.nextBoolean()) {
      return frame.with(segment(frame.bytes(), tcp, random));
    }
    return random.nextInt(6) == 0 ? how(frame, random) : frame.with(any(frame.bytes(), random));
  }

  private static byte[] any(byte[] bytes, RandomGenerator random) {
    return switch (random.nextInt(5)) {
      case 0 -> shortened(BYTES.mutate(bytes, bytes, random));
      case 1 -> resized(bytes, random);
      case 2 -> withIpOption(bytes, random);
      default -> field(bytes, random);
    };
  }

  private static byte[] segment(byte[] bytes, int tcp, RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0 -> withWindow(bytes, tcp, random);
      case 1 -> withOption(bytes, tcp, random);
      case 2, 3 -> withFlags(bytes, tcp, random);
      default -> moved(bytes, tcp, random);
    };
  }

  /** Mostly right. */
  private static Frame how(Frame frame, RandomGenerator random) {
    return new Frame(frame.micros(), random.nextInt(4) > 0, random.nextInt(8) > 0, frame.bytes());
  }

  private static byte[] shortened(byte[] bytes) {
    return bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, MOST_BYTES);
  }

  private static byte[] field(byte[] bytes, RandomGenerator random) {
    int at = FIELDS[random.nextInt(FIELDS.length)];
    if (at >= bytes.length) {
      return bytes;
    }
    if (random.nextBoolean()) {
      return ByteMutations.number(bytes, at, random);
    }
    byte[] changed = bytes.clone();
    changed[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return changed;
  }

  /** Longer or shorter text, the lengths as they should be. */
  private static byte[] resized(byte[] bytes, RandomGenerator random) {
    int length = random.nextInt(1 << random.nextInt(1, 12));
    int most = random.nextInt(16) == 0 ? MOST_BYTES : 1514;
    byte[] changed = Arrays.copyOf(bytes, Math.min(most, headers(bytes) + length));
    Packet.setLengths(changed);
    return changed;
  }

  private static int headers(byte[] bytes) {
    int tcp = Packet.transport(bytes, Packet.TCP, Packet.TCP_HEADER);
    return tcp < 0 ? Packet.IP + 28 : Packet.text(bytes, tcp);
  }

  private static byte[] withIpOption(byte[] bytes, RandomGenerator random) {
    byte[] option = IP_OPTIONS[random.nextInt(IP_OPTIONS.length)];
    int at = Packet.transport(bytes, 0);
    int words = bytes.length > Packet.IP ? (bytes[Packet.IP] & 0xf) + option.length / 4 : 16;
    if (at < 0 || words > 15) {
      return bytes;
    }
    byte[] changed = ByteMutations.replace(bytes, Packet.IP + 20, 0, option);
    changed[Packet.IP] = (byte) (0x40 | words);
    Packet.setLengths(changed);
    return changed;
  }

  private static byte[] withFlags(byte[] bytes, int tcp, RandomGenerator random) {
    byte[] changed = bytes.clone();
    int flags = random.nextInt(4) == 0 ? random.nextInt(256) : 1 << random.nextInt(Byte.SIZE);
    changed[tcp + Packet.FLAGS] ^= (byte) flags;
    return changed;
  }

  private static byte[] moved(byte[] bytes, int tcp, RandomGenerator random) {
    byte[] changed = bytes.clone();
    int at = tcp + (random.nextBoolean() ? Packet.SEQ : Packet.ACK);
    int step = STEPS[random.nextInt(STEPS.length)];
    Packet.setU32(changed, at, random.nextInt(4) == 0 ? step : Packet.u32(bytes, at) + step);
    return changed;
  }

  private static byte[] withWindow(byte[] bytes, int tcp, RandomGenerator random) {
    byte[] changed = bytes.clone();
    int window = random.nextInt(3) == 0 ? 0 : random.nextInt(1 << random.nextInt(1, 17));
    Packet.setU16(changed, tcp + Packet.WINDOW, window);
    return changed;
  }

  private static byte[] withOption(byte[] bytes, int tcp, RandomGenerator random) {
    byte[] option = OPTIONS[random.nextInt(OPTIONS.length)];
    int words = (Packet.u8(bytes, tcp + Packet.OFFSET) >> 4) + option.length / 4;
    if (words > 15) {
      return bytes;
    }
    byte[] changed = ByteMutations.replace(bytes, tcp + Packet.TCP_HEADER, 0, option);
    changed[tcp + Packet.OFFSET] = (byte) (words << 4);
    Packet.setLengths(changed);
    return changed;
  }
}
