package netmp.serve;

import java.io.IOException;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;

/** What a server does with a datagram. */
@FunctionalInterface
public interface DatagramService {

  /**
   * Takes a datagram. On the thread of the socket.
   *
   * @param socket where it came
   * @param datagram the datagram, the caller's
   * @throws IOException if an answer cannot be sent
   */
  void take(DatagramSocket socket, Datagram datagram) throws IOException;
}
