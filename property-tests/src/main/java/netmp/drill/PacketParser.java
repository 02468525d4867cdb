package netmp.drill;

import java.util.List;
import java.util.Set;
import netmp.drill.Event.PacketEvent;
import netmp.drill.Event.TosCheck;
import netmp.drill.Packet.Option;
import netmp.drill.Token.Kind;

/** Reads packets. */
final class PacketParser {

  private static final Set<String> OTHER_PROTOCOLS =
      Set.of("ipv4", "ipv6", "gre", "GREv0", "mpls", "sctp", "udplite");

  /** The two bits of ECN, by their value. */
  private static final List<String> ECN = List.of("noecn", "ect1", "ect0", "ce");

  private static final String ACCURATE_ECN = "[FSRPUEWA0-9]+";

  private final Tokens tokens;

  PacketParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** A packet; its direction is next. */
  PacketEvent packet() {
    boolean inbound = tokens.next().is("<");
    Packet packet = new Packet();
    TosCheck tos = headerInfo(packet);
    if (OTHER_PROTOCOLS.contains(tokens.peek().text())) {
      throw new Unsupported(tokens.peek().line(), "packets of " + tokens.peek().text());
    }
    return switch (tokens.peek().text()) {
      case "udp" -> udp(inbound, packet, tos);
      case "icmp" -> icmp(inbound, packet, tos);
      default -> tcp(inbound, packet, tos);
    };
  }

  // ---- IP ----

  /** ECN, type of service, time to live; in brackets or parentheses. */
  private TosCheck headerInfo(Packet packet) {
    if (!tokens.isAt("[") && !tokens.isAt("(")) {
      return TosCheck.NONE;
    }
    String close = tokens.next().is("[") ? "]" : ")";
    TosCheck check = TosCheck.NONE;
    do {
      TosCheck found = headerField(packet);
      check = found == TosCheck.NONE ? check : found;
    } while (tokens.take(","));
    tokens.expect(close);
    return check;
  }

  private TosCheck headerField(Packet packet) {
    Token token = tokens.expect(Kind.WORD, "a field of the IP header");
    if (ECN.contains(token.text())) {
      packet.typeOfService = ECN.indexOf(token.text());
      return TosCheck.ECN;
    }
    return switch (token.text()) {
      case "ect01" -> TosCheck.ECT01;
      case "tos" -> {
        packet.typeOfService = Integer.decode(tokens.expect(Kind.HEX, "hexadecimal tos").text());
        yield TosCheck.TOS;
      }
      case "ttl" -> {
        packet.timeToLive = (int) tokens.number("ttl", 1, 255);
        yield TosCheck.NONE;
      }
      case "flowlabel" -> throw new Unsupported(token.line(), "flow labels of IPv6");
      default ->
          throw new SyntaxError(token, "expected a field of the IP header, found " + token.shown());
    };
  }

  private void ports(Packet packet) {
    if (tokens.isAt(Kind.INTEGER) && tokens.peekBehind().is(">")) {
      packet.sourcePort = tokens.u16("source port");
      tokens.expect(">");
      packet.destinationPort = tokens.u16("destination port");
    }
  }

  // ---- UDP and ICMP ----

  private PacketEvent udp(boolean inbound, Packet packet, TosCheck tos) {
    tokens.next();
    packet.protocol = Packet.UDP;
    ports(packet);
    tokens.expect("(");
    packet.length = tokens.u16("UDP payload size");
    tokens.expect(")");
    return new PacketEvent(inbound, packet, true, true, tos);
  }

  private PacketEvent icmp(boolean inbound, Packet packet, TosCheck tos) {
    tokens.next();
    packet.protocol = Packet.ICMP;
    Token type = tokens.expect(Kind.WORD, "a type of ICMP");
    packet.icmpType = Icmp.type(type.text());
    if (packet.icmpType < 0) {
      throw new SyntaxError(type, "expected a type of ICMP, found " + type.shown());
    }
    icmpCode(packet);
    if (tokens.take("mtu")) {
      packet.icmpExtra = tokens.u16("mtu");
    }
    if (tokens.take("id")) {
      packet.icmpExtra = tokens.u16("id");
    }
    quoted(packet);
    return new PacketEvent(inbound, packet, true, true, tos);
  }

  private void icmpCode(Packet packet) {
    Token code = tokens.peek();
    if (code.kind() == Kind.WORD && !code.is("mtu") && !code.is("id")) {
      packet.icmpCode = Icmp.code(tokens.next().text());
      if (packet.icmpCode < 0 || packet.icmpType != Icmp.UNREACHABLE) {
        throw new SyntaxError(code, "no such code of this type: " + code.shown());
      }
    }
  }

