package netmp.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import netmp.ether.NetworkInterface;
import netmp.ether.Offload;
import netmp.exec.Execution.Kind;
import netmp.inet.IpAddress;
import netmp.link.CrossoverLink;
import netmp.link.Link;
import netmp.link.LinkCounter;
import netmp.link.LinkSettings;
import netmp.netisr.UncaughtHandler;
import netmp.network.NetworkThread;
import netmp.nic.FlowHash;
import netmp.nic.Nic;
import netmp.pcb.UdpDesign;
import netmp.sim.DeterministicExecution;
import netmp.sim.Result;
import netmp.sim.ScheduleChooser;
import netmp.sim.SimTrace;
import netmp.sockbuf.Design;
import netmp.socket.DatagramSocket;

/** Two stacks with a cable between them, under a random schedule. */
final class TwoHosts {

  static final int A = IpAddress.parse("10.0.0.1");
  static final int B = IpAddress.parse("10.0.0.2");
  static final int BROADCAST = IpAddress.parse("10.0.0.255");

  private static final long SECOND = 1_000_000_000L;
  private static final int RING = 64;

  /** For mutation testing, which runs each test hundreds of times: one schedule on each machine. */
  private static final boolean ONE_SCHEDULE = Boolean.getBoolean("netmp.one.schedule");

  /** More than any test takes; mutants go in circles. */
  private static final long STEPS = ONE_SCHEDULE ? 300_000 : 5_000_000;

  /** What a user thread does. */
  @FunctionalInterface
  interface Body {

    /** Runs on a user thread. */
    void run(TwoHosts hosts) throws Exception;
  }

  final DeterministicExecution execution;
  final NetStack a;
  final NetStack b;
  final Nic nicA;
  final Nic nicB;

  private final List<Throwable> failures = new ArrayList<>();

  private final UdpDesign udp;
  private final int mtu;
  private final Set<Offload> offloads;

  /** What lies between the hosts; null for a cable that delivers within the call. */
  private final Link link;

  private TwoHosts(
      long seed,
      int cpus,
      Design design,
      UdpDesign udp,
      int mtu,
      LinkSettings faults,
      Set<Offload> offloads) {
    this.offloads = offloads;
    this.udp = udp;
    this.mtu = mtu;
    SplittableRandom random = new SplittableRandom(seed);
    execution = new DeterministicExecution(ScheduleChooser.uniform(random.split()), STEPS);
    FlowHash hash = seed % 2 == 0 ? FlowHash.XOR : FlowHash.TOEPLITZ;
    nicA = new Nic("A", 0x0200_0000_0001L, cpus, RING, hash);
    nicB = new Nic("B", 0x0200_0000_0002L, cpus, RING, hash);
    if (faults == null) {
      link = null;
      CrossoverLink.connect(nicA, nicB);
    } else {
      link = new Link(new NetworkThread(execution), faults, faults, random.split(), nicA, nicB);
    }
    a = stack("A", A, nicA, design, random);
    b = stack("B", B, nicB, design, random);
  }

  private NetStack stack(
      String name, int address, Nic nic, Design design, SplittableRandom random) {
    NetworkInterface nif =
        new NetworkInterface(name, nic.macAddress(), address, 24, IpAddress.ANY, mtu);
    NetStack stack =
        new NetStack(
            name,
            StackConfig.of(nif, random.split())
                .withProbes(new SimTrace(execution, null).probes(name))
                .withSockbufs(design)
                .withUdp(udp)
                .withOffloads(offloads)
                .withBuffers(mtu > NetworkInterface.ETHERNET_MTU ? 256 : 1024)
                .withUncaught(UncaughtHandler.RETHROW),
            nic,
            execution);
    stack.start();
    return stack;
  }

  /**
   * Runs under several schedules, with each design of UDP, with one CPU and with several; all
   * buffers must come back.
   */
  static void run(Body body) {
    run(Design.CUPHOLDER, body);
  }

  /** With sockbufs of another design. */
  static void run(Design design, Body body) {
    if (ONE_SCHEDULE) {
      run(design, UdpDesign.LOCAL_PORT, 1, 1, body);
      run(design, UdpDesign.LOCAL_PORT, 4, 1, body);
      return;
    }
    for (UdpDesign udp : UdpDesign.values()) {
      run(design, udp, 1, 3, body);
      run(design, udp, 4, 7, body);
    }
  }

