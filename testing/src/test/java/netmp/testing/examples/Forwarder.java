package netmp.testing.examples;

import java.io.IOException;
import netmp.network.Network;
import netmp.network.UserTask;
import netmp.socket.StreamSocket;

/** Stands between two connections and hands on what comes from either. */
class Forwarder {

  void forward(Network net, StreamSocket left, StreamSocket right) throws IOException {
    UserTask there = net.spawn("there", () -> copy(left, right));
    UserTask back = net.spawn("back", () -> copy(right, left));
    there.join();
    back.join();
    left.close();
    right.close();
  }

  /** Copies one direction to its end. */
  void copy(StreamSocket from, StreamSocket to) throws IOException {
    byte[] buffer = new byte[4096];
    for (int n = from.read(buffer, 0, 4096); n > 0; n = from.read(buffer, 0, 4096)) {
      to.write(buffer, 0, n);
    }
    to.close();
  }
}
