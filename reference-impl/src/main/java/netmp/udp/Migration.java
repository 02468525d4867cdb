package netmp.udp;

import java.util.ArrayList;
import java.util.List;
import netmp.action.StackProbe;
import netmp.mbuf.Mbuf;
import netmp.msg.Message;
import netmp.nic.Rss;
import netmp.pcb.Inpcb;
import netmp.pcb.Tombstone;
import netmp.probe.Probes;
import netmp.socket.DatagramSocket;
import netmp.socket.Protocol;
import netmp.stats.DropReason;

/**
 * A socket with a peer belongs to the CPU on which the peer's packets land, one without to the home
 * CPU of its port. The protocol is {@code specs/udp/migration}; how requests keep their order is
 * told in {@code netmp.socket.MigratingSoPort}.
 *
 * <p>A packet is looked up by its whole tuple where it lands. If nothing is found it takes one hop
 * to the home CPU, where it may find a tombstone: the socket has just left, and the packet goes
 * after it, tagged. From one CPU to another messages keep their order, so it arrives behind the
 * socket.
 */
final class Migration extends Placement {

  /** In traces: 64 times the CPU that is left, and the one that is gone to. */
  private static final int WAY = 6;

  private final Rss rss;

  /** Of blocks that left this CPU and are not known to be linked elsewhere. Seldom any. */
  private final List<Tombstone<DatagramSocket>> tombstones = new ArrayList<>();

  Migration(Udp here, List<Udp> instances, Rss rss) {
    super(here, instances);
    this.rss = rss;
  }

  private static Migration of(Udp udp) {
    return (Migration) udp.placement;
  }

  private int cpuOf(int foreignAddress, int foreignPort, int localAddress, int localPort) {
    return rss.queue(foreignAddress, localAddress, foreignPort, localPort);
  }

  // ---- packets ----

  /** What comes from a link has landed here; what this host sends to itself has not. */
  @Override
  void input(Mbuf packet) {
    Udp landing = on(errorsOf(packet));
    if (landing.equals(here)) {
      landed(packet);
    } else {
      landing.port().put(packet.dispatchTo(of(landing)::landed));
    }
  }

  private void landed(Mbuf packet) {
    if (here.verify(packet)) {
      untagged(packet);
    }
  }

  /** No connected socket takes what was sent to many, and the others are at home. */
  private void untagged(Mbuf packet) {
    Udp home = home(packet.localPort());
    if (here.isForMany(packet)) {
      toAll(home, packet);
    } else {
      toOne(home, packet);
    }
  }

  private void toAll(Udp home, Mbuf packet) {
    if (home.equals(here)) {
      here.deliverToAll(packet);
    } else {
      home.port().put(packet.dispatchTo(home::deliverToAll));
    }
  }

  private void toOne(Udp home, Mbuf packet) {
    Inpcb<DatagramSocket> connected = here.connection(packet);
    Tombstone<DatagramSocket> tombstone = connected == null ? entombed(packet) : null;
    if (connected != null) {
      here.deliver(connected, packet);
    } else if (tombstone != null) {
      follow(tombstone, packet);
    } else if (home.equals(here)) {
      unconnected(packet);
    } else {
      home.port().put(packet.dispatchTo(of(home)::untagged));
    }
  }

  private void unconnected(Mbuf packet) {
    Inpcb<DatagramSocket> pcb = here.find(packet);
    if (pcb != null) {
      here.deliver(pcb, packet);
    } else if (isLeft(packet.localPort())) {
      // Nobody is told that there is no such port, for there may be again.
      here.counters.drop(packet, DropReason.UDP_NO_PORT);
    } else {
      here.refuse(packet);
    }
  }

  private boolean isLeft(int localPort) {
    for (Tombstone<DatagramSocket> tombstone : tombstones) {
      if (tombstone.localPort() == localPort) {
        return true;
      }
    }
    return false;
  }

  /** The newest that matches. */
  private Tombstone<DatagramSocket> entombed(Mbuf packet) {
    for (int i = tombstones.size() - 1; i >= 0; i--) {
      Tombstone<DatagramSocket> tombstone = tombstones.get(i);
      if (tombstone.matches(
          packet.localAddress(),
          packet.localPort(),
          packet.foreignAddress(),
          packet.foreignPort())) {
        return tombstone;
      }
    }
    return null;
  }

  private void follow(Tombstone<DatagramSocket> tombstone, Mbuf packet) {
    hit(StackProbe.TAG, tombstone.pcb(), way(tombstone), tombstone.epoch());
    Udp next = on(tombstone.to());
    next.port().put(packet.dispatchTo(p -> of(next).tagged(tombstone, p)));
  }

