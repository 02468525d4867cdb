package netmp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import netmp.arp.Acd;
import netmp.arp.Arp;
import netmp.arp.ArpOutput;
import netmp.ether.EtherInput;
import netmp.ether.EtherOutput;
import netmp.ether.Ifnet;
import netmp.ether.Interfaces;
import netmp.ether.NetworkInterface;
import netmp.exec.RealExecution;
import netmp.icmp.ControlInput;
import netmp.icmp.IcmpError;
import netmp.icmp.IcmpErrors;
import netmp.icmp.IcmpInput;
import netmp.icmp.Pings;
import netmp.igmp.Igmp;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.ip.IpInput;
import netmp.ip.IpOutput;
import netmp.ip.IpProtocol;
import netmp.ip.PathMtu;
import netmp.ip.Reassembly;
import netmp.ip.Redirects;
import netmp.ip.RouteTable;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.msg.MessagePort;
import netmp.netisr.Timers;
import netmp.nic.Nic;
import netmp.nic.Rss;
import netmp.probe.Probes;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;
import netmp.stats.Statistics;

/**
 * The layers of one CPU on a bench: frames go in as bytes, sent frames are kept as bytes, time is
 * what the test says. In the place of UDP stands something that counts every datagram as delivered.
 */
public final class TestHost {

  /** This host, B of the captures. */
  public static final long MAC = MacAddress.parse("02:00:00:00:00:0b");

  /** Its address. */
  public static final int ADDRESS = IpAddress.parse("10.9.0.2");

  /** The neighbour, A of the captures. */
  public static final long PEER_MAC = MacAddress.parse("02:00:00:00:00:0a");

  /** Its address. */
  public static final int PEER = IpAddress.parse("10.9.0.1");

  /** The router. */
  public static final int GATEWAY = IpAddress.parse("10.9.0.254");

  /** The ARP lifetime, in nanoseconds. */
  public static final long LIFETIME = 1_200_000_000_000L;

  /** Numbers of the interface. */
  public static final NetworkInterface NIF = new NetworkInterface("b0", MAC, ADDRESS, 24, GATEWAY);

  /** CPUs that the device spreads packets over; on the bench is one of them. */
  private static final int CPUS = 8;

  /** How many buffers there are. */
  public static final int BUFFERS = 256;

  /** All buffers there are. */
  public final MbufPool pool = MbufPool.forOneThread(BUFFERS, 1);

  /** What was counted. */
  public final Counters counters = new Counters();

  /** Time, from zero. */
  public final Timers timers = new Timers(0);

  /** Frames sent, oldest first. */
  public final List<byte[]> sent = new ArrayList<>();

  /** What the transport received: copies of datagrams. */
  public final List<byte[]> delivered = new ArrayList<>();

  /** Errors the transport was told of, in words. */
  public final List<String> errors = new ArrayList<>();

  /** The CPUs on which reassembled datagrams went on. */
  public final List<Integer> reassembledFor = new ArrayList<>();

  /** What ARP told a second CPU. */
  public final List<String> replicaOfCpu1 = new ArrayList<>();

  /** What became of the address, in words. */
  public final List<String> claims = new ArrayList<>();

  /** The interface. */
  public final Ifnet ifnet;

  /** Conflicts. */
  public final Acd acd;

  /** ARP. */
  public final Arp arp;

  /** IP output. */
  public final IpOutput ip;

  /** Groups. */
  public final Igmp igmp;

  /** Errors. */
  public final IcmpErrors icmpErrors;

  /** The Ethernet addresses of groups that IGMP wants from the device. */
  public long[] filter = {};

  private final RouteTable routes;
  private final IpInput input;
  private final EtherInput ether;
  private final Queue<Mbuf> port = new ArrayDeque<>();

  /** Wires the layers. */
  public TestHost() {
    this(NIF);
  }

  /** Wires the layers on an interface. */
  public TestHost(NetworkInterface nif) {
    this(nif, Acd.Defence.NONE);
  }

  /** Wires the layers on an interface whose address is defended, or not. */
  public TestHost(NetworkInterface nif, Acd.Defence defence) {
    EtherOutput out = new EtherOutput(nif, this::transmit);
    Interfaces interfaces = new Interfaces(List.of(nif));
    ifnet = interfaces.get(0);
    routes = new RouteTable(interfaces, List.of());
    ArpOutput neighbours = new ArpOutput(out, this::resolve, this::doubt);
    List<ArpOutput.Replica> replicas =
        List.of(
            neighbours.ownReplica(),
            (address, mac) ->
                replicaOfCpu1.add(
                    IpAddress.format(address)
                        + (mac < 0 ? " gone" : " at " + MacAddress.format(mac))));
    acd =
        new Acd(nif.mac(), defence, timers, pool, out, new SplittableRandom(1), counters, owner());
    if (nif.hasAddress()) {
      acd.use(nif.address());
    }
    arp = new Arp(ifnet, acd, LIFETIME, timers, pool, out, replicas, counters);
    ip =
        new IpOutput(
            0,
            1,
            interfaces,
            routes,
            counters,
            List.of(neighbours),
            this::loop,
            pool,
            new PathMtu(timers),
            new Redirects(routes, timers),
            false);
    igmp =
        new Igmp(
            ifnet, timers, pool, ip, new SplittableRandom(1), counters, groups -> filter = groups);
    icmpErrors = new IcmpErrors(interfaces, timers, pool, ip, counters);
    Reassembly reassembly = new Reassembly(timers, BUFFERS / 2, icmpErrors, counters);
    Rss steering = new Nic("b0", MAC, CPUS, 4).rss();
    input =
        new IpInput(
            interfaces, List.of(igmp), counters, icmpErrors, reassembly, steering, this::deliverOn);
    MessagePort port0 = new MessagePort(new RealExecution(), Probes.OFF);
    Pings pings = new Pings(port0, steering, timers, pool, routes, ip, 0, counters);
    IcmpInput[] icmp = new IcmpInput[1];
    icmp[0] =
        new IcmpInput(
            interfaces,
            timers,
            ip,
            (packet, cpu) -> {
              assertThat(cpu).isIn(7, pings.ownerOf(packet));
              port.add(packet.dispatchTo(icmp[0]::deliver));
            },
            pings,
            counters);
    input.register(IpProtocol.IGMP, igmp);
    input.register(IpProtocol.ICMP, icmp[0]);
    input.register(
        IpProtocol.UDP,
        (packet, headerLength, source, destination) -> {
          counters.count(Counter.UDP_DELIVERED);
          delivered.add(copy(packet));
          packet.free();
        });
    icmp[0].register(IpProtocol.UDP, new Listener());
    ether = new EtherInput(0, ifnet, igmp, counters, input, arp::input);
  }

