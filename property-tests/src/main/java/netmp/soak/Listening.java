package netmp.soak;

import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;

/** A listener of a machine that is closed and opened again in the middle of everything. */
final class Listening {

  private static final int BACKLOG = 4;

  private final Machine machine;
  private final boolean local;
  private volatile StreamSocket socket;

  /** Nobody listens yet. */
  Listening(Machine machine, boolean local) {
    this.machine = machine;
    this.local = local;
  }

  Machine machine() {
    return machine;
  }

  boolean isLocal() {
    return local;
  }

  StreamSocket socket() {
    return socket;
  }

  /** Any user thread, one at a time. */
  void open() throws SocketError {
    StreamSocket next = open(machine, local, Ports.STREAM);
    next.listen(BACKLOG);
    socket = next;
  }

  /** A bound socket. */
  static StreamSocket open(Machine machine, boolean local, int port) throws SocketError {
    if (local) {
      StreamSocket next = machine.host().stack().localSocket();
      next.bind(Ports.LOCAL);
      return next;
    }
    StreamSocket next = machine.host().stack().streamSocket();
    next.setOption(SocketOption.SO_REUSEADDR, 1); // connections of the one before have the port
    StreamServer.prepare(next);
    next.bind(0, port);
    return next;
  }

  /** Who waits for a connection gets EBADF. */
  void close() {
    socket.close();
  }
}
