package netmp.ip;

import netmp.arp.ArpOutput;
import netmp.ether.EtherOutput;
import netmp.ether.EtherType;
import netmp.ether.Ifnet;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.mbuf.PacketHandler;
import netmp.mbuf.PacketQueue;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * Output of IPv4 on one CPU: header, next hop, link. The source is the address of the one
 * interface, or the loopback's to itself. What is longer than the MTU is cut into fragments, unless
 * its sender forbids it. On the protocol thread of the CPU.
 */
public final class IpOutput {

  /** What became of a datagram. In every case it was taken from the caller. */
  public enum Result {
    /** It went to the link, or waits for the neighbour's address, or was looped back. */
    SENT,
    /** It is longer than the MTU, or than any datagram (EMSGSIZE), and was dropped. */
    TOO_LONG,
    /** There are no buffers for its fragments (ENOBUFS), and it was dropped. */
    NO_BUFFERS,
    /** No host can be reached at the destination (ENETUNREACH), and it was dropped. */
    NO_ROUTE
  }

  /** How many routers a datagram to a host passes if nobody says otherwise (RFC 1122 3.2.1.7). */
  public static final int TIME_TO_LIVE = 64; // RFC 1700

  /** The same of a datagram to a group, which stays on the link (RFC 1112 section 6.1). */
  public static final int GROUP_TIME_TO_LIVE = 1;

  /** Flag of output: must not be fragmented. */
  public static final int DONT_FRAGMENT = IpHeader.DONT_FRAGMENT;

  /** Flag of output: if to a group, this host gets it too (RFC 1112 section 6.1). */
  public static final int LOOP_GROUPS = 0x10000;

  private static final int VERSION_AND_MIN_LENGTH = 0x45;
  private static final int UDP_CHECKSUM = 6;
  private static final int TCP_CHECKSUM = 16;

  private final Ifnet ifnet;
  private final RouteTable routes;
  private final Counters counters;
  private final EtherOutput ether;
  private final ArpOutput arp;
  private final PacketHandler loop;
  private final MbufPool pool;
  private final PathMtu paths;
  private final Fragmentation fragmentation;
  private final boolean leavesChecksums;
  private final int identificationStep;
  private int identification;

  /**
   * Wires the layer.
   *
   * @param cpu the CPU it runs on
   * @param cpus number of CPUs; each uses its own share of identifications, so none is repeated
   *     early (RFC 6864 section 4.3)
   * @param ifnet the interface as the CPU knows it
   * @param routes where it sends to
   * @param counters the CPU's
   * @param ether the CPU's output to groups
   * @param arp the CPU's output to neighbours
   * @param loop takes datagrams of this host to itself, and to groups, to an {@link IpInput}
   * @param pool the CPU's buffers, for fragments
   * @param paths what the CPU knows of paths
   * @param leavesChecksums whether the device makes the checksums of TCP and UDP
   */
  public IpOutput(
      int cpu,
      int cpus,
      Ifnet ifnet,
      RouteTable routes,
      Counters counters,
      EtherOutput ether,
      ArpOutput arp,
      PacketHandler loop,
      MbufPool pool,
      PathMtu paths,
      boolean leavesChecksums) {
    this.leavesChecksums = leavesChecksums;
    this.identification = cpu;
    this.identificationStep = cpus;
    this.ifnet = ifnet;
    this.routes = routes;
    this.counters = counters;
    this.ether = ether;
    this.arp = arp;
    this.loop = loop;
    this.paths = paths;
    this.pool = pool;
    fragmentation = new Fragmentation(pool);
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
    boolean group = IpAddress.isMulticast(destination);
    int ttl = group ? GROUP_TIME_TO_LIVE : TIME_TO_LIVE;
    return output(packet, destination, protocol, 0, ttl, 0);
  }

  /**
   * Sends the data of a transport.
   *
   * @param packet starts at the transport's header; taken
   * @param destination IPv4 address of a host, a broadcast address or a group
   * @param protocol the transport's number
   * @param tos type of service, 0..255
   * @param ttl time to live, 0..255; with 0 a datagram to a group does not leave the host
   * @param flags {@link #DONT_FRAGMENT} and {@link #LOOP_GROUPS}
   * @return what became of it
   */
  public Result output(Mbuf packet, int destination, int protocol, int tos, int ttl, int flags) {
    packet.prepend(IpHeader.MIN_LENGTH);
    packet.setU16(0, VERSION_AND_MIN_LENGTH << 8 | tos);
    packet.setU8(IpHeader.PROTOCOL, protocol);
    packet.setU32(IpHeader.DESTINATION, destination);
    return outputHeader(packet, IpHeader.MIN_LENGTH, ttl, flags);
  }

