package netmp.stack;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import netmp.arp.Arp;
import netmp.ether.Ifnet;
import netmp.ether.Interfaces;
import netmp.ether.NetworkInterface;
import netmp.ether.Offload;
import netmp.exec.Execution;
import netmp.icmp.IcmpErrors;
import netmp.icmp.IcmpInput;
import netmp.icmp.Pings;
import netmp.igmp.Igmp;
import netmp.inet.IpAddress;
import netmp.ip.IpHeader;
import netmp.ip.IpInput;
import netmp.ip.IpOutput;
import netmp.ip.IpProtocol;
import netmp.ip.PathMtu;
import netmp.ip.Reassembly;
import netmp.ip.Redirects;
import netmp.ip.RouteTable;
import netmp.local.Local;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.mbuf.PacketHandler;
import netmp.msg.Call;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.netisr.Netisr;
import netmp.netisr.Timers;
import netmp.nic.Nic;
import netmp.nic.ReceiveFilter;
import netmp.nic.Rss;
import netmp.pcb.Joined;
import netmp.pcb.PcbDirectory;
import netmp.pcb.PcbTable;
import netmp.socket.DatagramSocket;
import netmp.socket.StreamSocket;
import netmp.stats.Counters;
import netmp.tcp.Secrets;
import netmp.tcp.Tcp;
import netmp.tcp.TcpUsrreqs;
import netmp.udp.Udp;

/** Everything one protocol thread owns, wired from the wire up. */
final class Cpu {

  /** Of so many buffers one may wait for other fragments. */
  private static final int FOR_FRAGMENTS = 2;

  /** Text of a send that the device cuts: with its headers less than the longest datagram. */
  private static final int LONGEST_SEND = 65_000;

  final Counters counters = new Counters();
  final MessagePort port;
  final MbufPool pool;
  final Udp udp;
  final Tcp tcp;
  final TcpUsrreqs tcpUsrreqs;
  final Local local;
  final Pings pings;
  final Netisr netisr;

  private final int number;
  private final List<Cpu> all;
  final List<CpuInterface> interfaces;
  final RouteTable routes;
  final Timers timers;
  final IpOutput ip;
  private final IcmpInput icmp;
  private final PacketHandler deliver;
  final PacketHandler fromLoop;

  private final PcbTable<DatagramSocket> udpBlocks;
  private final PcbTable<StreamSocket> tcpPorts;
  private final Reassembly reassembly;

  /** The list holds all CPUs once they are made; each finds the others there when packets flow. */
  Cpu(
      int number,
      int cpus,
      List<Cpu> all,
      List<Udp> udps,
      List<Tcp> tcps,
      List<TcpUsrreqs> usrreqs,
      List<Local> locals,
      Secrets secrets,
      StackConfig config,
      PacketNotes notes,
      List<Nic> nics,
      Execution execution) {
    this.number = number;
    this.all = all;
    port = new MessagePort(execution, config.probes());
    local = new Local(port, number, locals);
    RandomGenerator random = config.random().split(); // no other CPU uses it
    pool =
        MbufPool.forOneThread(
            config.buffers(),
            1 + number * config.buffers(),
            config.longestFrame(),
            config.probes());
    timers = new Timers(execution.nanoTime());
    Interfaces ifnets = new Interfaces(config.nifs());
    interfaces =
        IntStream.range(0, nics.size())
            .mapToObj(i -> new CpuInterface(this, ifnets.get(i)))
            .toList();
    routes = new RouteTable(ifnets, config.routes());
    for (CpuInterface each : interfaces) {
      each.ifnet.configure(config.firstNif(each.ifnet.number()));
    }
    routes.configure();
    Rss steering = nics.getFirst().rss(); // that of all
    ip =
        new IpOutput(
            number,
            cpus,
            ifnets,
            routes,
            counters,
            interfaces.stream().map(each -> each.arpOutput).toList(),
            this::loop,
            pool,
            new PathMtu(timers),
            new Redirects(routes, timers),
            config.offloads().contains(Offload.TRANSMIT_CHECKSUM));
    IcmpErrors errors = new IcmpErrors(ifnets, timers, pool, ip, counters);
    for (CpuInterface each : interfaces) {
      ReceiveFilter filter = nics.get(each.ifnet.number()).filter();
      each.igmp = new Igmp(each.ifnet, timers, pool, ip, random, counters, filter::setMulticast);
    }
    reassembly = new Reassembly(timers, config.buffers() / FOR_FRAGMENTS, errors, counters);
    IpInput input =
        new IpInput(
            ifnets,
            interfaces.stream().map(each -> each.igmp).toList(),
            counters,
            errors,
            reassembly,
            steering,
            this::toCpuOfFlow);
    fromLoop = input;
    input.register(
        IpProtocol.IGMP,
        (packet, headerLength, source, destination) ->
            interfaces.get(packet.ifnet()).igmp.input(packet, headerLength, source, destination));
    deliver = input::deliver;
    pings = new Pings(port, steering, timers, pool, routes, ip, number, counters);
    icmp = new IcmpInput(ifnets, timers, ip, this::toOwner, pings, counters);
    input.register(IpProtocol.ICMP, icmp);
    udpBlocks = new PcbTable<>(number, cpus, random, notes.udp);
    udp =
        new Udp(
            number,
            port,
            ifnets,
            routes,
            udpBlocks,
            ip,
            errors,
            counters,
            udps,
            config.udp().on(cpus),
            config.probes(),
            steering,
            this::member,
            pool);
    input.register(IpProtocol.UDP, udp);
    icmp.register(IpProtocol.UDP, udp);
    tcp =
        new Tcp(
            number,
            port,
            ifnets,
            routes,
            steering,
            pool,
            ip,
            timers,
            counters,
            secrets,
            config.synCookies(),
            config.ecn(),
            notes.tcp,
            longestSend(config, nics),
            tcps);
    input.register(IpProtocol.TCP, tcp);
    icmp.register(IpProtocol.TCP, tcp.ctlinput());
    tcpPorts = new PcbTable<>(number, cpus, random, PcbDirectory.NONE);
    tcpUsrreqs = new TcpUsrreqs(tcp, tcpPorts, cpus, random, usrreqs);
    interfaces.forEach(i -> i.attach(number, nics.get(i.ifnet.number()), config.probes(), input));
    netisr =
        new Netisr(
            number,
            config.mode(),
            execution,
            port,
            SeveralDevices.of(interfaces.stream().map(each -> each.device).toList()),
            timers,
            counters,
            tcp::rollup,
            config.uncaught());
  }

