package netmp.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the frames of a capture file: pcap (draft-ietf-opsawg-pcap) with micro- or nanoseconds, or
 * pcapng (draft-ietf-opsawg-pcapng), of either byte order. One thread at a time.
 */
public final class CaptureReader implements AutoCloseable {

  /** Of the captured part of a frame; the greatest length that tcpdump writes. */
  static final int MAX_FRAME = 262_144;

  /** Link types of frames with an Ethernet header. */
  static final int ETHERNET = 1;

  /** Reads the frames of one format. */
  interface Format {

    /** The next frame, or null at the end. */
    CapturedFrame next() throws IOException;
  }

  private final Input input;
  private final Format format;

  /**
   * Begins to read.
   *
   * @param in the file; should be buffered; closed by {@link #close}
   * @throws CaptureFormatException if it is neither pcap nor pcapng
   * @throws IOException if it cannot be read
   */
  public CaptureReader(InputStream in) throws IOException {
    input = new Input(in);
    format = format(input);
  }

  private static Format format(Input input) throws IOException {
    input.order(ByteOrder.BIG_ENDIAN);
    ByteBuffer magic = input.read(4, "the magic number");
    return switch (magic.getInt(0)) {
      case Pcapng.SECTION_HEADER -> new Pcapng(input);
      case Pcap.MICROSECONDS -> new Pcap(input, ByteOrder.BIG_ENDIAN, 1000);
      case Pcap.NANOSECONDS -> new Pcap(input, ByteOrder.BIG_ENDIAN, 1);
      default -> littleEndian(input, Integer.reverseBytes(magic.getInt(0)));
    };
  }

  private static Format littleEndian(Input input, int magic) throws IOException {
    return switch (magic) {
      case Pcap.MICROSECONDS -> new Pcap(input, ByteOrder.LITTLE_ENDIAN, 1000);
      case Pcap.NANOSECONDS -> new Pcap(input, ByteOrder.LITTLE_ENDIAN, 1);
      default ->
          throw new CaptureFormatException(
              0, "no capture file: it begins neither as pcap nor as pcapng");
    };
  }

  /**
   * Reads the next frame.
   *
   * @return null at the end of the file
   * @throws CaptureFormatException if the file is truncated or malformed
   * @throws IOException if it cannot be read
   */
  public CapturedFrame next() throws IOException {
    return format.next();
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
