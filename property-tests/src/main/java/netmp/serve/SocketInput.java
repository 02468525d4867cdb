package netmp.serve;

import java.io.InputStream;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;

/** What comes on a connection, as a stream. Closing it does nothing to the socket. */
final class SocketInput extends InputStream {

  private final StreamSocket socket;

  SocketInput(StreamSocket socket) {
    this.socket = socket;
  }

  @Override
  public int read() throws SocketError {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] data, int offset, int length) throws SocketError {
    return length == 0 ? 0 : socket.read(data, offset, length);
  }
}
