package netmp.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import netmp.capture.PacketNote;
import netmp.ether.Offload;
import netmp.exec.Execution;
import netmp.icmp.EchoRequest;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.local.Local;
import netmp.mbuf.MbufPool;
import netmp.msg.Call;
import netmp.nic.Nic;
import netmp.nic.Rss;
import netmp.socket.DatagramSocket;
import netmp.socket.EventQueue;
import netmp.socket.Poll;
import netmp.socket.PollFd;
import netmp.socket.Sockets;
import netmp.socket.StreamSocket;
import netmp.stats.Statistics;
import netmp.tcp.Secrets;
import netmp.tcp.Tcp;
import netmp.tcp.TcpUsrreqs;
import netmp.udp.Udp;

/**
 * A TCP/IP stack on one NIC or several: a protocol thread for each queue of every NIC, and sockets
 * for any number of user threads. With several it is a host on several links; it forwards nothing
 * (RFC 1122 section 3.3.1).
 *
 * <p>{@link #start} before sockets are used; {@link #stop} when the last of them is closed.
 */
public final class NetStack {

  private static final long DOWN_PATIENCE = 2_000_000_000L;

  private final String name;
  private final Execution execution;
  private final Rss steering;
  private final PacketNotes notes;
  private final List<Nic> nics;
  private final List<Ifconfig> ifconfigs = new ArrayList<>();
  private final List<Cpu> cpus = new ArrayList<>();
  private final MbufPool userPool;
  private final Sockets sockets;

  /** Written by {@link #start}, read by captures at the same time. */
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  /**
   * Wires a stack that has one interface.
   *
   * @param name names its threads, such as A: A.p0, A.p1
   * @param config how it is made
   * @param nic its device, for this stack alone; one CPU per queue
   * @param execution where its threads run
   */
  public NetStack(String name, StackConfig config, Nic nic, Execution execution) {
    this(name, config, List.of(nic), execution);
  }

  /**
   * Wires a stack. All devices must steer alike: which CPU a connection belongs to does not depend
   * on the device by which its packets come.
   *
   * @param name names its threads, such as A: A.p0, A.p1
   * @param config how it is made
   * @param nics a device for each interface of the configuration, for this stack alone; one CPU per
   *     queue of each
   * @param execution where its threads run
   * @throws IllegalArgumentException if there are more or fewer devices, or they steer differently
   */
  public NetStack(String name, StackConfig config, List<Nic> nics, Execution execution) {
    config.check(nics);
    StackConfig.checkSteering(nics);
    this.nics = List.copyOf(nics);
    int queues = nics.getFirst().queues();
    this.name = name;
    this.execution = execution;
    steering = nics.getFirst().rss();
    notes = new PacketNotes(steering, threads, config.captured());
    List<Udp> udps = new ArrayList<>();
    List<Local> locals = new ArrayList<>();
    List<Tcp> tcps = new ArrayList<>();
    List<TcpUsrreqs> usrreqs = new ArrayList<>();
    Secrets secrets = new Secrets(config.random());
    for (int i = 0; i < queues; i++) {
      Cpu cpu =
          new Cpu(
              i, queues, cpus, udps, tcps, usrreqs, locals, secrets, config, notes, nics,
              execution);
      cpus.add(cpu);
      udps.add(cpu.udp);
      tcps.add(cpu.tcp);
      usrreqs.add(cpu.tcpUsrreqs);
      locals.add(cpu.local);
    }
    for (CpuInterface each : cpus.getFirst().interfaces) {
      ifconfigs.add(each.makeArp(config, cpus));
    }
    userPool =
        MbufPool.forManyThreads(
            config.buffers(),
            1 + queues * config.buffers(),
            config.longestFrame(),
            config.probes());
    for (int i = 0; i < nics.size(); i++) {
      configure(nics.get(i), config.nif(i).vlan(), config);
    }
    sockets =
        new Sockets(
            execution,
            config.probes(),
            config.sockbufs(),
            config.udp().on(queues),
            userPool,
            udps,
            usrreqs,
            locals);
  }

  /**
   * What a capture at this stack's device may say of each frame: the CPU, and the control blocks
   * that it is from, or for, if the stack was made {@link StackConfig#withCapture}.
   *
   * @return any thread may call it
   */
  public PacketNote packetNote() {
    return notes;
  }

  /** Sets a device's registers. */
  private static void configure(Nic nic, int vlan, StackConfig config) {
    nic.setLongestFrame(Math.max(Nic.MAX_FRAME, config.longestFrame()));
    nic.filter().setMulticast(MacAddress.ofGroup(IpAddress.ALL_HOSTS));
    nic.setReceiveChecksum(config.offloads().contains(Offload.RECEIVE_CHECKSUM));
    nic.setJoining(config.offloads().contains(Offload.JOINING));
    if (vlan != 0) {
      nic.setVlanStripping(true);
      nic.filter().setVlans(vlan);
    }
  }

