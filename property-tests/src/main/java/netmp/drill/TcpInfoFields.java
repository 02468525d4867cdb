package netmp.drill;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import netmp.socket.TcpInfo;

/**
 * What code of a script may ask for: fields of struct tcp_info, in the units of Linux, which counts
 * segments where FreeBSD counts bytes.
 */
final class TcpInfoFields {

  private static final long NANOS_IN_MICRO = 1000;

  /** What Linux says before a loss (TCP_INFINITE_SSTHRESH). */
  private static final long LINUX_UNLIMITED = 0x7fff_ffff;

  /** More than any threshold after a loss. */
  private static final int UNLIMITED = 1 << 29;

  private static final Map<String, ToLongFunction<TcpInfo>> FIELDS = new TreeMap<>();

  private static final Map<String, Long> CONSTANTS =
      Map.ofEntries(
          Map.entry("TCP_ESTABLISHED", 1L),
          Map.entry("TCP_SYN_SENT", 2L),
          Map.entry("TCP_SYN_RECV", 3L),
          Map.entry("TCP_FIN_WAIT1", 4L),
          Map.entry("TCP_FIN_WAIT2", 5L),
          Map.entry("TCP_TIME_WAIT", 6L),
          Map.entry("TCP_CLOSE", 7L),
          Map.entry("TCP_CLOSE_WAIT", 8L),
          Map.entry("TCP_LAST_ACK", 9L),
          Map.entry("TCP_LISTEN", 10L),
          Map.entry("TCP_CLOSING", 11L),
          Map.entry("TCPI_OPT_TIMESTAMPS", 1L),
          Map.entry("TCPI_OPT_SACK", 2L),
          Map.entry("TCPI_OPT_WSCALE", 4L),
          Map.entry("TCPI_OPT_ECN", 8L));

  private static final Map<String, String> STATES =
      Map.ofEntries(
          Map.entry("ESTABLISHED", "TCP_ESTABLISHED"),
          Map.entry("SYN_SENT", "TCP_SYN_SENT"),
          Map.entry("SYN_RECEIVED", "TCP_SYN_RECV"),
          Map.entry("FIN_WAIT_1", "TCP_FIN_WAIT1"),
          Map.entry("FIN_WAIT_2", "TCP_FIN_WAIT2"),
          Map.entry("TIME_WAIT", "TCP_TIME_WAIT"),
          Map.entry("CLOSED", "TCP_CLOSE"),
          Map.entry("CLOSE_WAIT", "TCP_CLOSE_WAIT"),
          Map.entry("LAST_ACK", "TCP_LAST_ACK"),
          Map.entry("LISTEN", "TCP_LISTEN"),
          Map.entry("CLOSING", "TCP_CLOSING"));

  static {
    FIELDS.put("tcpi_state", info -> CONSTANTS.get(STATES.get(info.state())));
    FIELDS.put("tcpi_options", TcpInfoFields::options);
    FIELDS.put("tcpi_snd_wscale", TcpInfo::sndScale);
    FIELDS.put("tcpi_rcv_wscale", TcpInfo::rcvScale);
    FIELDS.put("tcpi_rto", info -> micros(info.rto()));
    FIELDS.put("tcpi_rtt", info -> micros(info.rtt()));
    FIELDS.put("tcpi_rttvar", info -> micros(info.rttvar()));
    FIELDS.put("tcpi_min_rtt", info -> micros(info.minRtt()));
    FIELDS.put("tcpi_snd_mss", TcpInfo::sndMss);
    FIELDS.put("tcpi_rcv_mss", TcpInfo::rcvMss);
    FIELDS.put("tcpi_snd_cwnd", info -> window(info, info.sndCwnd()));
    FIELDS.put("tcpi_snd_ssthresh", TcpInfoFields::threshold);
    FIELDS.put("tcpi_snd_wnd", TcpInfo::sndWnd);
    FIELDS.put("tcpi_rcv_wnd", TcpInfo::rcvWnd);
    FIELDS.put("tcpi_rcv_space", TcpInfo::rcvSpace);
    FIELDS.put("tcpi_unacked", info -> segments(info, info.unacked()));
    FIELDS.put("tcpi_notsent_bytes", TcpInfo::unsent);
    FIELDS.put("tcpi_sacked", info -> segments(info, info.sacked()));
    FIELDS.put("tcpi_retransmits", TcpInfo::retransmits);
    FIELDS.put("tcpi_total_retrans", TcpInfo::totalRetransmissions);
    FIELDS.put("tcpi_pmtu", TcpInfo::pathMtu);
  }

  private TcpInfoFields() {}

  private static long micros(long nanos) {
    return (nanos + NANOS_IN_MICRO / 2) / NANOS_IN_MICRO;
  }

  private static long options(TcpInfo info) {
    return (info.timestamps() ? CONSTANTS.get("TCPI_OPT_TIMESTAMPS") : 0)
        | (info.sack() ? CONSTANTS.get("TCPI_OPT_SACK") : 0)
        | (info.sndScale() + info.rcvScale() > 0 ? CONSTANTS.get("TCPI_OPT_WSCALE") : 0)
        | (info.ecn() ? CONSTANTS.get("TCPI_OPT_ECN") : 0);
  }

  /** A part of one counts as one. */
  private static long segments(TcpInfo info, int bytes) {
    return Math.ceilDiv(bytes, Math.max(1, info.sndMss()));
  }

  /** A part of one is no use. */
  private static long window(TcpInfo info, int bytes) {
    return bytes / Math.max(1, info.sndMss());
  }

  private static long threshold(TcpInfo info) {
    int bytes = info.sndSsthresh();
    return bytes > UNLIMITED ? LINUX_UNLIMITED : window(info, bytes);
  }

  /** All names. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(FIELDS.keySet());
    names.addAll(CONSTANTS.keySet());
    return names;
  }

  /**
   * The value of one.
   *
   * @param info of the connection; null for none
   */
  static long get(TcpInfo info, String name) {
    Long constant = CONSTANTS.get(name);
    if (constant != null) {
      return constant;
    }
    if (info == null) {
      throw new Mismatch("code asks for TCP_INFO, and there is no connection");
    }
    return FIELDS.get(name).applyAsLong(info);
  }
}
