package netmp.soak;

import java.util.random.RandomGenerator;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;

/** Sends datagrams back. */
final class DatagramServer extends User {

  /** In microseconds: how often it looks whether the round is over. */
  private static final int LOOK = 200_000;

  DatagramServer(Round round, Machine machine, String name, RandomGenerator random) {
    super(round, machine, name, random);
  }

  @Override
  boolean isOver() {
    return round.isClosing();
  }

  @Override
  User successor() {
    return new DatagramServer(round, machine, round.newName(machine, "echo"), random);
  }

  @Override
  void act() throws SocketError {
    DatagramSocket socket = opened(machine.host().stack().datagramSocket());
    socket.bind(0, Ports.DATAGRAM);
    socket.setOption(SocketOption.SO_RCVTIMEO, LOOK);
    Datagram datagram = new Datagram(DatagramClient.LONGEST);
    while (!isOver()) {
      if (receive(socket, datagram)) {
        waitsFor("send");
        socket.sendTo(datagram.data(), 0, datagram.length(), datagram.address(), datagram.port());
      }
    }
  }

  private boolean receive(DatagramSocket socket, Datagram into) throws SocketError {
    try {
      waitsFor("receive, with a timeout");
      return socket.receive(into);
    } catch (SocketError e) {
      if (e.errno() != Errno.EAGAIN) {
        throw e;
      }
      return false;
    }
  }
}
