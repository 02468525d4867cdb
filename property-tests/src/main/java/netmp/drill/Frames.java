package netmp.drill;

import java.util.Arrays;
import netmp.drill.Packet.Option;

/** Frames of the rest of the world to the stack, and back. Ethernet, ARP, IPv4 without options. */
final class Frames {

  static final long REMOTE_MAC = 0x0200_0000_0099L;

  private static final int ETHER = 14;
  private static final int IP = 20;
  private static final int TCP = 20;
  private static final int UDP = 8;
  private static final int ICMP = 8;
  private static final int AT = ETHER + IP;
  private static final int TYPE_IP = 0x0800;
  private static final int TYPE_ARP = 0x0806;
  private static final int DEFAULT_TTL = 255;

  private final long localMac;
  private final int local;
  private final int remote;
  private int identification;

  Frames(long localMac, int local, int remote) {
    this.localMac = localMac;
    this.local = local;
    this.remote = remote;
  }

  // ---- to the stack ----

  byte[] encode(Packet packet) {
    byte[] transport =
        switch (packet.protocol) {
          case Packet.TCP -> tcp(packet, packet.length, remote, local);
          case Packet.UDP -> udp(packet, remote, local);
          default -> icmp(packet);
        };
    byte[] frame = new byte[AT + transport.length];
    Bytes.setMac(frame, 0, localMac);
    Bytes.setMac(frame, 6, REMOTE_MAC);
    Bytes.setU16(frame, 12, TYPE_IP);
    ip(frame, ETHER, packet, transport.length, remote, local);
    System.arraycopy(transport, 0, frame, AT, transport.length);
    return frame;
  }

  private void ip(byte[] into, int at, Packet packet, int bytes, int from, int to) {
    into[at] = 0x45;
    into[at + 1] = (byte) packet.typeOfService;
    Bytes.setU16(into, at + 2, IP + bytes);
    Bytes.setU16(into, at + 4, ++identification);
    into[at + 8] = (byte) (packet.timeToLive == 0 ? DEFAULT_TTL : packet.timeToLive);
    into[at + 9] = (byte) packet.protocol;
    Bytes.setU32(into, at + 12, from);
    Bytes.setU32(into, at + 16, to);
    Bytes.setU16(into, at + 10, ~Bytes.sum(into, at, at + IP, 0));
  }

  private static byte[] tcp(Packet packet, int data, int from, int to) {
    int header = TCP + packet.optionBytes();
    byte[] bytes = new byte[header + data];
    ports(bytes, packet);
    Bytes.setU32(bytes, 4, packet.seq);
    Bytes.setU32(bytes, 8, packet.ack);
    Bytes.setU16(bytes, 12, ((header / 4) << 12) | packet.flags);
    Bytes.setU16(bytes, 14, packet.window);
    Bytes.setU16(bytes, 18, packet.urgent);
    int at = TCP;
    for (Option option : packet.options) {
      at = put(option, bytes, at);
    }
    checksum(bytes, 16, from, to, Packet.TCP);
    return bytes;
  }

  private static int put(Option option, byte[] bytes, int at) {
    bytes[at] = (byte) option.kind();
    if (option.length() > 1) {
      bytes[at + 1] = (byte) option.length();
      System.arraycopy(option.data(), 0, bytes, at + 2, option.data().length);
    }
    return at + option.length();
  }

  private static byte[] udp(Packet packet, int from, int to) {
    byte[] bytes = new byte[UDP + packet.length];
    ports(bytes, packet);
    Bytes.setU16(bytes, 4, bytes.length);
    checksum(bytes, 6, from, to, Packet.UDP);
    return bytes;
  }

  private static void ports(byte[] bytes, Packet packet) {
    Bytes.setU16(bytes, 0, packet.sourcePort);
    Bytes.setU16(bytes, 2, packet.destinationPort);
  }

  private static void checksum(byte[] bytes, int at, int from, int to, int protocol) {
    Bytes.setU16(
        bytes, at, ~Bytes.sum(bytes, 0, bytes.length, pseudo(from, to, protocol, bytes.length)));
  }

  private static int pseudo(int from, int to, int protocol, int length) {
    byte[] header = new byte[12];
    Bytes.setU32(header, 0, from);
    Bytes.setU32(header, 4, to);
    Bytes.setU16(header, 8, protocol);
    Bytes.setU16(header, 10, length);
    return Bytes.sum(header, 0, header.length, 0);
  }

  /** An error has the head of the datagram that it is about: 64 bits behind the IP header. */
  private byte[] icmp(Packet packet) {
    int quoted = packet.quotedProtocol == 0 ? packet.length : IP + 8;
    byte[] bytes = new byte[ICMP + quoted];
    bytes[0] = (byte) packet.icmpType;
    bytes[1] = (byte) packet.icmpCode;
    Bytes.setU16(bytes, packet.quotedProtocol == 0 ? 4 : 6, packet.icmpExtra);
    if (packet.quotedProtocol != 0) {
      quote(packet, bytes);
    }
    Bytes.setU16(bytes, 2, ~Bytes.sum(bytes, 0, bytes.length, 0));
    return bytes;
  }

