package netmp.ip;

import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.mbuf.Checksum;
import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketHandler;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * Input of IPv4 on one CPU. Datagrams are checked in the order of their header, dropped for the
 * first fault, trimmed to their total length and given to their transport. On the protocol thread
 * of the CPU.
 */
public final class IpInput implements PacketHandler {

  private final NetworkInterface nif;
  private final Counters counters;
  private final ErrorReporter errors;
  private final TransportInput[] transports = new TransportInput[256];

  /**
   * Wires the layer; {@link #register} adds the transports. TCP is known from the start, as a
   * protocol whose segments are dropped in silence.
   *
   * @param nif the interface
   * @param counters the CPU's
   * @param errors the CPU's ICMP
   */
  public IpInput(NetworkInterface nif, Counters counters, ErrorReporter errors) {
    this.nif = nif;
    this.counters = counters;
    this.errors = errors;
    register(
        IpProtocol.TCP,
        (packet, headerLength, source, destination) ->
            counters.drop(packet, DropReason.TCP_NOT_SUPPORTED));
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
    if (fault == null) {
      deliver(packet);
    } else {
      counters.drop(packet, fault);
    }
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
    int source = packet.u32(IpHeader.SOURCE);
    boolean fromLink = packet.receiveCpu() >= 0;
    if (!nif.isHost(source) || (fromLink && source == nif.address())) {
      return DropReason.IP_BAD_SOURCE;
    }
    int destination = packet.u32(IpHeader.DESTINATION);
    if (destination == nif.address()) {
      return packet.toLinkGroup() ? DropReason.IP_UNICAST_IN_LINK_GROUP : null;
    }
    boolean ours = nif.isBroadcast(destination) || destination == IpAddress.ALL_HOSTS;
    return ours ? null : DropReason.IP_NOT_OURS;
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

  private void deliver(Mbuf packet) {
    if (IpHeader.isFragment(packet)) {
      counters.drop(packet, DropReason.IP_FRAGMENT);
      return;
    }
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
