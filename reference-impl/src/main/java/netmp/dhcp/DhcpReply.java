package netmp.dhcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import netmp.ether.NetworkInterface;
import netmp.inet.IpAddress;
import netmp.mbuf.Mbuf;

/**
 * A server's message, taken apart (RFC 2131 section 2, RFC 2132). Lengths are checked before
 * anything is read; of an option that comes twice the last counts.
 */
final class DhcpReply {

  static final int OFFER = 2;
  static final int ACK = 5;
  static final int NAK = 6;

  private static final int BOOTREPLY = 2;
  private static final int ETHERNET = 0x0106; // hardware type, length of its addresses
  private static final int XID = 4;
  private static final int YIADDR = 16;
  private static final int CHADDR = 28;
  private static final int SNAME = 44;
  private static final int FILE = 108;
  private static final int COOKIE = 236;
  private static final int OPTIONS = 240;
  private static final int MAGIC = 0x63825363;

  private static final int PAD = 0;
  private static final int END = 255;

  /** Where options stand in the fields of BOOTP, too (option 52). */
  private static final int IN_FILE = 1;

  private static final int IN_SNAME = 2;

  private static final int NUMBERS = 64;

  /** A lease of more seconds would be one of ten years. */
  private static final long TEN_YEARS = 10L * 365 * 24 * 3600;

  int xid;
  int yiaddr;

  /** Options that are numbers, by code. */
  private final long[] numbers = new long[NUMBERS];

  private int router;
  private List<Integer> dnsServers = List.of();
  private String domain = "";

  private DhcpReply() {}

  /**
   * Takes a message apart.
   *
   * @param packet still the caller's
   * @param at where the message begins
   * @param end where it ends, at most the length of the packet
   * @param mac of this station
   * @return the message, or null if it is malformed or for another station
   */
  static DhcpReply parse(Mbuf packet, int at, int end, long mac) {
    if (end - at < OPTIONS || !isReplyTo(packet, at, mac)) {
      return null;
    }
    DhcpReply reply = new DhcpReply();
    reply.xid = packet.u32(at + XID);
    reply.yiaddr = packet.u32(at + YIADDR);
    boolean good = reply.options(packet, at + OPTIONS, end) && reply.more(packet, at);
    return good && reply.type() != 0 ? reply : null;
  }

  /** Options in the fields of BOOTP. */
  private boolean more(Mbuf packet, int at) {
    long where = numbers[DhcpRequest.OVERLOAD];
    boolean inFile = (where & IN_FILE) != 0;
    boolean inSname = (where & IN_SNAME) != 0;
    return (!inFile || options(packet, at + FILE, at + COOKIE))
        && (!inSname || options(packet, at + SNAME, at + FILE));
  }

  int type() {
    return (int) numbers[DhcpRequest.MESSAGE_TYPE];
  }

  /** Who says so, or 0. */
  int server() {
    return (int) numbers[DhcpRequest.SERVER];
  }

  private static boolean isReplyTo(Mbuf packet, int at, long mac) {
    return packet.u8(at) == BOOTREPLY
        && packet.u16(at + 1) == ETHERNET
        && packet.u16(at + CHADDR) == (int) (mac >>> 32)
        && packet.u32(at + CHADDR + 2) == (int) mac
        && packet.u32(at + COOKIE) == MAGIC;
  }

  /** False if an option ends behind its field. */
  private boolean options(Mbuf packet, int from, int end) {
    int at = from;
    while (at < end && packet.u8(at) != END) {
      if (packet.u8(at) == PAD) {
        at++;
        continue;
      }
      if (end - at < 2 || end - at - 2 < packet.u8(at + 1)) {
        return false;
      }
      int length = packet.u8(at + 1);
      if (!option(packet, packet.u8(at), at + 2, length)) {
        return false;
      }
      at += 2 + length;
    }
    return true;
  }

