package netmp.icmp;

import java.util.function.ObjIntConsumer;
import netmp.ether.Interfaces;
import netmp.ip.IpHeader;
import netmp.ip.IpOutput;
import netmp.ip.IpProtocol;
import netmp.ip.PathMtu;
import netmp.ip.TransportInput;
import netmp.mbuf.Mbuf;
import netmp.netisr.Timers;
import netmp.offload.Checksum;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/** Input of ICMP on one CPU, on its protocol thread. */
public final class IcmpInput implements TransportInput {

  private static final int MIN_QUOTED_DATA = 8; // RFC 792: "64 bits of Data Datagram"

  private final Interfaces interfaces;
  private final Timers timers;
  private final IpOutput ip;
  private final ObjIntConsumer<Mbuf> owners;
  private final Pings pings;
  private final Counters counters;
  private final ControlInput[] transports = new ControlInput[256];

  /**
   * Wires the layer; {@link #register} adds the transports.
   *
   * @param interfaces as the CPU knows them
   * @param timers the CPU's, for the time
   * @param ip the CPU's output, for replies
   * @param owners takes an error, by message, to {@link #deliver} on a CPU
   * @param pings the CPU's, which take echo replies and errors about echo requests
   * @param counters the CPU's
   */
  public IcmpInput(
      Interfaces interfaces,
      Timers timers,
      IpOutput ip,
      ObjIntConsumer<Mbuf> owners,
      Pings pings,
      Counters counters) {
    this.interfaces = interfaces;
    this.timers = timers;
    this.ip = ip;
    this.owners = owners;
    this.pings = pings;
    this.counters = counters;
    register(IpProtocol.ICMP, pings);
  }

  /**
   * Names the transport that hears of errors about its datagrams on this CPU. Before the protocol
   * thread starts.
   *
   * @param protocol 0..255
   * @param transport is told
   */
  public void register(int protocol, ControlInput transport) {
    transports[protocol] = transport;
  }

  @Override
  public void input(Mbuf packet, int headerLength, int source, int destination) {
    int length = packet.length() - headerLength;
    if (length < IcmpHeader.LENGTH) {
      counters.drop(packet, DropReason.ICMP_SHORT);
    } else if (packet.checksum(headerLength, length) != Checksum.VALID) {
      counters.drop(packet, DropReason.ICMP_BAD_CHECKSUM);
    } else {
      demultiplex(packet, headerLength);
    }
  }

  private void demultiplex(Mbuf packet, int headerLength) {
    switch (packet.u8(headerLength + IcmpHeader.TYPE)) {
      case IcmpHeader.ECHO ->
          answer(packet, headerLength, IcmpHeader.ECHO_REPLY, Counter.ICMP_ECHO_ANSWERED);
      case IcmpHeader.TIMESTAMP -> timestamp(packet, headerLength);
      case IcmpHeader.UNREACHABLE,
          IcmpHeader.REDIRECT,
          IcmpHeader.TIME_EXCEEDED,
          IcmpHeader.PARAMETER_PROBLEM ->
          error(packet, headerLength);
      case IcmpHeader.ECHO_REPLY -> echoReply(packet, headerLength);
      case IcmpHeader.SOURCE_QUENCH -> counters.drop(packet, DropReason.ICMP_SOURCE_QUENCH);
      default -> counters.drop(packet, DropReason.ICMP_UNKNOWN_TYPE);
    }
  }

  /** RFC 1122 section 3.2.2.8. */
  private void timestamp(Mbuf packet, int headerLength) {
    if (packet.length() < headerLength + IcmpHeader.TIMESTAMP_LENGTH) {
      counters.drop(packet, DropReason.ICMP_SHORT);
      return;
    }
    int now = IcmpHeader.milliseconds(timers.now());
    packet.setU32(headerLength + IcmpHeader.RECEIVE_TIMESTAMP, now);
    packet.setU32(headerLength + IcmpHeader.TRANSMIT_TIMESTAMP, now);
    answer(packet, headerLength, IcmpHeader.TIMESTAMP_REPLY, Counter.ICMP_TIMESTAMP_ANSWERED);
  }

  /**
   * RFC 1122 section 3.2.2.6. The request becomes the reply, in place; it is from where that went.
   */
  private void answer(Mbuf packet, int headerLength, int reply, Counter answered) {
    int destination = packet.u32(IpHeader.DESTINATION);
    if (!interfaces.isOurs(destination)) {
      counters.drop(packet, DropReason.ICMP_REQUEST_TO_GROUP);
      return;
    }
    if (EchoOptions.haveSourceRoute(packet, headerLength)) {
      counters.drop(packet, DropReason.ICMP_REQUEST_SOURCE_ROUTED);
      return;
    }
    EchoOptions.update(packet, headerLength, destination, timers.now());
    packet.setU8(headerLength + IcmpHeader.TYPE, reply);
    IcmpHeader.writeChecksum(packet, headerLength);
    packet.setU32(IpHeader.DESTINATION, packet.u32(IpHeader.SOURCE));
    packet.setU32(IpHeader.SOURCE, destination);
    counters.count(answered);
    ip.outputHeader(packet, headerLength, null, IpOutput.TIME_TO_LIVE, 0);
  }

