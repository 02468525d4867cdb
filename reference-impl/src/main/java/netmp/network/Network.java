package netmp.network;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import netmp.capture.PcapngWriter;
import netmp.ether.NetworkInterface;
import netmp.exec.Execution;
import netmp.inet.IpAddress;
import netmp.link.Link;
import netmp.link.LinkSettings;
import netmp.link.Switch;
import netmp.netisr.UncaughtHandler;
import netmp.nic.Nic;
import netmp.nic.Port;
import netmp.nic.Scheduler;
import netmp.stack.NetStack;
import netmp.stack.StackConfig;
import netmp.trace.TraceWriter;

/**
 * A network of stacks in this process, on which ordinary code runs that blocks in socket calls.
 *
 * <pre>{@code
 * try (Network net = Network.seeded(42)) {
 *   Host a = net.host("a");
 *   Host b = net.host("b");
 *   net.link(a, b, LinkSettings.PERFECT.withDelay(Duration.ofMillis(10)).withLoss(0.01));
 *   net.daemon("server", () -> serve(b.stack()));
 *   net.spawn("client", () -> ask(a.stack(), b.address()));
 *   net.run();
 * }
 * }</pre>
 *
 * <p>On virtual time a run takes no longer than its computations, one seed gives one run, and code
 * of the network's threads must not wait for anything but sockets, {@link #sleep} and {@link
 * UserTask#join}: while such a thread waits otherwise, the clock and all others stand still.
 *
 * <p>A network is put together and run by one thread; threads of the network may add to it, and
 * break links, while it runs.
 */
public final class Network implements AutoCloseable {

  private static final int RING = 256;
  private static final int BUFFERS = 768;

  /** On real threads run programs that know nothing of ENOBUFS: for ninety full send buffers. */
  private static final int REAL_BUFFERS = 4096;

  private static final int FIRST_ADDRESS = 0x0a00_0000;
  private static final int PREFIX_LENGTH = 16;
  private static final long FIRST_MAC = 0x0200_0000_0000L;
  private static final int MAX_HOSTS = 0xfffe;

  private final NetworkConfig config;
  private final SplittableRandom random;
  private final Runner runner;
  private final Execution execution;
  private final NetworkThread scheduler;
  private final long begin;
  private final PcapngWriter capture;
  private final TraceWriter trace;
  private final List<Host> hosts = new ArrayList<>();
  private final Map<String, Link> links = new LinkedHashMap<>();

  /**
   * An empty network.
   *
   * @param config how it is made and run
   */
  public Network(NetworkConfig config) {
    this.config = config;
    random = new SplittableRandom(config.seed());
    trace =
        config.trace() == null
            ? null
            : new TraceWriter(
                config.trace(),
                new TraceWriter.Header(config.name(), config.seed(), config.real(), config.cpus()));
    runner =
        config.real()
            ? new RealRunner(config, trace)
            : new VirtualRunner(config, random.split(), trace);
    execution = runner.execution();
    begin = execution.nanoTime();
    capture = config.capture() == null ? null : new PcapngWriter(config.capture(), this::nanoTime);
    scheduler = new NetworkThread(execution);
  }

  /**
   * An empty network on virtual time, with the defaults of {@link NetworkConfig}.
   *
   * @param seed everything random comes from it
   * @return the network
   */
  public static Network seeded(long seed) {
    return new Network(NetworkConfig.seeded(seed));
  }

  // ---- the topology ----

  /**
   * Adds a host. The first is 10.0.0.1, the second 10.0.0.2, and so on; the prefix has 16 bits.
   *
   * @param name of the host; its protocol threads are NAME.p0, NAME.p1
   * @return the host, started, without a link
   */
  public Host host(String name) {
    return host(name, stack -> stack);
  }

  /**
   * Adds a host of a certain kind.
   *
   * @param name of the host; its protocol threads are NAME.p0, NAME.p1
   * @param kind changes how its stack is made
   * @return the host, started, without a link
   */
  public Host host(String name, UnaryOperator<StackConfig> kind) {
    return host(name, 1, kind);
  }

