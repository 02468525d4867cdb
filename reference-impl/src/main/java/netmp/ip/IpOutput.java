package netmp.ip;

import java.util.List;
import netmp.arp.ArpOutput;
import netmp.ether.EtherOutput;
import netmp.ether.EtherType;
import netmp.ether.Ifnet;
import netmp.ether.Interfaces;
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
 * Output of IPv4 on one CPU: header, next hop, link. What is longer than the MTU is cut into
 * fragments, unless its sender forbids it. This host sends only what is its own: it is no router
 * (RFC 1122 section 3.3.1). On the protocol thread of the CPU.
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

  private final Interfaces interfaces;
  private final RouteTable routes;
  private final Counters counters;
  private final ArpOutput[] links;
  private final PacketHandler loop;
  private final MbufPool pool;
  private final PathMtu paths;
  private final Redirects redirects;
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
   * @param interfaces as the CPU knows them
   * @param routes where it sends to
   * @param counters the CPU's
   * @param links the CPU's outputs to neighbours, by number of the interface
   * @param loop takes datagrams of this host to itself, and to groups, to an {@link IpInput}
   * @param pool the CPU's buffers, for fragments
   * @param paths what the CPU knows of paths
   * @param redirects what routers have told it
   * @param leavesChecksums whether the device makes the checksums of TCP and UDP
   */
  public IpOutput(
      int cpu,
      int cpus,
      Interfaces interfaces,
      RouteTable routes,
      Counters counters,
      List<ArpOutput> links,
      PacketHandler loop,
      MbufPool pool,
      PathMtu paths,
      Redirects redirects,
      boolean leavesChecksums) {
    this.leavesChecksums = leavesChecksums;
    this.identification = cpu;
    this.identificationStep = cpus;
    this.interfaces = interfaces;
    this.routes = routes;
    this.counters = counters;
    this.links = links.toArray(ArpOutput[]::new);
    this.loop = loop;
    this.paths = paths;
    this.redirects = redirects;
    this.pool = pool;
    fragmentation = new Fragmentation(pool);
  }

  /**
   * Sends the data of a transport that does not care how.
   *
   * @param packet starts at the transport's header; taken
   * @param by the interface, as below
   * @param source IPv4 address of this host
   * @param destination IPv4 address of a host, a broadcast address or a group
   * @param protocol the transport's number
   * @return what became of it
   */
  public Result output(Mbuf packet, Ifnet by, int source, int destination, int protocol) {
    boolean group = IpAddress.isMulticast(destination);
    int ttl = group ? GROUP_TIME_TO_LIVE : TIME_TO_LIVE;
    return output(packet, by, source, destination, protocol, 0, ttl, 0);
  }

  /**
   * Sends the data of a transport.
   *
   * @param packet starts at the transport's header; taken
   * @param by the interface by which leaves what is sent to a group or to all hosts on the link;
   *     null for the one that the route chooses
   * @param source IPv4 address of this host; of any interface, whichever the datagram leaves by
   * @param destination IPv4 address of a host, a broadcast address or a group
   * @param protocol the transport's number
   * @param tos type of service, 0..255
   * @param ttl time to live, 0..255; with 0 a datagram to a group does not leave the host
   * @param flags {@link #DONT_FRAGMENT} and {@link #LOOP_GROUPS}
   * @return what became of it
   */
  public Result output(
      Mbuf packet,
      Ifnet by,
      int source,
      int destination,
      int protocol,
      int tos,
      int ttl,
      int flags) {
    packet.prepend(IpHeader.MIN_LENGTH);
    packet.setU16(0, VERSION_AND_MIN_LENGTH << 8 | tos);
    packet.setU8(IpHeader.PROTOCOL, protocol);
    packet.setU32(IpHeader.SOURCE, source);
    packet.setU32(IpHeader.DESTINATION, destination);
    return outputHeader(packet, IpHeader.MIN_LENGTH, by, ttl, flags);
  }

  /**
   * Sends a datagram whose header is partly made: version, header length, type of service,
   * protocol, source, destination and options are kept, all else is written here.
   *
   * @param packet starts at its IP header; taken
   * @param headerLength bytes of header, 20..60
   * @param by as of {@link #output(Mbuf, Ifnet, int, int, int, int, int, int)}
   * @param ttl time to live, as there
   * @param flags as there
   * @return what became of it
   */
  public Result outputHeader(Mbuf packet, int headerLength, Ifnet by, int ttl, int flags) {
    int destination = packet.u32(IpHeader.DESTINATION);
    Rtentry way = by == null ? redirects.to(destination) : routes.through(by);
    int mtu = mtu(destination, way);
    boolean longer = packet.length() > mtu && packet.segmentText() == 0;
    if (packet.length() > IpHeader.MAX_DATAGRAM || (longer && (flags & DONT_FRAGMENT) != 0)) {
      counters.drop(packet, DropReason.IP_TOO_LONG);
      return Result.TOO_LONG;
    }
    packet.setU16(IpHeader.IDENTIFICATION, identification);
    identification += identificationStep;
    packet.setU8(IpHeader.TTL, ttl);
    if (IpAddress.isMulticast(destination)) {
      loopGroup(packet, way.ifnet(), headerLength, flags);
    }
    if (longer) {
      return fragment(packet, headerLength, way, mtu);
    }
    IpHeader.writeLength(packet, headerLength, flags & DONT_FRAGMENT);
    return route(packet, way);
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
    return mtu(destination, routes.to(destination));
  }

  private int mtu(int destination, Rtentry way) {
    return interfaces.isOurs(destination)
        ? IpHeader.MAX_DATAGRAM
        : paths.to(destination, way.ifnet().nif().mtu());
  }

  /**
   * A router says that a datagram was too long for the path, and the transport believes that it was
   * one of its own. For TCP that takes a sequence number that is in flight (RFC 5927 section 7).
   *
   * @param destination of the datagram
   * @param mtu bytes of the longest that would have gone on; at least 576 is used
   */
  public void reduceMtu(int destination, int mtu) {
    paths.reduce(destination, mtu, routes.ifnetTo(destination).nif().mtu());
  }

  /**
   * A router says that another one is nearer to a destination, and the transport believes that it
   * was asked for that by a datagram of its own (RFC 1122 section 3.2.2.2).
   *
   * @param destination of the datagram
   * @param router who says so
   * @param gateway IPv4 address of the other
   * @return whether it is followed; not unless datagrams go by that router, and the other is on the
   *     same link
   */
  public boolean redirect(int destination, int router, int gateway) {
    return redirects.learn(destination, router, gateway);
  }

  /**
   * What a transport sends to a destination again and again is not answered (RFC 1122 section
   * 3.3.1.4, RFC 9293 section 3.8.3 R1): the next hop is asked whether it is still there.
   *
   * @param destination any IPv4 address
   */
  public void doubt(int destination) {
    Rtentry way = redirects.to(destination);
    if (!way.reject()) {
      links[way.ifnet().number()].doubt(way.nextHop(destination));
    }
  }

  /** Gives this host a copy of what it sends to a group; whether it is a member is found there. */
  private void loopGroup(Mbuf packet, Ifnet ifnet, int headerLength, int flags) {
    Mbuf copy = (flags & LOOP_GROUPS) == 0 ? null : pool.copy(packet);
    if (copy != null) {
      IpHeader.writeLength(copy, headerLength, 0);
      copy.setReceived(Mbuf.NOT_RECEIVED, ifnet.number(), false);
      counters.count(Counter.IP_LOOPED);
      counters.count(Counter.IP_GROUP_LOOPED);
      loop.handle(copy);
    }
  }

  private Result fragment(Mbuf packet, int headerLength, Rtentry way, int mtu) {
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
      result = route(fragments.dequeue(), way);
    }
    while (fragments.size() > 0) {
      counters.drop(fragments.dequeue(), DropReason.IP_NO_ROUTE);
    }
    return result;
  }

  /** What has no time to live stays in this host. */
  private static void toGroup(Mbuf packet, int group, EtherOutput ether) {
    if (packet.u8(IpHeader.TTL) == 0) {
      packet.free();
    } else {
      ether.output(packet, MacAddress.ofGroup(group), EtherType.IPV4);
    }
  }

  /** RFC 1122 section 3.3.1. */
  private Result route(Mbuf packet, Rtentry way) {
    int destination = packet.u32(IpHeader.DESTINATION);
    ArpOutput link = links[way.ifnet().number()];
    if (interfaces.isOurs(destination)) {
      counters.count(Counter.IP_LOOPED);
      loop.handle(packet);
    } else if (interfaces.isBroadcast(destination)) {
      link.ether().output(packet, MacAddress.BROADCAST, EtherType.IPV4);
    } else if (IpAddress.isMulticast(destination)) {
      toGroup(packet, destination, link.ether());
    } else {
      int nextHop = way.nextHop(destination);
      if (nextHop == IpAddress.ANY || !IpAddress.isHost(destination)) {
        counters.drop(packet, DropReason.IP_NO_ROUTE);
        return Result.NO_ROUTE;
      }
      link.output(packet, nextHop);
    }
    counters.count(Counter.IP_SENT);
    return Result.SENT;
  }
}
