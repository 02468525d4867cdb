package netmp.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Shows how much of a file has been read. */
final class ProgressStream extends FilterInputStream {

  private static final int STEP = 1 << 20;

  private final long size;
  private final Output output;
  private long read;
  private long shown;

  ProgressStream(InputStream in, long size, Output output) {
    super(in);
    this.size = size;
    this.output = output;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    count(Math.max(count, 0));
    return count;
  }

  private void count(int bytes) {
    read += bytes;
    if (read - shown >= STEP) {
      shown = read;
      output.progress("read %,d of %,d bytes".formatted(read, size));
    }
  }
}
