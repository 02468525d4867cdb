package netmp.udp;

import java.util.List;
import netmp.mbuf.Mbuf;
import netmp.nic.Rss;
import netmp.pcb.Inpcb;
import netmp.pcb.PcbTable;
import netmp.pcb.UdpDesign;
import netmp.socket.DatagramSocket;
import netmp.socket.Protocol;

/**
 * What the designs do differently, on one CPU: where a datagram is looked up, and how it gets from
 * there to its socket. On that CPU's protocol thread.
 */
abstract class Placement {

  final Udp here;
  private final List<Udp> instances;

  Placement(Udp here, List<Udp> instances) {
    this.here = here;
    this.instances = instances;
  }

  static Placement of(UdpDesign design, Udp here, List<Udp> instances, Rss rss) {
    return switch (design) {
      case LOCAL_PORT -> new LocalPort(here, instances);
      case TOMBSTONE -> new Migration(here, instances, rss);
      case REPLICATED -> new Replicated(here, instances);
      case N_SOCKBUFS -> new CpuReceiveQueues(here, instances);
    };
  }

  /** The instance of the CPU that a port belongs to. */
  final Udp home(int localPort) {
    return instances.get(PcbTable.owner(localPort, instances.size()));
  }

  /** How many CPUs there are. */
  final int cpus() {
    return instances.size();
  }

  /** The instance of a CPU. */
  final Udp on(int cpu) {
    return instances.get(cpu);
  }

  /** The CPU that has the connected socket of a tuple, if there is one. */
  int errorsOf(Mbuf flow) {
    return PcbTable.owner(flow.localPort(), instances.size());
  }

  /** As {@link Protocol#connecting}. */
  int connecting(Inpcb<DatagramSocket> pcb, int address, int foreignPort) {
    return Protocol.STAYS;
  }

  /** As {@link Protocol#disconnecting}. */
  int disconnecting(Inpcb<DatagramSocket> pcb) {
    return Protocol.STAYS;
  }

  /** A socket that had a port is closed. */
  void detached(Inpcb<DatagramSocket> pcb, int localPort) {}

  /** A datagram has arrived; its flow is noted. */
  abstract void input(Mbuf packet);

  /** A datagram has been looked up and verified, and is stripped to its payload. */
  abstract void deliver(DatagramSocket socket, Mbuf packet);
}

/** The owner of the port does everything, so each socket has one producer. */
final class LocalPort extends Placement {

  LocalPort(Udp here, List<Udp> instances) {
    super(here, instances);
  }

  @Override
  void input(Mbuf packet) {
    Udp owner = home(packet.localPort());
    if (owner.equals(here)) {
      here.lookup(packet);
    } else {
      owner.port().put(packet.dispatchTo(owner.lookup));
    }
  }

  @Override
  void deliver(DatagramSocket socket, Mbuf packet) {
    here.append(socket, packet);
  }
}

/**
 * The CPU on which it arrived does everything but the append, which is left to the socket's owner:
 * so the socket buffer has one producer, and who waits for data is told by the thread that brings
 * it, as in every other design.
 *
 * <p>The owner is known by the packet: its control block is being read here without a lock, and
 * only what was copied of it may be relied on.
 */
final class Replicated extends Placement {

  Replicated(Udp here, List<Udp> instances) {
    super(here, instances);
  }

  @Override
  void input(Mbuf packet) {
    here.lookup(packet);
  }

  @Override
  void deliver(DatagramSocket socket, Mbuf packet) {
    if (home(packet.localPort()).equals(here)) {
      here.append(socket, packet);
    } else {
      socket.handOver(packet);
    }
  }
}

/** The CPU on which it arrived does everything. */
final class CpuReceiveQueues extends Placement {

  CpuReceiveQueues(Udp here, List<Udp> instances) {
    super(here, instances);
  }

  @Override
  void input(Mbuf packet) {
    here.lookup(packet);
  }

  @Override
  void deliver(DatagramSocket socket, Mbuf packet) {
    here.append(socket, packet);
  }
}
