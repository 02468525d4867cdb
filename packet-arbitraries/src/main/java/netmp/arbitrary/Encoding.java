package netmp.arbitrary;

import java.util.Locale;

/** Encodes packets, layer by layer. */
final class Encoding {

  private static final int ADDRESS_BITS = 48;
  private static final int IP_SOURCE = 12;
  private static final int MIN_HEADER = 20;
  private static final int MAX_DATAGRAM = 0xffff;
  private static final int TPID = 0x8100;

  private final LayoutWriter out = new LayoutWriter();

  private Encoding() {}

  static Layout of(Ethernet frame) {
    Encoding encoding = new Encoding();
    encoding.ethernet(frame);
    return encoding.out.finish();
  }

  static Layout of(Arp packet) {
    Encoding encoding = new Encoding();
    encoding.arp(packet);
    return encoding.out.finish();
  }

  static Layout of(Ipv4 datagram) {
    Encoding encoding = new Encoding();
    encoding.ipv4(datagram);
    return encoding.out.finish();
  }

  static Layout of(Icmp message) {
    Encoding encoding = new Encoding();
    Place checksum = encoding.icmp(message);
    encoding.out.add(Checksum.plain(checksum, 0, Extent.fixed(encoding.out.position())));
    return encoding.out.finish();
  }

  private void ethernet(Ethernet frame) {
    out.put("ethernet.destination", ADDRESS_BITS, frame.destination().value());
    out.put("ethernet.source", ADDRESS_BITS, frame.source().value());
    frame.vlan().ifPresent(this::vlan);
    out.put("ethernet.type", 16, frame.payload().etherType());
    switch (frame.payload()) {
      case Arp arp -> arp(arp);
      case Ipv4 datagram -> ipv4(datagram);
      case EthernetData data -> out.put("ethernet.data", data.data());
    }
  }

  private void vlan(Vlan tag) {
    out.put("vlan.tpid", 16, TPID);
    out.put("vlan.priority", 3, tag.priority());
    out.put("vlan.dropEligible", tag.dropEligible());
    out.put("vlan.id", 12, tag.id());
  }

  private void arp(Arp packet) {
    out.put("arp.hardwareType", 16, 1);
    out.put("arp.protocolType", 16, 0x0800);
    out.put("arp.hardwareLength", 8, 6);
    out.put("arp.protocolLength", 8, 4);
    out.put("arp.operation", 16, packet.operation());
    out.put("arp.senderHardwareAddress", ADDRESS_BITS, packet.senderMac().value());
    out.put("arp.senderProtocolAddress", 32, packet.sender().value());
    out.put("arp.targetHardwareAddress", ADDRESS_BITS, packet.targetMac().value());
    out.put("arp.targetProtocolAddress", 32, packet.target().value());
  }

  // ---- IPv4 ----

  private void ipv4(Ipv4 datagram) {
    int start = out.position();
    Ipv4Header header = datagram.header();
    out.put("ipv4.version", 4, 4);
    Place headerLength = out.put("ipv4.headerLength", 4, 0);
    out.put("ipv4.dscp", 6, header.dscp());
    out.put("ipv4.ecn", 2, header.ecn());
    final Place totalLength = out.put("ipv4.totalLength", 16, 0);
    out.put("ipv4.identification", 16, header.identification());
    out.put("ipv4.reserved", 1, 0);
    out.put("ipv4.dontFragment", header.dontFragment());
    out.put("ipv4.moreFragments", header.moreFragments());
    out.put("ipv4.fragmentOffset", 13, header.fragmentOffset());
    out.put("ipv4.timeToLive", 8, header.timeToLive());
    out.put("ipv4.protocol", 8, datagram.payload().protocol());
    final Place checksum = out.put("ipv4.checksum", 16, 0);
    out.put("ipv4.source", 32, datagram.source().value());
    out.put("ipv4.destination", 32, datagram.destination().value());
    header.options().forEach(this::ipv4Option);
    out.pad("ipv4.padding", start);
    out.set(headerLength, (out.position() - start) / 4);
    payload(datagram.payload(), start, new Extent(start, 1, totalLength));
    out.set(totalLength, lengthOfDatagram(out.position() - start));
    out.add(Checksum.plain(checksum, start, new Extent(start, 4, headerLength)));
  }

  private static int lengthOfDatagram(int length) {
    if (length > MAX_DATAGRAM) {
      throw new IllegalStateException(
          "a datagram of " + length + " bytes; none has more than " + MAX_DATAGRAM);
    }
    return length;
  }

  private void ipv4Option(Ipv4Option option) {
    String name = "ipv4.option" + option.type();
    out.put(name + ".type", 8, option.type());
    if (option.length() > 1) {
      out.put(name + ".length", 8, option.length());
      out.put(name + ".data", option.data());
    }
  }