  private static void run(Design design, UdpDesign udp, int cpus, int seeds, Body body) {
    for (long seed = 0; seed < seeds; seed++) {
      runOnce(seed, cpus, design, udp, NetworkInterface.ETHERNET_MTU, null, SECOND, body);
    }
  }

  /** Over a link with faults; what is under way at the end has a minute to arrive. */
  static void runFaulty(long seed, int cpus, LinkSettings faults, Body body) {
    if (ONE_SCHEDULE && seed > 0) {
      return;
    }
    Design design = List.of(Design.values()).get((int) seed & 3);
    int mtu = NetworkInterface.ETHERNET_MTU;
    runOnce(seed, cpus, design, UdpDesign.LOCAL_PORT, mtu, faults, 1000 * SECOND, body);
  }

  /** On a link with another MTU, under one schedule. */
  static void runWithMtu(int mtu, Body body) {
    runOnce(mtu, 4, Design.CUPHOLDER, UdpDesign.LOCAL_PORT, mtu, null, SECOND, body);
  }

  /** With devices that do all they can. */
  static void runOffloaded(long seed, int cpus, Body body) {
    int mtu = NetworkInterface.ETHERNET_MTU;
    Design design = Design.CUPHOLDER;
    UdpDesign udp = UdpDesign.LOCAL_PORT;
    Set<Offload> all = EnumSet.allOf(Offload.class);
    run(new TwoHosts(seed, cpus, design, udp, mtu, null, all), seed, cpus, SECOND, body);
  }

  private static void runOnce(
      long seed,
      int cpus,
      Design design,
      UdpDesign udp,
      int mtu,
      LinkSettings faults,
      long rest,
      Body body) {
    Set<Offload> checksums = EnumSet.of(Offload.TRANSMIT_CHECKSUM, Offload.RECEIVE_CHECKSUM);
    TwoHosts hosts = new TwoHosts(seed, cpus, design, udp, mtu, faults, checksums);
    run(hosts, seed, cpus, rest, body);
  }

  private static void run(TwoHosts hosts, long seed, int cpus, long rest, Body body) {
    int buffersA = hosts.a.availableBuffers();
    int buffersB = hosts.b.availableBuffers();
    hosts.user(
        "main",
        () -> {
          body.run(hosts);
          hosts.rest(rest);
          int posted = RING * cpus;
          assertThat(hosts.a.availableBuffers()).as("buffers of A").isEqualTo(buffersA - posted);
          assertThat(hosts.b.availableBuffers()).as("buffers of B").isEqualTo(buffersB - posted);
        });
    Result result = hosts.execution.run();
    String run = "%s, seed %d, %d CPUs".formatted(hosts.udp.text(), seed, cpus);
    assertThat(hosts.failures).as("%s; %s", run, result.detail()).isEmpty();
    assertThat(result.detail()).as(run).isEmpty();
  }

  /** Starts a user thread. */
  Thread user(String name, Task task) {
    return execution.start(
        name,
        Kind.USER,
        () -> {
          try {
            task.run();
          } catch (Exception | AssertionError e) {
            failures.add(e);
          }
        });
  }

  /** What a thread does. */
  @FunctionalInterface
  interface Task {

    /** Runs. */
    void run() throws Exception;
  }

  /** Lets virtual time pass, in nanoseconds. */
  void rest(long nanos) {
    long deadline = execution.nanoTime() + nanos;
    while (execution.nanoTime() < deadline) {
      execution.parkUntil(deadline);
    }
  }

  /** A socket of B that is bound. */
  DatagramSocket boundAtB(int port) throws Exception {
    DatagramSocket socket = b.datagramSocket();
    socket.bind(0, port);
    return socket;
  }

  /** How many frames the link has lost. */
  long lost() {
    return link.toA().counters().get(LinkCounter.LOST)
        + link.toB().counters().get(LinkCounter.LOST);
  }

  /** A frame comes to B from nowhere. */
  void receiveAtB(byte[] frame) {
    nicB.receive(frame, 0, frame.length);
  }
}
