package netmp.socket;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import netmp.exec.Execution;
import netmp.mbuf.MbufPool;
import netmp.pcb.PcbTable;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.sockbuf.CpuSockbufs;
import netmp.sockbuf.Sockbuf;
import netmp.sockbuf.SockbufFactory;

/** Opens the sockets of one stack (BSD's socreate). Any user thread. */
public class Sockets {

  /** Bytes a socket buffer holds (BSD's udp_recvspace is of this order). */
  public static final int HIGH_WATER = 64 * 1024;

  private final Execution execution;
  private final Probes probes;
  private final SockbufFactory sockbufs;
  private final UdpDesign udp;
  private final MbufPool pool;
  private final List<? extends Protocol<DatagramSocket>> protocols;
  private final List<? extends Protocol<StreamSocket>> streams;
  private final List<? extends Protocol<StreamSocket>> locals;
  private final WaiterList.Factory waiterLists;
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger users = new AtomicInteger();
  private final ThreadLocal<UserThread> userThreads = ThreadLocal.withInitial(this::newUserThread);

  /**
   * The sockets of a stack.
   *
   * @param execution locks, parks and unparks the users
   * @param probes reports the actions of buffers and waits
   * @param sockbufs the design of the socket buffers
   * @param udp the design of the datagram protocol
   * @param pool where packets to be sent come from; any user thread allocates from it
   * @param protocols the datagram protocol's instances, one per CPU
   * @param streams the stream protocol's instances, one per CPU
   * @param locals the local stream protocol's instances, one per CPU
   */
  public Sockets(
      Execution execution,
      Probes probes,
      SockbufFactory sockbufs,
      UdpDesign udp,
      MbufPool pool,
      List<? extends Protocol<DatagramSocket>> protocols,
      List<? extends Protocol<StreamSocket>> streams,
      List<? extends Protocol<StreamSocket>> locals) {
    this(execution, probes, sockbufs, udp, pool, protocols, streams, locals, WaiterList::new);
  }

  /** With other waiter lists, such as broken ones. */
  Sockets(
      Execution execution,
      Probes probes,
      SockbufFactory sockbufs,
      UdpDesign udp,
      MbufPool pool,
      List<? extends Protocol<DatagramSocket>> protocols,
      List<? extends Protocol<StreamSocket>> streams,
      List<? extends Protocol<StreamSocket>> locals,
      WaiterList.Factory waiterLists) {
    this.execution = execution;
    this.probes = probes;
    this.sockbufs = sockbufs;
    this.udp = udp;
    this.pool = pool;
    this.protocols = List.copyOf(protocols);
    this.streams = List.copyOf(streams);
    this.locals = List.copyOf(locals);
    this.waiterLists = waiterLists;
  }

  /**
   * Opens a datagram socket.
   *
   * @return a socket that is neither bound nor connected
   */
  public DatagramSocket open() {
    DatagramSocket socket = new DatagramSocket(this);
    protocols.getFirst().attach(socket);
    return socket;
  }

  /**
   * Opens a local stream socket. The sockets are spread over the CPUs.
   *
   * @return a socket that is neither bound nor connected
   */
  public StreamSocket openLocal() {
    int cpu = cpu(opened.getAndIncrement());
    StreamSocket socket = new StreamSocket(this, SoPort.fixed(locals, cpu), 0);
    locals.get(cpu).attach(socket);
    return socket;
  }

  /**
   * Opens a stream socket. It moves to where its port or its peer's packets belong.
   *
   * @return a socket that is neither bound nor connected
   */
  public StreamSocket openStream() {
    SoPort<StreamSocket> soPort = new SoPort<>(streams, probes, probes.newObject("so_port"));
    StreamSocket socket = new StreamSocket(this, soPort, 0);
    streams.getFirst().attach(socket);
    return socket;
  }

  /**
   * Opens two local stream sockets that are connected (socketpair).
   *
   * @return both
   */
  public List<StreamSocket> openPair() {
    StreamSocket first = openLocal();
    StreamSocket second = openLocal();
    StreamSocket.connect2(first, second);
    return List.of(first, second);
  }

  StateWord stateWord() {
    return new StateWord(probes);
  }

  AcceptQueue acceptQueue(int backlog) {
    return new AcceptQueue(backlog, waiterLists, probes);
  }

  /** Who owns a name. */
  SoPort<StreamSocket> nameOwner(String name) {
    return SoPort.fixed(locals, cpu(name.hashCode()));
  }

  private int cpu(int any) {
    return any & (locals.size() - 1);
  }

  /**
   * Makes an event queue for sockets of this stack.
   *
   * @return a queue that watches nothing
   */
  public EventQueue eventQueue() {
    return new EventQueue(this, execution, probes);
  }

  ReceiveBuffer receiveBuffer(Socket socket) {
    if (udp == UdpDesign.N_SOCKBUFS && socket.type() == SocketOption.SOCK_DGRAM) {
      return cpuReceiveBuffer(socket);
    }
    int traced = probes.newObject("so_rcv." + sockbufs.text());
    return new ReceiveBuffer(
        socket,
        sockbufs.create(HIGH_WATER, probes, traced),
        execution.newLock(),
        waiterLists,
        probes,
        traced);
  }

  private ReceiveBuffer cpuReceiveBuffer(Socket socket) {
    int traced = probes.newObject("so_rcvq");
    CpuSockbufs queue =
        new CpuSockbufs(protocols.size(), this::cpuSockbuf, HIGH_WATER, probes, traced);
    return new CpuReceiveBuffer(socket, queue, execution.newLock(), waiterLists, probes, traced);
  }

  private Sockbuf cpuSockbuf(int cpu) {
    return sockbufs.create(HIGH_WATER, probes, probes.newObject("rcvq." + sockbufs.text()));
  }

  SendBuffer sendBuffer(Socket socket) {
    int traced = probes.newObject("so_snd." + sockbufs.text());
    return new SendBuffer(
        socket,
        sockbufs.create(HIGH_WATER, probes, traced),
        execution.newLock(),
        waiterLists,
        probes,
        traced);
  }

  Probes probes() {
    return probes;
  }

  Execution execution() {
    return execution;
  }

  /** The MTU of the interface of datagram sockets. */
  int mtu() {
    return protocols.getFirst().mtu();
  }

  MbufPool pool() {
    return pool;
  }

  SoPort<DatagramSocket> soPort() {
    return udp == UdpDesign.TOMBSTONE
        ? new MigratingSoPort<>(protocols, execution, probes, probes.newObject("pcb_move"))
        : new SoPort<>(protocols, probes, probes.newObject("so_port"));
  }

  /** The CPU that owns a local port. */
  int ownerOf(int port) {
    return PcbTable.owner(port, protocols.size());
  }

  /** A CPU for a socket that does not care for its port. */
  int anyCpu(int number) {
    return number & (protocols.size() - 1);
  }

  UserThread current() {
    return userThreads.get();
  }

  private UserThread newUserThread() {
    return new UserThread(execution, users.incrementAndGet());
  }
}
