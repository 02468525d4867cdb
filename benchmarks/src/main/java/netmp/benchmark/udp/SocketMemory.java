package netmp.benchmark.udp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.management.JMException;
import netmp.benchmark.LiveHeap;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.inet.IpAddress;
import netmp.nic.Nic;
import netmp.pcb.UdpDesign;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.socket.DatagramSocket;
import netmp.socket.SocketError;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;

/** Bytes of the heap for one idle datagram socket. */
final class SocketMemory {

  private static final List<Integer> CPUS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final int SOCKETS = 1000;
  private static final int FIRST_PORT = 7168;
  private static final int RING = 16;
  private static final int BUFFERS = 32;
  private static final int HOST = IpAddress.parse("10.0.0.1");
  private static final int PEER = IpAddress.parse("10.0.0.2");

  private SocketMemory() {}

  /** Appends the table. */
  static void write(StringBuilder page) {
    page.append("| | |");
    CPUS.forEach(cpus -> page.append(" %d |".formatted(cpus)));
    page.append("\n|---|---|").append("--:|".repeat(CPUS.size())).append('\n');
    for (UdpDesign design : UdpDesign.values()) {
      StringBuilder bound = new StringBuilder("| %s | bound |".formatted(design));
      StringBuilder connected = new StringBuilder("| %s | connected |".formatted(design));
      for (int cpus : CPUS) {
        measure(design, cpus, bound, connected);
      }
      page.append(bound).append('\n').append(connected).append('\n');
    }
  }

  /** In virtual time: 64 threads that look for work would take long to make a thousand sockets. */
  private static void measure(
      UdpDesign design, int cpus, StringBuilder bound, StringBuilder connected) {
    DeterministicExecution execution =
        new DeterministicExecution(ScheduleChooser.COOPERATIVE, Long.MAX_VALUE);
    Nic nic = new Nic("A", 0x0200_0000_0001L, cpus, RING);
    NetworkInterface nif = new NetworkInterface("A", nic.macAddress(), HOST, 8, IpAddress.ANY);
    StackConfig config =
        StackConfig.of(nif, new SplittableRandom(1)).withBuffers(BUFFERS).withUdp(design);
    NetStack stack = new NetStack("A", config, nic, execution);
    stack.start();
    execution.start("user", Execution.Kind.USER, () -> measure(stack, bound, connected));
    Result result = execution.run();
    if (!result.completed()) {
      throw new IllegalStateException(result.outcome() + ": " + result.detail());
    }
  }

  private static void measure(NetStack stack, StringBuilder bound, StringBuilder connected) {
    try {
      open(stack, FIRST_PORT - 1).connect(PEER, 1); // loads classes
      long before = live();
      List<DatagramSocket> sockets = new ArrayList<>();
      for (int i = 0; i < SOCKETS; i++) {
        sockets.add(open(stack, FIRST_PORT + i));
      }
      bound.append(" %,d |".formatted((live() - before) / SOCKETS));
      for (int i = 0; i < SOCKETS; i++) {
        sockets.get(i).connect(PEER, FIRST_PORT + i);
      }
      connected.append(" %,d |".formatted((live() - before) / SOCKETS));
    } catch (SocketError | JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DatagramSocket open(NetStack stack, int port) throws SocketError {
    DatagramSocket socket = stack.datagramSocket();
    socket.bind(0, port);
    return socket;
  }

  /**
   * Bytes of live objects, but for the stacks of coroutines, which grow and shrink by how deep each
   * has just been, and for what the collector fills gaps with.
   */
  private static long live() throws JMException {
    return LiveHeap.histogram().entrySet().stream()
        .filter(entry -> !entry.getKey().contains("jdk.internal.vm."))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