  /** It was sent after a socket, so that is here, or has gone on, or is closed. */
  private void tagged(Tombstone<DatagramSocket> tag, Mbuf packet) {
    Inpcb<DatagramSocket> pcb = tag.pcb();
    if (here.table.contains(pcb)
        && pcb.tombstone().equals(tag)
        && pcb.takesFrom(packet.foreignAddress(), packet.foreignPort())) {
      hit(StackProbe.ACCEPT_TAGGED, pcb, here.cpu, tag.epoch());
      here.deliver(pcb, packet);
      return;
    }
    for (Tombstone<DatagramSocket> tombstone : tombstones) {
      if (tombstone.pcb().equals(pcb) && tombstone.epoch() > tag.epoch()) {
        follow(tombstone, packet);
        return;
      }
    }
    untagged(packet);
  }

  @Override
  void deliver(DatagramSocket socket, Mbuf packet) {
    here.append(socket, packet);
  }

  /** The CPU on which the packets of a tuple land has the socket that is connected so. */
  @Override
  int errorsOf(Mbuf flow) {
    return cpuOf(flow.foreignAddress(), flow.foreignPort(), flow.localAddress(), flow.localPort());
  }

  // ---- sockets ----

  @Override
  int connecting(Inpcb<DatagramSocket> pcb, int address, int foreignPort) {
    if (pcb.isMoving()) {
      return arrive(pcb);
    }
    int local = here.routes.sourceFor(pcb.localAddress(), address);
    int cpu = cpuOf(address, foreignPort, local, pcb.localPort());
    boolean canConnect = !pcb.isConnected() && Udp.isPeer(address) && local != Inpcb.ANY;
    if (!canConnect || cpu == here.cpu) {
      return Protocol.STAYS;
    }
    depart(pcb, cpu, local, address, foreignPort);
    return cpu;
  }

  @Override
  int disconnecting(Inpcb<DatagramSocket> pcb) {
    if (pcb.isMoving()) {
      return arrive(pcb);
    }
    Udp home = home(pcb.localPort());
    if (!pcb.isConnected() || home.equals(here)) {
      return Protocol.STAYS;
    }
    here.drain(pcb.socket()); // to the peer it was meant for
    depart(pcb, home.cpu, Inpcb.ANY, Inpcb.ANY, 0);
    return home.cpu;
  }

  private void depart(Inpcb<DatagramSocket> pcb, int to, int laddr, int faddr, int fport) {
    int oldLocalAddress = pcb.localAddress();
    here.table.suspend(pcb, laddr, faddr, fport);
    Tombstone<DatagramSocket> tombstone = new Tombstone<>(pcb, oldLocalAddress, here.cpu, to);
    tombstones.add(tombstone);
    pcb.setMoving(tombstone);
    hit(StackProbe.DEPART, pcb, way(tombstone), tombstone.epoch());
  }

  private static int way(Tombstone<DatagramSocket> tombstone) {
    return tombstone.from() << WAY | tombstone.to();
  }

  private void hit(StackProbe probe, Inpcb<DatagramSocket> pcb, int where, int epoch) {
    Probes.hit(here.probes, probe, pcb.traced(), where, epoch);
  }

  /**
   * The block has come. It is linked, unless another has its tuple: then it goes home, to be what
   * it was.
   */
  private int arrive(Inpcb<DatagramSocket> pcb) {
    if (pcb.isConnected() && here.table.connectionOf(pcb) != null) {
      int home = home(pcb.localPort()).cpu;
      depart(pcb, home, pcb.tombstone().oldLocalAddress(), Inpcb.ANY, 0);
      return home;
    }
    here.table.update(pcb);
    pcb.setArrived();
    hit(StackProbe.RELINK, pcb, here.cpu, pcb.tombstone().epoch());
    for (Tombstone<DatagramSocket> t = pcb.tombstone(); t != null; t = t.before()) {
      on(t.from()).port().put(new Retire(of(on(t.from())), t));
    }
    return Protocol.STAYS;
  }

  /** "The block is linked where it went; what you send there finds it." */
  private static final class Retire extends Message {
    private final Migration at;
    private final Tombstone<DatagramSocket> tombstone;

    Retire(Migration at, Tombstone<DatagramSocket> tombstone) {
      this.at = at;
      this.tombstone = tombstone;
    }

    @Override
    protected void dispatch() {
      at.tombstones.remove(tombstone);
      at.hit(StackProbe.RETIRE, tombstone.pcb(), at.here.cpu, tombstone.epoch());
    }
  }

  /** The home CPU still holds the port of a socket that is closed here. */
  @Override
  void detached(Inpcb<DatagramSocket> pcb, int localPort) {
    Probes.hit(here.probes, StackProbe.CLOSE_BLOCK, pcb.traced(), here.cpu);
    Udp home = home(localPort);
    if (!home.equals(here)) {
      home.port().put(new Release(home, pcb));
    }
  }

  /** "The port is free." */
  private static final class Release extends Message {
    private final Udp home;
    private final Inpcb<DatagramSocket> pcb;

    Release(Udp home, Inpcb<DatagramSocket> pcb) {
      this.home = home;
      this.pcb = pcb;
    }

    @Override
    protected void dispatch() {
      home.table.update(pcb);
    }
  }
}
