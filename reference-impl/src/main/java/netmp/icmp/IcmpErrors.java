package netmp.icmp;

import netmp.ether.Interfaces;
import netmp.ip.ErrorReporter;
import netmp.ip.IpHeader;
import netmp.ip.IpOutput;
import netmp.ip.IpProtocol;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timers;
import netmp.stats.Counter;
import netmp.stats.Counters;

/** Sends ICMP errors from one CPU, on its protocol thread. */
public final class IcmpErrors implements ErrorReporter {

  /** An error is not longer than 576 bytes, IP header included (RFC 1812 section 4.3.2.3). */
  private static final int MAX_QUOTE = 576 - IpHeader.MIN_LENGTH - IcmpHeader.LENGTH;

  /** Code of time exceeded: fragment reassembly time exceeded (RFC 792). */
  private static final int REASSEMBLY = 1;

  /** Errors a second and CPU, as BSD's icmplim; more are asked for by attackers and loops only. */
  static final int RATE = 200;

  private final Interfaces interfaces;
  private final Timers timers;
  private final RateLimit limit = new RateLimit(RATE);
  private final MbufPool pool;
  private final IpOutput ip;
  private final Counters counters;

  /**
   * Wires the sender.
   *
   * @param interfaces as the CPU knows them
   * @param timers the CPU's, for the time
   * @param pool the CPU's buffers
   * @param ip the CPU's output
   * @param counters the CPU's
   */
  public IcmpErrors(
      Interfaces interfaces, Timers timers, MbufPool pool, IpOutput ip, Counters counters) {
    this.interfaces = interfaces;
    this.timers = timers;
    this.pool = pool;
    this.ip = ip;
    this.counters = counters;
  }

  @Override
  public void unreachable(Mbuf packet, Unreachable what) {
    report(packet, IcmpHeader.UNREACHABLE, what.code(), 0);
  }

  @Override
  public void reassemblyTimeExceeded(Mbuf packet) {
    report(packet, IcmpHeader.TIME_EXCEEDED, REASSEMBLY, 0);
  }

  @Override
  public void parameterProblem(Mbuf packet, int pointer) {
    report(packet, IcmpHeader.PARAMETER_PROBLEM, 0, pointer << 24);
  }

  private void report(Mbuf packet, int type, int code, int rest) {
    if (!mayReport(packet)) {
      return;
    }
    if (!limit.admits(timers.now())) {
      counters.count(Counter.ICMP_ERRORS_LIMITED);
      return;
    }
    Mbuf error = pool.alloc();
    if (error == null) {
      counters.count(Counter.ICMP_NO_MBUF);
      return;
    }
    int quote = Math.min(packet.length(), MAX_QUOTE);
    error.extend(IcmpHeader.LENGTH + quote);
    error.setU8(IcmpHeader.TYPE, type);
    error.setU8(IcmpHeader.CODE, code);
    error.setU32(IcmpHeader.REST, rest);
    error.copyFrom(IcmpHeader.LENGTH, packet, 0, quote);
    IcmpHeader.writeChecksum(error, 0);
    counters.count(Counter.ICMP_ERRORS_SENT);
    int source = packet.u32(IpHeader.DESTINATION); // RFC 1122 section 3.3.4.2
    ip.output(error, null, source, packet.u32(IpHeader.SOURCE), IpProtocol.ICMP);
  }

  /**
   * RFC 1122 section 3.2.2: never about an error, about anything that was sent to many, or about a
   * fragment other than the first. A source that is not one host never gets here: IP has dropped
   * it.
   */
  private boolean mayReport(Mbuf packet) {
    return interfaces.isOurs(packet.u32(IpHeader.DESTINATION))
        && !packet.toLinkGroup()
        && IpHeader.isFirst(packet, 0)
        && !isError(packet);
  }

  /** Whether a datagram is, or for lack of its type may be, an ICMP error. */
  private static boolean isError(Mbuf packet) {
    int type = IpHeader.headerLength(packet, 0) + IcmpHeader.TYPE;
    return packet.u8(IpHeader.PROTOCOL) == IpProtocol.ICMP
        && (packet.length() <= type || IcmpHeader.isError(packet.u8(type)));
  }
}
