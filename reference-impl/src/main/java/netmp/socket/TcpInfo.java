package netmp.socket;

/**
 * What a TCP connection's control block said at one moment (TCP_INFO of Linux and FreeBSD). Lengths
 * and windows are in bytes, times in nanoseconds.
 *
 * @param state tcpi_state: the name that RFC 9293 section 3.3.2 has for it, such as ESTABLISHED;
 *     SYN_SENT and the like with underscores
 * @param timestamps whether both ends send timestamps (TCPI_OPT_TIMESTAMPS)
 * @param sack whether both ends know selective acknowledgments (TCPI_OPT_SACK)
 * @param ecn whether both ends know explicit congestion notification (TCPI_OPT_ECN)
 * @param sndScale tcpi_snd_wscale: the shift of the peer's windows, 0..14
 * @param rcvScale tcpi_rcv_wscale: the shift of this end's windows, 0..14
 * @param rto tcpi_rto: the retransmission timeout, as it is backed off
 * @param rtt tcpi_rtt: the smoothed round-trip time; 0 before it was measured
 * @param rttvar tcpi_rttvar: its variation
 * @param minRtt tcpi_min_rtt: the least that was measured; 0 before that
 * @param sndMss tcpi_snd_mss: the most text of a segment that is sent
 * @param rcvMss tcpi_rcv_mss: the longest text of a segment that came
 * @param sndCwnd tcpi_snd_cwnd: the congestion window
 * @param sndSsthresh tcpi_snd_ssthresh: the slow start threshold; 2^30 or so before a loss
 * @param sndWnd tcpi_snd_wnd: the peer's window
 * @param rcvWnd tcpi_rcv_wnd: the window that the peer was told, less what has come since
 * @param rcvSpace tcpi_rcv_space: how many bytes the receive buffer takes
 * @param unacked tcpi_unacked, in sequence numbers: what was sent and not acknowledged
 * @param unsent tcpi_notsent_bytes: what was written and not sent
 * @param sacked tcpi_sacked, in bytes: what came to the peer before its turn
 * @param retransmits tcpi_retransmits: timeouts since something was acknowledged
 * @param totalRetransmissions tcpi_total_retrans: segments that were sent again, in all
 * @param reordering whether the path was seen to reorder segments (RFC 8985 section 6.2; Linux says
 *     by how much)
 * @param pathMtu tcpi_pmtu: the longest datagram that is known to pass
 */
public record TcpInfo(
    String state,
    boolean timestamps,
    boolean sack,
    boolean ecn,
    int sndScale,
    int rcvScale,
    long rto,
    long rtt,
    long rttvar,
    long minRtt,
    int sndMss,
    int rcvMss,
    int sndCwnd,
    int sndSsthresh,
    int sndWnd,
    int rcvWnd,
    int rcvSpace,
    int unacked,
    int unsent,
    int sacked,
    int retransmits,
    int totalRetransmissions,
    boolean reordering,
    int pathMtu) {}
