package netmp.ip;

import netmp.arp.ArpOutput;
import netmp.ether.EtherOutput;
import netmp.ether.EtherType;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.mbuf.Checksum;
import netmp.mbuf.Mbuf;
import netmp.mbuf.PacketHandler;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * Output of IPv4 on one CPU: header, next hop, link. The source is always the address of the one
 * interface. Datagrams are never fragmented here. On the protocol thread of the CPU.
 */
public final class IpOutput {

  /** What became of a datagram. In every case it was taken from the caller. */
  public enum Result {
    /** It went to the link, or waits for the neighbour's address, or was looped back. */
    SENT,
    /** It is longer than the MTU (EMSGSIZE) and was dropped. */
    TOO_LONG,
    /** No host can be reached at the destination (ENETUNREACH), and it was dropped. */
    NO_ROUTE
  }

  /** How many routers a datagram to a host passes if nobody says otherwise (RFC 1122 3.2.1.7). */
  public static final int TIME_TO_LIVE = 64; // RFC 1700

  private static final int VERSION_AND_MIN_LENGTH = 0x45;
  private static final int GROUP_TIME_TO_LIVE = 1; // RFC 1112 section 6.1

  private final NetworkInterface nif;
  private final Counters counters;
  private final EtherOutput ether;
  private final ArpOutput arp;
  private final PacketHandler loop;
  private final int identificationStep;
  private int identification;

  /**
   * Wires the layer.
   *
   * @param cpu the CPU it runs on
   * @param cpus number of CPUs; each uses its own share of identifications, so none is repeated
   *     early (RFC 6864 section 4.3)
   * @param nif the interface
   * @param counters the CPU's
   * @param ether the CPU's output to groups
   * @param arp the CPU's output to neighbours
   * @param loop takes datagrams of this host to itself to an {@link IpInput}, by message, so that
   *     input does not run inside output
   */
  public IpOutput(
      int cpu,
      int cpus,
      NetworkInterface nif,
      Counters counters,
      EtherOutput ether,
      ArpOutput arp,
      PacketHandler loop) {
    this.identification = cpu;
    this.identificationStep = cpus;
    this.nif = nif;
    this.counters = counters;
    this.ether = ether;
    this.arp = arp;
    this.loop = loop;
  }

  /**
   * Sends the data of a transport that does not care how.
   *
   * @param packet starts at the transport's header; taken
   * @param destination IPv4 address of a host, a broadcast address or a group
   * @param protocol the transport's number
   * @return what became of it
   */
  public Result output(Mbuf packet, int destination, int protocol) {
    return output(packet, destination, protocol, 0, TIME_TO_LIVE);
  }

  /**
   * Sends the data of a transport.
   *
   * @param packet starts at the transport's header; taken
   * @param destination IPv4 address of a host, a broadcast address or a group
   * @param protocol the transport's number
   * @param tos type of service, 0..255
   * @param ttl time to live if the destination is no group, 1..255
   * @return what became of it
   */
  public Result output(Mbuf packet, int destination, int protocol, int tos, int ttl) {
    packet.prepend(IpHeader.MIN_LENGTH);
    packet.setU16(0, VERSION_AND_MIN_LENGTH << 8 | tos);
    packet.setU8(IpHeader.PROTOCOL, protocol);
    packet.setU32(IpHeader.DESTINATION, destination);
    return outputHeader(packet, IpHeader.MIN_LENGTH, ttl);
  }

  /**
   * Sends a datagram whose header is partly made: version, header length, type of service,
   * protocol, destination and options are kept, all else is written here.
   *
   * @param packet starts at its IP header; taken
   * @param headerLength bytes of header, 20..60
   * @param ttl time to live if the destination is no group, 1..255
   * @return what became of it
   */
  public Result outputHeader(Mbuf packet, int headerLength, int ttl) {
    if (packet.length() > NetworkInterface.MTU) {
      counters.drop(packet, DropReason.IP_TOO_LONG);
      return Result.TOO_LONG;
    }
    int destination = packet.u32(IpHeader.DESTINATION);
    packet.setU16(IpHeader.TOTAL_LENGTH, packet.length());
    packet.setU16(IpHeader.IDENTIFICATION, identification);
    identification += identificationStep;
    packet.setU16(IpHeader.FRAGMENT, 0);
    packet.setU8(IpHeader.TTL, IpAddress.isMulticast(destination) ? GROUP_TIME_TO_LIVE : ttl);
    packet.setU16(IpHeader.CHECKSUM, 0);
    packet.setU32(IpHeader.SOURCE, nif.address());
    packet.setU16(IpHeader.CHECKSUM, Checksum.complement(packet.checksum(0, headerLength)));
    return route(packet, destination);
  }

  /** RFC 1122 section 3.3.1. */
  private Result route(Mbuf packet, int destination) {
    if (destination == nif.address()) {
      counters.count(Counter.IP_LOOPED);
      loop.handle(packet);
    } else if (nif.isBroadcast(destination)) {
      ether.output(packet, MacAddress.BROADCAST, EtherType.IPV4);
    } else if (IpAddress.isMulticast(destination)) {
      ether.output(packet, MacAddress.ofGroup(destination), EtherType.IPV4);
    } else {
      int nextHop = nif.isOnLink(destination) ? destination : nif.gateway();
      if (nextHop == IpAddress.ANY || !IpAddress.isHost(destination)) {
        counters.drop(packet, DropReason.IP_NO_ROUTE);
        return Result.NO_ROUTE;
      }
      arp.output(packet, nextHop);
    }
    counters.count(Counter.IP_SENT);
    return Result.SENT;
  }
}
