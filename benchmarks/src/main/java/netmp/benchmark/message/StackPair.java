package netmp.benchmark.message;

import java.util.List;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.inet.IpAddress;
import netmp.link.CrossoverLink;
import netmp.nic.Nic;
import netmp.socket.Datagram;
import netmp.socket.DatagramSocket;
import netmp.socket.Errno;
import netmp.socket.SocketError;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;

/**
 * Over our stack, on connected sockets. Between two hosts: two stacks, each with one protocol
 * thread, two devices on one cable, and everything from the copy out of the client's array to UDP,
 * IP, ARP, Ethernet and descriptor rings, both ways. Or on one host, as the kernel's loopback: one
 * protocol thread, UDP and IP.
 */
public final class StackPair implements EchoPair {

  private static final int PORT = 7;
  private static final int RING = 256;
  private static final int CLIENT = IpAddress.parse("10.0.0.1");
  private static final int SERVER = IpAddress.parse("10.0.0.2");

  private final Execution execution;
  private final List<NetStack> stacks;
  private final DatagramSocket client;
  private final DatagramSocket server;
  private final byte[] request = new byte[LENGTH];
  private final Datagram reply = new Datagram(LENGTH);
  private final Thread echo;
  private volatile boolean echoEnded;

  /**
   * A pair.
   *
   * @param execution its threads
   * @param hosts 1 or 2
   * @throws SocketError if a socket cannot be bound or connected
   */
  public StackPair(Execution execution, int hosts) throws SocketError {
    this.execution = execution;
    Nic a = new Nic("A", 0x0200_0000_0001L, 1, RING);
    Nic b = new Nic("B", 0x0200_0000_0002L, 1, RING);
    CrossoverLink.connect(a, b);
    stacks = hosts == 1 ? List.of(stack(a, CLIENT)) : List.of(stack(a, CLIENT), stack(b, SERVER));
    int address = hosts == 1 ? CLIENT : SERVER;
    server = stacks.getLast().datagramSocket();
    server.bind(0, PORT);
    client = stacks.getFirst().datagramSocket();
    client.connect(address, PORT);
    server.connect(CLIENT, client.localPort());
    echo = execution.start("stack echo", Execution.Kind.USER, this::echo);
  }

  private NetStack stack(Nic nic, int address) {
    NetworkInterface nif =
        new NetworkInterface(nic.name(), nic.macAddress(), address, 24, IpAddress.ANY);
    NetStack stack =
        new NetStack(
            nic.name(), StackConfig.of(nif, new SplittableRandom(address)), nic, execution);
    stack.start();
    return stack;
  }

  private void echo() {
    Datagram datagram = new Datagram(LENGTH);
    try {
      for (; ; ) {
        server.receive(datagram);
        server.send(datagram.data(), 0, datagram.length());
      }
    } catch (SocketError e) {
      if (e.errno() != Errno.EBADF) {
        throw new IllegalStateException("the echo server failed", e);
      }
    }
    echoEnded = true;
  }

  @Override
  public void send() throws SocketError {
    client.send(request, 0, LENGTH);
  }

  @Override
  public void receive() throws SocketError {
    client.receive(reply);
  }

  /**
   * Ends the server, and lets the protocol threads come to their end. The client thread.
   *
   * @throws SocketError if a socket cannot be closed
   */
  void stop() throws SocketError {
    server.close();
    while (!echoEnded) {
      execution.spinWait();
    }
    client.close();
    stacks.forEach(NetStack::stop);
  }

  @Override
  public void end() throws InterruptedException, SocketError {
    stop();
    echo.join();
    for (NetStack stack : stacks) {
      for (Thread thread : stack.threads()) {
        thread.join();
      }
    }
  }
}
