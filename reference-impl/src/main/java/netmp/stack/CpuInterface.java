package netmp.stack;

import java.util.List;
import netmp.arp.Acd;
import netmp.arp.Arp;
import netmp.arp.ArpOutput;
import netmp.dhcp.DhcpClient;
import netmp.ether.DeviceQueue;
import netmp.ether.EtherInput;
import netmp.ether.EtherOutput;
import netmp.ether.Ifnet;
import netmp.ether.RingProbes;
import netmp.igmp.Igmp;
import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketHandler;
import netmp.msg.Call;
import netmp.nic.Nic;
import netmp.probe.Probes;

/** What one CPU has of one interface, for its protocol thread; on CPU 0 ARP too. */
final class CpuInterface {

  final Ifnet ifnet;
  final ArpOutput arpOutput;

  /** Whom all CPUs tell of what they do not do themselves. On CPU 0 only. */
  Arp arp;

  Igmp igmp;
  DeviceQueue device;

  private final Cpu cpu;
  private final EtherOutput ether;
  private final PacketHandler toArp;

  CpuInterface(Cpu cpu, Ifnet ifnet) {
    this.cpu = cpu;
    this.ifnet = ifnet;
    ether = new EtherOutput(ifnet.nif(), packet -> device.transmit(packet));
    toArp = packet -> onCpu0().arp.input(packet);
    PacketHandler resolve = packet -> onCpu0().arp.resolve(packet);
    arpOutput = new ArpOutput(ether, packet -> cpu.toCpu0(packet, resolve), this::doubt);
  }

  /** The same interface where ARP is. */
  private CpuInterface onCpu0() {
    return cpu.cpu0().interfaces.get(ifnet.number());
  }

  /** Of a neighbour. Rare: allocates a message. */
  private void doubt(int address) {
    Arp cache = onCpu0().arp;
    if (this == onCpu0()) {
      cache.doubt(address);
    } else {
      cpu.cpu0().port.put(new Call(() -> cache.doubt(address)));
    }
  }

  /** Wires the CPU's rings of the device to the layers above. */
  void attach(int number, Nic nic, Probes probes, PacketHandler ip) {
    EtherInput input =
        new EtherInput(number, ifnet, igmp, cpu.counters, ip, p -> cpu.toCpu0(p, toArp));
    nic.rx(number).observe(RingProbes.of(probes, "rx_ring"));
    nic.tx(number).observe(RingProbes.of(probes, "tx_ring"));
    device =
        new DeviceQueue(
            nic.rx(number),
            nic.tx(number),
            nic.ringSize(),
            cpu.pool,
            cpu.timers,
            cpu.counters,
            input);
  }

  /** On CPU 0, once all CPUs are made: what it does for the whole interface. */
  Ifconfig makeArp(StackConfig config, List<Cpu> all) {
    int number = ifnet.number();
    List<ArpOutput.Replica> replicas =
        all.stream()
            .map(
                c ->
                    c == cpu
                        ? arpOutput.ownReplica()
                        : c.interfaces.get(number).arpOutput.replicaBehind(c.port))
            .toList();
    Ifconfig ifconfig = new Ifconfig(number, config, all, cpu.timers);
    Acd acd =
        new Acd(
            ifnet.nif().mac(),
            config.addressing(number).defence(),
            cpu.timers,
            cpu.pool,
            ether,
            config.random().split(),
            cpu.counters,
            ifconfig);
    boolean leased = config.addressing(number) == Addressing.DHCP;
    ifconfig.begin(acd, leased ? makeDhcp(config, ifconfig, all) : null);
    arp =
        new Arp(
            ifnet, acd, config.arpLifetime(), cpu.timers, cpu.pool, ether, replicas, cpu.counters);
    return ifconfig;
  }

  private DhcpClient makeDhcp(StackConfig config, Ifconfig ifconfig, List<Cpu> all) {
    DhcpClient dhcp =
        new DhcpClient(
            ifnet, cpu.timers, cpu.pool, cpu.ip, config.random().split(), cpu.counters, ifconfig);
    PacketHandler input = dhcp::input;
    all.forEach(c -> c.udp.setDhcp(ifnet.number(), (Mbuf packet) -> c.toCpu0(packet, input)));
    return dhcp;
  }
}
