package netmp.benchmark.udp;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.pcb.UdpDesign;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;

/**
 * One socket, one reader, on any execution. Each flow has a window of datagrams on their way; the
 * reader that has received one gives the device the next of its flow, itself: nothing is lost, and
 * no other thread takes a processor. All methods are for the reader's thread.
 */
final class Receiver {

  private static final int HOST = IpAddress.parse("10.0.0.1");
  private static final int PORT = 7168; // of CPU 0
  private static final int RING = 256;
  private static final int BUFFERS = 1024;
  private static final int ROOM = 1 << 20;
  private static final int FLOWS_PER_CPU = 2;

  /** Datagrams of a flow on their way. */
  private static final int WINDOW = 32;

  private final NetStack stack;
  private final List<Frames> flows = new ArrayList<>();
  private final Datagram datagram = new Datagram(Frames.LENGTH);
  private DatagramSocket socket;

  /**
   * A stack.
   *
   * @param design where its datagram sockets are
   * @param cpus how many protocol threads
   * @param execution their threads, and the reader's
   */
  Receiver(UdpDesign design, int cpus, Execution execution) {
    Nic nic = new Nic("A", 0x0200_0000_0001L, cpus, RING);
    NetworkInterface nif = new NetworkInterface("A", nic.macAddress(), HOST, 8, IpAddress.ANY);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1)).withBuffers(BUFFERS).withUdp(design);
    stack = new NetStack("A", config, nic, execution);
    stack.start();
    for (int i = 0; i < FLOWS_PER_CPU * cpus; i++) {
      flows.add(new Frames(nic, i, i % cpus, HOST, PORT));
    }
  }

  /** Opens the socket, and lets the device have the first window of every flow. */
  void begin() throws SocketError {
    socket = stack.datagramSocket();
    socket.setOption(SocketOption.SO_RCVBUF, ROOM);
    socket.bind(0, PORT);
    for (int i = 0; i < WINDOW; i++) {
      flows.forEach(flow -> flow.next(0));
    }
  }

  /** Receives so many datagrams. */
  void receive(long count) throws SocketError {
    for (long i = 0; i < count; i++) {
      socket.receive(datagram);
      flows.get(Frames.flow(datagram.data())).next(0);
    }
  }

  /** Closes the socket and tells the stack to stop; its threads end soon. */
  List<Thread> end() {
    socket.close();
    stack.stop();
    return stack.threads();
  }
}
