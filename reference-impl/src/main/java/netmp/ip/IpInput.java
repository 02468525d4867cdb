package netmp.ip;

import java.util.List;
import java.util.function.ObjIntConsumer;
import netmp.ether.Groups;
import netmp.ether.Interfaces;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketHandler;
import netmp.nic.Rss;
import netmp.offload.Checksum;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * Input of IPv4 on one CPU. Datagrams are checked in the order of their header, dropped for the
 * first fault, trimmed to their total length and given to their transport. What is for an address
 * of this host is taken by whichever interface it comes ({@link Interfaces}); what is for all hosts
 * on a link, or for a group, by the interface of that link, or that has joined. Fragments wait for
 * each other first; the datagram goes on, by message, on the CPU on which whole ones of its flow
 * come in. On the protocol thread of the CPU.
 */
public final class IpInput implements PacketHandler {

  private static final int PORTS = 4;
  private static final int BOOTP_CLIENT = 68;
  private static final int BOOTP_SERVER = 67;

  private final Interfaces interfaces;
  private final Groups[] groups;
  private final Counters counters;
  private final ErrorReporter errors;
  private final Reassembly reassembly;
  private final Rss steering;
  private final ObjIntConsumer<Mbuf> cpus;
  private final TransportInput[] transports = new TransportInput[256];

  /**
   * Wires the layer; {@link #register} adds the transports. TCP is known from the start, as a
   * protocol whose segments are dropped in silence.
   *
   * @param interfaces as the CPU knows them
   * @param groups what the CPU knows of the multicast groups of each
   * @param counters the CPU's
   * @param errors the CPU's ICMP
   * @param reassembly the CPU's
   * @param steering how the device spreads packets
   * @param cpus takes a reassembled datagram, by message, to {@link #deliver} on a CPU
   */
  public IpInput(
      Interfaces interfaces,
      List<? extends Groups> groups,
      Counters counters,
      ErrorReporter errors,
      Reassembly reassembly,
      Rss steering,
      ObjIntConsumer<Mbuf> cpus) {
    this.interfaces = interfaces;
    this.groups = groups.toArray(Groups[]::new);
    this.counters = counters;
    this.errors = errors;
    this.reassembly = reassembly;
    this.steering = steering;
    this.cpus = cpus;
  }

  /**
   * Names the transport of a protocol number. Before the protocol thread starts.
   *
   * @param protocol 0..255
   * @param transport takes the datagrams
   */
  public void register(int protocol, TransportInput transport) {
    transports[protocol] = transport;
  }

  /**
   * Takes a datagram, from the link or looped back.
   *
   * @param packet starts at its IP header, may have link-layer padding at the end
   */
  @Override
  public void handle(Mbuf packet) {
    counters.count(Counter.IP_RECEIVED);
    DropReason fault = headerFault(packet);
    if (fault == null) {
      packet.trimBack(packet.length() - packet.u16(IpHeader.TOTAL_LENGTH));
      fault = addressFault(packet);
    }
    if (fault == null) {
      fault = optionFault(packet);
    }
    if (fault != null) {
      counters.drop(packet, fault);
    } else if (IpHeader.isFragment(packet)) {
      reassemble(packet);
    } else {
      deliver(packet);
    }
  }

  private void reassemble(Mbuf fragment) {
    Mbuf datagram = reassembly.input(fragment);
    if (datagram != null) {
      cpus.accept(datagram, cpuOf(datagram));
    }
  }

  /** What the device does to whole datagrams; it sends all that came to a link-layer group here. */
  private int cpuOf(Mbuf datagram) {
    int source = datagram.u32(IpHeader.SOURCE);
    int destination = datagram.u32(IpHeader.DESTINATION);
    int protocol = datagram.u8(IpHeader.PROTOCOL);
    int ports = IpHeader.headerLength(datagram, 0);
    boolean hasPorts = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    if (!hasPorts || datagram.toLinkGroup() || datagram.length() < ports + PORTS) {
      return steering.queue(source, destination);
    }
    return steering.queue(source, destination, datagram.u16(ports), datagram.u16(ports + 2));
  }

