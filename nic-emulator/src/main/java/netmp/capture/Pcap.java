package netmp.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import netmp.capture.CapturedFrame.Direction;

/** The classic format (draft-ietf-opsawg-pcap). */
final class Pcap implements CaptureReader.Format {

  static final int MICROSECONDS = 0xa1b2c3d4;
  static final int NANOSECONDS = 0xa1b23c4d;

  private static final long SECOND = 1_000_000_000;
  private static final int LINK_TYPE = 0xffff;

  private final Input input;
  private final int nanosPerUnit;

  /** Reads the rest of the file header. */
  Pcap(Input input, ByteOrder order, int nanosPerUnit) throws IOException {
    this.input = input;
    this.nanosPerUnit = nanosPerUnit;
    input.order(order);
    ByteBuffer header = input.read(20, "the file header");
    int major = Short.toUnsignedInt(header.getShort(0));
    if (major != 2) {
      throw input.error("pcap of version " + major + "; version 2 is expected");
    }
    int linkType = header.getInt(16) & LINK_TYPE;
    if (linkType != CaptureReader.ETHERNET) {
      throw input.error("link type " + linkType + "; only Ethernet (1) can be read");
    }
  }

  @Override
  public CapturedFrame next() throws IOException {
    ByteBuffer header = input.readOrEnd(16, "a packet header");
    if (header == null) {
      return null;
    }
    long seconds = Integer.toUnsignedLong(header.getInt(0));
    long fraction = Integer.toUnsignedLong(header.getInt(4));
    int captured = header.getInt(8);
    if (captured < 0 || captured > CaptureReader.MAX_FRAME) {
      throw input.error("a packet of %d bytes".formatted(Integer.toUnsignedLong(captured)));
    }
    return new CapturedFrame(
        "",
        seconds * SECOND + fraction * nanosPerUnit,
        Direction.UNKNOWN,
        "",
        header.getInt(12),
        input.read(captured, "a packet").array());
  }
}
