package netmp.serve;

import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.RealExecution;
import netmp.inet.IpAddress;
import netmp.link.CrossoverLink;
import netmp.nic.Nic;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketError;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;

/** Two stacks on real threads, with a cable between them. */
final class TwoRealHosts implements AutoCloseable {

  static final int A = IpAddress.parse("10.0.0.1");

  /** Longer than any test takes: a test that waits for what does not come shall fail. */
  private static final int PATIENCE_MICROSECONDS = 20_000_000;

  final NetStack a;
  final NetStack b;

  /** With so many CPUs each; with one all datagrams arrive in their order. */
  TwoRealHosts(int cpus) {
    Nic nicA = new Nic("A", 0x0200_0000_0001L, cpus, 256);
    Nic nicB = new Nic("B", 0x0200_0000_0002L, cpus, 256);
    CrossoverLink.connect(nicA, nicB);
    a = stack(nicA, A);
    b = stack(nicB, A + 1);
  }

  private static NetStack stack(Nic nic, int address) {
    NetworkInterface nif =
        new NetworkInterface(nic.name(), nic.macAddress(), address, 24, IpAddress.ANY);
    StackConfig config = StackConfig.of(nif, new SplittableRandom()).withBuffers(2048);
    NetStack stack = new NetStack(nic.name(), config, nic, new RealExecution());
    stack.start();
    return stack;
  }

  /** A connection of B to a port of A. */
  StreamSocket connect(int port) throws SocketError {
    StreamSocket socket = b.streamSocket();
    socket.setOption(SocketOption.SO_RCVTIMEO, PATIENCE_MICROSECONDS);
    socket.connect(A, port);
    return socket;
  }

  /** A datagram socket of B. */
  DatagramSocket datagrams() throws SocketError {
    DatagramSocket socket = b.datagramSocket();
    socket.setOption(SocketOption.SO_RCVTIMEO, PATIENCE_MICROSECONDS);
    return socket;
  }

  @Override
  public void close() {
    a.stop();
    b.stop();
  }
}
