package netmp.tcp;

import java.util.List;
import java.util.random.RandomGenerator;
import netmp.action.StackProbe;
import netmp.ether.Interfaces;
import netmp.inet.IpAddress;
import netmp.msg.MessagePort;
import netmp.pcb.Inpcb;
import netmp.pcb.PcbTable;
import netmp.socket.Control;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.Protocol;
import netmp.socket.Shutdown;
import netmp.socket.SocketOption;
import netmp.socket.StreamSocket;
import netmp.socket.TcpInfo;

/**
 * The requests of users to TCP on one CPU (BSD's tcp_usrreqs; RFC 9293 sections 3.10.1 to 3.10.6).
 * Everything but {@link #port} is for that CPU's protocol thread.
 *
 * <p>A socket is bound on the CPU that owns its port and connected on the one where the peer's
 * segments land; it moves along with the request.
 */
public final class TcpUsrreqs implements Protocol<StreamSocket> {

  private static final int FIRST_EPHEMERAL = PcbTable.FIRST_EPHEMERAL;
  private static final int LAST_PORT = 0xffff;

  private final Tcp tcp;
  private final Interfaces interfaces;
  private final int cpus;
  private final RandomGenerator random;
  private final TcpOptions options;

  /** The bound ports that this CPU owns. */
  private final PcbTable<StreamSocket> ports;

  /** The instances of all CPUs, this one included. */
  private final List<TcpUsrreqs> instances;

  /**
   * Wires the requests.
   *
   * @param tcp the CPU's TCP
   * @param ports the CPU's share of the ports
   * @param cpus number of CPUs, a power of two
   * @param random where ephemeral ports come from (RFC 6056)
   * @param instances the instances of all CPUs, by number; filled before the first request
   */
  public TcpUsrreqs(
      Tcp tcp,
      PcbTable<StreamSocket> ports,
      int cpus,
      RandomGenerator random,
      List<TcpUsrreqs> instances) {
    this.tcp = tcp;
    this.interfaces = tcp.interfaces();
    this.ports = ports;
    this.cpus = cpus;
    this.random = random;
    options = new TcpOptions(tcp);
    this.instances = instances;
  }

  @Override
  public MessagePort port() {
    return tcp.port();
  }

  /** The address from which a socket would send to a peer. */
  private int sourceFor(Tcpcb tp, int address) {
    return tcp.routes().sourceFor(tp.bound == null ? Inpcb.ANY : tp.bound.localAddress(), address);
  }

  private static Tcpcb pcb(StreamSocket socket) {
    return (Tcpcb) socket.pcb();
  }

  @Override
  public void attach(StreamSocket socket) {
    socket.setPcb(new Tcpcb(socket, tcp, new Cubic()));
  }

  /** Whether the socket has had its one connection, or has tried to, or listens. */
  private static boolean isUsed(Tcpcb tp) {
    return tp.state != TcpState.CLOSED || tp.localPort() != 0;
  }

  /** Whether there is a connection still; in TIME-WAIT it is over at both ends. */
  private static boolean hasConnection(Tcpcb tp) {
    return tp.state.isSynchronized() && tp.state != TcpState.TIME_WAIT;
  }

  // ---- where it is ----

  @Override
  public int binding(StreamSocket socket, int owner) {
    return canBind(pcb(socket)) ? owner : STAYS;
  }

  private static boolean canBind(Tcpcb tp) {
    return tp.bound == null && !isUsed(tp);
  }

  @Override
  public Errno bind(StreamSocket socket, int address, int port) {
    if (address != Inpcb.ANY && !interfaces.isOurs(address)) {
      return Errno.EADDRNOTAVAIL;
    }
    Tcpcb tp = pcb(socket);
    if (!canBind(tp)) {
      return Errno.EINVAL;
    }
    Inpcb<StreamSocket> pcb = new Inpcb<>(socket);
    pcb.setReuse(socket.has(SocketOption.SO_REUSEADDR), socket.has(SocketOption.SO_REUSEPORT));
    int chosen = port == 0 ? ports.ephemeralPort(address) : port;
    if (chosen == 0 || ports.conflicts(pcb, address, chosen)) {
      return Errno.EADDRINUSE;
    }
    ports.bind(pcb, address, chosen);
    tp.bound = pcb;
    return Errno.OK;
  }

  @Override
  public Errno sockaddr(StreamSocket socket, Endpoint into) {
    Tcpcb tp = pcb(socket);
    if (tp.localPort() != 0) {
      into.set(tp.localAddress(), tp.localPort());
    } else if (tp.bound != null) {
      into.set(tp.bound.localAddress(), tp.bound.localPort());
    } else {
      into.set(Inpcb.ANY, 0);
    }
    return Errno.OK;
  }