  /** False if the length is wrong. Unknown options do not matter. */
  private boolean option(Mbuf packet, int code, int at, int length) {
    return switch (code) {
      case DhcpRequest.DOMAIN -> text(packet, at, length);
      case DhcpRequest.DNS, DhcpRequest.ROUTER -> addresses(packet, code, at, length);
      default -> number(packet, code, at, length);
    };
  }

  private boolean text(Mbuf packet, int at, int length) {
    byte[] bytes = new byte[length];
    packet.copyOut(at, bytes, 0, length);
    domain = new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "");
    return true;
  }

  private boolean addresses(Mbuf packet, int code, int at, int length) {
    if (length < 4 || length % 4 != 0) {
      return false;
    }
    List<Integer> addresses = new ArrayList<>();
    for (int i = 0; i < length; i += 4) {
      addresses.add(packet.u32(at + i));
    }
    if (code == DhcpRequest.DNS) {
      dnsServers = List.copyOf(addresses);
    } else {
      router = addresses.getFirst();
    }
    return true;
  }

  private boolean number(Mbuf packet, int code, int at, int length) {
    int known = lengthOf(code);
    if (known == 0) {
      return true;
    }
    if (known != length) {
      return false;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | packet.u8(at + i);
    }
    numbers[code] = number;
    return true;
  }

  /** In bytes, of options that are numbers; 0 of others. */
  private static int lengthOf(int code) {
    return switch (code) {
      case DhcpRequest.MESSAGE_TYPE, DhcpRequest.OVERLOAD -> 1;
      case DhcpRequest.MTU -> 2;
      case DhcpRequest.MASK,
          DhcpRequest.SERVER,
          DhcpRequest.LEASE_TIME,
          DhcpRequest.T1,
          DhcpRequest.T2 ->
          4;
      default -> 0;
    };
  }

  /**
   * What is leased, or offered.
   *
   * @param otherwise the server, if the message does not name it
   * @return the lease, or null if it is none that this host can use
   */
  Lease lease(int otherwise) {
    int from = server() == 0 ? otherwise : server();
    long seconds = Math.min(numbers[DhcpRequest.LEASE_TIME], TEN_YEARS);
    if (numbers[DhcpRequest.LEASE_TIME] == Lease.INFINITE) {
      seconds = Lease.INFINITE;
    }
    return seconds == 0 || from == 0 || !hasAddress() ? null : lease(from, seconds);
  }

  private Lease lease(int from, long seconds) {
    long renewal = numbers[DhcpRequest.T1];
    long rebinding = numbers[DhcpRequest.T2];
    boolean ordered = 0 < renewal && renewal < rebinding && rebinding < seconds;
    long mtu = numbers[DhcpRequest.MTU];
    return new Lease(
        yiaddr,
        Integer.bitCount(prefix()),
        isNeighbour(router) ? router : IpAddress.ANY,
        mtu < NetworkInterface.MIN_MTU ? 0 : (int) mtu,
        dnsServers,
        domain,
        from,
        seconds,
        ordered ? renewal : seconds / 2,
        ordered ? rebinding : seconds - seconds / 8);
  }

  /** Whether the address is that of a host in a subnet of more than two. */
  private boolean hasAddress() {
    int length = Integer.bitCount(prefix());
    return length >= 1
        && length <= 30
        && prefix() == -1 << (Integer.SIZE - length)
        && isHostIn(yiaddr, prefix());
  }

  private boolean isNeighbour(int other) {
    return ((other ^ yiaddr) & prefix()) == 0 && other != yiaddr && isHostIn(other, prefix());
  }

  /** Without a mask that of the class of the address (RFC 950). */
  private int prefix() {
    if (numbers[DhcpRequest.MASK] != 0) {
      return (int) numbers[DhcpRequest.MASK];
    }
    if (yiaddr >= 0) {
      return 0xff00_0000;
    }
    return (yiaddr & 0x4000_0000) == 0 ? 0xffff_0000 : 0xffff_ff00;
  }

  private static boolean isHostIn(int address, int prefix) {
    int host = address & ~prefix;
    return IpAddress.isHost(address) && host != 0 && host != ~prefix;
  }
}
