package netmp.serve;

import java.io.IOException;
import java.io.OutputStream;
import netmp.socket.StreamSocket;

/** What goes out on a connection, as a stream. Closing it does nothing to the socket. */
final class SocketOutput extends OutputStream {

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
      written += socket.write(data, offset + written, length - written);
    }
  }
}
