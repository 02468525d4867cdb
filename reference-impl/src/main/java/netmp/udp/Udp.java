package netmp.udp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import netmp.action.StackProbe;
import netmp.dhcp.DhcpClient;
import netmp.ether.Ifnet;
import netmp.ether.Interfaces;
import netmp.ether.NetworkInterface;
import netmp.icmp.ControlInput;
import netmp.icmp.IcmpError;
import netmp.igmp.Memberships;
import netmp.inet.IpAddress;
import netmp.ip.ErrorReporter;
import netmp.ip.ErrorReporter.Unreachable;
import netmp.ip.IpHeader;
import netmp.ip.IpOutput;
import netmp.ip.IpProtocol;
import netmp.ip.RouteTable;
import netmp.ip.TransportInput;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.mbuf.PacketHandler;
import netmp.msg.MessagePort;
import netmp.nic.Rss;
import netmp.offload.Checksum;
import netmp.pcb.Inpcb;
import netmp.pcb.Joined;
import netmp.pcb.PcbTable;
import netmp.pcb.UdpDesign;
import netmp.probe.Probes;
import netmp.socket.Control;
import netmp.socket.DatagramSocket;
import netmp.socket.Endpoint;
import netmp.socket.Errno;
import netmp.socket.Protocol;
import netmp.socket.Shutdown;
import netmp.socket.SocketOption;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * UDP on one CPU. Everything but {@link #port} is for that CPU's protocol thread.
 *
 * <p>The input path parses the fixed header where the datagram arrived. Where it is looked up and
 * verified, and how it comes to the socket's owner, is for the {@link UdpDesign} to say. The owner
 * of a socket is the owner of its local port.
 */
public final class Udp implements TransportInput, ControlInput, Protocol<DatagramSocket> {

  /** How many datagrams one message sends. */
  private static final int BURST = 64;

  private static final int HEADER = 8;
  private static final int SOURCE_PORT = 0;
  private static final int DESTINATION_PORT = 2;
  private static final int LENGTH = 4;
  private static final int CHECKSUM = 6;

  final int cpu;
  private final MessagePort port;
  final Interfaces interfaces;
  final RouteTable routes;

  /** Takes what comes to the client of DHCP on an interface, if there is one. */
  private final PacketHandler[] dhcp;

  final PcbTable<DatagramSocket> table;
  private final IpOutput ip;
  private final ErrorReporter errors;
  final Counters counters;

  /** {@link #lookup(Mbuf)}, as a handler of packets from other CPUs. */
  final PacketHandler lookup = this::lookup;

  final Probes probes;
  private final boolean replicated;
  final Placement placement;
  private final Memberships memberships;
  private final MbufPool pool;

  /** While what was sent to many is delivered, to whom. */
  private final List<Inpcb<DatagramSocket>> takers = new ArrayList<>();

  /**
   * Wires the protocol.
   *
   * @param cpu the CPU's number
   * @param port the CPU's message port
   * @param interfaces as the CPU knows them
   * @param routes the CPU's
   * @param table the CPU's control blocks
   * @param ip the CPU's output
   * @param errors the CPU's ICMP errors
   * @param counters the CPU's
   * @param instances the instances of all CPUs, by number; filled before the first packet
   * @param design where sockets are, and where they are found
   * @param probes reports what is done to control blocks that all CPUs know
   * @param rss on which CPU the packets of a tuple land
   * @param memberships told, in order, that a socket joins a group, or leaves it
   * @param pool the CPU's buffers, for copies
   */
  public Udp(
      int cpu,
      MessagePort port,
      Interfaces interfaces,
      RouteTable routes,
      PcbTable<DatagramSocket> table,
      IpOutput ip,
      ErrorReporter errors,
      Counters counters,
      List<Udp> instances,
      UdpDesign design,
      Probes probes,
      Rss rss,
      Memberships memberships,
      MbufPool pool) {
    this.probes = probes;
    this.cpu = cpu;
    this.port = port;
    this.interfaces = interfaces;
    this.routes = routes;
    dhcp = new PacketHandler[interfaces.size()];
    this.table = table;
    this.ip = ip;
    this.errors = errors;
    this.counters = counters;
    replicated = design.isReplicated();
    placement = Placement.of(design, this, instances, rss);
    this.memberships = memberships;
    this.pool = pool;
  }

  @Override
  public MessagePort port() {
    return port;
  }

  @Override
  public int mtu() {
    return interfaces.leastMtu();
  }

  // ---- input ----

  @Override
  public void input(Mbuf packet, int headerLength, int source, int destination) {
    if (packet.length() < headerLength + HEADER) {
      counters.drop(packet, DropReason.UDP_SHORT);
      return;
    }
    int sourcePort = packet.u16(headerLength + SOURCE_PORT);
    int destinationPort = packet.u16(headerLength + DESTINATION_PORT);
    packet.setFlow(source, sourcePort, destination, destinationPort);
    if (destinationPort == DhcpClient.PORT && dhcp[packet.ifnet()] != null) {
      if (verify(packet)) {
        dhcp[packet.ifnet()].handle(packet);
      }
    } else {
      placement.input(packet);
    }
  }

  /**
   * This host is a client of DHCP on an interface: no socket gets what comes to that port by it.
   * Before the protocol thread starts.
   *
   * @param ifnet number of the interface
   * @param client takes datagrams, verified, at their IP headers; on this CPU
   */
  public void setDhcp(int ifnet, PacketHandler client) {
    dhcp[ifnet] = client;
  }

  /** Verifies a datagram, finds its socket, and delivers it. */
  void lookup(Mbuf packet) {
    if (verify(packet)) {
      dispatch(packet);
    }
  }

  /** Delivers a datagram that was verified. */
  private void dispatch(Mbuf packet) {
    if (isForMany(packet)) {
      deliverToAll(packet);
      return;
    }
    Inpcb<DatagramSocket> pcb = find(packet);
    if (pcb == null) {
      refuse(packet);
    } else {
      deliver(pcb, packet);
    }
  }

  /** Whether a datagram was sent to a group, or to all hosts. */
  boolean isForMany(Mbuf packet) {
    int address = packet.localAddress();
    return IpAddress.isMulticast(address) || interfaces.isBroadcast(address);
  }

  /**
   * As in BSD, each of the sockets that share the port gets what was sent to many, if it is not
   * connected. One of them gets the datagram, the others copies. On a CPU that knows all sockets of
   * the port.
   */
  void deliverToAll(Mbuf packet) {
    table.takers(packet.localAddress(), packet.localPort(), packet.ifnet(), takers);
    if (takers.isEmpty()) {
      counters.drop(packet, DropReason.UDP_NO_PORT); // nobody is told (RFC 1122 section 3.2.2)
      return;
    }
    for (int i = 1; i < takers.size(); i++) {
      Mbuf copy = pool.copy(packet);
      counters.count(copy == null ? Counter.UDP_NO_MBUF : Counter.UDP_COPIED);
      if (copy != null) {
        deliver(takers.get(i), copy);
      }
    }
    deliver(takers.getFirst(), packet);
    takers.clear();
  }

  /** False if the datagram was dropped. */
  boolean verify(Mbuf packet) {
    int at = IpHeader.headerLength(packet, 0);
    int length = packet.u16(at + LENGTH);
    if (length < HEADER || length > packet.length() - at) {
      counters.drop(packet, DropReason.UDP_BAD_LENGTH);
      return false;
    }
    if (!checksumHolds(packet, at, length)) {
      counters.drop(packet, DropReason.UDP_BAD_CHECKSUM);
      return false;
    }
    return true;
  }

  /** RFC 1122 section 4.1.3.4: verified if there is one; 0 means that there is none. */
  private static boolean checksumHolds(Mbuf packet, int at, int length) {
    if (packet.u16(at + CHECKSUM) == 0 || packet.isChecksumGood()) {
      return true;
    }
    int sum =
        IpHeader.pseudoHeader(
            packet.foreignAddress(), packet.localAddress(), IpProtocol.UDP, length);
    return Checksum.add(sum, packet.checksum(at, length)) == Checksum.VALID;
  }

  Inpcb<DatagramSocket> find(Mbuf packet) {
    return table.lookup(
        packet.localAddress(), packet.localPort(), packet.foreignAddress(), packet.foreignPort());
  }

  Inpcb<DatagramSocket> connection(Mbuf flow) {
    return table.connection(
        flow.localAddress(), flow.localPort(), flow.foreignAddress(), flow.foreignPort());
  }

  void refuse(Mbuf packet) {
    errors.unreachable(packet, Unreachable.PORT);
    counters.drop(packet, DropReason.UDP_NO_PORT);
  }

  /** Strips a datagram that was verified, and has it delivered. */
  void deliver(Inpcb<DatagramSocket> pcb, Mbuf packet) {
    int at = IpHeader.headerLength(packet, 0);
    packet.setService(packet.u8(IpHeader.TOS), packet.u8(IpHeader.TTL));
    packet.trimBack(packet.length() - at - packet.u16(at + LENGTH));
    packet.trimFront(at + HEADER);
    if (replicated) {
      Probes.hit(probes, StackProbe.LOOKUP, pcb.traced(), cpu);
    }
    placement.deliver(pcb.socket(), packet);
    if (replicated) {
      Probes.hit(probes, StackProbe.END_USE, pcb.traced(), cpu);
    }
  }

  @Override
  public void takeOver(DatagramSocket socket, Mbuf packet) {
    assert socket.pcb() != null : "found after it was removed everywhere";
    append(socket, packet);
  }

  /** The end of a datagram's way. */
  void append(DatagramSocket socket, Mbuf packet) {
    if (socket.deliver(cpu, packet)) {
      counters.count(Counter.UDP_DELIVERED);
    } else {
      counters.drop(packet, DropReason.UDP_FULL_SOCKBUF);
    }
  }

  // ---- errors ----

  @Override
  public int ownerOf(Mbuf flow) {
    return placement.errorsOf(flow);
  }

  /**
   * RFC 1122 section 4.1.3.3: the user of a connected socket hears of an error about a datagram to
   * its peer. Of other sockets nobody knows which of their datagrams it was, so as in BSD they do
   * not, nor do they when a stranger made the quotation up and there is no such connection.
   */
  @Override
  public DropReason ctlinput(IcmpError error, int mtu, Mbuf flow, int at) {
    Errno errno = errno(error);
    Inpcb<DatagramSocket> pcb = connection(flow);
    if (error == IcmpError.FRAGMENTATION_NEEDED && isOurs(flow)) {
      ip.reduceMtu(flow.foreignAddress(), mtu);
    }
    if (errno != Errno.OK && pcb != null) {
      pcb.socket().setError(errno);
    }
    return error == IcmpError.REDIRECT && !isOurs(flow) ? DropReason.ICMP_BAD_QUOTE : null;
  }

  /** Whether there is a socket that may have sent a datagram of the flow. */
  private boolean isOurs(Mbuf flow) {
    return table.lookup(
            flow.localAddress(), flow.localPort(), flow.foreignAddress(), flow.foreignPort())
        != null;
  }

  /** BSD's inetctlerrmap; OK is for what the user is not told. */
  private static Errno errno(IcmpError error) {
    return switch (error) {
      case NETWORK_UNREACHABLE, HOST_UNREACHABLE, SOURCE_ROUTE_FAILED -> Errno.EHOSTUNREACH;
      case PROTOCOL_UNREACHABLE, PORT_UNREACHABLE, PROHIBITED -> Errno.ECONNREFUSED;
      case FRAGMENTATION_NEEDED -> Errno.EMSGSIZE;
      case PARAMETER_PROBLEM -> Errno.ENOPROTOOPT;
      default -> Errno.OK; // on the way, or by another way
    };
  }

  // ---- output ----

  /** Why the socket may not send there, whatever the routes are. */
  private Errno whyNot(Inpcb<DatagramSocket> pcb, int source, int address) {
    DatagramSocket socket = pcb.socket();
    if (!hasSource(pcb, source)) {
      return Errno.EADDRNOTAVAIL;
    }
    boolean broadcast = interfaces.isBroadcast(address);
    if (broadcast && !socket.has(SocketOption.SO_BROADCAST)) {
      return Errno.EACCES;
    }
    boolean onLink =
        broadcast
            || interfaces.isOurs(address)
            || interfaces.isOnLink(address)
            || IpAddress.isMulticast(address);
    return socket.has(SocketOption.SO_DONTROUTE) && !onLink ? Errno.ENETUNREACH : Errno.OK;
  }

  /**
   * Whether this host has an address to send from, and that which the socket was bound to: the
   * address of an interface may have gone. From 0.0.0.0 no user sends (RFC 1122 section 3.2.1.3).
   */
  private boolean hasSource(Inpcb<DatagramSocket> pcb, int source) {
    int bound = pcb.localAddress();
    return source != IpAddress.ANY && (bound == Inpcb.ANY || interfaces.isOurs(bound));
  }

  /**
   * By which interface leaves what is sent to a group, or to all hosts on the link: the one that
   * the user has chosen for groups (IP_MULTICAST_IF), or else whose address the socket is bound to.
   * Null for the one that the route chooses.
   */
  private Ifnet leavesBy(Inpcb<DatagramSocket> pcb, int address) {
    boolean group = IpAddress.isMulticast(address);
    if (group && interfaces.of(pcb.groupInterface()) != null) {
      return interfaces.of(pcb.groupInterface());
    }
    return group || address == IpAddress.BROADCAST ? interfaces.of(pcb.localAddress()) : null;
  }

  private int source(Inpcb<DatagramSocket> pcb, Ifnet by, int address) {
    int bound = pcb.localAddress();
    boolean given = by == null || interfaces.of(bound) != null;
    return given ? routes.sourceFor(bound, address) : by.nif().address();
  }

  private Errno output(Inpcb<DatagramSocket> pcb, Mbuf packet, int address, int destinationPort) {
    Ifnet by = leavesBy(pcb, address);
    int source = source(pcb, by, address);
    Errno errno = whyNot(pcb, source, address);
    if (errno != Errno.OK) {
      packet.free();
      return errno;
    }
    boolean dontRoute = pcb.socket().has(SocketOption.SO_DONTROUTE);
    int timeToLive = dontRoute ? 1 : pcb.timeToLive();
    int length = packet.length() + HEADER;
    packet.prepend(HEADER);
    packet.setU16(SOURCE_PORT, pcb.localPort());
    packet.setU16(DESTINATION_PORT, destinationPort);
    packet.setU16(LENGTH, length);
    int sum = IpHeader.pseudoHeader(source, address, IpProtocol.UDP, length);
    ip.checksum(packet, IpProtocol.UDP, sum);
    IpOutput.Result result =
        ip.output(
            packet,
            by,
            source,
            address,
            IpProtocol.UDP,
            pcb.typeOfService(),
            IpAddress.isMulticast(address) ? pcb.groupTimeToLive() : timeToLive,
            flags(pcb));
    if (result == IpOutput.Result.SENT) {
      counters.count(Counter.UDP_SENT);
    }
    return switch (result) {
      case SENT -> Errno.OK;
      case TOO_LONG -> Errno.EMSGSIZE;
      case NO_BUFFERS -> Errno.ENOBUFS;
      case NO_ROUTE -> Errno.EHOSTUNREACH;
    };
  }

  private static int flags(Inpcb<DatagramSocket> pcb) {
    return (pcb.dontFragment() ? IpOutput.DONT_FRAGMENT : 0)
        | (pcb.loopsGroups() ? IpOutput.LOOP_GROUPS : 0);
  }

  /**
   * Sends what is in the send buffer, but no more than a burst: who sends without end must not keep
   * all others waiting.
   */
  @Override
  public void notifySend(DatagramSocket socket) {
    int sent = 0;
    while (sent < BURST && sendNext(socket)) {
      sent++;
    }
    if (sent == BURST) {
      socket.notifyAgain();
    }
  }

  /** Sends all that is in the send buffer, before something else is done. */
  void drain(DatagramSocket socket) {
    while (sendNext(socket)) {
      // Sent.
    }
  }

  /**
   * Sends the next datagram of the send buffer, if there is one; what was queued for a peer that is
   * gone is discarded. That a datagram is too long its user learns as an error of the socket.
   */
  private boolean sendNext(DatagramSocket socket) {
    Mbuf packet = socket.nextToSend();
    if (packet == null) {
      return false;
    }
    Inpcb<DatagramSocket> pcb = socket.pcb();
    if (pcb == null || !pcb.isConnected()) {
      packet.free();
    } else if (output(pcb, packet, pcb.foreignAddress(), pcb.foreignPort()) == Errno.EMSGSIZE) {
      socket.setError(Errno.EMSGSIZE);
    }
    return true;
  }

  // ---- requests ----

  @Override
  public int binding(DatagramSocket socket, int owner) {
    return owner;
  }

  @Override
  public int connecting(DatagramSocket socket, int address, int port) {
    return placement.connecting(socket.pcb(), address, port);
  }

  @Override
  public int disconnecting(DatagramSocket socket) {
    return placement.disconnecting(socket.pcb());
  }

  @Override
  public boolean isReplicated(DatagramSocket socket) {
    return replicated;
  }

  /** The control block has changed; the same is to be done on the other CPUs. */
  private Errno changed(Inpcb<DatagramSocket> pcb) {
    if (replicated) {
      Probes.hit(
          probes, StackProbe.BEGIN_PASS, pcb.traced(), placement.cpus(), pcb.isDetached() ? 0 : 1);
    }
    return Errno.OK;
  }

  @Override
  public void replicate(DatagramSocket socket) {
    table.update(socket.pcb());
    Probes.hit(probes, StackProbe.PASS, socket.pcb().traced(), cpu);
    if (socket.pcb().endsReceiving()) {
      socket.endDelivery(cpu);
    }
  }

  @Override
  public void complete(DatagramSocket socket) {
    Inpcb<DatagramSocket> pcb = socket.pcb();
    if (replicated) {
      Probes.hit(probes, StackProbe.END_PASS, pcb.traced(), cpu);
    }
    if (pcb.endsReceiving()) {
      socket.endDelivery(cpu);
      socket.cantReceiveMore();
    }
    if (pcb.isDetached()) {
      socket.setPcb(null);
    }
  }

  @Override
  public void attach(DatagramSocket socket) {
    int traced = replicated ? probes.newObject("pcb_ring") : socket.tracedMoves();
    socket.setPcb(new Inpcb<>(socket, traced, probes.name("inpcb", traced)));
  }

  @Override
  public Errno bind(DatagramSocket socket, int address, int localPort) {
    if (address != Inpcb.ANY && !interfaces.isOurs(address)) {
      return Errno.EADDRNOTAVAIL;
    }
    Inpcb<DatagramSocket> pcb = socket.pcb();
    pcb.setReuse(socket.has(SocketOption.SO_REUSEADDR), socket.has(SocketOption.SO_REUSEPORT));
    int chosen = localPort == 0 ? table.ephemeralPort(address) : localPort;
    if (chosen == 0 || table.conflicts(pcb, address, chosen)) {
      return Errno.EADDRINUSE;
    }
    table.bind(pcb, address, chosen);
    return changed(pcb);
  }

  @Override
  public Errno connect(DatagramSocket socket, int address, int foreignPort) {
    Inpcb<DatagramSocket> pcb = socket.pcb();
    if (pcb.takeArrived()) {
      return pcb.isConnected() ? Errno.OK : Errno.EADDRINUSE;
    }
    if (pcb.isConnected()) {
      return Errno.EISCONN;
    }
    if (!isPeer(address)) {
      return Errno.EINVAL;
    }
    int local = routes.sourceFor(pcb.localAddress(), address);
    if (local == Inpcb.ANY) {
      return Errno.EADDRNOTAVAIL;
    }
    if (table.connection(local, pcb.localPort(), address, foreignPort) != null) {
      return Errno.EADDRINUSE; // a socket that shares the port has this peer
    }
    table.connect(pcb, local, address, foreignPort);
    return changed(pcb);
  }

  /** Whether an address can be that of a socket's only peer. */
  static boolean isPeer(int address) {
    return IpAddress.isHost(address) || address == IpAddress.LOOPBACK;
  }

  @Override
  public Errno disconnect(DatagramSocket socket) {
    if (socket.pcb().takeArrived()) {
      return Errno.OK;
    }
    // What the user sent before goes to the peer it was meant for. As in BSD the local address is
    // any afterwards.
    drain(socket);
    table.disconnect(socket.pcb(), Inpcb.ANY);
    return changed(socket.pcb());
  }

  @Override
  public Errno send(DatagramSocket socket, Mbuf packet, int address, int destinationPort) {
    drain(socket);
    Inpcb<DatagramSocket> pcb = socket.pcb();
    if (pcb == null || pcb.isDetached()) {
      packet.free();
      return Errno.EBADF;
    }
    if (address != Inpcb.ANY) {
      return output(pcb, packet, address, destinationPort);
    }
    if (!pcb.isConnected()) {
      packet.free();
      return Errno.ENOTCONN;
    }
    return output(pcb, packet, pcb.foreignAddress(), pcb.foreignPort());
  }

  @Override
  public int received(DatagramSocket socket) {
    return socket.takeDropped();
  }

  @Override
  public Errno shutdown(DatagramSocket socket, Shutdown how) {
    drain(socket);
    if (!socket.pcb().isConnected()) {
      return Errno.ENOTCONN;
    }
    if (how.isReceiving()) {
      socket.pcb().endReceiving();
    }
    return changed(socket.pcb());
  }

  @Override
  public Errno sockaddr(DatagramSocket socket, Endpoint into) {
    into.set(socket.pcb().localAddress(), socket.pcb().localPort());
    return Errno.OK;
  }

  @Override
  public Errno peeraddr(DatagramSocket socket, Endpoint into) {
    into.set(socket.pcb().foreignAddress(), socket.pcb().foreignPort());
    return socket.pcb().isConnected() ? Errno.OK : Errno.ENOTCONN;
  }

  @Override
  public int option(DatagramSocket socket, SocketOption option) {
    return switch (option) {
      case IP_TTL -> socket.pcb().timeToLive();
      case IP_TOS -> socket.pcb().typeOfService();
      case IP_DONTFRAG -> socket.pcb().dontFragment() ? 1 : 0;
      case IP_MULTICAST_TTL -> socket.pcb().groupTimeToLive();
      case IP_MULTICAST_LOOP -> socket.pcb().loopsGroups() ? 1 : 0;
      case IP_MULTICAST_IF -> socket.pcb().groupInterface();
      default -> NO_OPTION;
    };
  }

  @Override
  public Errno setOption(DatagramSocket socket, SocketOption option, int value) {
    switch (option) {
      case IP_TTL -> socket.pcb().setTimeToLive(value);
      case IP_TOS -> socket.pcb().setTypeOfService(value);
      case IP_DONTFRAG -> socket.pcb().setDontFragment(value != 0);
      case IP_MULTICAST_TTL -> socket.pcb().setGroupTimeToLive(value);
      case IP_MULTICAST_LOOP -> socket.pcb().setLoopsGroups(value != 0);
      case IP_MULTICAST_IF -> {
        if (value != IpAddress.ANY && interfaces.of(value) == null) {
          return Errno.EADDRNOTAVAIL;
        }
        socket.pcb().setGroupInterface(value);
      }
      default -> {
        return Errno.ENOPROTOOPT;
      }
    }
    return Errno.OK;
  }

  @Override
  public Errno join(DatagramSocket socket, int group, int address) {
    Joined[] groups = socket.pcb().groups();
    if (!IpAddress.isMulticast(group)) {
      return Errno.EINVAL;
    }
    Ifnet ifnet = address == IpAddress.ANY ? routes.ifnetTo(group) : interfaces.of(address);
    if (ifnet == null) {
      return Errno.EADDRNOTAVAIL;
    }
    Joined joined = new Joined(group, ifnet.number());
    if (Arrays.asList(groups).contains(joined)) {
      return Errno.EADDRINUSE;
    }
    if (groups.length == DatagramSocket.MAX_MEMBERSHIPS) {
      return Errno.ENOBUFS;
    }
    Joined[] more = Arrays.copyOf(groups, groups.length + 1);
    more[groups.length] = joined;
    socket.pcb().setGroups(more);
    table.update(socket.pcb());
    memberships.change(joined, true);
    return changed(socket.pcb());
  }

  @Override
  public Errno leave(DatagramSocket socket, int group, int address) {
    List<Joined> groups = new ArrayList<>(List.of(socket.pcb().groups()));
    for (Joined joined : groups) {
      NetworkInterface nif = interfaces.get(joined.ifnet()).nif();
      if (joined.group() == group && (address == IpAddress.ANY || address == nif.address())) {
        groups.remove(joined);
        socket.pcb().setGroups(groups.toArray(Joined[]::new));
        table.update(socket.pcb());
        memberships.change(joined, false);
        return changed(socket.pcb());
      }
    }
    return Errno.EADDRNOTAVAIL;
  }

  @Override
  public int control(Control query) {
    return query.of(interfaces.get(0).nif());
  }

  @Override
  public Errno detach(DatagramSocket socket) {
    drain(socket);
    for (Joined joined : socket.pcb().groups()) {
      memberships.change(joined, false);
    }
    int localPort = socket.pcb().localPort();
    table.remove(socket.pcb());
    placement.detached(socket.pcb(), localPort);
    return changed(socket.pcb());
  }
}
