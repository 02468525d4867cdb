package netmp.icmp;

import netmp.ip.IpHeader;
import netmp.ip.IpOptions;
import netmp.mbuf.Mbuf;

/**
 * The options of an echo or timestamp request on their way back (RFC 1122 sections 3.2.2.6 and
 * 3.2.2.8): record route and timestamp get this host added, so that they tell of the whole round
 * trip.
 */
final class EchoOptions {

  private EchoOptions() {}

  /** Whether well-formed options include a source route. */
  static boolean haveSourceRoute(Mbuf packet, int headerLength) {
    int at = next(packet, IpHeader.MIN_LENGTH, headerLength);
    while (at < headerLength && !IpOptions.isSourceRoute(packet.u8(at))) {
      at = next(packet, at + IpOptions.length(packet, at), headerLength);
    }
    return at < headerLength;
  }

  /** Adds this host, at a time in nanoseconds, to well-formed options. */
  static void update(Mbuf packet, int headerLength, int address, long now) {
    int at = next(packet, IpHeader.MIN_LENGTH, headerLength);
    while (at < headerLength) {
      switch (packet.u8(at)) {
        case IpOptions.RECORD_ROUTE -> recordRoute(packet, at, address);
        case IpOptions.TIMESTAMP -> timestamp(packet, at, address, now);
        default -> {
          // Other options go back as they came.
        }
      }
      at = next(packet, at + IpOptions.length(packet, at), headerLength);
    }
  }

  /** The option at an index, or the end of the header when the list ends there. */
  private static int next(Mbuf packet, int at, int headerLength) {
    return at < headerLength && packet.u8(at) == IpOptions.END ? headerLength : at;
  }

  private static void recordRoute(Mbuf packet, int at, int address) {
    int pointer = packet.u8(at + 2);
    if (pointer <= packet.u8(at + 1)) {
      packet.setU32(at + pointer - 1, address);
      packet.setU8(at + 2, pointer + 4);
    }
  }

  private static void timestamp(Mbuf packet, int at, int address, long now) {
    int pointer = packet.u8(at + 2);
    int flag = packet.u8(at + 3) & 0xf;
    if (pointer > packet.u8(at + 1)) {
      packet.setU8(at + 3, packet.u8(at + 3) + 0x10); // one more host that found no room
      return;
    }
    int slot = IpOptions.timestampSlot(packet, at);
    if (flag == IpOptions.TIMESTAMPS_PRESPECIFIED && packet.u32(at + pointer - 1) != address) {
      return;
    }
    if (flag == IpOptions.TIMESTAMPS_AND_ADDRESSES) {
      packet.setU32(at + pointer - 1, address);
    }
    packet.setU32(at + pointer - 1 + slot - 4, IcmpHeader.milliseconds(now));
    packet.setU8(at + 2, pointer + slot);
  }
}
