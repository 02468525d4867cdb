package netmp.serve;

import java.io.IOException;
import netmp.socket.StreamSocket;

/** What a server does with a connection. */
@FunctionalInterface
public interface StreamService {

  /**
   * Serves a peer until it, or the service, has enough. On a thread of the connection's own.
   *
   * @param connection an accepted connection; the caller closes it
   * @throws IOException if the connection failed
   */
  void serve(StreamSocket connection) throws IOException;
}
