package netmp.testing.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import netmp.network.Host;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;

/** Asks a server for the values of keys. Asks again when no answer comes. */
class Lookup {

  static final int PORT = 5300;

  private final DatagramSocket socket;
  private int questions;

  Lookup(Host host, int server) throws IOException {
    socket = host.stack().datagramSocket();
    socket.setOption(SocketOption.SO_RCVTIMEO, 50_000); // microseconds
    socket.connect(server, PORT);
  }

  int valueOf(int key) throws IOException {
    int id = ++questions;
    byte[] question = ByteBuffer.allocate(8).putInt(id).putInt(key).array();
    for (; ; ) {
      socket.send(question, 0, question.length);
      try {
        return receive(id);
      } catch (SocketError e) {
        if (e.errno() != Errno.EAGAIN) {
          throw e;
        }
      }
    }
  }

  /** Receives the answer, which begins with the number of the question. */
  int receive(int id) throws IOException {
    Datagram answer = new Datagram(8);
    socket.receive(answer);
    return ByteBuffer.wrap(answer.data()).getInt(4);
  }

  DatagramSocket socket() {
    return socket;
  }
}
