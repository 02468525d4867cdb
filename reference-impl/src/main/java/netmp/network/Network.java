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
    int number = hosts.size() + 1;
    if (number > MAX_HOSTS) {
      throw new IllegalStateException("a network has at most " + MAX_HOSTS + " hosts");
    }
    Nic nic = new Nic(name, FIRST_MAC + number, config.cpus(), RING);
    int address = FIRST_ADDRESS + number;
    NetworkInterface nif =
        new NetworkInterface(
            name, nic.macAddress(), address, PREFIX_LENGTH, IpAddress.ANY, config.mtu());
    StackConfig stackConfig =
        StackConfig.of(nif, random.split())
            .withProbes(runner.probes(name))
            .withBuffers(config.real() ? REAL_BUFFERS : BUFFERS)
            .withUncaught(UncaughtHandler.RETHROW)
            .withCapture(capture != null);
    NetStack stack = new NetStack(name, kind.apply(stackConfig), nic, execution);
    Port port = capture == null ? nic : capture.at(name, nic, stack.packetNote());
    Host host = new Host(stack, nic, port);
    hosts.add(host);
    stack.start();
    return host;
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
   * Links two hosts. A host has one link.
   *
   * @param a one end
   * @param b the other
   * @param settings what the link is like, both ways
   * @return the link
   */
  public Link link(Host a, Host b, LinkSettings settings) {
    return link(a.name() + "-" + b.name(), a.port(), b.port(), settings, settings);
  }

  /**
   * Links a host to a new port of a switch.
   *
   * @param host end A of the link
   * @param relay end B
   * @param settings what the link is like, both ways
   * @return the link
   */
  public Link link(Host host, Switch relay, LinkSettings settings) {
    return link(host.name(), host.port(), relay.addPort(), settings, settings);
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
