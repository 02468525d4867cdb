package netmp.tcp;

import netmp.action.StackProbe;
import netmp.ip.IpHeader;
import netmp.ip.IpOutput;
import netmp.ip.IpProtocol;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timers;
import netmp.pcb.Flow;
import netmp.stats.Counter;
import netmp.stats.Counters;

/** Writes segments and hands them to IP, on one CPU's protocol thread. It decides nothing. */
final class SegmentWriter {

  /** Both options behind two bytes of padding, as RFC 7323 appendix A has it. */
  private static final int TIMESTAMPS = 12;

  private static final int HEADERS = IpHeader.MIN_LENGTH + TcpHeader.MIN_LENGTH;
  private static final int PADDED_SACK = 4;
  private static final int NOP = TcpHeader.OPTION_NOP;
  private static final int MAX_BLOCKS = 4;
  private static final int MAX_SCALED = 0xffff;

  private final MbufPool pool;
  private final IpOutput ip;
  private final Timers timers;
  private final Counters counters;
  private final int[] left = new int[MAX_BLOCKS];
  private final int[] right = new int[MAX_BLOCKS];

  SegmentWriter(MbufPool pool, IpOutput ip, Timers timers, Counters counters) {
    this.pool = pool;
    this.ip = ip;
    this.timers = timers;
    this.counters = counters;
  }

  /** The most text of a segment on a path, without options (RFC 9293 section 3.7.1). */
  static int mss(int mtu) {
    return mtu - HEADERS;
  }

  /** How long the datagram of a segment with text is. */
  static int datagram(Tcpcb tp, int text) {
    return HEADERS + optionBytes(tp.timestamps) + text;
  }

  /** The longest datagram that is known to pass the path to a peer. */
  int pathMtu(int peer) {
    return ip.mtu(peer);
  }

  /** What the options of every segment of a connection take from its text. */
  static int optionBytes(boolean timestamps) {
    return timestamps ? TIMESTAMPS : 0;
  }

  // ---- segments of connections ----

  /** An acknowledgment without text. */
  void acknowledge(Tcpcb tp) {
    send(tp, TcpHeader.ACK, tp.sndNxt, 0);
  }

  /**
   * Sends a segment of a synchronized connection.
   *
   * @param tp the connection
   * @param flags its flags
   * @param seq of its first byte
   * @param length how many bytes of text, which are in the stream
   * @return false if there was no buffer for it
   */
  boolean send(Tcpcb tp, int flags, int seq, int length) {
    return send(tp, flags, seq, length, 0);
  }

  /**
   * Sends several segments, which the device cuts (TSO).
   *
   * @param tp the connection
   * @param flags of the last one
   * @param seq of its first byte
   * @param length how many bytes of text, all full segments
   * @return false if there were not buffers enough
   */
  boolean sendSegments(Tcpcb tp, int flags, int seq, int length) {
    return send(tp, flags, seq, length, tp.mss);
  }

  private boolean send(Tcpcb tp, int flags, int seq, int length, int mss) {
    Mbuf packet = pool.alloc();
    if (packet == null) {
      counters.count(Counter.TCP_NO_MBUF);
      return false;
    }
    packet.extend(TcpHeader.MAX_LENGTH);
    int header = TcpHeader.MIN_LENGTH;
    if (tp.timestamps) {
      header = timestamps(packet, header, timestamp(tp), tp.tsRecent);
    }
    if (tp.sack && (flags & TcpHeader.RST) == 0) {
      header = sack(packet, header, tp, tp.mss - length);
    }
    packet.trimBack(TcpHeader.MAX_LENGTH - header);
    if (!text(packet, tp, seq, length)) {
      counters.count(Counter.TCP_NO_MBUF);
      packet.free();
      return false;
    }
    packet.setSegmentText(mss);
    int window = Math.min(tp.rcvWnd() >>> tp.rcvScale, MAX_SCALED);
    boolean fresh = length > 0 && seq == tp.sndNxt;
    fixed(packet, tp, seq, tp.rcvNxt, header, flags | Ecn.flags(tp, fresh), window);
    if ((flags & TcpHeader.RST) == 0) {
      Urgent.write(packet, tp, seq);
    }
    countReset(flags);
    int fragment = tp.mayFragment ? 0 : IpOutput.DONT_FRAGMENT; // RFC 1191 section 6
    output(packet, tp, Ecn.typeOfService(tp, fresh), tp.timeToLive, fragment);
    int segment = mss > 0 ? mss : length;
    report(tp, flags, seq, segment, window << tp.rcvScale);
    for (int sent = segment; sent < length; sent += segment) {
      counters.count(Counter.TCP_SENT);
      report(tp, flags, seq + sent, segment, window << tp.rcvScale);
    }
    acknowledged(tp, flags);
    return true;
  }

