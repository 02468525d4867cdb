package netmp.fuzz.targets;

import java.util.ArrayList;
import java.util.List;
import netmp.fuzz.frames.Step;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Shutdown;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;

/** The sockets of one user, who never waits. What a call is refused with is no defect. */
final class FuzzedSockets {

  private static final int PEER = IpAddress.parse("10.0.0.1");
  private static final int GROUP = IpAddress.parse("224.0.0.251");
  private static final int LISTENED = 7;
  private static final int OPEN = 9;
  private static final int CONNECTED = 11;
  private static final int CONNECTING = 4000;
  private static final int PEER_PORT = 5000;
  private static final int BACKLOG = 2;
  private static final int MOST_SOCKETS = 32;
  private static final int LONGEST = 20_000;

  private final NetStack stack;
  private final Nic nic;
  private final List<Socket> sockets = new ArrayList<>();
  private final byte[] data = new byte[LONGEST];
  private final Datagram datagram = new Datagram(LONGEST);

  FuzzedSockets(NetStack stack, Nic nic) {
    this.stack = stack;
    this.nic = nic;
  }

  /** What may be refused. */
  @FunctionalInterface
  private interface SocketCall {
    void run() throws SocketError;
  }

  @SuppressWarnings("EmptyCatch")
  private static void attempt(SocketCall call) {
    try {
      call.run();
    } catch (SocketError refused) {
      // The input may ask for what is not allowed.
    }
  }

  /** 0: a listener; 1: a connection that is being made; 2, 3: of UDP, in a group, and connected. */
  void open() {
    StreamSocket listener = add(stack.streamSocket());
    attempt(() -> listener.bind(0, LISTENED));
    attempt(() -> listener.listen(BACKLOG));
    StreamSocket connecting = add(stack.streamSocket());
    attempt(() -> connecting.bind(0, CONNECTING));
    attempt(() -> connecting.connect(PEER, PEER_PORT));
    DatagramSocket open = add(stack.datagramSocket());
    attempt(() -> open.bind(0, OPEN));
    attempt(() -> open.joinGroup(GROUP));
    DatagramSocket connected = add(stack.datagramSocket());
    attempt(() -> connected.bind(0, CONNECTED));
    attempt(() -> connected.connect(PEER, PEER_PORT));
  }

  private <S extends Socket> S add(S socket) {
    socket.setBlocking(false);
    if (sockets.size() < MOST_SOCKETS) {
      sockets.add(socket);
    } else {
      socket.close();
    }
    return socket;
  }

  void close() {
    nic.setCarrier(true);
    sockets.forEach(Socket::close);
  }

  void call(Step.Kind call, int number, int value) {
    if (call == Step.Kind.CABLE) {
      nic.setCarrier((value & 1) == 0);
      return;
    }
    Socket socket = sockets.get(Math.floorMod(number, sockets.size()));
    int size = Math.floorMod(value, LONGEST);
    attempt(
        () -> {
          switch (call) {
            case SHUTDOWN -> socket.shutdown(of(Shutdown.values(), value));
            case CLOSE -> socket.close();
            case CONNECT -> add(stack.streamSocket()).connect(PEER, value & 0xffff);
            case OPTION -> socket.setOption(of(SocketOption.values(), value), value >> 8);
            default -> {
              if (socket instanceof StreamSocket stream) {
                callStream(stream, call, size);
              } else if (socket instanceof DatagramSocket datagrams) {
                callDatagrams(datagrams, call, size);
              }
            }
          }
        });
  }

  private static <T> T of(T[] values, int number) {
    return values[Math.floorMod(number & 0xff, values.length)];
  }

  private void callStream(StreamSocket stream, Step.Kind call, int size) throws SocketError {
    switch (call) {
      case READ -> stream.read(data, 0, Math.max(1, size));
      case WRITE -> stream.write(data, 0, size);
      case WRITE_URGENT -> stream.writeUrgent(data, 0, Math.max(1, size));
      case ACCEPT -> add(stream.accept());
      default -> {}
    }
  }

  private void callDatagrams(DatagramSocket datagrams, Step.Kind call, int size)
      throws SocketError {
    switch (call) {
      case READ -> datagrams.receiveNow(datagram);
      case WRITE -> datagrams.sendTo(data, 0, size, PEER, PEER_PORT);
      case WRITE_URGENT -> datagrams.send(data, 0, size);
      case GROUP -> {
        if (size % 2 == 0) {
          datagrams.joinGroup(GROUP + size / 2 % 4);
        } else {
          datagrams.leaveGroup(GROUP + size / 2 % 4);
        }
      }
      default -> {}
    }
  }
}
