package netmp.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Checksums by arithmetic: a ones' complement sum of 16 bits is a residue modulo 65535, and the
 * number that bytes make has the same one (RFC 1071 section 2). Nothing is shared with the code.
 */
final class Sums {

  private static final BigInteger MODULUS = BigInteger.valueOf(0xffff);

  private Sums() {}

  private static boolean isGood(byte[] bytes) {
    byte[] even = Arrays.copyOf(bytes, bytes.length + (bytes.length & 1));
    return new BigInteger(1, even).mod(MODULUS).signum() == 0;
  }

  private static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Asserts that all checksums of a frame are right, those in a quote too. */
  static void assertGood(byte[] frame) {
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    int at = buffer.getShort(12) == (short) 0x8100 ? 18 : 14;
    if (buffer.getShort(at - 2) == 0x0800) {
      assertDatagram(part(frame, at, frame.length));
    }
  }

  private static void assertDatagram(byte[] datagram) {
    ByteBuffer buffer = ByteBuffer.wrap(datagram);
    int header = (datagram[0] & 0xf) * 4;
    assertThat(buffer.getShort(2) & 0xffff).as("total length").isEqualTo(datagram.length);
    assertThat(isGood(part(datagram, 0, header))).as("header of IP").isTrue();
    byte[] payload = part(datagram, header, datagram.length);
    boolean fragment = (buffer.getShort(6) & 0x3fff) != 0;
    switch (fragment ? -1 : datagram[9]) {
      case 1 -> assertMessage(payload);
      case 6 -> assertThat(isGood(withPseudoHeader(datagram, payload))).as("TCP").isTrue();
      case 17 -> {
        boolean none = ByteBuffer.wrap(payload).getShort(6) == 0;
        assertThat(none || isGood(withPseudoHeader(datagram, payload))).as("UDP").isTrue();
        assertThat(ByteBuffer.wrap(payload).getShort(4))
            .as("length")
            .isEqualTo((short) payload.length);
      }
      default -> {} // has none
    }
  }

  private static void assertMessage(byte[] message) {
    assertThat(isGood(message)).as("ICMP").isTrue();
    if (message[0] == 3 || message[0] == 11) {
      int header = (message[8] & 0xf) * 4;
      assertThat(isGood(part(message, 8, 8 + header))).as("quoted header").isTrue();
    }
  }

  private static byte[] withPseudoHeader(byte[] datagram, byte[] payload) {
    return ByteBuffer.allocate(12 + payload.length)
        .put(datagram, 12, 8)
        .putShort(datagram[9])
        .putShort((short) payload.length)
        .put(payload)
        .array();
  }
}
