package netmp.tcp;

import java.util.EnumSet;
import java.util.Set;
import netmp.socket.Errno;
import netmp.socket.Protocol;
import netmp.socket.SocketOption;
import netmp.socket.TcpInfo;
import netmp.tcp.TcpTimers.Slot;

/** The options of TCP's level (tcp_ctloutput), and TCP_INFO. On one CPU's protocol thread. */
final class TcpOptions {

  private static final long SECOND = 1_000_000_000L;
  private static final long MILLISECOND = 1_000_000L;

  private static final Set<SocketOption> FLAGS =
      EnumSet.of(SocketOption.TCP_NODELAY, SocketOption.TCP_CORK, SocketOption.TCP_QUICKACK);
  private static final Set<SocketOption> PATIENCE =
      EnumSet.of(
          SocketOption.TCP_KEEPIDLE,
          SocketOption.TCP_KEEPINTVL,
          SocketOption.TCP_KEEPCNT,
          SocketOption.TCP_USER_TIMEOUT);

  private final Tcp tcp;

  TcpOptions(Tcp tcp) {
    this.tcp = tcp;
  }

  /** The value of an option, or NO_OPTION. */
  int get(Tcpcb tp, SocketOption option) {
    return switch (option) {
      case TCP_MAXSEG ->
          tp.state.isSynchronized() ? tp.mss : tcp.offers().mss(tp.foreignAddress(), tp.maxSegment);
      case TCP_NODELAY, TCP_CORK, TCP_QUICKACK -> flag(tp, option) ? 1 : 0;
      case IP_TTL -> tp.timeToLive;
      case IP_TOS -> tp.typeOfService;
      default -> patience(tp, option);
    };
  }

  private static boolean flag(Tcpcb tp, SocketOption option) {
    return switch (option) {
      case TCP_NODELAY -> tp.noDelay;
      case TCP_CORK -> tp.cork;
      default -> tp.quickAck;
    };
  }

  private static int patience(Tcpcb tp, SocketOption option) {
    return switch (option) {
      case TCP_KEEPIDLE -> (int) (tp.keepIdle / SECOND);
      case TCP_KEEPINTVL -> (int) (tp.keepInterval / SECOND);
      case TCP_KEEPCNT -> tp.keepCount;
      case TCP_USER_TIMEOUT -> (int) (tp.userTimeout / MILLISECOND);
      default -> Protocol.NO_OPTION;
    };
  }

  /** Sets an option to a value within its range; a listener passes it on. */
  Errno set(Tcpcb tp, SocketOption option, int value) {
    boolean known = true;
    if (FLAGS.contains(option)) {
      setFlag(tp, option, value == 1);
    } else if (PATIENCE.contains(option)) {
      setPatience(tp, option, value);
    } else {
      known = setNumber(tp, option, value);
    }
    if (known && tp.listener != null) {
      tp.listener.update(tp);
    }
    return known ? Errno.OK : Errno.ENOPROTOOPT;
  }

  private static boolean setNumber(Tcpcb tp, SocketOption option, int value) {
    switch (option) {
      case TCP_MAXSEG -> tp.maxSegment = value;
      case IP_TTL -> tp.timeToLive = value;
      case IP_TOS -> tp.typeOfService = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** What they held back is sent at the end of the turn. */
  private void setFlag(Tcpcb tp, SocketOption option, boolean set) {
    switch (option) {
      case TCP_NODELAY -> tp.noDelay = set;
      case TCP_CORK -> tp.cork = set;
      default -> {
        tp.quickAck = set;
        tp.ackNow |= set && tp.ackDelayed;
      }
    }
    if (tp.state.hasPeer()) {
      tp.reportNoDelay();
      tcp.pend(tp);
    }
  }

  private static void setPatience(Tcpcb tp, SocketOption option, int value) {
    switch (option) {
      case TCP_KEEPINTVL -> tp.keepInterval = value * SECOND;
      case TCP_KEEPCNT -> tp.keepCount = value;
      case TCP_USER_TIMEOUT -> UserTimeout.set(tp, value * MILLISECOND);
      default -> {
        tp.keepIdle = value * SECOND;
        restartKeepalive(tp);
      }
    }
  }

  /** Before it is established a connection has a timer of its own: the SYN's. */
  private static void restartKeepalive(Tcpcb tp) {
    if (tp.state.hasPeer()) {
      tp.timers.set(Slot.KEEPALIVE, tp.keepIdle);
    }
  }

  /** What the control block says now. */
  TcpInfo info(Tcpcb tp) {
    LossRecovery recovery = tp.recovery;
    RttEstimator rtt = recovery.rtt;
    return new TcpInfo(
        tp.state.name(),
        tp.timestamps,
        tp.sack,
        tp.ecn,
        tp.sndScale,
        tp.rcvScale,
        rtt.rto(),
        rtt.srtt(),
        rtt.rttvar(),
        rtt.hasSample() ? rtt.least() : 0,
        tp.mss,
        tp.rcvMss,
        tp.control.cwnd(),
        tp.control.ssthresh(),
        tp.sndWnd,
        tp.rcvWnd(),
        tp.socket.receiveSpace(),
        tp.outstanding(),
        tp.unsent(),
        recovery.board().sacked(),
        tp.retransmits,
        recovery.totalRetransmissions(),
        recovery.hasSeenReordering(),
        tcp.writer().pathMtu(tp.foreignAddress()));
  }
}
