package netmp.stack;

import java.util.List;
import java.util.random.RandomGenerator;
import netmp.arp.Acd;
import netmp.arp.Arp;
import netmp.arp.ArpOutput;
import netmp.dhcp.DhcpClient;
import netmp.ether.DeviceQueue;
import netmp.ether.EtherInput;
import netmp.ether.EtherOutput;
import netmp.ether.Ifnet;
import netmp.ether.NetworkInterface;
import netmp.ether.Offload;
import netmp.ether.RingProbes;
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
  private final Ifnet ifnet;
  private final RouteTable routes;
  private final Timers timers;
  private final IpOutput ip;
  private final EtherOutput ether;
  private final ArpOutput arpOutput;
  private final IcmpInput icmp;
  private final PacketHandler toArp;
  private final PacketHandler deliver;
  final PacketHandler fromLoop;
  private final Igmp igmp;

  /** The protocol of CPU 0, which answers for the whole stack. */
  Arp arp;

  private final PcbTable<DatagramSocket> udpBlocks;
  private final PcbTable<StreamSocket> tcpPorts;
  private final Reassembly reassembly;
  private DeviceQueue device;

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
      Nic nic,
      int ring,
      Execution execution) {
    this.number = number;
    this.all = all;
    ifnet = new Ifnet(config.firstNif());
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
    toArp = packet -> all.getFirst().arp.input(packet);
    ether = new EtherOutput(config.nif(), packet -> device.transmit(packet));
    PacketHandler resolve = packet -> all.getFirst().arp.resolve(packet);
    arpOutput = new ArpOutput(ether, packet -> toCpu0(packet, resolve), this::doubt);
    routes = new RouteTable(config.nif(), config.routes());
    routes.configure(ifnet.nif());
    ip =
        new IpOutput(
            number,
            cpus,
            ifnet,
            routes,
            counters,
            ether,
            arpOutput,
            this::loop,
            pool,
            new PathMtu(ifnet, timers),
            config.offloads().contains(Offload.TRANSMIT_CHECKSUM));
    IcmpErrors errors = new IcmpErrors(ifnet, timers, pool, ip, counters);
    igmp =
        new Igmp(timers, pool, ip, random, counters, groups -> nic.filter().setMulticast(groups));
    reassembly = new Reassembly(timers, config.buffers() / FOR_FRAGMENTS, errors, counters);
    IpInput input =
        new IpInput(ifnet, igmp, counters, errors, reassembly, nic.rss(), this::toCpuOfFlow);
    fromLoop = input;
    input.register(IpProtocol.IGMP, igmp);
    deliver = input::deliver;
    pings = new Pings(port, nic.rss(), timers, pool, ip, number, counters);
    icmp = new IcmpInput(ifnet, timers, ip, this::toOwner, pings, counters);
    input.register(IpProtocol.ICMP, icmp);
    udpBlocks = new PcbTable<>(number, cpus, random, notes.udp);
    udp =
        new Udp(
            number,
            port,
            ifnet,
            udpBlocks,
            ip,
            errors,
            counters,
            udps,
            config.udp().on(cpus),
            config.probes(),
            nic.rss(),
            this::member,
            pool);
    input.register(IpProtocol.UDP, udp);
    icmp.register(IpProtocol.UDP, udp);
    tcp =
        new Tcp(
            number,
            port,
            ifnet,
            nic.rss(),
            pool,
            ip,
            timers,
            counters,
            secrets,
            config.synCookies(),
            notes.tcp,
            longestSend(config, ring),
            tcps);
    input.register(IpProtocol.TCP, tcp);
    icmp.register(IpProtocol.TCP, tcp.ctlinput());
    tcpPorts = new PcbTable<>(number, cpus, random, PcbDirectory.NONE);
    tcpUsrreqs = new TcpUsrreqs(tcp, ifnet, tcpPorts, cpus, random, usrreqs);
    EtherInput etherInput =
        new EtherInput(number, config.nif(), igmp, counters, input, p -> toCpu0(p, toArp));
    nic.rx(number).observe(RingProbes.of(config.probes(), "rx_ring"));
    nic.tx(number).observe(RingProbes.of(config.probes(), "tx_ring"));
    device =
        new DeviceQueue(nic.rx(number), nic.tx(number), ring, pool, timers, counters, etherInput);
    netisr =
        new Netisr(
            number,
            config.mode(),
            execution,
            port,
            device,
            timers,
            counters,
            tcp::rollup,
            config.uncaught());
  }

  /**
   * How much text the device cuts at once: half of the ring's descriptors must have room for it.
   */
  private static int longestSend(StackConfig config, int ring) {
    return config.offloads().contains(Offload.SEGMENTATION)
        ? Math.min(LONGEST_SEND, ring / 2 * Mbuf.MAX_LENGTH)
        : 0;
  }

  /** On CPU 0, once all CPUs are made: what it does for the whole stack. */
  Ifconfig makeArp(StackConfig config) {
    List<ArpOutput.Replica> replicas =
        all.stream()
            .map(c -> c == this ? arpOutput.ownReplica() : c.arpOutput.replicaBehind(c.port))
            .toList();
    Ifconfig ifconfig = new Ifconfig(config, all, timers);
    Acd acd =
        new Acd(
            config.nif().mac(),
            config.addressing().defence(),
            timers,
            pool,
            ether,
            config.random().split(),
            counters,
            ifconfig);
    ifconfig.begin(acd, config.addressing() == Addressing.DHCP ? makeDhcp(config, ifconfig) : null);
    arp = new Arp(ifnet, acd, config.arpLifetime(), timers, pool, ether, replicas, counters);
    return ifconfig;
  }

  private DhcpClient makeDhcp(StackConfig config, Ifconfig ifconfig) {
    DhcpClient dhcp =
        new DhcpClient(ifnet, timers, pool, ip, config.random().split(), counters, ifconfig);
    PacketHandler input = dhcp::input;
    all.forEach(cpu -> cpu.udp.setDhcp(packet -> cpu.toCpu0(packet, input)));
    return dhcp;
  }

  /** The interface changes, on this CPU. */
  void configure(NetworkInterface nif) {
    NetworkInterface before = ifnet.nif();
    if (before.hasAddress() && before.address() != nif.address()) {
      tcp.addressGoes(before.address());
    }
    ifnet.configure(nif);
    routes.configure(nif);
  }

  /** On CPU 0, from any thread: a cable was plugged in, perhaps somewhere else. */
  void linkIsUp() {
    port.put(new Call(arp::announce));
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
      census.add(Resource.NEIGHBOURS, arp.neighbours(), Arp.CAPACITY);
    }
  }

  private void toCpu0(Mbuf packet, PacketHandler handler) {
    if (number == 0) {
      handler.handle(packet);
    } else {
      all.getFirst().port.put(packet.dispatchTo(handler));
    }
  }

  /** Of a neighbour. Rare: allocates a message. */
  private void doubt(int address) {
    Arp cache = all.getFirst().arp;
    if (number == 0) {
      cache.doubt(address);
    } else {
      all.getFirst().port.put(new Call(() -> cache.doubt(address)));
    }
  }

  /** To itself a host sends on the same CPU; what is for a group comes in on CPU 0. */
  private void loop(Mbuf packet) {
    boolean group = IpAddress.isMulticast(packet.u32(IpHeader.DESTINATION));
    Cpu target = group ? all.getFirst() : this;
    target.port.put(packet.dispatchTo(target.fromLoop));
  }

  /** A socket of this CPU joins a group, or leaves it. Memberships are on CPU 0. */
  private void member(int group, boolean joins) {
    Igmp owner = all.getFirst().igmp;
    all.getFirst()
        .port
        .put(
            new Message() {
              @Override
              protected void dispatch() {
                if (joins) {
                  owner.join(group);
                } else {
                  owner.leave(group);
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
