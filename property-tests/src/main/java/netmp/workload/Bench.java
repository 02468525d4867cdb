package netmp.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import netmp.capture.CaptureWriter;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.inet.IpAddress;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.nic.Port;
import netmp.nic.Wire;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sockbuf.SockbufFactory;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;

/**
 * Where a workload runs: hosts, the cable between them, and what was found wrong. The execution
 * decides whether on real threads or under the scheduler.
 */
public final class Bench {

  private static final int RING = 32;

  /** A receive ring, full socket buffers, and what is on its way. A bench is made in no time. */
  private static final int BUFFERS = 256;

  private final Setting setting;
  private final List<Host> hosts = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();
  private final List<Thread> users = new ArrayList<>();

  /**
   * What a bench is made of.
   *
   * @param execution where threads run
   * @param probes the probes of the stack of a name
   * @param cpus protocol threads per stack, a power of two
   * @param random everything random comes from it
   * @param cable what lies between devices
   * @param capture records what devices send and receive, or null
   * @param lossless whether every frame arrives, and once
   * @param sockbufs the design of the socket buffers
   * @param udp the design of UDP
   */
  public record Setting(
      Execution execution,
      Function<String, Probes> probes,
      int cpus,
      SplittableGenerator random,
      Cable cable,
      CaptureWriter capture,
      boolean lossless,
      SockbufFactory sockbufs,
      UdpDesign udp) {}

  /**
   * An empty bench.
   *
   * @param setting what it is made of
   */
  public Bench(Setting setting) {
    this.setting = setting;
  }

  /** Two hosts, A at 10.0.0.1 and B at 10.0.0.2, with a cable between them, started. */
  public void connectAandB() {
    Nic a = nic("A", 0x0200_0000_0001L);
    Nic b = nic("B", 0x0200_0000_0002L);
    Port atA = host("10.0.0.1", a);
    Port atB = host("10.0.0.2", b);
    atA.connect(setting.cable.plug("A", "B", atB::receive));
    atB.connect(setting.cable.plug("B", "A", atA::receive));
  }

  /**
   * One host whose peer is played by the workload.
   *
   * @param name its name
   * @param address its IPv4 address in a network of 24 bits
   * @param macAddress its station address
   * @param peer name of the peer
   * @param fromHost takes what the host sends
   * @return carries frames to the host
   */
  public Wire connectOne(String name, String address, long macAddress, String peer, Wire fromHost) {
    Nic nic = nic(name, macAddress);
    Port port = host(address, nic);
    port.connect(setting.cable.plug(name, peer, fromHost));
    return setting.cable.plug(peer, name, port::receive);
  }

  private Nic nic(String name, long macAddress) {
    return new Nic(name, macAddress, setting.cpus, RING);
  }

  /** Adds a host; the port is where its cable is plugged in. */
  private Port host(String address, Nic nic) {
    String name = nic.name();
    Probes probes = setting.probes.apply(name);
    NetworkInterface nif =
        new NetworkInterface(name, nic.macAddress(), IpAddress.parse(address), 24, IpAddress.ANY);
    StackConfig config =
        StackConfig.of(nif, setting.random.split())
            .withProbes(probes)
            .withSockbufs(setting.sockbufs)
            .withUdp(setting.udp)
            .withBuffers(BUFFERS)
            .withUncaught(UncaughtHandler.RETHROW)
            .withCapture(setting.capture != null);
    NetStack stack = new NetStack(name, config, nic, setting.execution);
    hosts.add(
        new Host(name, nif.address(), stack, nic, stack.availableBuffers(), RING * setting.cpus));
    stack.start();
    return setting.capture == null ? nic : setting.capture.at(name, nic, stack.packetNote());
  }

  /**
   * Chance, for one user. While the workload starts.
   *
   * @return another generator each time
   */
  public RandomGenerator random() {
    return setting.random.split();
  }

  /**
   * The first host.
   *
   * @return host A after {@link #connectAandB}
   */
  public Host a() {
    return hosts.get(0);
  }

  /**
   * The second host.
   *
   * @return host B after {@link #connectAandB}
   */
  public Host b() {
    return hosts.get(1);
  }

  /**
   * Where threads run.
   *
   * @return the execution
   */
  public Execution execution() {
    return setting.execution;
  }

  /**
   * Whether every frame arrives, and once.
   *
   * @return false if an adversary is on the wire
   */
  public boolean isLossless() {
    return setting.lossless;
  }

  /**
   * Starts a user thread. An exception it throws is a finding.
   *
   * @param name its name, such as A.u1
   * @param body what it does
   * @return the thread
   */
  public Thread user(String name, UserBody body) {
    Thread thread =
        setting.execution.start(
            name,
            Execution.Kind.USER,
            () -> {
              try {
                body.run();
              } catch (Exception e) {
                find(name + " failed: " + e);
              }
            });
    synchronized (users) {
      users.add(thread);
    }
    return thread;
  }

  /**
   * Notes that something is wrong. Any thread.
   *
   * @param finding what
   */
  public void find(String finding) {
    findings.add(finding);
  }

  /**
   * Waits until nothing is wrong with any host, as when all are at rest, and notes what still is
   * after everything that has a timer should have ended.
   */
  public void settle() {
    List<String> faults = faults();
    for (int i = 0; i < 1000 && !faults.isEmpty(); i++) {
      setting.execution.parkUntil(setting.execution.nanoTime() + 10_000_000);
      faults = faults();
    }
    faults.forEach(this::find);
  }

  private List<String> faults() {
    return hosts.stream().map(Host::findFault).filter(Objects::nonNull).toList();
  }

  /**
   * What was found wrong.
   *
   * @return empty if nothing was
   */
  public List<String> findings() {
    return List.copyOf(findings);
  }

  /**
   * The hosts.
   *
   * @return in the order of their making
   */
  public List<Host> hosts() {
    return List.copyOf(hosts);
  }

  /**
   * The user threads started so far.
   *
   * @return in the order of their starting
   */
  public List<Thread> users() {
    synchronized (users) {
      return List.copyOf(users);
    }
  }

  /** What a user does. */
  @FunctionalInterface
  public interface UserBody {

    /**
     * Runs on the user's thread.
     *
     * @throws Exception if the workload failed
     */
    void run() throws Exception;
  }
}