  private void echoReply(Mbuf packet, int headerLength) {
    if (pings.answered(packet, headerLength)) {
      counters.count(Counter.ICMP_ECHO_REPLIES);
      packet.free();
    } else {
      counters.drop(packet, DropReason.ICMP_UNASKED_ECHO_REPLY);
    }
  }

  /** Checks an error and sends it to the CPU that owns the flow it is about. */
  private void error(Mbuf packet, int headerLength) {
    int quote = headerLength + IcmpHeader.LENGTH;
    if (kind(packet, headerLength) == null) {
      counters.drop(packet, DropReason.ICMP_UNKNOWN_TYPE);
    } else if (!quotesOurs(packet, quote) || !isRefusal(packet, headerLength)) {
      counters.drop(packet, DropReason.ICMP_BAD_QUOTE);
    } else {
      ControlInput transport = transports[packet.u8(quote + IpHeader.PROTOCOL)];
      if (transport == null) {
        counters.drop(packet, DropReason.ICMP_NO_TRANSPORT);
        return;
      }
      int ports = quote + IpHeader.headerLength(packet, quote);
      packet.setFlow(
          packet.u32(quote + IpHeader.DESTINATION),
          packet.u16(ports + 2),
          packet.u32(quote + IpHeader.SOURCE),
          packet.u16(ports));
      owners.accept(packet, transport.ownerOf(packet));
    }
  }

  /**
   * Tells the transport of an error. On the CPU that owns the flow.
   *
   * @param packet a datagram with an ICMP error, checked on the CPU that received it; taken
   */
  public void deliver(Mbuf packet) {
    int headerLength = IpHeader.headerLength(packet, 0);
    int quote = headerLength + IcmpHeader.LENGTH;
    IcmpError error = kind(packet, headerLength);
    boolean tooLong = error == IcmpError.FRAGMENTATION_NEEDED;
    int mtu = tooLong ? nextMtu(packet, headerLength) : 0;
    ControlInput transport = transports[packet.u8(quote + IpHeader.PROTOCOL)];
    int at = quote + IpHeader.headerLength(packet, quote);
    DropReason disbelief = transport.ctlinput(error, mtu, packet, at);
    if (disbelief == null && error == IcmpError.REDIRECT) {
      disbelief = redirect(packet, headerLength);
    }
    if (disbelief == null) {
      counters.count(Counter.ICMP_ERRORS_DELIVERED);
      packet.free();
    } else {
      counters.drop(packet, disbelief);
    }
  }

  /** RFC 1122 section 3.2.2.2. */
  private DropReason redirect(Mbuf packet, int headerLength) {
    int router = packet.u32(IpHeader.SOURCE);
    int gateway = packet.u32(headerLength + IcmpHeader.GATEWAY);
    boolean followed = ip.redirect(packet.foreignAddress(), router, gateway);
    return followed ? null : DropReason.ICMP_REDIRECT;
  }

  /** RFC 1191 section 5: a router that does not tell its MTU leaves 0 in the field. */
  private static int nextMtu(Mbuf packet, int headerLength) {
    int told = packet.u16(headerLength + IcmpHeader.NEXT_HOP_MTU);
    int length = packet.u16(headerLength + IcmpHeader.LENGTH + IpHeader.TOTAL_LENGTH);
    return told == 0 ? PathMtu.plateauBelow(length) : told;
  }

  /** Whether a datagram is said to be too long that may have been, and was not to be cut. */
  private static boolean isRefusal(Mbuf packet, int headerLength) {
    int quote = headerLength + IcmpHeader.LENGTH;
    boolean whole = (packet.u16(quote + IpHeader.FRAGMENT) & IpHeader.DONT_FRAGMENT) != 0;
    return kind(packet, headerLength) != IcmpError.FRAGMENTATION_NEEDED
        || (whole && nextMtu(packet, headerLength) < packet.u16(quote + IpHeader.TOTAL_LENGTH));
  }

  private static IcmpError kind(Mbuf packet, int headerLength) {
    return IcmpError.of(
        packet.u8(headerLength + IcmpHeader.TYPE), packet.u8(headerLength + IcmpHeader.CODE));
  }

  /** Whether a quote is long enough, and starts a datagram that this host could have sent. */
  private boolean quotesOurs(Mbuf packet, int at) {
    int available = packet.length() - at;
    if (available < IpHeader.MIN_LENGTH || IpHeader.version(packet, at) != 4) {
      return false;
    }
    int headerLength = IpHeader.headerLength(packet, at);
    return headerLength >= IpHeader.MIN_LENGTH
        && available >= headerLength + MIN_QUOTED_DATA
        && IpHeader.isFirst(packet, at)
        && interfaces.isOurs(packet.u32(at + IpHeader.SOURCE));
  }
}
