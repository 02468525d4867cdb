package netmp.testing.examples;

import java.io.IOException;
import netmp.socket.Shutdown;
import netmp.socket.StreamSocket;

/** Hands on the end of one direction as the end of one direction. */
class ForwarderFixed extends Forwarder {

  @Override
  void copy(StreamSocket from, StreamSocket to) throws IOException {
    byte[] buffer = new byte[4096];
    for (int n = from.read(buffer, 0, 4096); n > 0; n = from.read(buffer, 0, 4096)) {
      to.write(buffer, 0, n);
    }
    to.shutdown(Shutdown.SHUT_WR);
  }
}