  @Override
  public Errno peeraddr(StreamSocket socket, Endpoint into) {
    Tcpcb tp = pcb(socket);
    into.set(tp.foreignAddress(), tp.foreignPort());
    return hasConnection(tp) ? Errno.OK : Errno.ENOTCONN;
  }

  // ---- connections ----

  /**
   * One that is bound goes to where its peer's segments will land. Others are spread over the CPUs,
   * and find a port that fits there.
   */
  @Override
  public int connecting(StreamSocket socket, int address, int port) {
    Tcpcb tp = pcb(socket);
    if (isUsed(tp)) {
      return STAYS;
    }
    return tp.bound == null
        ? preferredCpu(tp)
        : tcp.cpuOf(sourceFor(tp, address), tp.bound.localPort(), address, port);
  }

  /** The answer does not change on the way. */
  private int preferredCpu(Tcpcb tp) {
    if (tp.preferredCpu == STAYS) {
      tp.preferredCpu = random.nextInt(cpus);
    }
    return tp.preferredCpu;
  }

  @Override
  public Errno connect(StreamSocket socket, int address, int port) {
    Tcpcb tp = pcb(socket);
    if (tp.listener != null || !isPeer(address)) {
      return Errno.EINVAL;
    }
    if (isUsed(tp)) {
      return tp.state == TcpState.SYN_SENT ? Errno.EALREADY : Errno.EISCONN;
    }
    int local = isBoundElsewhere(tp, address) ? 0 : localPort(tp, address, port);
    if (local == 0) {
      return Errno.EADDRNOTAVAIL;
    }
    int source = sourceFor(tp, address);
    if (!tcp.isFree(source, local, address, port)) {
      return Errno.EADDRINUSE;
    }
    shareLocalPort(tp.bound);
    tp.begin(tcp, source, local, address, port);
    socket.isConnecting();
    tcp.activeOpen(tp);
    return Errno.OK;
  }

  /** Who is bound with SO_REUSEADDR may have the port of a socket that has a peer (BSD). */
  private void shareLocalPort(Inpcb<StreamSocket> bound) {
    if (bound != null) {
      TcpUsrreqs owner = ownerOf(bound);
      owner.tcp.call(() -> owner.ports.suspend(bound, bound.localAddress(), Inpcb.ANY, 0));
    }
  }

  /** The CPU that has the port among its own. */
  private TcpUsrreqs ownerOf(Inpcb<StreamSocket> bound) {
    return instances.get(PcbTable.owner(bound.localPort(), cpus));
  }

  /** Whether this host has no address to connect from, or not the one the socket is bound to. */
  private boolean isBoundElsewhere(Tcpcb tp, int address) {
    boolean gone =
        tp.bound != null
            && tp.bound.localAddress() != Inpcb.ANY
            && !interfaces.isOurs(tp.bound.localAddress());
    return gone || sourceFor(tp, address) == IpAddress.ANY;
  }

  private int localPort(Tcpcb tp, int address, int port) {
    return tp.bound == null
        ? freePort(sourceFor(tp, address), address, port)
        : tp.bound.localPort();
  }

  private boolean isPeer(int address) {
    return interfaces.isHost(address) || address == IpAddress.LOOPBACK;
  }

  /**
   * A local port for a connection: one with which the peer's segments land here, from a random one
   * on (RFC 6056 section 3.3.1). All connections with that tuple would be here, so this CPU knows
   * whether it is free. The port may be one that another socket is bound to: bound sockets and
   * connections are told apart by the peer. But it is not the peer's own, if that is this host: the
   * connection would be one with itself (RFC 9293 section 3.5), and whoever listens there would
   * never hear of it.
   */
  private int freePort(int source, int address, int port) {
    int slots = LAST_PORT + 1 - FIRST_EPHEMERAL;
    int start = random.nextInt(slots);
    for (int i = 0; i < slots; i++) {
      int local = FIRST_EPHEMERAL + (start + i) % slots;
      boolean isItself = local == port && source == address;
      if (!isItself
          && tcp.cpuOf(source, local, address, port) == tcp.cpu()
          && tcp.isFree(source, local, address, port)) {
        return local;
      }
    }
    return 0;
  }

  @Override
  public Errno listen(StreamSocket socket, int backlog) {
    Tcpcb tp = pcb(socket);
    if (tp.listener != null || isUsed(tp)) {
      return Errno.EINVAL;
    }
    if (tp.bound == null) {
      Errno errno = bind(socket, Inpcb.ANY, 0);
      if (errno != Errno.OK) {
        return errno;
      }
    }
    tp.tcp = tcp;
    tp.state = TcpState.LISTEN;
    tp.listener = new Listener(tp);
    socket.startListening(backlog);
    replicate(socket);
    return Errno.OK;
  }