  /** Sends the data of a transport from the address that fits. */
  public IpOutput.Result output(Mbuf packet, int destination, int protocol) {
    int source = routes.sourceFor(IpAddress.ANY, destination);
    return ip.output(packet, null, source, destination, protocol);
  }

  private Acd.Owner owner() {
    return new Acd.Owner() {
      @Override
      public void claimed(int address) {
        claims.add("claimed " + IpAddress.format(address));
      }

      @Override
      public void contested(int address, long mac) {
        claims.add("contested by " + MacAddress.format(mac));
      }

      @Override
      public void lost(int address, long mac) {
        claims.add("lost to " + MacAddress.format(mac));
      }
    };
  }

  /** Receives a frame and dispatches the messages that follow from it. */
  public void receive(byte[] frame) {
    ether.handle(packet(frame));
    dispatch();
  }

  /** Receives a datagram in a frame from the peer to this host. */
  public void receiveIp(byte[] datagram) {
    receive(Packets.ether(MAC, PEER_MAC, 0x0800, datagram));
  }

  /** Teaches this host the peer's Ethernet address, and forgets what was sent meanwhile. */
  public TestHost knowingPeer() {
    receive(Packets.ether(MAC, PEER_MAC, 0x0806, Packets.arp(2, PEER_MAC, PEER, MAC, ADDRESS)));
    sent.clear();
    return this;
  }

  /** A packet with the given bytes. */
  public Mbuf packet(byte[] bytes) {
    Mbuf packet = pool.alloc();
    packet.extend(bytes.length);
    packet.copyIn(0, bytes, 0, bytes.length);
    return packet;
  }

  /** Dispatches all messages. */
  public void dispatch() {
    while (!port.isEmpty()) {
      port.remove().handle();
    }
  }

  /** Lets time pass, timer by timer. */
  public void advance(long nanos) {
    long end = timers.now() + nanos;
    while (timers.nextDeadline() <= end) {
      timers.advanceTo(timers.nextDeadline());
      timers.fireDue();
      dispatch();
    }
    timers.advanceTo(end);
  }

  /** The drops so far, by reason. */
  public Map<DropReason, Long> drops() {
    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      if (counters.get(reason) > 0) {
        drops.put(reason, counters.get(reason));
      }
    }
    return drops;
  }

  /** The counters as a stack's. */
  public Statistics statistics() {
    return new Statistics(List.of(counters));
  }

  /** Asserts that nothing is owned by anyone, and that the books balance. */
  public void assertBalanced() {
    assertThat(pool.available()).as("free buffers").isEqualTo(pool.capacity());
    Statistics statistics = statistics();
    assertThat(statistics.consumed() + statistics.inputDrops())
        .as("consumed and dropped")
        .isEqualTo(statistics.received());
  }

  private void loop(Mbuf packet) {
    port.add(packet.dispatchTo(input));
  }

  private void deliverOn(Mbuf datagram, int cpu) {
    reassembledFor.add(cpu);
    port.add(datagram.dispatchTo(input::deliver));
  }

  private void resolve(Mbuf packet) {
    port.add(packet.dispatchTo(arp::resolve));
  }

  private void doubt(int address) {
    arp.doubt(address);
  }

  private void transmit(Mbuf frame) {
    sent.add(copy(frame));
    frame.free();
  }

  private static byte[] copy(Mbuf packet) {
    byte[] bytes = new byte[packet.length()];
    packet.copyOut(0, bytes, 0, bytes.length);
    return bytes;
  }

  private final class Listener implements ControlInput {
    @Override
    public int ownerOf(Mbuf flow) {
      return 7;
    }

    @Override
    public DropReason ctlinput(IcmpError error, int mtu, Mbuf flow, int at) {
      errors.add(
          "%s mtu %d: %s:%d to %s:%d"
              .formatted(
                  error,
                  mtu,
                  IpAddress.format(flow.localAddress()),
                  flow.u16(at), // the local port too
                  IpAddress.format(flow.foreignAddress()),
                  flow.foreignPort()));
      return null;
    }
  }
}
