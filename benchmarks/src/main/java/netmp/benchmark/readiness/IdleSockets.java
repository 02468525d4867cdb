package netmp.benchmark.readiness;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.RealExecution;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.sockbuf.Design;
import netmp.socket.DatagramSocket;
import netmp.socket.EventQueue;
import netmp.socket.Filter;
import netmp.socket.Socket;
import netmp.socket.SocketError;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;

/** A host with one protocol thread and many sockets. */
final class IdleSockets implements AutoCloseable {

  private static final int HERE = IpAddress.parse("10.0.0.1");
  private static final int FIRST_PORT = 1024;
  private static final int BUFFERS = 1024;

  /** What kind they are. */
  enum Kind {
    DATAGRAM("UDP, bound") {
      @Override
      void open(NetStack stack, int number, List<Socket> into) throws SocketError {
        for (int i = 0; i < number; i++) {
          DatagramSocket socket = stack.datagramSocket();
          socket.bind(HERE, FIRST_PORT + into.size());
          into.add(socket);
        }
      }
    },
    STREAM("local stream, connected") {
      @Override
      void open(NetStack stack, int number, List<Socket> into) {
        for (int i = 0; i < number; i += 2) {
          into.addAll(stack.socketPair());
        }
      }
    };

    final String text;

    Kind(String text) {
      this.text = text;
    }

    abstract void open(NetStack stack, int number, List<Socket> into) throws SocketError;
  }

  final NetStack stack;
  final EventQueue queue;
  final List<Socket> sockets = new ArrayList<>();

  IdleSockets(Design design) {
    Nic nic = new Nic("A", 0x0200_0000_0001L, 1, 256);
    NetworkInterface nif = new NetworkInterface("A", nic.macAddress(), HERE, 24, IpAddress.ANY);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1)).withSockbufs(design).withBuffers(BUFFERS);
    stack = new NetStack("A", config, nic, new RealExecution());
    stack.start();
    queue = stack.eventQueue();
  }

  void open(Kind kind, int number) throws SocketError {
    kind.open(stack, number, sockets);
  }

  void watch() throws SocketError {
    for (Socket socket : sockets) {
      queue.add(socket, Filter.READ);
    }
  }

  /** More sockets, each with a byte to be read, which nobody reads. */
  List<Socket> openReady(int number) throws SocketError {
    List<Socket> ready = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      List<StreamSocket> pair = stack.socketPair();
      pair.get(0).write(new byte[1], 0, 1);
      queue.add(pair.get(1), Filter.READ);
      ready.add(pair.get(1));
    }
    return ready;
  }

  /** Ends the protocol thread. The sockets are left to the garbage collector. */
  @Override
  public void close() {
    stack.stop();
  }
}