  /** A listener is known to every CPU. */
  @Override
  public boolean isReplicated(StreamSocket socket) {
    return pcb(socket).listener != null;
  }

  @Override
  public void replicate(StreamSocket socket) {
    Tcpcb tp = pcb(socket);
    if (tp.listener == null) {
      return;
    }
    if (tp.state == TcpState.LISTEN) {
      tcp.addListener(tp.listener);
    } else {
      tcp.removeListener(tp.listener);
    }
  }

  // ---- text ----

  @Override
  public void notifySend(StreamSocket socket) {
    Tcpcb tp = pcb(socket);
    if (tp == null || tp.tcp != tcp) {
      return;
    }
    if (tp.state == TcpState.CLOSED || tp.state == TcpState.TIME_WAIT) {
      Tcp.discard(socket);
    } else {
      tcp.pend(tp);
    }
  }

  @Override
  public Errno rcvoob(StreamSocket socket, byte[] into) {
    boolean inline = socket.has(SocketOption.SO_OOBINLINE);
    return inline ? Errno.EINVAL : socket.urgentMark().take(into);
  }

  // ---- the end ----

  @Override
  public Errno shutdown(StreamSocket socket, Shutdown how) {
    if (!hasConnection(pcb(socket))) {
      return Errno.ENOTCONN;
    }
    if (how.isReceiving()) {
      socket.cantReceiveMore();
    }
    return Errno.OK;
  }

  /** Section 3.10.4. What was written goes on its way; nobody reads any more. */
  @Override
  public Errno disconnect(StreamSocket socket) {
    Tcpcb tp = pcb(socket);
    if (tp.state == TcpState.SYN_SENT) {
      giveUp(tp);
    } else if (tp.state.isSynchronized() && socket.hasUnread()) {
      return abort(socket); // RFC 2525 section 2.17: bytes that nobody read are not kept silent
    }
    tp.userGone = true;
    socket.cantReceiveMore();
    socket.cantSendMore();
    if (tp.state == TcpState.FIN_WAIT_2) {
      tcp.finAcknowledged(tp);
    }
    return Errno.OK;
  }

  /** The peer knows nothing of the connection. */
  private void giveUp(Tcpcb tp) {
    tp.hit(StackProbe.GIVE_UP_CONNECTION, Tcpcb.GIVEN_UP_BY_USER);
    tcp.drop(tp, Errno.OK);
  }

  /** Section 3.10.5. */
  @Override
  public Errno abort(StreamSocket socket) {
    Tcpcb tp = pcb(socket);
    tp.userGone = true;
    if (hasConnection(tp)) {
      tp.hit(StackProbe.GIVE_UP_CONNECTION, Tcpcb.GIVEN_UP_BY_USER);
      tcp.reset(tp, Errno.OK);
    } else if (tp.state == TcpState.SYN_SENT) {
      giveUp(tp);
    }
    socket.cantReceiveMore();
    return Errno.OK;
  }

  @Override
  public Errno detach(StreamSocket socket) {
    Tcpcb tp = pcb(socket);
    if (tp.listener != null) {
      tp.state = TcpState.CLOSED;
      replicate(socket);
      socket.cantReceiveMore();
    }
    if (tp.bound != null) {
      TcpUsrreqs owner = ownerOf(tp.bound);
      Inpcb<StreamSocket> bound = tp.bound;
      Listener listener = tp.listener;
      owner.tcp.call(() -> owner.unbind(bound, listener));
      tp.bound = null;
    }
    return Errno.OK;
  }

  /** The port is free; but if there was a listener only once no connection has it (BSD). */
  private void unbind(Inpcb<StreamSocket> bound, Listener listener) {
    if (listener == null) {
      ports.remove(bound);
    } else {
      ports.suspend(bound, bound.localAddress(), Inpcb.ANY, 0);
      listener.close(() -> ports.remove(bound));
    }
  }

  // ---- options, and what there is to know ----

  @Override
  public int option(StreamSocket socket, SocketOption option) {
    return options.get(pcb(socket), option);
  }

  @Override
  public Errno setOption(StreamSocket socket, SocketOption option, int value) {
    return options.set(pcb(socket), option, value);
  }

  @Override
  public TcpInfo info(StreamSocket socket) {
    return options.info(pcb(socket));
  }

  @Override
  public int control(Control query) {
    return query.of(interfaces.get(0).nif());
  }
}
