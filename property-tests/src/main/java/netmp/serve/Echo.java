package netmp.serve;

import java.io.IOException;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;

/** The echo service (RFC 862): sends back what came. */
public final class Echo implements StreamService, DatagramService {

  private static final int ROOM = 64 * 1024;

  /** The service. */
  public Echo() {}

  @Override
  public void serve(StreamSocket connection) throws IOException {
    byte[] data = new byte[ROOM];
    for (int n = connection.read(data, 0, ROOM); n > 0; n = connection.read(data, 0, ROOM)) {
      connection.write(data, 0, n);
    }
  }

  @Override
  public void take(DatagramSocket socket, Datagram datagram) throws IOException {
    socket.sendTo(datagram.data(), 0, datagram.length(), datagram.address(), datagram.port());
  }
}
