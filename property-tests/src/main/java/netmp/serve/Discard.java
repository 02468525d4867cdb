package netmp.serve;

import java.io.IOException;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;

/** The discard service (RFC 863): throws away what came. */
public final class Discard implements StreamService, DatagramService {

  private static final int ROOM = 64 * 1024;

  /** The service. */
  public Discard() {}

  @Override
  public void serve(StreamSocket connection) throws IOException {
    byte[] data = new byte[ROOM];
    while (connection.read(data, 0, ROOM) > 0) {
      // Nothing is done with it.
    }
  }

  @Override
  public void take(DatagramSocket socket, Datagram datagram) {}
}
