package netmp.tcp;

import netmp.action.StackProbe;
import netmp.icmp.ControlInput;
import netmp.icmp.IcmpError;
import netmp.mbuf.Mbuf;
import netmp.socket.Errno;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * What ICMP errors do to connections (BSD's tcp_ctlinput; RFC 1122 section 4.2.3.9, RFC 5461, RFC
 * 5927). Anybody can send one, so it is believed only if it quotes a segment that is in flight; and
 * once both ends have synchronized none ends the connection: what it says is what the user is told
 * if the peer stays silent. On one CPU's protocol thread.
 */
public final class Ctlinput implements ControlInput {

  /** After so many retransmissions a second error ends what is only half a connection, as BSD. */
  static final int PATIENCE = 3;

  private final Tcp tcp;
  private final Counters counters;

  Ctlinput(Tcp tcp, Counters counters) {
    this.tcp = tcp;
    this.counters = counters;
  }

  @Override
  public int ownerOf(Mbuf flow) {
    return tcp.cpuOf(
        flow.localAddress(), flow.localPort(), flow.foreignAddress(), flow.foreignPort());
  }

  @Override
  public DropReason ctlinput(IcmpError error, int mtu, Mbuf flow, int at) {
    TcpFlow found =
        tcp.find(flow.localAddress(), flow.localPort(), flow.foreignAddress(), flow.foreignPort());
    return found == null
        ? DropReason.TCP_ICMP_NO_CONNECTION
        : found.unreachable(error, mtu, flow.u32(at + TcpHeader.SEQUENCE));
  }

  /** An error about a segment of a connection. */
  DropReason arrives(Tcpcb tp, IcmpError error, int mtu, int seq) {
    if (!Seq.within(seq, tp.sndUna, tp.outstanding())) {
      return DropReason.TCP_ICMP_OUT_OF_WINDOW; // RFC 5927 section 4.1
    }
    if (error == IcmpError.FRAGMENTATION_NEEDED) {
      tcp.pmtud().refused(tp, mtu, seq);
      return null;
    }
    if (error == IcmpError.REDIRECT) {
      return null; // the segment goes on; the route is IP's matter
    }
    boolean more = tp.softError != Errno.OK && tp.retransmits > PATIENCE;
    tp.softError = errno(error);
    if (tp.state == TcpState.SYN_SENT && (more || isHard(error))) {
      counters.count(Counter.TCP_UNREACHABLE);
      tp.hit(StackProbe.GIVE_UP_CONNECTION, Tcpcb.GIVEN_UP_BY_NETWORK);
      tcp.drop(tp, tp.softError);
    }
    return null;
  }

  /** RFC 1122 section 4.2.3.9; RFC 1812 section 5.2.7.1 for what is prohibited. */
  private static boolean isHard(IcmpError error) {
    return switch (error) {
      case PROTOCOL_UNREACHABLE, PORT_UNREACHABLE, PROHIBITED -> true;
      default -> false;
    };
  }

  /** BSD's inetctlerrmap; but that time was exceeded is told, as in Linux. */
  private static Errno errno(IcmpError error) {
    return switch (error) {
      case PROTOCOL_UNREACHABLE, PORT_UNREACHABLE, PROHIBITED -> Errno.ECONNREFUSED;
      case PARAMETER_PROBLEM -> Errno.ENOPROTOOPT;
      default -> Errno.EHOSTUNREACH;
    };
  }
}
