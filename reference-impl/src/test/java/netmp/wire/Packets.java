package netmp.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An encoder of packets for tests, written from the RFCs and sharing nothing with the stack. */
public final class Packets {

  private Packets() {}

  /** Concatenates. */
  public static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      out.put(part);
    }
    return out.array();
  }

  /** Bytes from ints. */
  public static byte[] bytes(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }

  /** Bytes 0, 1, 2... */
  public static byte[] ramp(int length) {
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = (byte) i;
    }
    return out;
  }

  /** The big-endian number in a stretch of bytes. */
  public static long number(byte[] bytes, int at, int count) {
    long value = 0;
    for (int i = at; i < at + count; i++) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }

  /** RFC 1071, byte by byte. */
  public static int checksum(byte[] bytes, int at, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (bytes[at + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return ~sum & 0xffff;
  }

  /** An Ethernet II frame. */
  public static byte[] ether(long destination, long source, int type, byte[] payload) {
    return ByteBuffer.allocate(14 + payload.length)
        .putShort((short) (destination >> 32))
        .putInt((int) destination)
        .putShort((short) (source >> 32))
        .putInt((int) source)
        .putShort((short) type)
        .put(payload)
        .array();
  }

  /** An ARP packet for Ethernet and IPv4. */
  public static byte[] arp(int operation, long sha, int spa, long tha, int tpa) {
    return ByteBuffer.allocate(28)
        .putShort((short) 1)
        .putShort((short) 0x0800)
        .put((byte) 6)
        .put((byte) 4)
        .putShort((short) operation)
        .putShort((short) (sha >> 32))
        .putInt((int) sha)
        .putInt(spa)
        .putShort((short) (tha >> 32))
        .putInt((int) tha)
        .putInt(tpa)
        .array();
  }

  /** An ICMP message. */
  public static byte[] icmp(int type, int code, int rest, byte[] payload) {
    byte[] out =
        ByteBuffer.allocate(8 + payload.length)
            .put((byte) type)
            .put((byte) code)
            .putShort((short) 0)
            .putInt(rest)
            .put(payload)
            .array();
    ByteBuffer.wrap(out).putShort(2, (short) checksum(out, 0, out.length));
    return out;
  }

  /** A UDP datagram without checksum. */
  public static byte[] udp(int source, int destination, byte[] payload) {
    return ByteBuffer.allocate(8 + payload.length)
        .putShort((short) source)
        .putShort((short) destination)
        .putShort((short) (8 + payload.length))
        .putShort((short) 0)
        .put(payload)
        .array();
  }

  /** Starts a good IPv4 datagram. */
  public static Ip ip(int protocol, int source, int destination, byte[] payload) {
    return new Ip(protocol, source, destination, payload);
  }

  /** An IPv4 datagram under construction; what is not set is right. */
  public static final class Ip {
    private final int protocol;
    private final int source;
    private final int destination;
    private final byte[] payload;
    private byte[] options = {};
    private int fragment;
    private int tos;
    private int version = 4;
    private int headerWords = -1;
    private int totalLength = -1;
    private int checksumError;

    Ip(int protocol, int source, int destination, byte[] payload) {
      this.protocol = protocol;
      this.source = source;
      this.destination = destination;
      this.payload = payload;
    }

    /** Options, padded to a multiple of four. */
    public Ip options(int... bytes) {
      options = Arrays.copyOf(bytes(bytes), (bytes.length + 3) / 4 * 4);
      return this;
    }

    /** Flags and offset. */
    public Ip fragment(int value) {
      fragment = value;
      return this;
    }

    /** Type of service. */
    public Ip tos(int value) {
      tos = value;
      return this;
    }

    /** A version other than 4. */
    public Ip version(int value) {
      version = value;
      return this;
    }

    /** A wrong header length. */
    public Ip headerWords(int value) {
      headerWords = value;
      return this;
    }

    /** A wrong total length. */
    public Ip totalLength(int value) {
      totalLength = value;
      return this;
    }

    /** A wrong checksum. */
    public Ip badChecksum() {
      checksumError = 1;
      return this;
    }

    /** The datagram. */
    public byte[] build() {
      int header = 20 + options.length;
      byte[] out =
          ByteBuffer.allocate(header + payload.length)
              .put((byte) (version << 4 | (headerWords < 0 ? header / 4 : headerWords)))
              .put((byte) tos)
              .putShort((short) (totalLength < 0 ? header + payload.length : totalLength))
              .putShort((short) 0x1234)
              .putShort((short) fragment)
              .put((byte) 64)
              .put((byte) protocol)
              .putShort((short) 0)
              .putInt(source)
              .putInt(destination)
              .put(options)
              .put(payload)
              .array();
      int sum = checksum(out, 0, header) + checksumError;
      ByteBuffer.wrap(out).putShort(10, (short) sum);
      return out;
    }
  }
}