  /** Puts text behind the header, in as many buffers as it takes; false if there are too few. */
  private boolean text(Mbuf packet, Tcpcb tp, int seq, int length) {
    int copied = fill(packet, tp, seq, length);
    while (copied < length) {
      Mbuf part = pool.alloc();
      if (part == null) {
        return false;
      }
      copied += fill(part, tp, seq + copied, length - copied);
      packet.append(part);
    }
    return true;
  }

  private static int fill(Mbuf buffer, Tcpcb tp, int seq, int length) {
    int at = buffer.length();
    int bytes = Math.min(length, buffer.tailroom());
    buffer.extend(bytes);
    if (bytes > 0) {
      tp.stream.copy(seq, bytes, buffer, at);
    }
    return bytes;
  }

  /** A segment was handed to IP; its window in bytes. */
  private static void report(Tcpcb tp, int flags, int seq, int length, int window) {
    int bits = flags & (TcpHeader.RST | TcpHeader.SYN | TcpHeader.FIN);
    tp.hit(StackProbe.TRANSMIT, seq - tp.iss, length << 3 | bits);
    if ((flags & TcpHeader.ACK) != 0) {
      int next = tp.rcvNxt - tp.irs;
      tp.hit(StackProbe.TELL_WINDOW, next, next + window);
    }
  }

  /** Everything is acknowledged that has come. */
  private static void acknowledged(Tcpcb tp, int flags) {
    if ((flags & TcpHeader.ACK) != 0) {
      tp.lastAckSent = tp.rcvNxt;
      tp.unacked = 0;
      tp.ackNow = false;
      tp.ackDelayed = false;
      tp.timers.cancel(TcpTimers.Slot.DELAYED_ACK);
    }
  }

  /** A timestamp of this host (RFC 7323 section 5.4: milliseconds, from anywhere). */
  int timestamp(Tcpcb tp) {
    return clock() + tp.tsOffset;
  }

  /** Milliseconds. */
  int clock() {
    return (int) (timers.now() / 1_000_000);
  }

  private static int timestamps(Mbuf packet, int at, int value, int echo) {
    packet.setU16(at, NOP << 8 | NOP);
    packet.setU16(at + 2, TcpHeader.OPTION_TIMESTAMPS << 8 | TcpHeader.TIMESTAMPS_LENGTH);
    packet.setU32(at + 4, value);
    packet.setU32(at + 8, echo);
    return at + TIMESTAMPS;
  }

  /** RFC 2018 section 4, RFC 2883 section 4: first what came twice, then what is held. */
  private int sack(Mbuf packet, int at, Tcpcb tp, int room) {
    boolean twice = tp.duplicateLeft != tp.duplicateRight;
    if (!twice && tp.reassembly.isEmpty()) {
      return at;
    }
    int bytes = Math.min(room, TcpHeader.MAX_LENGTH - at) - PADDED_SACK;
    int most = Math.min(MAX_BLOCKS, bytes / TcpHeader.SACK_BLOCK);
    if (bytes < TcpHeader.SACK_BLOCK) {
      return at;
    }
    int count = 0;
    if (twice) {
      left[0] = tp.duplicateLeft;
      right[0] = tp.duplicateRight;
      tp.duplicateLeft = tp.duplicateRight;
      count = 1;
    }
    count += tp.reassembly.blocks(left, right, count, most - count);
    packet.setU16(at, NOP << 8 | NOP);
    packet.setU16(at + 2, TcpHeader.OPTION_SACK << 8 | 2 + count * TcpHeader.SACK_BLOCK);
    for (int i = 0; i < count; i++) {
      packet.setU32(at + PADDED_SACK + i * TcpHeader.SACK_BLOCK, left[i]);
      packet.setU32(at + PADDED_SACK + i * TcpHeader.SACK_BLOCK + 4, right[i]);
    }
    return at + PADDED_SACK + count * TcpHeader.SACK_BLOCK;
  }

  // ---- segments of the handshake ----

  /**
   * Sends the SYN of a connection, the first time or again.
   *
   * @param tp the connection
   * @param offer the options
   * @param flags SYN, and ACK if it is an answer
   */
  void synchronize(Tcpcb tp, Offer offer, int flags) {
    if (synchronize(tp, offer, flags, tp.iss, tp.rcvNxt)) {
      report(tp, flags, tp.iss, 0, Math.min(offer.window(), MAX_SCALED));
    }
  }

