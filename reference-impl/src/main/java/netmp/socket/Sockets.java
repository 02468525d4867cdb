package netmp.socket;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import netmp.exec.Execution;
import netmp.mbuf.MbufPool;
import netmp.pcb.PcbTable;
import netmp.probe.Probes;
import netmp.sockbuf.SockbufFactory;

/** Opens the datagram sockets of one stack (BSD's socreate). Any user thread. */
public final class Sockets {

  /** Bytes a socket buffer holds (BSD's udp_recvspace is of this order). */
  public static final int HIGH_WATER = 64 * 1024;

  private final Execution execution;
  private final Probes probes;
  private final SockbufFactory sockbufs;
  private final MbufPool pool;
  private final List<? extends Protocol<DatagramSocket>> protocols;
  private final AtomicInteger users = new AtomicInteger();
  private final ThreadLocal<UserThread> userThreads = ThreadLocal.withInitial(this::newUserThread);

  /**
   * The sockets of a stack.
   *
   * @param execution locks, parks and unparks the users
   * @param probes reports the actions of buffers and waits
   * @param sockbufs the design of the socket buffers
   * @param pool where packets to be sent come from; any user thread allocates from it
   * @param protocols the datagram protocol's instances, one per CPU
   */
  public Sockets(
      Execution execution,
      Probes probes,
      SockbufFactory sockbufs,
      MbufPool pool,
      List<? extends Protocol<DatagramSocket>> protocols) {
    this.execution = execution;
    this.probes = probes;
    this.sockbufs = sockbufs;
    this.pool = pool;
    this.protocols = List.copyOf(protocols);
  }

  /**
   * Opens a datagram socket.
   *
   * @return a socket that is neither bound nor connected
   */
  public DatagramSocket open() {
    DatagramSocket socket = new DatagramSocket(this);
    socket.attach();
    return socket;
  }

  /**
   * Makes an event queue for sockets of this stack.
   *
   * @return a queue that watches nothing
   */
  public EventQueue eventQueue() {
    return new EventQueue(this, execution, probes);
  }

  ReceiveBuffer receiveBuffer() {
    int traced = probes.newObject("so_rcv." + sockbufs.text());
    return new ReceiveBuffer(
        sockbufs.create(HIGH_WATER, probes, traced), execution.newLock(), probes, traced);
  }

  SendBuffer sendBuffer(Socket socket) {
    int traced = probes.newObject("so_snd." + sockbufs.text());
    return new SendBuffer(
        socket, sockbufs.create(HIGH_WATER, probes, traced), execution.newLock(), probes, traced);
  }

  Execution execution() {
    return execution;
  }

  MbufPool pool() {
    return pool;
  }

  /** Where requests of an unbound socket go. */
  Protocol<DatagramSocket> initial() {
    return protocols.getFirst();
  }

  /** The instance that owns a local port. */
  Protocol<DatagramSocket> owner(int port) {
    return protocols.get(PcbTable.owner(port, protocols.size()));
  }

  /** An instance for a socket that does not care for its port. */
  Protocol<DatagramSocket> anyOwner(int number) {
    return protocols.get(number & (protocols.size() - 1));
  }

  UserThread current() {
    return userThreads.get();
  }

  private UserThread newUserThread() {
    return new UserThread(execution, users.incrementAndGet());
  }
}