  private void quote(Packet packet, byte[] bytes) {
    Packet inner = new Packet();
    inner.protocol = packet.quotedProtocol;
    inner.sourcePort = packet.destinationPort;
    inner.destinationPort = packet.sourcePort;
    inner.seq = packet.quotedSeq;
    inner.flags = Packet.ACK;
    inner.length = packet.quotedLength;
    boolean isTcp = packet.quotedProtocol == Packet.TCP;
    byte[] transport = isTcp ? tcp(inner, inner.length, local, remote) : udp(inner, local, remote);
    ip(bytes, ICMP, inner, transport.length, local, remote);
    if (isTcp) {
      doNotFragment(bytes, ICMP); // as all segments of the stack (RFC 1191 section 6)
    }
    System.arraycopy(transport, 0, bytes, ICMP + IP, 8);
  }

  private static void doNotFragment(byte[] bytes, int at) {
    bytes[at + 6] = 0x40;
    Bytes.setU16(bytes, at + 10, 0);
    Bytes.setU16(bytes, at + 10, ~Bytes.sum(bytes, at, at + IP, 0));
  }

  // ---- from the stack ----

  static boolean isArp(byte[] frame) {
    return Bytes.u16(frame, 12) == TYPE_ARP;
  }

  /** The answer to an ARP request: whoever is asked for, it is the rest of the world. */
  byte[] answerArp(byte[] request) {
    byte[] answer = Arrays.copyOf(request, request.length);
    System.arraycopy(request, 6, answer, 0, 6);
    Bytes.setMac(answer, 6, REMOTE_MAC);
    Bytes.setU16(answer, ETHER + 6, 2);
    Bytes.setMac(answer, ETHER + 8, REMOTE_MAC);
    System.arraycopy(request, ETHER + 24, answer, ETHER + 14, 4);
    System.arraycopy(request, ETHER + 8, answer, ETHER + 18, 10);
    return answer;
  }

  /**
   * What the stack has sent.
   *
   * @throws Mismatch if a checksum is wrong
   */
  static Packet decode(byte[] frame) {
    int end = ETHER + Bytes.u16(frame, ETHER + 2);
    Packet packet = new Packet();
    packet.typeOfService = Bytes.u8(frame, ETHER + 1);
    packet.timeToLive = Bytes.u8(frame, ETHER + 8);
    packet.protocol = Bytes.u8(frame, ETHER + 9);
    requireGoodChecksums(frame, packet.protocol, end);
    if (packet.protocol == Packet.ICMP) {
      packet.icmpType = Bytes.u8(frame, AT);
      packet.icmpCode = Bytes.u8(frame, AT + 1);
      packet.length = end - AT - ICMP;
      return packet;
    }
    packet.sourcePort = Bytes.u16(frame, AT);
    packet.destinationPort = Bytes.u16(frame, AT + 2);
    int header = UDP;
    if (packet.protocol == Packet.TCP) {
      header = Bytes.u8(frame, AT + 12) / 16 * 4;
      decodeTcp(frame, header, packet);
    }
    packet.length = end - AT - header;
    packet.plain = isZero(frame, AT + header, end);
    return packet;
  }

  private static void decodeTcp(byte[] frame, int header, Packet packet) {
    packet.seq = Bytes.u32(frame, AT + 4);
    packet.ack = Bytes.u32(frame, AT + 8);
    packet.flags = Bytes.u16(frame, AT + 12) & 0xfff;
    packet.window = Bytes.u16(frame, AT + 14);
    packet.urgent = Bytes.u16(frame, AT + 18);
    int at = AT + TCP;
    while (at < AT + header) {
      int kind = frame[at];
      int length = kind < 2 ? 1 : Math.max(2, Bytes.u8(frame, at + 1));
      int from = Math.min(at + 2, AT + header);
      int to = Math.min(Math.max(at + length, from), AT + header);
      byte[] data = kind < 2 ? new byte[0] : Arrays.copyOfRange(frame, from, to);
      packet.options.add(new Option(kind, data));
      at += length;
    }
  }

  private static boolean isZero(byte[] frame, int from, int to) {
    for (int i = from; i < to; i++) {
      if (frame[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static void requireGoodChecksums(byte[] frame, int protocol, int end) {
    int pseudo =
        protocol == Packet.ICMP
            ? 0
            : pseudo(
                Bytes.u32(frame, ETHER + 12), Bytes.u32(frame, ETHER + 16), protocol, end - AT);
    if (Bytes.sum(frame, ETHER, AT, 0) != 0xffff) {
      throw new Mismatch("bad outbound IP checksum");
    }
    if (Bytes.sum(frame, AT, end, pseudo) != 0xffff) {
      throw new Mismatch("bad outbound checksum of the transport");
    }
  }
}