  private static DropReason headerFault(Mbuf packet) {
    if (packet.length() < IpHeader.MIN_LENGTH) {
      return DropReason.IP_SHORT;
    }
    if (IpHeader.version(packet, 0) != 4) {
      return DropReason.IP_BAD_VERSION;
    }
    int headerLength = IpHeader.headerLength(packet, 0);
    if (headerLength < IpHeader.MIN_LENGTH || headerLength > packet.length()) {
      return DropReason.IP_BAD_HEADER_LENGTH;
    }
    int totalLength = packet.u16(IpHeader.TOTAL_LENGTH);
    if (totalLength < headerLength || totalLength > packet.length()) {
      return DropReason.IP_BAD_TOTAL_LENGTH;
    }
    boolean good = packet.checksum(0, headerLength) == Checksum.VALID;
    return good ? null : DropReason.IP_BAD_CHECKSUM;
  }

  private DropReason addressFault(Mbuf packet) {
    boolean fromLink = packet.receiveCpu() >= 0;
    boolean good = isSource(packet.u32(IpHeader.SOURCE), fromLink) || isFromBootpClient(packet);
    if (!good) {
      return DropReason.IP_BAD_SOURCE;
    }
    int destination = packet.u32(IpHeader.DESTINATION);
    if (isThisHost(destination, fromLink)) {
      return packet.toLinkGroup() ? DropReason.IP_UNICAST_IN_LINK_GROUP : null;
    }
    NetworkInterface nif = interfaces.get(packet.ifnet()).nif();
    boolean ours =
        nif.isBroadcast(destination)
            || groups[packet.ifnet()].has(destination)
            || (!nif.hasAddress() && isForBootpClient(packet));
    return ours ? null : DropReason.IP_NOT_OURS;
  }

  private boolean isThisHost(int destination, boolean fromLink) {
    return interfaces.isOurs(destination) && !(fromLink && destination == IpAddress.LOOPBACK);
  }

  /**
   * What a server sends to the address that this host does not have yet, and to its station (RFC
   * 2131 section 4.1, RFC 1542 section 3.1.1).
   */
  private static boolean isForBootpClient(Mbuf packet) {
    return !packet.toLinkGroup() && isUdpTo(packet, BOOTP_CLIENT);
  }

  /**
   * A host that has no address asks a server for one (RFC 1122 section 3.2.1.3, case a). Nobody
   * else may send from there: it could not be answered.
   */
  private static boolean isFromBootpClient(Mbuf packet) {
    return packet.u32(IpHeader.SOURCE) == IpAddress.ANY
        && packet.u32(IpHeader.DESTINATION) == IpAddress.BROADCAST
        && isUdpTo(packet, BOOTP_SERVER);
  }

  private static boolean isUdpTo(Mbuf packet, int port) {
    int ports = IpHeader.headerLength(packet, 0);
    return packet.u8(IpHeader.PROTOCOL) == IpProtocol.UDP
        && !IpHeader.isFragment(packet)
        && packet.length() >= ports + PORTS
        && packet.u16(ports + 2) == port;
  }

  /** A link brings nothing from this host itself. */
  private boolean isSource(int address, boolean fromLink) {
    return fromLink
        ? interfaces.isHost(address) && !interfaces.isOurs(address)
        : interfaces.isHost(address) || address == IpAddress.LOOPBACK;
  }

  private DropReason optionFault(Mbuf packet) {
    int headerLength = IpHeader.headerLength(packet, 0);
    int verdict = IpOptions.check(packet, headerLength);
    if (verdict == IpOptions.WELL_FORMED) {
      return null;
    }
    if (verdict == IpOptions.ROUTE_LEADS_ON) {
      errors.unreachable(packet, ErrorReporter.Unreachable.SOURCE_ROUTE_FAILED);
      return DropReason.IP_SOURCE_ROUTED;
    }
    errors.parameterProblem(packet, verdict);
    return DropReason.IP_BAD_OPTION;
  }

  /**
   * Gives a datagram to its transport.
   *
   * @param packet a whole datagram, checked on the CPU that received it; taken
   */
  public void deliver(Mbuf packet) {
    TransportInput transport = transports[packet.u8(IpHeader.PROTOCOL)];
    if (transport == null) {
      errors.unreachable(packet, ErrorReporter.Unreachable.PROTOCOL);
      counters.drop(packet, DropReason.IP_UNKNOWN_PROTOCOL);
      return;
    }
    counters.count(Counter.IP_DELIVERED);
    transport.input(
        packet,
        IpHeader.headerLength(packet, 0),
        packet.u32(IpHeader.SOURCE),
        packet.u32(IpHeader.DESTINATION));
  }
}
