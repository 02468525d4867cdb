package netmp.tcp;

import netmp.mbuf.Mbuf;

/**
 * What an end offers in its SYN: the options, the window, and how the datagram travels.
 *
 * @param mss the most text that it takes in a segment
 * @param window its receive window, in bytes
 * @param scale its window scale, or {@link Segment#NO_SCALE}
 * @param sack whether it knows selective acknowledgments
 * @param timestamps whether it sends timestamps
 * @param tsVal its timestamp
 * @param tsEcr what it echoes, 0 in a first SYN
 * @param typeOfService of the datagram
 * @param timeToLive of the datagram
 */
record Offer(
    int mss,
    int window,
    int scale,
    boolean sack,
    boolean timestamps,
    int tsVal,
    int tsEcr,
    int typeOfService,
    int timeToLive) {

  private static final int NOP = TcpHeader.OPTION_NOP;

  /** Writes the options, padded to words; returns where they end. */
  int write(Mbuf packet, int from) {
    packet.setU16(from, TcpHeader.OPTION_MSS << 8 | TcpHeader.MSS_LENGTH);
    packet.setU16(from + 2, mss);
    int at = writeTimestamps(packet, from + TcpHeader.MSS_LENGTH);
    if (scale != Segment.NO_SCALE) {
      packet.setU16(at, NOP << 8 | TcpHeader.OPTION_WINDOW_SCALE);
      packet.setU16(at + 2, TcpHeader.WINDOW_SCALE_LENGTH << 8 | scale);
      at += 4;
    }
    return at;
  }

  /** Two bytes of padding before the timestamps have room for the permission to send SACKs. */
  private int writeTimestamps(Mbuf packet, int at) {
    if (!sack && !timestamps) {
      return at;
    }
    packet.setU16(
        at,
        sack
            ? TcpHeader.OPTION_SACK_PERMITTED << 8 | TcpHeader.SACK_PERMITTED_LENGTH
            : NOP << 8 | NOP);
    if (!timestamps) {
      packet.setU16(at + 2, NOP << 8 | NOP);
      return at + 4;
    }
    packet.setU16(at + 2, TcpHeader.OPTION_TIMESTAMPS << 8 | TcpHeader.TIMESTAMPS_LENGTH);
    packet.setU32(at + 4, tsVal);
    packet.setU32(at + 8, tsEcr);
    return at + 12;
  }
}
