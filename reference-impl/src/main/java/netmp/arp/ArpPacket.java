package netmp.arp;

import netmp.mbuf.Mbuf;

/** Layout of an ARP packet for Ethernet and IPv4 (RFC 826). */
final class ArpPacket {

  static final int LENGTH = 28;
  static final int REQUEST = 1;
  static final int REPLY = 2;

  private static final int ETHERNET_IPV4 = 0x0001_0800; // hardware type, protocol type
  private static final int LENGTHS = 0x0604; // of their addresses
  private static final int OPERATION = 6;
  private static final int SENDER_MAC = 8;
  private static final int SENDER_ADDRESS = 14;
  private static final int TARGET_MAC = 18;
  private static final int TARGET_ADDRESS = 24;

  private ArpPacket() {}

  static boolean isForIpv4OverEthernet(Mbuf packet) {
    return packet.u32(0) == ETHERNET_IPV4 && packet.u16(4) == LENGTHS;
  }

  static int operation(Mbuf packet) {
    return packet.u16(OPERATION);
  }

  static long senderMac(Mbuf packet) {
    return ((long) packet.u16(SENDER_MAC) << 32) | (packet.u32(SENDER_MAC + 2) & 0xffff_ffffL);
  }

  static int senderAddress(Mbuf packet) {
    return packet.u32(SENDER_ADDRESS);
  }

  static int targetAddress(Mbuf packet) {
    return packet.u32(TARGET_ADDRESS);
  }

  /** Writes everything but sender and target. */
  static void writeFormat(Mbuf packet, int operation) {
    packet.setU32(0, ETHERNET_IPV4);
    packet.setU16(4, LENGTHS);
    packet.setU16(OPERATION, operation);
  }

  static void writeSender(Mbuf packet, long mac, int address) {
    packet.setU16(SENDER_MAC, (int) (mac >>> 32));
    packet.setU32(SENDER_MAC + 2, (int) mac);
    packet.setU32(SENDER_ADDRESS, address);
  }

  static void writeTarget(Mbuf packet, long mac, int address) {
    packet.setU16(TARGET_MAC, (int) (mac >>> 32));
    packet.setU32(TARGET_MAC + 2, (int) mac);
    packet.setU32(TARGET_ADDRESS, address);
  }
}