  /** How much text a device cuts at once: half of the ring's descriptors must have room for it. */
  private static int longestSend(StackConfig config, List<Nic> nics) {
    int ring = nics.stream().mapToInt(Nic::ringSize).min().orElseThrow();
    return config.offloads().contains(Offload.SEGMENTATION)
        ? Math.min(LONGEST_SEND, ring / 2 * Mbuf.MAX_LENGTH)
        : 0;
  }

  /** CPU 0, which does what is done for the whole stack. */
  Cpu cpu0() {
    return all.getFirst();
  }

  /** An interface changes, on this CPU. */
  void configure(int number, NetworkInterface nif) {
    Ifnet ifnet = interfaces.get(number).ifnet;
    NetworkInterface before = ifnet.nif();
    if (before.hasAddress() && before.address() != nif.address()) {
      tcp.addressGoes(before.address());
    }
    ifnet.configure(nif);
    routes.configure();
  }

  /** On CPU 0, from any thread: a cable was plugged in, perhaps somewhere else. */
  void linkIsUp(int number) {
    port.put(new Call(interfaces.get(number).arp::announce));
  }

  /** On this CPU's protocol thread: what it holds. */
  void count(Census.Question census) {
    census.add(Resource.TCP_FLOWS, tcp.flows());
    census.add(Resource.HALF_OPEN, tcp.halfOpen(), Tcp.MAX_HALF_OPEN);
    census.add(Resource.LISTENERS, tcp.listening());
    census.add(Resource.TCP_PORTS, tcpPorts.size());
    census.add(Resource.UDP_BLOCKS, udpBlocks.size());
    census.add(Resource.LOCAL_NAMES, local.names());
    census.add(Resource.FRAGMENTS, reassembly.fragments(), pool.capacity() / FOR_FRAGMENTS);
    census.add(Resource.DATAGRAMS, reassembly.datagrams(), Reassembly.DATAGRAMS);
    census.add(Resource.PINGS, pings.size());
    census.add(Resource.TIMERS, timers.size());
    if (number == 0) {
      interfaces.forEach(i -> census.add(Resource.NEIGHBOURS, i.arp.neighbours(), Arp.CAPACITY));
    }
  }

  void toCpu0(Mbuf packet, PacketHandler handler) {
    if (number == 0) {
      handler.handle(packet);
    } else {
      cpu0().port.put(packet.dispatchTo(handler));
    }
  }

  /** To itself a host sends on the same CPU; what is for a group comes in on CPU 0. */
  private void loop(Mbuf packet) {
    boolean group = IpAddress.isMulticast(packet.u32(IpHeader.DESTINATION));
    Cpu target = group ? cpu0() : this;
    target.port.put(packet.dispatchTo(target.fromLoop));
  }

  /** A socket of this CPU joins a group, or leaves it. Memberships are on CPU 0. */
  private void member(Joined what, boolean joins) {
    Igmp owner = cpu0().interfaces.get(what.ifnet()).igmp;
    cpu0()
        .port
        .put(
            new Message() {
              @Override
              protected void dispatch() {
                if (joins) {
                  owner.join(what.group());
                } else {
                  owner.leave(what.group());
                }
              }
            });
  }

  private void toCpuOfFlow(Mbuf datagram, int cpu) {
    if (cpu == number) {
      deliver.handle(datagram);
    } else {
      all.get(cpu).port.put(datagram.dispatchTo(all.get(cpu).deliver));
    }
  }

  private void toOwner(Mbuf error, int owner) {
    Cpu target = all.get(owner);
    target.port.put(error.dispatchTo(target.icmp::deliver));
  }
}
