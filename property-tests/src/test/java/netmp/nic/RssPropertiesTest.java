package netmp.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import netmp.inet.IpAddress;

/** A device puts a packet on the queue that the stack expects it on, and both directions agree. */
class RssPropertiesTest {

  private static final long MAC = 0x0200_0000_0001L;
  private static final int TCP = 6;
  private static final int UDP = 17;

  /**
   * A packet.
   *
   * @param source address
   * @param destination address
   * @param ports both
   * @param protocol of the transport
   * @param fragment the word of flags and offset
   * @param options words of IP options
   */
  record Packet(int source, int destination, int ports, int protocol, int fragment, int options) {

    int sourcePort() {
      return ports >>> 16;
    }

    int destinationPort() {
      return ports & 0xffff;
    }

    boolean showsPorts() {
      return (protocol == TCP || protocol == UDP) && (fragment & 0x3fff) == 0;
    }

    byte[] frame() {
      ByteBuffer frame = ByteBuffer.allocate(38 + 4 * options);
      frame.putShort((short) (MAC >>> 32)).putInt((int) MAC).putShort((short) 2).putInt(2);
      frame.putShort((short) 0x0800).put((byte) (0x45 + options)).put((byte) 0).putInt(0);
      frame.putShort((short) fragment).put((byte) 64).put((byte) protocol).putShort((short) 0);
      frame.putInt(source).putInt(destination).position(34 + 4 * options).putInt(ports);
      return frame.array();
    }
  }

  @Provide
  Arbitrary<Packet> packets() {
    Arbitrary<Integer> word = Arbitraries.integers();
    return Combinators.combine(
            word.filter(IpAddress::isHost),
            word,
            word,
            Arbitraries.of(TCP, UDP, UDP, 1, 2, 255),
            Arbitraries.of(0, 0, 0, 0x4000, 0x2000, 0x2003, 0x0001),
            Arbitraries.integers().between(0, 10))
        .as(Packet::new);
  }

  @Provide
  Arbitrary<FlowHash> hashes() {
    Arbitrary<FlowHash> keyed =
        Arbitraries.bytes().array(byte[].class).ofSize(Toeplitz.KEY_BYTES).map(Toeplitz::new);
    return Arbitraries.oneOf(List.of(Arbitraries.of(FlowHash.XOR, FlowHash.TOEPLITZ), keyed));
  }

  @Property
  void deviceAndStackAgree(
      @ForAll("packets") Packet packet,
      @ForAll("hashes") FlowHash hash,
      @ForAll("queues") int queues,
      @ForAll long table) {
    Nic nic = new Nic("n", MAC, queues, 4, hash);
    int[] entries = new Random(table).ints(Rss.TABLE, 0, queues).toArray();
    entries[0] = 0;
    if (table != 0) {
      nic.rss().program(entries);
    }
    for (int q = 0; q < queues; q++) {
      nic.rx(q).post(new byte[100], 0, 100);
    }
    byte[] frame = packet.frame();
    nic.receive(frame, 0, frame.length);
    assertThat(nic.rx(expected(nic.rss(), packet)).isReady()).isTrue();
  }

  private static int expected(Rss rss, Packet packet) {
    return packet.showsPorts()
        ? rss.queue(
            packet.source, packet.destination, packet.sourcePort(), packet.destinationPort())
        : rss.queue(packet.source, packet.destination);
  }

  @Provide
  Arbitrary<Integer> queues() {
    return Arbitraries.of(1, 2, 4, 8, 64);
  }

  @Property
  void bothDirectionsAgree(@ForAll int a, @ForAll int b, @ForAll short p, @ForAll short q) {
    int port = p & 0xffff;
    int other = q & 0xffff;
    for (FlowHash hash : List.of(FlowHash.XOR, FlowHash.TOEPLITZ)) {
      assertThat(hash.of(a, b, port, other)).isEqualTo(hash.of(b, a, other, port));
      assertThat(hash.of(a, b)).isEqualTo(hash.of(b, a));
    }
  }

  @Property
  void toeplitzIsWhatItsDefinitionSays(
      @ForAll("keys") byte[] key, @ForAll("packets") Packet packet) {
    ByteBuffer input = ByteBuffer.allocate(12);
    input.putInt(packet.source).putInt(packet.destination).putInt(packet.ports);
    assertThat(
            new Toeplitz(key)
                .of(
                    packet.source,
                    packet.destination,
                    packet.sourcePort(),
                    packet.destinationPort()))
        .isEqualTo(naive(key, input.array()));
  }

  @Provide
  Arbitrary<byte[]> keys() {
    return Arbitraries.bytes().array(byte[].class).ofSize(40);
  }

  /** Bit by bit: where the input has a one, bits i to i + 31 of the key are added. */
  private static int naive(byte[] key, byte[] input) {
    int hash = 0;
    for (int i = 0; i < input.length * 8; i++) {
      for (int bit = 0; bit < 32 && bit(input, i) == 1; bit++) {
        hash ^= bit(key, i + bit) << (31 - bit);
      }
    }
    return hash;
  }

  private static int bit(byte[] bytes, int index) {
    return (bytes[index / 8] >>> (7 - index % 8)) & 1;
  }
}