  /**
   * Adds a host that is on several networks, of the usual kind.
   *
   * @param name of the host
   * @param interfaces how many it has, 1..256
   * @return the host, as below
   */
  public Host host(String name, int interfaces) {
    return host(name, interfaces, stack -> stack);
  }

  /**
   * Adds a host that is on several networks. On the first it is 10.0.0.1, on the second 10.1.0.1 if
   * it is the first host, 10.1.0.2 if it is the second, and so on; each prefix has 16 bits.
   *
   * @param name of the host; its protocol threads are NAME.p0, NAME.p1, its devices NAME, NAME.1
   * @param interfaces how many it has, 1..256
   * @param kind changes how its stack is made
   * @return the host, started, without a link
   */
  public Host host(String name, int interfaces, UnaryOperator<StackConfig> kind) {
    int number = hosts.size() + 1;
    if (number > MAX_HOSTS) {
      throw new IllegalStateException("a network has at most " + MAX_HOSTS + " hosts");
    }
    List<Nic> nics = new ArrayList<>();
    for (int i = 0; i < interfaces; i++) {
      String device = i == 0 ? name : name + "." + i;
      nics.add(new Nic(device, FIRST_MAC + ((long) i << 16) + number, config.cpus(), RING));
    }
    NetStack stack = new NetStack(name, kind.apply(config(name, number, nics)), nics, execution);
    List<Port> ports = new ArrayList<>();
    for (Nic nic : nics) {
      ports.add(capture == null ? nic : capture.at(nic.name(), nic, stack.packetNote()));
    }
    Host host = new Host(stack, nics, ports);
    hosts.add(host);
    stack.start();
    return host;
  }

  private StackConfig config(String name, int number, List<Nic> nics) {
    int buffers = config.real() ? REAL_BUFFERS : BUFFERS;
    StackConfig stack =
        StackConfig.of(nif(nics, 0, number), random.split())
            .withProbes(runner.probes(name))
            .withBuffers(buffers + (nics.size() - 1) * RING)
            .withUncaught(UncaughtHandler.RETHROW)
            .withCapture(capture != null);
    for (int i = 1; i < nics.size(); i++) {
      stack = stack.withInterface(nif(nics, i, number));
    }
    return stack;
  }

  private NetworkInterface nif(List<Nic> nics, int i, int host) {
    int address = FIRST_ADDRESS + (i << (Integer.SIZE - PREFIX_LENGTH)) + host;
    Nic nic = nics.get(i);
    return new NetworkInterface(
        nic.name(), nic.macAddress(), address, PREFIX_LENGTH, IpAddress.ANY, config.mtu());
  }

  /**
   * Adds a learning switch. There must be no loop.
   *
   * @return a switch without ports
   */
  public Switch addSwitch() {
    return new Switch(execution::nanoTime, Switch.AGEING);
  }

  /**
   * Adds a hub, which repeats what comes in out of all other ports.
   *
   * @return a hub without ports
   */
  public Switch addHub() {
    return new Switch(execution::nanoTime, -1);
  }

  /**
   * Links two hosts by their first interfaces, of which each has one link.
   *
   * @param a one end
   * @param b the other
   * @param settings what the link is like, both ways
   * @return the link
   */
  public Link link(Host a, Host b, LinkSettings settings) {
    return link(a, 0, b, 0, settings);
  }

  /**
   * Links two hosts by any of their interfaces.
   *
   * @param a one end
   * @param ofA number of the interface there, from 0
   * @param b the other
   * @param ofB number of the interface there
   * @param settings what the link is like, both ways
   * @return the link
   */
  public Link link(Host a, int ofA, Host b, int ofB, LinkSettings settings) {
    String name = a.nic(ofA).name() + "-" + b.nic(ofB).name();
    return link(name, a.port(ofA), b.port(ofB), settings, settings);
  }

  /**
   * Links a host, by its first interface, to a new port of a switch.
   *
   * @param host end A of the link
   * @param relay end B
   * @param settings what the link is like, both ways
   * @return the link
   */
  public Link link(Host host, Switch relay, LinkSettings settings) {
    return link(host, 0, relay, settings);
  }