  /**
   * Sends a SYN, with what this end offers.
   *
   * @param flow both ends
   * @param offer the options
   * @param flags SYN, and ACK if it is an answer
   * @param seq the initial sequence number
   * @param ack what is acknowledged, if flags say so
   * @return false if there was no buffer for it
   */
  boolean synchronize(Flow flow, Offer offer, int flags, int seq, int ack) {
    Mbuf packet = pool.alloc();
    if (packet == null) {
      counters.count(Counter.TCP_NO_MBUF);
      return false;
    }
    packet.extend(TcpHeader.MAX_LENGTH);
    int header = offer.write(packet, TcpHeader.MIN_LENGTH);
    packet.trimBack(TcpHeader.MAX_LENGTH - header);
    fixed(packet, flow, seq, ack, header, flags, Math.min(offer.window(), MAX_SCALED));
    output(packet, flow, offer.typeOfService(), offer.timeToLive(), IpOutput.DONT_FRAGMENT);
    return true;
  }

  // ---- segments without a whole connection ----

  /**
   * Acknowledges for a flow that is not a connection yet, or no more.
   *
   * @param flow both ends
   * @param seq SND.NXT
   * @param ack RCV.NXT
   * @param window as it stands in the header
   * @param timestamps whether the next two are sent (RFC 7323 section 3.2: always, once agreed)
   * @param tsOffset where the flow's timestamps begin
   * @param tsRecent what is echoed
   */
  void acknowledge(
      Flow flow, int seq, int ack, int window, boolean timestamps, int tsOffset, int tsRecent) {
    Mbuf packet = pool.alloc();
    if (packet == null) {
      counters.count(Counter.TCP_NO_MBUF);
      return;
    }
    int header = TcpHeader.MIN_LENGTH + optionBytes(timestamps);
    packet.extend(header);
    if (timestamps) {
      timestamps(packet, TcpHeader.MIN_LENGTH, clock() + tsOffset, tsRecent);
    }
    fixed(packet, flow, seq, ack, header, TcpHeader.ACK, window);
    output(packet, flow, 0, IpOutput.TIME_TO_LIVE, IpOutput.DONT_FRAGMENT);
  }

  /**
   * Sends a segment that has neither text nor options.
   *
   * @param flow both ends
   * @param flags its flags
   * @param seq its sequence number
   * @param ack its acknowledgment, if flags say so
   */
  void bare(Flow flow, int flags, int seq, int ack) {
    Mbuf packet = pool.alloc();
    if (packet == null) {
      counters.count(Counter.TCP_NO_MBUF);
      return;
    }
    packet.extend(TcpHeader.MIN_LENGTH);
    fixed(packet, flow, seq, ack, TcpHeader.MIN_LENGTH, flags, 0);
    countReset(flags);
    output(packet, flow, 0, IpOutput.TIME_TO_LIVE, IpOutput.DONT_FRAGMENT);
  }

  // ---- all ----

  private static void fixed(
      Mbuf packet, Flow flow, int seq, int ack, int header, int flags, int window) {
    packet.setU16(TcpHeader.SOURCE_PORT, flow.localPort());
    packet.setU16(TcpHeader.DESTINATION_PORT, flow.foreignPort());
    packet.setU32(TcpHeader.SEQUENCE, seq);
    packet.setU32(TcpHeader.ACKNOWLEDGMENT, (flags & TcpHeader.ACK) == 0 ? 0 : ack);
    packet.setU16(TcpHeader.OFFSET_AND_FLAGS, header << 10 | flags);
    packet.setU16(TcpHeader.WINDOW, window);
    packet.setU16(TcpHeader.URGENT, 0);
  }

  private void countReset(int flags) {
    if ((flags & TcpHeader.RST) != 0) {
      counters.count(Counter.TCP_RESETS_SENT);
    }
  }

  private void output(Mbuf packet, Flow flow, int tos, int ttl, int flags) {
    int length = packet.length();
    int sum =
        IpHeader.pseudoHeader(flow.localAddress(), flow.foreignAddress(), IpProtocol.TCP, length);
    ip.checksum(packet, IpProtocol.TCP, sum);
    counters.count(Counter.TCP_SENT);
    ip.output(
        packet, null, flow.localAddress(), flow.foreignAddress(), IpProtocol.TCP, tos, ttl, flags);
  }

  /** Nobody answers: the next hop may be gone (RFC 9293 section 3.8.3, R1). */
  void doubt(Flow flow) {
    ip.doubt(flow.foreignAddress());
  }
}
