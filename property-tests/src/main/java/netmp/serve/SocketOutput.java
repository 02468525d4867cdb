package netmp.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;

/** What goes out on a connection, as a stream. Closing it does nothing to the socket. */
final class SocketOutput extends OutputStream {

  /** Until others may have given buffers back, in nanoseconds. */
  private static final long PAUSE = 1_000_000;

  private final StreamSocket socket;

  SocketOutput(StreamSocket socket) {
    this.socket = socket;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      written += writeSome(data, offset + written, length - written);
    }
  }

  private int writeSome(byte[] data, int offset, int length) throws SocketError {
    try {
      return socket.write(data, offset, length);
    } catch (SocketError e) {
      if (e.errno() != Errno.ENOBUFS) {
        throw e;
      }
      LockSupport.parkNanos(this, PAUSE);
      return 0;
    }
  }
}
