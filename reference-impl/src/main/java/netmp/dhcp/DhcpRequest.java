package netmp.dhcp;

import netmp.mbuf.Mbuf;

/** Writes a client's message (RFC 2131 section 2 and table 5). */
final class DhcpRequest {

  static final int DISCOVER = 1;
  static final int REQUEST = 3;
  static final int DECLINE = 4;
  static final int RELEASE = 7;

  // ---- options (RFC 2132) ----

  static final int MASK = 1;
  static final int ROUTER = 3;
  static final int DNS = 6;
  static final int DOMAIN = 15;
  static final int MTU = 26;
  static final int LEASE_TIME = 51;
  static final int OVERLOAD = 52;
  static final int MESSAGE_TYPE = 53;
  static final int SERVER = 54;
  static final int T1 = 58;
  static final int T2 = 59;

  private static final int REQUESTED_ADDRESS = 50;
  private static final int PARAMETERS = 55;
  private static final int MAX_SIZE = 57;
  private static final int CLIENT_ID = 61;
  private static final int END = 255;

  private static final int BOOTREQUEST = 0x01010600; // operation, hardware, its addresses, hops
  private static final int SECS = 8;
  private static final int CIADDR = 12;
  private static final int CHADDR = 28;
  private static final int COOKIE = 236;
  private static final int OPTIONS = 240;
  private static final int MAGIC = 0x63825363;

  /** Relays of BOOTP want no less (RFC 1542 section 2.1). */
  static final int LENGTH = 300;

  private static final byte[] ZEROS = new byte[LENGTH];
  private static final int[] WANTED = {MASK, ROUTER, DNS, DOMAIN, MTU, LEASE_TIME, T1, T2};
  private static final int ETHERNET = 1;

  private final Mbuf packet;
  private int at = OPTIONS;

  /**
   * Begins a message.
   *
   * @param packet empty; still the caller's
   * @param type of message
   * @param xid of the transaction
   * @param seconds since it began
   * @param ciaddr the address that this host has, or 0
   * @param mac of this station
   */
  DhcpRequest(Mbuf packet, int type, int xid, int seconds, int ciaddr, long mac) {
    this.packet = packet;
    packet.extend(LENGTH);
    packet.copyIn(0, ZEROS, 0, LENGTH);
    packet.setU32(0, BOOTREQUEST);
    packet.setU32(4, xid);
    packet.setU16(SECS, Math.min(seconds, 0xffff));
    packet.setU32(CIADDR, ciaddr);
    writeMac(CHADDR, mac);
    packet.setU32(COOKIE, MAGIC);
    begin(MESSAGE_TYPE, 1);
    octet(type);
    begin(CLIENT_ID, 7);
    octet(ETHERNET);
    writeMac(at, mac);
    at += 6;
  }

  private void writeMac(int where, long mac) {
    packet.setU16(where, (int) (mac >>> 32));
    packet.setU32(where + 2, (int) mac);
  }

  private void begin(int option, int length) {
    octet(option);
    octet(length);
  }

  private void octet(int value) {
    packet.setU8(at++, value);
  }

  private void address(int option, int value) {
    if (value != 0) {
      begin(option, 4);
      packet.setU32(at, value);
      at += 4;
    }
  }

  /** Names an address, unless it is 0. */
  DhcpRequest requested(int address) {
    address(REQUESTED_ADDRESS, address);
    return this;
  }

  /** Names a server, unless it is 0. */
  DhcpRequest server(int address) {
    address(SERVER, address);
    return this;
  }

  /** Says what the answer shall tell, and how long it may be. */
  DhcpRequest wants(int mtu) {
    begin(PARAMETERS, WANTED.length);
    for (int option : WANTED) {
      octet(option);
    }
    begin(MAX_SIZE, 2);
    packet.setU16(at, mtu);
    at += 2;
    return this;
  }

  /** Ends the message. */
  void end() {
    octet(END);
  }
}