  /**
   * Links a host, by any of its interfaces, to a new port of a switch.
   *
   * @param host end A of the link
   * @param number of the interface, from 0
   * @param relay end B
   * @param settings what the link is like, both ways
   * @return the link
   */
  public Link link(Host host, int number, Switch relay, LinkSettings settings) {
    return link(host.nic(number).name(), host.port(number), relay.addPort(), settings, settings);
  }

  /**
   * Links any two ports: of hosts' devices, of switches, of what a test plays itself.
   *
   * @param name of the link, for people
   * @param a one end
   * @param b the other
   * @param fromA what the direction from A to B is like
   * @param fromB what the direction from B to A is like
   * @return the link
   */
  public Link link(String name, Port a, Port b, LinkSettings fromA, LinkSettings fromB) {
    Link link = new Link(scheduler, fromA, fromB, random, a, b);
    links.put(name + (links.containsKey(name) ? "/" + links.size() : ""), link);
    return link;
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
   * The time of the links, and the thread that they work on: what a device needs that moderates its
   * interrupts ({@link netmp.nic.Nic#setInterruptInterval}).
   *
   * @return the one of this network
   */
  public Scheduler scheduler() {
    return scheduler;
  }

  /**
   * Chance for the user's code.
   *
   * @return a generator of its own each time
   */
  public SplittableRandom random() {
    return random.split();
  }

  // ---- the run ----

  /**
   * Starts a thread that uses the network. A run lasts until the last of them has ended.
   *
   * @param name of the thread
   * @param body what it does; an exception ends the run
   * @return for who waits for its end
   */
  public UserTask spawn(String name, UserTask.Body body) {
    return start(name, Execution.Kind.USER, body);
  }

  /**
   * Starts a thread that uses the network and does not keep a run alive, such as a server.
   *
   * @param name of the thread
   * @param body what it does; an exception ends the run
   * @return for who waits for its end
   */
  public UserTask daemon(String name, UserTask.Body body) {
    return start(name, Execution.Kind.DAEMON, body);
  }

  private UserTask start(String name, Execution.Kind kind, UserTask.Body body) {
    UserTask task = new UserTask(execution, name);
    runner.start(task, kind, body);
    return task;
  }

  /**
   * Has something happen to the network, such as a partition.
   *
   * @param time since the network was made
   * @param task runs on the network's thread; must not wait
   */
  public void at(Duration time, Runnable task) {
    scheduler.at(begin + time.toNanos(), task);
  }

  /**
   * The time since the network was made. Any thread.
   *
   * @return nanoseconds
   */
  public long nanoTime() {
    return execution.nanoTime() - begin;
  }

  /**
   * Waits. A thread of the network; an interrupt does not end it.
   *
   * @param time for how long
   */
  public void sleep(Duration time) {
    long deadline = execution.nanoTime() + time.toNanos();
    boolean interrupted = false;
    while (execution.nanoTime() < deadline) {
      execution.parkUntil(deadline);
      interrupted |= execution.interrupted();
    }
    if (interrupted) {
      execution.interrupt(Thread.currentThread());
    }
  }

  /**
   * Runs until the last thread of {@link #spawn} has ended. Once.
   *
   * @throws NetworkFailure if a thread failed, or they wait for ever, or the run is over its limits
   */
  public void run() {
    Runner.End end = runner.run();
    if (!end.good()) {
      throw new NetworkFailure(describe(end.detail()), end.failure());
    }
  }

  private String describe(String detail) {
    StringBuilder text = new StringBuilder();
    text.append(config.name()).append(", seed ").append(config.seed()).append(", ");
    text.append(detail.strip()).append('\n');
    links.forEach(
        (name, link) -> {
          text.append("link ").append(name).append(": ").append(link.toB().counters());
          text.append("; back: ").append(link.toA().counters()).append('\n');
        });
    return text.toString();
  }

  /**
   * Ends what still runs, and the capture and the trace.
   *
   * @throws IOException if they cannot be written
   */
  @Override
  public void close() throws IOException {
    runner.finish(hosts.stream().map(Host::stack).toList());
    if (config.real()) {
      scheduler.stop();
    }
    if (trace != null) {
      trace.close();
    }
    if (capture != null) {
      capture.close();
    }
  }
}
