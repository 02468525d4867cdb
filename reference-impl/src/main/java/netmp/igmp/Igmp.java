package netmp.igmp;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import netmp.ether.Groups;
import netmp.ether.Ifnet;
import netmp.inet.IpAddress;
import netmp.inet.MacAddress;
import netmp.ip.IpHeader;
import netmp.ip.IpOutput;
import netmp.ip.IpProtocol;
import netmp.ip.TransportInput;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timers;
import netmp.offload.Checksum;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * IGMP on an interface, and the groups that it belongs to. All memberships are on CPU 0, where all
 * that is sent to groups comes in; other CPUs have an instance that knows of none. For the protocol
 * thread of the CPU.
 */
public final class Igmp implements TransportInput, Groups {

  /** How many groups the interface can belong to. */
  static final int GROUPS = 64;

  /** Between the first report of a group and its repetition, at most (RFC 2236 section 8.10). */
  static final long UNSOLICITED = 10_000_000_000L;

  private static final int LENGTH = 8;
  private static final int TYPE = 0;
  private static final int MAX_RESPONSE = 1;
  private static final int CHECKSUM = 2;
  private static final int GROUP = 4;

  private static final int QUERY = 0x11;
  private static final int REPORT_V1 = 0x12;
  private static final int REPORT = 0x16;
  private static final int LEAVE = 0x17;

  private static final int ALL_ROUTERS = 0xe0000002;
  private static final int ROUTER_ALERT = 0x94040000; // RFC 2113
  private static final int HEADER = IpHeader.MIN_LENGTH + 4;

  /** A query of version 1 names no time; ten seconds are meant (RFC 2236 section 4). */
  private static final int V1_RESPONSE = 100;

  private static final long TENTH = 100_000_000;

  private final Ifnet ifnet;
  private final Timers timers;
  private final MbufPool pool;
  private final IpOutput ip;
  private final RandomGenerator random;
  private final Counters counters;
  private final Consumer<long[]> filter;
  private final Membership[] memberships = new Membership[GROUPS];

  /**
   * No group but 224.0.0.1.
   *
   * @param ifnet the interface
   * @param timers the CPU's
   * @param pool the CPU's buffers
   * @param ip the CPU's output
   * @param random when reports are sent
   * @param counters the CPU's
   * @param filter told, whenever that changes, which Ethernet addresses of groups the device must
   *     take; at first that of 224.0.0.1
   */
  public Igmp(
      Ifnet ifnet,
      Timers timers,
      MbufPool pool,
      IpOutput ip,
      RandomGenerator random,
      Counters counters,
      Consumer<long[]> filter) {
    this.ifnet = ifnet;
    this.timers = timers;
    this.pool = pool;
    this.ip = ip;
    this.random = random;
    this.counters = counters;
    this.filter = filter;
    for (int i = 0; i < GROUPS; i++) {
      memberships[i] = new Membership(this);
    }
  }

  // ---- groups ----

  @Override
  public boolean has(int group) {
    return group == IpAddress.ALL_HOSTS || find(group) != null;
  }

  @Override
  public boolean isCarriedBy(long mac) {
    boolean carries = mac == MacAddress.ofGroup(IpAddress.ALL_HOSTS);
    for (Membership each : memberships) {
      carries |= each.sockets > 0 && MacAddress.ofGroup(each.group) == mac;
    }
    return carries;
  }

  /** Tells the device, which can then drop what nobody wants. */
  private void program() {
    filter.accept(
        IntStream.concat(
                IntStream.of(IpAddress.ALL_HOSTS),
                Arrays.stream(memberships).filter(m -> m.sockets > 0).mapToInt(m -> m.group))
            .mapToLong(MacAddress::ofGroup)
            .toArray());
  }

  private Membership find(int group) {
    for (Membership each : memberships) {
      if (each.sockets > 0 && each.group == group) {
        return each;
      }
    }
    return null;
  }

  private Membership free() {
    for (Membership each : memberships) {
      if (each.sockets == 0) {
        return each;
      }
    }
    return null;
  }

