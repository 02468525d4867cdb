package netmp.adversary;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Frames an adversary might send to the hosts of the bench: valid by construction, then mutated, or
 * just bytes.
 */
final class Frames {

  private static final long A_MAC = 0x0200_0000_0001L;
  private static final long B_MAC = 0x0200_0000_0002L;
  private static final int NET = 0x0a000000;

  private Frames() {}

  /** Any frame, in hexadecimal. */
  static Arbitrary<String> any() {
    return Arbitraries.frequencyOf(
            Tuple.of(2, udp()),
            Tuple.of(2, icmpEcho()),
            Tuple.of(2, arp()),
            Tuple.of(4, mutated()),
            Tuple.of(1, garbage()))
        .map(HexFormat.of()::formatHex);
  }

  private static Arbitrary<byte[]> garbage() {
    return Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(100);
  }

  private static Arbitrary<Integer> hosts() {
    return Arbitraries.of(NET | 1, NET | 2, NET | 3, NET | 255, 0xffffffff, 0xe0000001, 0);
  }

  private static Arbitrary<Long> macs() {
    return Arbitraries.of(A_MAC, B_MAC, 0xffff_ffff_ffffL);
  }

  private static Arbitrary<byte[]> mutated() {
    Arbitrary<byte[]> valid = Arbitraries.oneOf(udp(), icmpEcho(), arp());
    return Combinators.combine(valid, Arbitraries.integers().between(0, 99), Arbitraries.bytes())
        .as(
            (frame, at, value) -> {
              byte[] copy = frame.clone();
              copy[at % copy.length] = value;
              return copy;
            });
  }

  private static Arbitrary<byte[]> arp() {
    return Combinators.combine(macs(), Arbitraries.of(1, 2), macs(), hosts(), hosts())
        .as(
            (to, operation, sender, senderIp, targetIp) -> {
              ByteBuffer frame = ByteBuffer.allocate(42);
              ether(frame, to, sender, 0x0806);
              frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4);
              frame.putShort((short) (int) operation);
              mac(frame, sender);
              frame.putInt(senderIp);
              mac(frame, 0);
              frame.putInt(targetIp);
              return frame.array();
            });
  }

  private static Arbitrary<byte[]> icmpEcho() {
    return Combinators.combine(macs(), hosts(), hosts(), Arbitraries.of(0, 3, 8, 11, 13), payload())
        .as(
            (to, source, destination, type, data) -> {
              ByteBuffer message = ByteBuffer.allocate(8 + data.length);
              message.put((byte) (int) type).put((byte) 0).putShort((short) 0).putInt(1).put(data);
              message.putShort(2, (short) ~sum(message.array(), 0));
              return ip(to, source, destination, 1, message.array());
            });
  }

  private static Arbitrary<byte[]> udp() {
    return Combinators.combine(macs(), hosts(), hosts(), Arbitraries.of(7, 9, 49152, 0), payload())
        .as(
            (to, source, destination, port, data) -> {
              ByteBuffer datagram = ByteBuffer.allocate(8 + data.length);
              datagram.putShort((short) 5000).putShort((short) (int) port);
              datagram.putShort((short) (8 + data.length)).putShort((short) 0).put(data);
              return ip(to, source, destination, 17, datagram.array());
            });
  }

  private static Arbitrary<byte[]> payload() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
  }

  private static byte[] ip(long to, int source, int destination, int protocol, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(34 + payload.length);
    ether(frame, to, 0x0200_0000_0003L, 0x0800);
    frame.putShort((short) 0x4500).putShort((short) (20 + payload.length)).putInt(0);
    frame.put((byte) 64).put((byte) protocol).putShort((short) 0);
    frame.putInt(source).putInt(destination);
    ByteBuffer header = frame.duplicate().flip().position(14);
    byte[] bytes = new byte[20];
    header.get(bytes);
    frame.putShort(24, (short) ~sum(bytes, 0));
    return frame.put(payload).array();
  }

  private static void ether(ByteBuffer frame, long to, long from, int type) {
    mac(frame, to);
    mac(frame, from);
    frame.putShort((short) type);
  }

  private static void mac(ByteBuffer frame, long mac) {
    frame.putShort((short) (mac >>> 32)).putInt((int) mac);
  }

  /** RFC 1071, the plain way. */
  private static int sum(byte[] bytes, int start) {
    int sum = start;
    for (int i = 0; i < bytes.length; i++) {
      sum += (bytes[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }
}
