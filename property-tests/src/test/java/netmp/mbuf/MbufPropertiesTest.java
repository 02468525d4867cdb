package netmp.mbuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import netmp.offload.Checksum;

/** A packet of several buffers is read and trimmed as if it were one array. */
class MbufPropertiesTest {

  private final MbufPool pool = MbufPool.forOneThread(16, 1);

  private Mbuf packet(byte[] bytes, int from, int to) {
    Mbuf packet = pool.alloc();
    packet.extend(to - from);
    packet.copyIn(0, bytes, from, to - from);
    return packet;
  }

  /** A packet of the bytes, whose pieces have the given lengths. */
  private Mbuf packet(byte[] bytes, List<Integer> lengths, Random random) {
    Mbuf packet = null;
    int at = 0;
    for (int length : lengths) {
      Mbuf piece = packet(bytes, at, at + length);
      at += length;
      if (packet == null) {
        packet = piece;
      } else if (random.nextBoolean()) {
        packet.append(piece);
      } else {
        packet.concatenate(piece);
      }
    }
    return packet;
  }

  @Property
  void readsAsOneArray(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 1900) Integer> lengths,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[lengths.stream().mapToInt(i -> i).sum()];
    random.nextBytes(bytes);
    Mbuf packet = packet(bytes, lengths, random);
    compare(packet, bytes, random);
    int front = random.nextInt(bytes.length + 1);
    packet.trimFront(front);
    bytes = Arrays.copyOfRange(bytes, front, bytes.length);
    compare(packet, bytes, random);
    int back = random.nextInt(bytes.length + 1);
    packet.trimBack(back);
    bytes = Arrays.copyOf(bytes, bytes.length - back);
    compare(packet, bytes, random);
    compareParts(packet, bytes);
    assertThat(pool.available()).isEqualTo(16);
  }

  private static void compare(Mbuf packet, byte[] bytes, Random random) {
    assertThat(packet.length()).isEqualTo(bytes.length);
    int at = random.nextInt(bytes.length + 1);
    int count = random.nextInt(bytes.length - at + 1);
    byte[] copy = new byte[count];
    packet.copyOut(at, copy, 0, count);
    assertThat(copy).isEqualTo(Arrays.copyOfRange(bytes, at, at + count));
    assertThat(packet.checksum(at, count)).isEqualTo(Checksum.of(bytes, at, count));
    for (int i = 0; i + 4 <= bytes.length; i += 1 + random.nextInt(50)) {
      int word = number(bytes, i, 4);
      assertThat(packet.u32(i)).isEqualTo(word);
      assertThat(packet.u16(i)).isEqualTo(word >>> 16);
      assertThat(packet.u8(i)).isEqualTo(word >>> 24);
    }
  }

  private static int number(byte[] bytes, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  /** Split into its buffers, it has the same bytes. */
  private static void compareParts(Mbuf packet, byte[] bytes) {
    int at = 0;
    Mbuf next = packet;
    while (next != null) {
      Mbuf rest = next.takeRest();
      byte[] copy = new byte[next.length()];
      next.copyOut(0, copy, 0, copy.length);
      assertThat(copy).isEqualTo(Arrays.copyOfRange(bytes, at, at + copy.length));
      at += copy.length;
      next.free();
      next = rest;
    }
    assertThat(at).isEqualTo(bytes.length);
  }
}