  /**
   * Sends a datagram whose header is partly made: version, header length, type of service,
   * protocol, destination and options are kept, all else is written here.
   *
   * @param packet starts at its IP header; taken
   * @param headerLength bytes of header, 20..60
   * @param ttl time to live, as of {@link #output(Mbuf, int, int, int, int, int)}
   * @param flags as there
   * @return what became of it
   */
  public Result outputHeader(Mbuf packet, int headerLength, int ttl, int flags) {
    int destination = packet.u32(IpHeader.DESTINATION);
    int mtu = mtu(destination);
    boolean longer = packet.length() > mtu && packet.segmentText() == 0;
    if (packet.length() > IpHeader.MAX_DATAGRAM || (longer && (flags & DONT_FRAGMENT) != 0)) {
      counters.drop(packet, DropReason.IP_TOO_LONG);
      return Result.TOO_LONG;
    }
    packet.setU16(IpHeader.IDENTIFICATION, identification);
    identification += identificationStep;
    packet.setU8(IpHeader.TTL, ttl);
    packet.setU32(IpHeader.SOURCE, ifnet.nif().sourceFor(destination));
    if (IpAddress.isMulticast(destination)) {
      loopGroup(packet, headerLength, flags);
    }
    if (longer) {
      return fragment(packet, headerLength, destination, mtu);
    }
    IpHeader.writeLength(packet, headerLength, flags & DONT_FRAGMENT);
    return route(packet, destination);
  }

  /**
   * Makes the checksum of a transport, or leaves it to the device. The packet must be sent then.
   *
   * @param packet starts at the transport's header
   * @param protocol TCP or UDP
   * @param pseudoHeader the partial sum of the pseudo-header
   */
  public void checksum(Mbuf packet, int protocol, int pseudoHeader) {
    packet.setU16(checksumField(protocol), pseudoHeader);
    if (leavesChecksums) {
      packet.leaveChecksum();
    } else {
      finishChecksum(packet, 0, protocol);
    }
  }

  /** RFC 768: 0 would mean that there is none. */
  private static void finishChecksum(Mbuf packet, int at, int protocol) {
    packet.finishChecksum(at, checksumField(protocol), protocol == IpProtocol.UDP ? 0xffff : 0);
  }

  private static int checksumField(int protocol) {
    return protocol == IpProtocol.UDP ? UDP_CHECKSUM : TCP_CHECKSUM;
  }

  /**
   * The longest datagram that goes to a destination in one piece, as far as is known. It changes
   * when a router refuses one, and when that is forgotten.
   *
   * @param destination any IPv4 address
   * @return bytes, IP header included, 576..65535
   */
  public int mtu(int destination) {
    return ifnet.nif().isOurs(destination) ? IpHeader.MAX_DATAGRAM : paths.to(destination);
  }

  /**
   * A router says that a datagram was too long for the path, and the transport believes that it was
   * one of its own. For TCP that takes a sequence number that is in flight (RFC 5927 section 7).
   *
   * @param destination of the datagram
   * @param mtu bytes of the longest that would have gone on; at least 576 is used
   */
  public void reduceMtu(int destination, int mtu) {
    paths.reduce(destination, mtu);
  }

  /**
   * What a transport sends to a destination again and again is not answered (RFC 1122 section
   * 3.3.1.4, RFC 9293 section 3.8.3 R1): the next hop is asked whether it is still there.
   *
   * @param destination any IPv4 address
   */
  public void doubt(int destination) {
    arp.doubt(routes.nextHop(destination));
  }

  /** Gives this host a copy of what it sends to a group; whether it is a member is found there. */
  private void loopGroup(Mbuf packet, int headerLength, int flags) {
    Mbuf copy = (flags & LOOP_GROUPS) == 0 ? null : pool.copy(packet);
    if (copy != null) {
      IpHeader.writeLength(copy, headerLength, 0);
      counters.count(Counter.IP_LOOPED);
      counters.count(Counter.IP_GROUP_LOOPED);
      loop.handle(copy);
    }
  }

  private Result fragment(Mbuf packet, int headerLength, int destination, int mtu) {
    if (packet.isChecksumLeft()) {
      finishChecksum(packet, headerLength, packet.u8(IpHeader.PROTOCOL));
    }
    PacketQueue fragments = fragmentation.cut(packet, headerLength, mtu);
    if (fragments.size() == 0) {
      counters.drop(packet, DropReason.IP_FRAGMENT_NO_MBUF);
      return Result.NO_BUFFERS;
    }
    counters.count(Counter.IP_FRAGMENTED);
    Result result = Result.SENT;
    while (fragments.size() > 0 && result == Result.SENT) {
      result = route(fragments.dequeue(), destination);
    }
    while (fragments.size() > 0) {
      counters.drop(fragments.dequeue(), DropReason.IP_NO_ROUTE);
    }
    return result;
  }

  /** What has no time to live stays in this host. */
  private void toGroup(Mbuf packet, int group) {
    if (packet.u8(IpHeader.TTL) == 0) {
      packet.free();
    } else {
      ether.output(packet, MacAddress.ofGroup(group), EtherType.IPV4);
    }
  }

  /** RFC 1122 section 3.3.1. */
  private Result route(Mbuf packet, int destination) {
    if (ifnet.nif().isOurs(destination)) {
      counters.count(Counter.IP_LOOPED);
      loop.handle(packet);
    } else if (ifnet.nif().isBroadcast(destination)) {
      ether.output(packet, MacAddress.BROADCAST, EtherType.IPV4);
    } else if (IpAddress.isMulticast(destination)) {
      toGroup(packet, destination);
    } else {
      int nextHop = routes.nextHop(destination);
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