  /** The payload of a datagram that starts somewhere and ends where its total length says. */
  private void payload(Ipv4Payload payload, int start, Extent end) {
    int from = out.position();
    switch (payload) {
      case Icmp icmp -> out.add(Checksum.plain(icmp(icmp), from, end));
      case Udp udp -> udp(udp, start + IP_SOURCE);
      case Tcp tcp -> out.add(new Checksum(tcp(tcp), from, end, start + IP_SOURCE, tcp.protocol()));
      case Ipv4Data data -> out.put("ipv4.data", data.data());
    }
  }

  // ---- transports ----

  /** Returns the place of the checksum. */
  private Place icmp(Icmp message) {
    out.put("icmp.type", 8, message.type());
    out.put("icmp.code", 8, message.code());
    final Place checksum = out.put("icmp.checksum", 16, 0);
    out.put("icmp.rest", 32, message.rest());
    switch (message.body()) {
      case Octets data -> out.put("icmp.data", data);
      case Quote quote -> quote(quote);
    }
    return checksum;
  }

  private void quote(Quote quote) {
    Layout quoted = of(quote.datagram());
    int header = (quoted.bytes()[0] & 0xf) * 4;
    int length = Math.min(header + quote.length(), quoted.octets().length());
    out.append("quote.", quoted, length);
  }

  private void udp(Udp datagram, int addresses) {
    int from = out.position();
    out.put("udp.sourcePort", 16, datagram.sourcePort());
    out.put("udp.destinationPort", 16, datagram.destinationPort());
    Place length = out.put("udp.length", 16, 8 + datagram.data().length());
    Place checksum = out.put("udp.checksum", 16, 0);
    out.put("udp.data", datagram.data());
    if (datagram.checksummed()) {
      Extent end = new Extent(from, 1, length);
      out.add(new Checksum(checksum, from, end, addresses, datagram.protocol()));
    }
  }

  /** Returns the place of the checksum. */
  private Place tcp(Tcp segment) {
    int start = out.position();
    out.put("tcp.sourcePort", 16, segment.sourcePort());
    out.put("tcp.destinationPort", 16, segment.destinationPort());
    out.put("tcp.sequence", 32, segment.sequence());
    out.put("tcp.acknowledgment", 32, segment.acknowledgment());
    Place dataOffset = out.put("tcp.dataOffset", 4, MIN_HEADER / 4);
    out.put("tcp.reserved", 4, 0);
    flags(segment);
    out.put("tcp.window", 16, segment.window());
    final Place checksum = out.put("tcp.checksum", 16, 0);
    out.put("tcp.urgentPointer", 16, segment.urgentPointer());
    segment.options().forEach(this::tcpOption);
    out.pad("tcp.padding", start);
    out.set(dataOffset, (out.position() - start) / 4);
    out.put("tcp.data", segment.data());
    return checksum;
  }

  /** The highest bit comes first on the wire. */
  private void flags(Tcp segment) {
    TcpFlag[] all = TcpFlag.values();
    for (int i = all.length - 1; i >= 0; i--) {
      String name = "tcp." + all[i].name().toLowerCase(Locale.ROOT);
      out.put(name, segment.flags().contains(all[i]));
    }
  }

  private void tcpOption(TcpOption option) {
    String name = "tcp." + nameOf(option);
    out.put(name + ".kind", 8, option.kind());
    if (option.length() > 1) {
      out.put(name + ".length", 8, option.length());
    }
    switch (option) {
      case TcpOption.Mss(int size) -> out.put(name + ".size", 16, size);
      case TcpOption.WindowScale(int shift) -> out.put(name + ".shift", 8, shift);
      case TcpOption.Sack sack -> sack.blocks().forEach(block -> sackBlock(name, block));
      case TcpOption.Timestamps(int value, int echo) -> {
        out.put(name + ".value", 32, value);
        out.put(name + ".echo", 32, echo);
      }
      case TcpOption.UserTimeout(boolean minutes, int timeout) -> {
        out.put(name + ".granularity", minutes);
        out.put(name + ".timeout", 15, timeout);
      }
      case TcpOption.FastOpen(Octets cookie) -> out.put(name + ".cookie", cookie);
      case TcpOption.Other(int _, Octets data) -> out.put(name + ".data", data);
      case TcpOption.NoOperation _, TcpOption.SackPermitted _ -> {} // have no data
    }
  }

  private void sackBlock(String option, TcpOption.Sack.Block block) {
    out.put(option + ".left", 32, block.left());
    out.put(option + ".right", 32, block.right());
  }

  private static String nameOf(TcpOption option) {
    if (option instanceof TcpOption.Other) {
      return "option" + option.kind();
    }
    String name = option.getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
