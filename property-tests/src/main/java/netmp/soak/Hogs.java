package netmp.soak;

import java.util.ArrayList;
import java.util.List;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;

/** Takes the buffers of machines, keeps them for a while, and gives them back. One thread. */
final class Hogs {

  private static final int PAIRS = 64;
  private static final int SINKS = 8;
  private static final int DATAGRAMS = 50;
  private static final int BYTES = 1400;

  private final byte[] data = new byte[BYTES];
  private final List<Socket> sockets = new ArrayList<>();

  /** Nothing is taken yet. */
  Hogs() {}

  /** Writes what nobody reads, until there is no buffer. */
  void sendBuffers(Machine machine) throws SocketError {
    Errno errno = Errno.EAGAIN;
    for (int i = 0; i < PAIRS && errno == Errno.EAGAIN; i++) {
      List<StreamSocket> pair = machine.host().stack().socketPair();
      sockets.addAll(pair);
      pair.getFirst().setBlocking(false);
      errno = fill(pair.getFirst());
    }
  }

  private Errno fill(StreamSocket socket) {
    try {
      for (; ; ) {
        socket.write(data, 0, BYTES);
      }
    } catch (SocketError e) {
      return e.errno();
    }
  }

  /**
   * Has one machine send another what nobody there reads, as long as the sender has buffers. It
   * does not wait for some: two hogs might wait for what the other one keeps.
   */
  void receiveBuffers(Machine machine, Machine sender) throws SocketError {
    DatagramSocket source = sender.host().stack().datagramSocket();
    sockets.add(source);
    source.setBlocking(false);
    for (int i = 0; i < SINKS; i++) {
      DatagramSocket sink = machine.host().stack().datagramSocket();
      sockets.add(sink);
      sink.bind(0, 0);
      flood(source, machine.host().address(), sink.localPort());
    }
  }

  private void flood(DatagramSocket source, int address, int port) throws SocketError {
    try {
      for (int k = 0; k < DATAGRAMS; k++) {
        source.sendTo(data, 0, BYTES, address, port);
      }
    } catch (SocketError e) {
      if (e.errno() != Errno.ENOBUFS && e.errno() != Errno.EAGAIN) {
        throw e;
      }
    }
  }

  void giveBack() {
    sockets.forEach(Socket::close);
    sockets.clear();
  }
}
