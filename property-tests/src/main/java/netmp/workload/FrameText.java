package netmp.workload;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What a frame says, as text: everything an answer must agree in, and nothing that is the sender's
 * own choice (identification, time to live, time stamps). Written without the stack, which it
 * judges.
 */
final class FrameText {

  static final int IPV4 = 0x0800;
  static final int ARP = 0x0806;
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;

  private static final int ETHER_HEADER = 14;
  private static final int UNREACHABLE = 3;
  private static final int QUOTE = 28;
  private static final int NO_OPERATION = 1;
  private static final int RECORD_ROUTE = 7;
  private static final int TIMESTAMP = 68;

  private final byte[] frame;

  /** The text of a frame, which is kept, not copied. */
  FrameText(byte[] frame) {
    this.frame = frame;
  }

  int type() {
    return u16(12);
  }

  boolean isIp(int protocol) {
    return type() == IPV4 && u8(ETHER_HEADER + 9) == protocol;
  }

  boolean isFragment() {
    return type() == IPV4 && (u16(ETHER_HEADER + 6) & 0x3fff) != 0;
  }

  /** Whether other fragments of the datagram are still to come, if they come in order. */
  boolean isUnfinished() {
    return type() == IPV4 && (u16(ETHER_HEADER + 6) & 0x2000) != 0;
  }

  /** The sender's station address. */
  long station() {
    return (long) (u8(6) << 8 | u8(7)) << 32 | (long) u16(8) << 16 | u16(10);
  }

  /** The IPv4 address that the sender has by what the frame says; empty if it does not say. */
  String sender() {
    return switch (type()) {
      case ARP -> address(ETHER_HEADER + 14);
      case IPV4 -> address(ETHER_HEADER + 12);
      default -> "";
    };
  }

  private int headerLength() {
    return (u8(ETHER_HEADER) & 0xf) * 4;
  }

  private int transport() {
    return ETHER_HEADER + headerLength();
  }

  private int end() {
    return Math.min(frame.length, ETHER_HEADER + u16(ETHER_HEADER + 2));
  }

  /** The frame in words. */
  String text() {
    String stations = hex(6, 6) + " to " + hex(0, 6) + ": ";
    return stations
        + switch (type()) {
          case ARP -> "ARP " + hex(ETHER_HEADER, 28);
          case IPV4 -> ip();
          default -> "type %04x".formatted(type());
        };
  }

  private String ip() {
    String addresses = address(ETHER_HEADER + 12) + " to " + address(ETHER_HEADER + 16) + " ";
    if (isFragment()) {
      return addresses
          + "fragment %04x of protocol %d ".formatted(u16(ETHER_HEADER + 6), u8(ETHER_HEADER + 9))
          + data(transport());
    }
    return addresses
        + switch (u8(ETHER_HEADER + 9)) {
          case ICMP -> options() + icmp();
          case UDP ->
              "UDP port %d to %d %s"
                  .formatted(u16(transport()), u16(transport() + 2), data(transport() + 8));
          default -> "protocol " + u8(ETHER_HEADER + 9);
        };
  }

  private String icmp() {
    int at = transport();
    String kind = "ICMP type %d code %d ".formatted(u8(at), u8(at + 1));
    return u8(at) == UNREACHABLE
        ? kind + "about " + hex(at + 8, QUOTE)
        : kind + "id %d sequence %d ".formatted(u16(at + 4), u16(at + 6)) + data(at + 8);
  }

  /**
   * The hosts of a record route in their order, and whether a timestamp option has more than the
   * sender's stamp. RFC 1122 section 3.2.2.6 has the answering host add itself; Linux does it
   * twice, once when it receives and once when it sends, so neighbours that are equal count once.
   * Padding is not looked at.
   */
  private String options() {
    StringBuilder text = new StringBuilder();
    int at = ETHER_HEADER + 20;
    while (at < transport() && u8(at) != 0) {
      int length = u8(at) == NO_OPERATION ? 1 : Math.max(2, u8(at + 1));
      switch (u8(at)) {
        case NO_OPERATION -> {}
        case RECORD_ROUTE -> text.append("route ").append(route(at)).append(' ');
        case TIMESTAMP -> text.append(u8(at + 2) > 9 ? "timestamps " : "timestamp ");
        default -> text.append("option ").append(u8(at)).append(' ');
      }
      at += length;
    }
    return text.toString();
  }

  private String route(int option) {
    List<String> hosts = new ArrayList<>();
    for (int at = option + 3; at + 1 < option + u8(option + 2); at += 4) {
      if (hosts.isEmpty() || !hosts.getLast().equals(address(at))) {
        hosts.add(address(at));
      }
    }
    return String.join(" via ", hosts);
  }

  private String data(int from) {
    CRC32 crc = new CRC32();
    int length = Math.max(0, end() - from);
    crc.update(frame, Math.min(from, frame.length), length);
    return "%d bytes %08x".formatted(length, crc.getValue());
  }

  /** What is wrong with the checksums; empty if nothing is. */
  String findBadChecksum() {
    if (type() != IPV4) {
      return "";
    }
    if (sum(ETHER_HEADER, transport(), 0) != 0xffff) {
      return "bad IPv4 header checksum";
    }
    int length = end() - transport();
    if (isFragment()) {
      return "";
    }
    if (isIp(ICMP) && sum(transport(), end(), 0) != 0xffff) {
      return "bad ICMP checksum";
    }
    int pseudo = sum(ETHER_HEADER + 12, ETHER_HEADER + 20, UDP + length);
    if (isIp(UDP) && u16(transport() + 6) != 0 && sum(transport(), end(), pseudo) != 0xffff) {
      return "bad UDP checksum";
    }
    return "";
  }

  /** The sum of RFC 1071, byte pair by byte pair. */
  private int sum(int from, int to, int initial) {
    int sum = initial;
    for (int at = from; at < to; at += 2) {
      int low = at + 1 < to ? u8(at + 1) : 0;
      sum += u8(at) << 8 | low;
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  /** A byte of the frame; 0 beyond its end, for captures hold frames of every shape. */
  private int u8(int at) {
    return at < frame.length ? frame[at] & 0xff : 0;
  }

  private int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  private String hex(int at, int length) {
    int from = Math.min(at, frame.length);
    return HexFormat.of().formatHex(frame, from, Math.min(at + length, frame.length));
  }

  private String address(int at) {
    return u8(at) + "." + u8(at + 1) + "." + u8(at + 2) + "." + u8(at + 3);
  }
}