  /**
   * Starts the devices and the protocol threads. Once.
   *
   * @throws IllegalArgumentException if the devices steer differently by now
   */
  public void start() {
    StackConfig.checkSteering(nics);
    for (int i = 0; i < nics.size(); i++) {
      start(i, nics.get(i));
    }
    for (int i = 0; i < cpus.size(); i++) {
      threads.add(execution.start(name + ".p" + i, Execution.Kind.PROTOCOL, cpus.get(i).netisr));
    }
  }

  private void start(int number, Nic nic) {
    nic.start();
    nic.onLinkChange(
        () -> {
          if (nic.isLinkUp()) {
            cpus.getFirst().linkIsUp(number);
          }
        });
  }

  /** Tells the protocol threads to end; they do once they have handled what was put before. */
  public void stop() {
    cpus.forEach(cpu -> cpu.netisr.stop());
  }

  /**
   * The protocol threads.
   *
   * @return one per CPU, after {@link #start}
   */
  public List<Thread> threads() {
    return List.copyOf(threads);
  }

  /**
   * The name that the stack was given, of which its threads have theirs.
   *
   * @return the host's name
   */
  public String name() {
    return name;
  }

  /**
   * The stack's clock. Any thread.
   *
   * @return nanoseconds since an arbitrary moment
   */
  public long nanoTime() {
    return execution.nanoTime();
  }

  /**
   * How it stands with the first interface. Any thread.
   *
   * @return its state now
   */
  public InterfaceState interfaceState() {
    return interfaceState(0);
  }

  /**
   * How it stands with an interface. Any thread.
   *
   * @param number of the interface, from 0
   * @return its state now
   */
  public InterfaceState interfaceState(int number) {
    return ifconfigs.get(number).state();
  }

  /**
   * Waits until each interface has its address, or cannot have it because of a conflict, or is
   * down. Any user thread; an interrupt does not end the wait.
   *
   * @param timeoutNanos for how long
   * @return whether all have one
   */
  public boolean awaitAddress(long timeoutNanos) {
    long deadline = execution.nanoTime() + timeoutNanos;
    boolean all = true;
    for (Ifconfig each : ifconfigs) {
      long left = Math.max(0, deadline - execution.nanoTime());
      all &= new AddressWait(execution, each, left).ask(cpus.getFirst().port);
    }
    return all;
  }

  /**
   * Gives the addresses up, and leases back to their servers, before {@link #stop}. Any user
   * thread, once; takes a second at most.
   */
  public void down() {
    for (Ifconfig each : ifconfigs) {
      cpus.getFirst().port.put(new Call(each::down));
    }
    awaitAddress(DOWN_PATIENCE);
  }

  /**
   * Opens a datagram socket. Any user thread.
   *
   * @return a socket that is neither bound nor connected
   */
  public DatagramSocket datagramSocket() {
    return sockets.open();
  }

  /**
   * Opens a TCP socket (AF_INET, SOCK_STREAM). Any user thread.
   *
   * @return a socket that is neither bound nor connected
   */
  public StreamSocket streamSocket() {
    return sockets.openStream();
  }

  /**
   * Opens a local stream socket (AF_LOCAL, SOCK_STREAM). Any user thread.
   *
   * @return a socket that is neither bound nor connected
   */
  public StreamSocket localSocket() {
    return sockets.openLocal();
  }

  /**
   * Opens two local stream sockets that are connected to each other (socketpair). Any user thread.
   *
   * @return both
   */
  public List<StreamSocket> socketPair() {
    return sockets.openPair();
  }

  /**
   * Makes a request whether a host is there (ping). Any user thread, which is the only one to use
   * it. It is for the address that this host has now.
   *
   * @param host IPv4 address of a host
   * @return a request that can be asked again and again
   */
  public EchoRequest echoRequest(int host) {
    int source = cpus.getFirst().routes.sourceFor(IpAddress.ANY, host);
    return cpus.get(steering.queue(host, source)).pings.request(host, execution);
  }

  /**
   * Makes an event queue for sockets of this stack. Any user thread.
   *
   * @return a queue that watches nothing
   */
  public EventQueue eventQueue() {
    return sockets.eventQueue();
  }

  /**
   * Asks about many sockets of this stack, and waits until there is something to report. Any user
   * thread.
   *
   * @param fds what is asked; receives the answers
   * @param timeoutNanos as of {@link Poll#poll}
   * @return as of {@link Poll#poll}
   * @throws InterruptedException as of {@link Poll#poll}
   */
  public int poll(PollFd[] fds, long timeoutNanos) throws InterruptedException {
    return Poll.poll(sockets, fds, timeoutNanos);
  }

  /**
   * The counters of all CPUs. Any thread.
   *
   * @return live counters
   */
  public Statistics statistics() {
    return new Statistics(cpus.stream().map(cpu -> cpu.counters).toList());
  }

  /**
   * Counts what the stack holds, on all CPUs. Any user thread.
   *
   * @return a count of its own each time
   */
  public Census census() {
    Census.Question question = new Census.Question(execution);
    cpus.forEach(question::ask);
    return question.answer();
  }

  /**
   * How many packet buffers are not in use, for leak checks. Exact only while nothing runs.
   *
   * @return free buffers of all pools
   */
  public int availableBuffers() {
    return userPool.available() + cpus.stream().mapToInt(cpu -> cpu.pool.available()).sum();
  }
}