  /**
   * A socket joins. The first one makes the interface a member, of which routers are told. With 64
   * groups the next one is not joined, and that is counted.
   *
   * @param group a class D address
   */
  public void join(int group) {
    Membership membership = find(group);
    if (membership != null) {
      membership.sockets++;
      return;
    }
    membership = free();
    if (membership == null) {
      counters.count(Counter.IGMP_TOO_MANY_GROUPS);
      return;
    }
    membership.group = group;
    membership.sockets = 1;
    program();
    if (group != IpAddress.ALL_HOSTS) {
      membership.unsolicited = 1;
      report(membership);
    }
  }

  /**
   * A socket leaves. The last one ends the membership of the interface.
   *
   * @param group a group that a socket has joined
   */
  public void leave(int group) {
    Membership membership = find(group);
    if (membership == null) {
      return; // there was no place for it
    }
    membership.sockets--;
    if (membership.sockets == 0) {
      program();
      timers.cancel(membership);
      if (membership.lastReporter) {
        send(LEAVE, group, ALL_ROUTERS);
      }
      membership.lastReporter = false;
    }
  }

  // ---- input ----

  @Override
  public void input(Mbuf packet, int headerLength, int source, int destination) {
    int length = packet.length() - headerLength;
    if (length < LENGTH) {
      counters.drop(packet, DropReason.IGMP_SHORT);
    } else if (packet.checksum(headerLength, length) != Checksum.VALID) {
      counters.drop(packet, DropReason.IGMP_BAD_CHECKSUM);
    } else {
      demultiplex(packet, headerLength);
    }
  }

  private void demultiplex(Mbuf packet, int at) {
    int group = packet.u32(at + GROUP);
    switch (packet.u8(at + TYPE)) {
      case QUERY -> query(group, packet.u8(at + MAX_RESPONSE));
      case REPORT, REPORT_V1 -> heard(group);
      default -> {
        counters.drop(packet, DropReason.IGMP_UNKNOWN_TYPE); // RFC 2236 section 2.1
        return;
      }
    }
    counters.count(Counter.IGMP_RECEIVED);
    packet.free();
  }

  /** Each group in question is reported after a random time, unless that is so already. */
  private void query(int group, int maxResponse) {
    long most = (maxResponse == 0 ? V1_RESPONSE : maxResponse) * TENTH;
    for (Membership each : memberships) {
      boolean asked = group == IpAddress.ANY || group == each.group;
      if (each.sockets > 0 && each.group != IpAddress.ALL_HOSTS && asked) {
        schedule(each, most);
      }
    }
  }

  /** A timer that runs may only be brought forward. */
  private void schedule(Membership membership, long most) {
    if (!membership.isScheduled() || membership.due - timers.now() > most) {
      membership.due = timers.now() + random.nextLong(most) + 1;
      timers.schedule(membership, membership.due);
    }
  }

  /** Another member has reported: that is enough (RFC 2236 section 3). */
  private void heard(int group) {
    Membership membership = find(group);
    if (membership != null) {
      timers.cancel(membership);
      membership.lastReporter = false;
    }
  }

  // ---- output ----

  /** Tells routers that there is a member. */
  void report(Membership membership) {
    send(REPORT, membership.group, membership.group);
    membership.lastReporter = true;
    if (membership.unsolicited > 0) {
      membership.unsolicited--;
      schedule(membership, UNSOLICITED);
    }
  }

  /** RFC 2236 section 2: with the router alert option, and never beyond the link. */
  private void send(int type, int group, int destination) {
    Mbuf packet = pool.alloc();
    if (packet == null) {
      counters.count(Counter.IGMP_NO_MBUF);
      return;
    }
    packet.extend(HEADER + LENGTH);
    packet.setU16(0, 0x4600);
    packet.setU8(IpHeader.PROTOCOL, IpProtocol.IGMP);
    packet.setU32(IpHeader.SOURCE, ifnet.nif().address());
    packet.setU32(IpHeader.DESTINATION, destination);
    packet.setU32(IpHeader.MIN_LENGTH, ROUTER_ALERT);
    packet.setU16(HEADER + TYPE, type << 8);
    packet.setU16(HEADER + CHECKSUM, 0);
    packet.setU32(HEADER + GROUP, group);
    packet.setU16(HEADER + CHECKSUM, Checksum.complement(packet.checksum(HEADER, LENGTH)));
    counters.count(Counter.IGMP_SENT);
    ip.outputHeader(packet, HEADER, ifnet, IpOutput.GROUP_TIME_TO_LIVE, 0);
  }
}
