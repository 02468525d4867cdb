package netmp.capture;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import netmp.capture.CapturedFrame.Direction;

/** The block format (draft-ietf-opsawg-pcapng). Blocks of other types are passed over. */
final class Pcapng implements CaptureReader.Format {

  static final int SECTION_HEADER = 0x0a0d0d0a;
  static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  static final int INTERFACE_DESCRIPTION = 1;
  static final int ENHANCED_PACKET = 6;

  /** Options of a packet. */
  static final int COMMENT = 1;

  static final int FLAGS = 2;

  private static final int OBSOLETE_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int MAX_BLOCK = 1 << 24;
  private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);

  /** What an interface description says. */
  private record Interface(
      String name, int snapLength, BigInteger unitsPerSecond, long offsetSeconds) {

    long nanos(long high, long low) {
      BigInteger units =
          BigInteger.valueOf(high).shiftLeft(32).or(BigInteger.valueOf(low & 0xffff_ffffL));
      return units.multiply(SECOND).divide(unitsPerSecond).longValue()
          + offsetSeconds * SECOND.longValue();
    }
  }

  private final Input input;
  private final List<Interface> interfaces = new ArrayList<>();

  /** Reads the rest of the first section header, whose type has been read. */
  Pcapng(Input input) throws IOException {
    this.input = input;
    beginSection();
  }

  private void beginSection() throws IOException {
    interfaces.clear();
    input.order(ByteOrder.BIG_ENDIAN);
    ByteBuffer start = input.read(8, "a section header");
    ByteOrder order =
        start.getInt(4) == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    if (start.order(order).getInt(4) != BYTE_ORDER_MAGIC) {
      throw input.error("no pcapng: the section header has no byte-order magic");
    }
    input.order(order);
    int length = checkedLength(start.getInt(0), 28);
    ByteBuffer rest = input.read(length - 12, "a section header");
    int major = Short.toUnsignedInt(rest.getShort(0));
    if (major != 1) {
      throw input.error("pcapng of version " + major + "; version 1 is expected");
    }
    checkTrailer(rest.getInt(rest.limit() - 4), length);
  }

  @Override
  public CapturedFrame next() throws IOException {
    CapturedFrame frame = null;
    while (frame == null) {
      ByteBuffer type = input.readOrEnd(4, "a block");
      if (type == null) {
        return null;
      }
      if (type.getInt(0) == SECTION_HEADER) {
        beginSection();
      } else {
        frame = block(type.getInt(0));
      }
    }
    return frame;
  }

  /** Reads a block; null if it is not a packet. */
  private CapturedFrame block(int type) throws IOException {
    int length = checkedLength(input.read(4, "a block").getInt(0), 12);
    ByteBuffer body = input.read(length - 12, "a block");
    checkTrailer(input.read(4, "a block").getInt(0), length);
    return switch (type) {
      case INTERFACE_DESCRIPTION -> {
        addInterface(body);
        yield null;
      }
      case ENHANCED_PACKET -> enhancedPacket(body);
      case SIMPLE_PACKET -> simplePacket(body);
      case OBSOLETE_PACKET -> obsoletePacket(body);
      default -> null;
    };
  }

  private int checkedLength(int length, int least) throws CaptureFormatException {
    if (length < least || length > MAX_BLOCK || length % 4 != 0) {
      throw input.error("a block of %d bytes".formatted(Integer.toUnsignedLong(length)));
    }
    return length;
  }

  private void checkTrailer(int found, int length) throws CaptureFormatException {
    if (found != length) {
      throw input.error(
          "a block that begins with length %d and ends with length %d".formatted(length, found));
    }
  }

  private void addInterface(ByteBuffer body) throws IOException {
    require(body, 8);
    int linkType = Short.toUnsignedInt(body.getShort(0));
    if (linkType != CaptureReader.ETHERNET) {
      throw input.error("link type " + linkType + "; only Ethernet (1) can be read");
    }
    InterfaceOptions options = new InterfaceOptions();
    options(body, 8, options);
    interfaces.add(
        new Interface(options.name, body.getInt(4), options.unitsPerSecond, options.offsetSeconds));
  }

  private static final class InterfaceOptions implements BiConsumer<Integer, ByteBuffer> {
    private String name = "";
    private BigInteger unitsPerSecond = BigInteger.valueOf(1_000_000);
    private long offsetSeconds;

    @Override
    public void accept(Integer code, ByteBuffer value) {
      if (code == 2) {
        name = StandardCharsets.UTF_8.decode(value).toString();
      } else if (code == 9 && value.remaining() >= 1) {
        int exponent = value.get(0) & 0x7f;
        unitsPerSecond = BigInteger.valueOf(value.get(0) < 0 ? 2 : 10).pow(exponent);
      } else if (code == 14 && value.remaining() >= 8) {
        offsetSeconds = value.getLong(0);
      }
    }
  }

  private CapturedFrame enhancedPacket(ByteBuffer body) throws IOException {
    require(body, 20);
    Interface at = at(body.getInt(0));
    int captured = body.getInt(12);
    byte[] bytes = bytes(body, 20, captured);
    PacketOptions options = new PacketOptions();
    options(body, 20 + ((captured + 3) & ~3), options);
    return new CapturedFrame(
        at.name,
        at.nanos(body.getInt(4), body.getInt(8)),
        options.direction,
        options.comment,
        body.getInt(16),
        bytes);
  }

  private static final class PacketOptions implements BiConsumer<Integer, ByteBuffer> {
    private Direction direction = Direction.UNKNOWN;
    private String comment = "";

    @Override
    public void accept(Integer code, ByteBuffer value) {
      if (code == FLAGS && value.remaining() >= 4) {
        direction = Direction.ofFlags(value.getInt(0));
      } else if (code == COMMENT) {
        comment = StandardCharsets.UTF_8.decode(value).toString();
      }
    }
  }

  private CapturedFrame simplePacket(ByteBuffer body) throws IOException {
    require(body, 4);
    Interface at = at(0);
    int original = body.getInt(0);
    int captured = Math.min(original, body.limit() - 4);
    if (at.snapLength > 0) {
      captured = Math.min(captured, at.snapLength);
    }
    return new CapturedFrame(at.name, 0, Direction.UNKNOWN, "", original, bytes(body, 4, captured));
  }

  private CapturedFrame obsoletePacket(ByteBuffer body) throws IOException {
    require(body, 20);
    Interface at = at(Short.toUnsignedInt(body.getShort(0)));
    return new CapturedFrame(
        at.name,
        at.nanos(body.getInt(4), body.getInt(8)),
        Direction.UNKNOWN,
        "",
        body.getInt(16),
        bytes(body, 20, body.getInt(12)));
  }

  private Interface at(int number) throws CaptureFormatException {
    if (number < 0 || number >= interfaces.size()) {
      throw input.error(
          "a packet of interface %d, but only %d are described"
              .formatted(number, interfaces.size()));
    }
    return interfaces.get(number);
  }

  private byte[] bytes(ByteBuffer body, int offset, int length) throws CaptureFormatException {
    if (length < 0 || length > body.limit() - offset) {
      throw input.error(
          "a packet of %d bytes in a block of %d"
              .formatted(Integer.toUnsignedLong(length), body.limit()));
    }
    byte[] bytes = new byte[length];
    body.get(offset, bytes);
    return bytes;
  }

  private void require(ByteBuffer body, int length) throws CaptureFormatException {
    if (body.limit() < length) {
      throw input.error("a block too short for its type");
    }
  }

  /** Hands out the options that begin at an offset. */
  private void options(ByteBuffer body, int offset, BiConsumer<Integer, ByteBuffer> to)
      throws CaptureFormatException {
    int at = offset;
    while (at + 4 <= body.limit()) {
      int code = Short.toUnsignedInt(body.getShort(at));
      int length = Short.toUnsignedInt(body.getShort(at + 2));
      if (code == 0) {
        return;
      }
      if (at + 4 + length > body.limit()) {
        throw input.error("an option longer than its block");
      }
      to.accept(code, body.slice(at + 4, length).order(body.order()));
      at += 4 + ((length + 3) & ~3);
    }
  }
}
