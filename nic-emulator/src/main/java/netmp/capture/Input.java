package netmp.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A file read from the beginning to the end, in pieces whose length is known. */
final class Input {

  private final InputStream in;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private long offset;

  Input(InputStream in) {
    this.in = in;
  }

  /** Bytes read so far. */
  long offset() {
    return offset;
  }

  /** From now on numbers are in this order. */
  void order(ByteOrder newOrder) {
    order = newOrder;
  }

  /**
   * Reads a piece of the file.
   *
   * @param what for the message if the file ends within it
   * @return null if the file ends right here
   */
  ByteBuffer readOrEnd(int length, String what) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length == 0 && length > 0) {
      return null;
    }
    if (bytes.length < length) {
      throw truncated(what, length, bytes.length);
    }
    offset += length;
    return ByteBuffer.wrap(bytes).order(order);
  }

  /** Reads a piece of the file that must be there. */
  ByteBuffer read(int length, String what) throws IOException {
    ByteBuffer piece = readOrEnd(length, what);
    if (piece == null) {
      throw truncated(what, length, 0);
    }
    return piece;
  }

  CaptureFormatException error(String message) {
    return new CaptureFormatException(offset, message);
  }

  private CaptureFormatException truncated(String what, int length, int found) {
    return error(
        "the file is truncated: %s has %d bytes, %d are there".formatted(what, length, found));
  }

  void close() throws IOException {
    in.close();
  }
}