  /** What the error is about: part of the stream, or a datagram. */
  private void quoted(Packet packet) {
    boolean isError = packet.icmpType != 0 && packet.icmpType != 8;
    packet.quotedProtocol = isError ? Packet.TCP : 0;
    if (!tokens.take("[")) {
      return;
    }
    if (tokens.take("udp") || tokens.isAt("raw")) {
      packet.quotedProtocol = tokens.take("raw") ? 0 : Packet.UDP;
      tokens.expect("(");
      packet.quotedLength = tokens.u16("payload size");
      tokens.expect(")");
    } else {
      Packet about = new Packet();
      sequence(about);
      packet.quotedSeq = about.seq;
      packet.quotedLength = about.length;
    }
    tokens.expect("]");
  }

  // ---- TCP ----

  private PacketEvent tcp(boolean inbound, Packet packet, TosCheck tos) {
    ports(packet);
    packet.flags = flags();
    sequence(packet);
    if (tokens.take("ack")) {
      packet.ack = tokens.u32("TCP ack sequence number");
    }
    boolean anyWindow = !tokens.take("win");
    packet.window = anyWindow ? inbound ? 0 : -1 : tokens.u16("TCP window value");
    if (tokens.take("urg")) {
      packet.urgent = tokens.u16("urg_ptr value");
      packet.flags |= Packet.URG;
    }
    boolean anyOptions = options(packet);
    if (anyOptions && inbound) {
      throw new SyntaxError(
          tokens.peek(), "<...> for TCP options can only be used with outbound packets");
    }
    return new PacketEvent(inbound, packet, anyWindow, anyOptions, tos);
  }

  /** Letters and a dot, which are two words, or a dash for none. */
  private int flags() {
    if (tokens.take("-")) {
      return 0;
    }
    Token token = tokens.peek();
    String word = tokens.isAt(Kind.WORD) ? tokens.next().text() : "";
    boolean dot = tokens.take(".");
    if (word.isEmpty() && !dot) {
      throw noFlags(token);
    }
    return letters(token, word) | (dot ? Packet.ACK : 0);
  }

  private static int letters(Token token, String word) {
    int bits = PacketText.flags(word);
    if (bits < 0 && word.matches(ACCURATE_ECN)) {
      throw new Unsupported(token.line(), "flags of accurate ECN");
    }
    if (bits < 0) {
      throw noFlags(token);
    }
    return bits;
  }

  private static SyntaxError noFlags(Token token) {
    return new SyntaxError(token, "expected flags of TCP, found " + token.shown());
  }

  private void sequence(Packet packet) {
    Token first = tokens.peek();
    packet.seq = tokens.u32("TCP start sequence number");
    tokens.expect(":");
    int end = tokens.u32("TCP end sequence number");
    tokens.expect("(");
    packet.length = tokens.u16("TCP payload size");
    tokens.expect(")");
    if (end != packet.seq + packet.length) {
      throw new SyntaxError(first, "inconsistent TCP sequence numbers and payload size");
    }
  }

  /** True if any options will do. */
  private boolean options(Packet packet) {
    if (!tokens.take("<")) {
      return false;
    }
    if (tokens.isAt(Kind.ELLIPSIS)) {
      tokens.next();
      tokens.expect(">");
      return true;
    }
    Token first = tokens.peek();
    do {
      packet.options.add(option());
    } while (tokens.take(","));
    tokens.expect(">");
    if (packet.optionBytes() > 40) {
      throw new SyntaxError(first, "TCP option list too long");
    }
    return false;
  }

  private Option option() {
    Token token = tokens.expect(Kind.WORD, "an option of TCP");
    return switch (token.text()) {
      case "eol" -> new Option(0, new byte[0]);
      case "nop" -> new Option(1, new byte[0]);
      case "mss" -> mss();
      case "wscale" ->
          new Option(3, new byte[] {(byte) tokens.number("window scale shift count", 0, 255)});
      case "sackOK" -> new Option(4, new byte[0]);
      case "sack" -> sack();
      case "TS" -> timestamps();
      default -> throw new Unsupported(token.line(), "the TCP option " + token.text());
    };
  }

  private Option mss() {
    byte[] data = new byte[2];
    Bytes.setU16(data, 0, tokens.u16("mss value"));
    return new Option(2, data);
  }

  private Option timestamps() {
    Option option = new Option(Packet.TIMESTAMPS, new byte[8]);
    tokens.expect("val");
    option.setWord(0, tokens.u32("ts val"));
    tokens.expect("ecr");
    option.setWord(1, tokens.u32("ecr val"));
    return option;
  }

  private Option sack() {
    int[] edges = new int[8];
    int count = 0;
    do {
      if (count == edges.length) {
        throw new SyntaxError(tokens.peek(), "TCP option list too long");
      }
      edges[count++] = tokens.u32("TCP SACK left sequence number");
      tokens.expect(":");
      edges[count++] = tokens.u32("TCP SACK right sequence number");
    } while (tokens.isAt(Kind.INTEGER));
    Option option = new Option(Packet.SACK, new byte[4 * count]);
    for (int i = 0; i < count; i++) {
      option.setWord(i, edges[i]);
    }
    return option;
  }
}
