package netmp.tcp;

import java.util.List;
import netmp.action.StackProbe;
import netmp.ether.Interfaces;
import netmp.icmp.IcmpError;
import netmp.ip.IpHeader;
import netmp.ip.IpOutput;
import netmp.ip.IpProtocol;
import netmp.ip.RouteTable;
import netmp.ip.TransportInput;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.mbuf.PacketHandler;
import netmp.msg.Call;
import netmp.msg.MessagePort;
import netmp.netisr.Timers;
import netmp.nic.Rss;
import netmp.offload.Checksum;
import netmp.pcb.Flow;
import netmp.pcb.FlowTable;
import netmp.pcb.PcbDirectory;
import netmp.socket.Errno;
import netmp.socket.StreamSocket;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;
import netmp.tcp.TcpTimers.Slot;

/**
 * TCP on one CPU: where segments come in and find what they belong to, and where connections begin
 * and end. Everything but {@link #port} is for that CPU's protocol thread.
 */
public final class Tcp implements TransportInput {

  /** Half-open connections that a CPU remembers; from then on cookies are sent. */
  public static final int MAX_HALF_OPEN = SynCache.LIMIT;

  /** How long a connection without a user waits for the peer's FIN (BSD's tcp_finwait2_timeout). */
  private static final long FIN_WAIT_2_TIMEOUT = 60_000_000_000L;

  private final int cpu;
  private final MessagePort port;
  private final Interfaces interfaces;
  private final RouteTable routes;
  private final Rss rss;
  private final Timers timers;
  private final Counters counters;
  private final IssGenerator isns;

  /** The instances of all CPUs, this one included. */
  private final List<Tcp> instances;

  private final FlowTable<TcpFlow> table;
  private final Listeners listeners;
  private final Segment segment = new Segment();
  private final Ends ends = new Ends();
  private final SegmentWriter writer;
  private final Offers offers;
  private final Pmtud pmtud;
  private final Output output;
  private final Expiry expiry;
  private final SegmentArrives segmentArrives;
  private final SynCache synCache;
  private final Ctlinput ctlinput;
  private final PacketHandler inputAtOwner = this::inputAtOwner;
  private final Spares<Scoreboard> scoreboards = new Spares<>(Scoreboard::new);
  private final Spares<PacketRing> packetRings = new Spares<>(PacketRing::new);

  /** Connections that may have something to send at the end of this turn. */
  private Tcpcb firstPending;

  private Tcpcb lastPending;

  /** The ends of a segment that belongs to nothing. */
  private static final class Ends extends TcpFlow {

    void of(Mbuf packet) {
      setTuple(
          packet.localAddress(), packet.localPort(), packet.foreignAddress(), packet.foreignPort());
    }

    void of(TcpFlow flow) {
      setTuple(flow);
    }

    @Override
    DropReason arrives(Segment s) {
      throw new IllegalStateException("in no table");
    }

    @Override
    DropReason unreachable(IcmpError error, int mtu, int seq) {
      throw new IllegalStateException("in no table");
    }

    @Override
    void addressGoes(Tcp tcp) {
      throw new IllegalStateException("in no table");
    }
  }

  /**
   * Wires the protocol.
   *
   * @param cpu the CPU's number
   * @param port the CPU's message port
   * @param interfaces as the CPU knows them
   * @param routes the CPU's
   * @param rss how the device steers
   * @param pool the CPU's buffers
   * @param ip the CPU's output
   * @param timers the CPU's timers
   * @param counters the CPU's
   * @param secrets the stack's secrets
   * @param cookies when SYNs are answered with cookies
   * @param ecn when congestion is notified explicitly
   * @param directory told of connections and listeners
   * @param longestSend bytes of text that the device takes at once to cut into segments; 0 for none
   * @param instances the instances of all CPUs, by number; filled before the first segment
   */
  public Tcp(
      int cpu,
      MessagePort port,
      Interfaces interfaces,
      RouteTable routes,
      Rss rss,
      MbufPool pool,
      IpOutput ip,
      Timers timers,
      Counters counters,
      Secrets secrets,
      SynCookies cookies,
      EcnUse ecn,
      PcbDirectory directory,
      int longestSend,
      List<Tcp> instances) {
    this.cpu = cpu;
    this.port = port;
    this.interfaces = interfaces;
    this.routes = routes;
    this.rss = rss;
    this.timers = timers;
    this.counters = counters;
    this.isns = secrets.isns();
    this.instances = instances;
    table = new FlowTable<>(directory);
    listeners = new Listeners(directory);
    writer = new SegmentWriter(pool, ip, timers, counters);
    offers = new Offers(writer, routes, ecn);
    pmtud = new Pmtud(this, ip, counters);
    output = new Output(writer, pmtud, longestSend);
    expiry = new Expiry(this, writer, output, counters);
    segmentArrives = new SegmentArrives(this, writer, counters, output);
    synCache = new SynCache(this, cookies, counters);
    ctlinput = new Ctlinput(this, counters);
  }

  /**
   * Where messages for this CPU go. Any thread.
   *
   * @return the CPU's port
   */
  public MessagePort port() {
    return port;
  }

  /**
   * Who takes ICMP errors about segments of this CPU.
   *
   * @return the CPU's, for its protocol thread
   */
  public Ctlinput ctlinput() {
    return ctlinput;
  }

  // ---- how much there is ----

  /**
   * How many connections there are, half-open ones and those in TIME-WAIT included.
   *
   * @return the number
   */
  public int flows() {
    return table.size();
  }

  /**
   * How many connections peers have asked for that are not made.
   *
   * @return at most {@link #MAX_HALF_OPEN}
   */
  public int halfOpen() {
    return synCache.size();
  }

  /**
   * How many listeners this CPU knows.
   *
   * @return the number
   */
  public int listening() {
    return listeners.size();
  }

  // ---- what the parts need ----

  int cpu() {
    return cpu;
  }

  long now() {
    return timers.now();
  }

  Timers timers() {
    return timers;
  }

  SegmentWriter writer() {
    return writer;
  }

  Offers offers() {
    return offers;
  }

  Pmtud pmtud() {
    return pmtud;
  }

  Expiry expiry() {
    return expiry;
  }

  SegmentArrives segmentArrives() {
    return segmentArrives;
  }

  FlowTable<TcpFlow> table() {
    return table;
  }

  IssGenerator isns() {
    return isns;
  }

  Interfaces interfaces() {
    return interfaces;
  }

  RouteTable routes() {
    return routes;
  }

  TcpFlow find(int laddr, int lport, int faddr, int fport) {
    return table.find(laddr, lport, faddr, fport);
  }

  /** What has the same ends. */
  private TcpFlow find(Flow flow) {
    return find(flow.localAddress(), flow.localPort(), flow.foreignAddress(), flow.foreignPort());
  }

  boolean has(TcpFlow flow) {
    return flow.equals(find(flow));
  }

  Spares<Scoreboard> scoreboards() {
    return scoreboards;
  }

  Spares<PacketRing> packetRings() {
    return packetRings;
  }

  /** Whether a connection may begin that has these ends. */
  boolean isFree(int laddr, int lport, int faddr, int fport) {
    TcpFlow flow = find(laddr, lport, faddr, fport);
    return flow == null || flow.givesWay();
  }

  /** The CPU on which the segments of a connection land. Any thread. */
  int cpuOf(int laddr, int lport, int faddr, int fport) {
    return rss.queue(faddr, laddr, fport, lport);
  }

  /** Has another CPU do something; off the path of segments. */
  void call(Runnable body) {
    port.put(new Call(body));
  }

  // ---- input ----

  @Override
  public void input(Mbuf packet, int headerLength, int source, int destination) {
    if (packet.length() < headerLength + TcpHeader.MIN_LENGTH) {
      counters.drop(packet, DropReason.TCP_SHORT);
      return;
    }
    if (!interfaces.isOurs(destination) || packet.toLinkGroup()) {
      counters.drop(packet, DropReason.TCP_TO_GROUP); // RFC 1122 section 4.2.3.10
      return;
    }
    int sourcePort = packet.u16(headerLength + TcpHeader.SOURCE_PORT);
    int destinationPort = packet.u16(headerLength + TcpHeader.DESTINATION_PORT);
    packet.setFlow(source, sourcePort, destination, destinationPort);
    int owner = cpuOf(destination, destinationPort, source, sourcePort);
    if (owner == cpu) {
      inputAtOwner(packet);
    } else {
      // Looped back, or reassembled: the device has not steered it.
      Tcp other = instances.get(owner);
      other.port.put(packet.dispatchTo(other.inputAtOwner));
    }
  }

  /** A segment that belongs to this CPU; it starts at its IP header and its flow is noted. */
  void inputAtOwner(Mbuf packet) {
    int at = IpHeader.headerLength(packet, 0);
    DropReason fault = headerFault(packet, at);
    if (fault == null && !segment.parse(packet, at)) {
      fault = DropReason.TCP_BAD_OPTION;
    }
    if (fault != null) {
      counters.drop(packet, fault);
      return;
    }
    TcpFlow flow =
        find(
            packet.localAddress(),
            packet.localPort(),
            packet.foreignAddress(),
            packet.foreignPort());
    fault = flow == null ? arrivesForNobody(packet) : flow.arrives(segment);
    finish(fault);
  }

  private static DropReason headerFault(Mbuf packet, int at) {
    int headerLength = packet.u16(at + TcpHeader.OFFSET_AND_FLAGS) >>> 12 << 2;
    int length = packet.length() - at;
    if (headerLength < TcpHeader.MIN_LENGTH || headerLength > length) {
      return DropReason.TCP_BAD_OFFSET;
    }
    if (packet.isChecksumGood()) {
      return null;
    }
    int sum =
        IpHeader.pseudoHeader(
            packet.foreignAddress(), packet.localAddress(), IpProtocol.TCP, length);
    boolean good = Checksum.add(sum, packet.checksum(at, length)) == Checksum.VALID;
    return good ? null : DropReason.TCP_BAD_CHECKSUM;
  }

  private void finish(DropReason fault) {
    if (segment.elsewhere) {
      return;
    }
    Mbuf left = segment.take();
    if (left == null) {
      counters.count(Counter.TCP_DELIVERED);
    } else if (fault == null) {
      counters.count(Counter.TCP_DELIVERED);
      left.free();
    } else {
      counters.drop(left, fault);
    }
  }

  /** RFC 9293 sections 3.10.7.1 and 3.10.7.2. */
  private DropReason arrivesForNobody(Mbuf packet) {
    ends.of(packet);
    Segment s = segment;
    Listener listener = s.has(TcpHeader.RST) ? null : listener();
    if (listener == null) {
      return refuse(ends, s);
    }
    if (s.has(TcpHeader.ACK)) {
      SynEntry confirmed = synCache.confirmed(listener, ends, s);
      return confirmed == null ? refuse(ends, s) : confirmed.arrives(s);
    }
    if (!s.has(TcpHeader.SYN) || s.has(TcpHeader.FIN)) {
      return DropReason.TCP_BAD_FLAGS;
    }
    synCache.request(listener, ends, s, isns.next(ends, now()));
    return null;
  }

  private Listener listener() {
    int hash = (int) isns.hash(ends, 2);
    return listeners.find(ends.localAddress(), ends.localPort(), hash);
  }

  /** Section 3.5.2: a reset that the sender of the segment will believe. */
  private DropReason refuse(TcpFlow flow, Segment s) {
    if (s.has(TcpHeader.RST)) {
      return DropReason.TCP_NO_PORT;
    }
    if (s.has(TcpHeader.ACK)) {
      writer.bare(flow, TcpHeader.RST, s.ack, 0);
    } else {
      writer.bare(flow, TcpHeader.RST | TcpHeader.ACK, 0, s.end());
    }
    return DropReason.TCP_NO_PORT;
  }

  // ---- the end of a turn ----

  /** The connection may have something to send. */
  void pend(Tcpcb tp) {
    if (tp.pending) {
      return;
    }
    tp.pending = true;
    if (firstPending == null) {
      firstPending = tp;
    } else {
      lastPending.nextPending = tp;
    }
    lastPending = tp;
  }

  /** Sends what this turn has made possible: acknowledgments of a whole burst, and new text. */
  public void rollup() {
    while (firstPending != null) {
      Tcpcb tp = firstPending;
      firstPending = tp.nextPending;
      tp.nextPending = null;
      tp.pending = false;
      output.output(tp, now());
    }
  }

  // ---- listeners ----

  /** Whether this CPU knows of a listener, and has not been told that it is gone. */
  boolean has(Listener listener) {
    return listeners.has(listener);
  }

  void addListener(Listener listener) {
    listeners.add(listener);
  }

  void removeListener(Listener listener) {
    listeners.remove(listener);
    synCache.removeAll(listener);
  }

  // ---- connections begin ----

  /** Section 3.10.1, an active open. The tuple is free and this CPU's. */
  void activeOpen(Tcpcb tp) {
    int iss = isns.next(tp, now());
    if (find(tp) instanceof TimeWait old) {
      iss = old.nextIss(iss);
      old.cancel();
      forget(old);
      counters.count(Counter.TCP_TIME_WAIT_REUSED);
    }
    table.add(tp);
    tp.setIss(iss);
    tp.tsOffset = isns.timestampOffset(tp);
    tp.state = TcpState.SYN_SENT;
    tp.sndNxt = tp.iss + 1;
    tp.hit(StackProbe.ACTIVE_OPEN);
    tp.recovery.sent(tp.iss, 1, now());
    sendSyn(tp);
  }

  /** Sends the SYN, the first time or again. */
  void sendSyn(Tcpcb tp) {
    if (tp.state == TcpState.SYN_SENT) {
      int asking = Ecn.flagsOfSyn(tp, offers.ecn());
      writer.synchronize(tp, offers.first(tp), TcpHeader.SYN | asking);
    } else {
      int agreeing = tp.ecn ? TcpHeader.ECE : 0;
      writer.synchronize(tp, offers.answer(tp), TcpHeader.SYN | TcpHeader.ACK | agreeing);
    }
    if (tp.retransmits > 0) {
      tp.recovery.retransmitted(tp.recovery.board().first(), now());
    }
    output.armRetransmit(tp);
  }

  /** The peer's SYN answers ours. */
  void agree(Tcpcb tp, Segment s) {
    offers.agree(tp, s, now());
  }

  /** Section 3.5, figure 7: both ends open at the same time. */
  void answerSimultaneousOpen(Tcpcb tp) {
    tp.enter(TcpState.SYN_RECEIVED);
    sendSyn(tp);
  }

  /** A peer has confirmed what it asked for; a place in the accept queue is reserved. */
  Tcpcb passiveOpen(SynEntry entry) {
    StreamSocket socket = entry.listener.socket.newConnection(cpu, entry.number);
    Tcpcb tp = new Tcpcb(socket, this, new Cubic());
    socket.setPcb(tp);
    tp.begin(
        this, entry.localAddress(), entry.localPort(), entry.foreignAddress(), entry.foreignPort());
    inherit(tp, entry.listener.inherited);
    tp.setIss(entry.iss);
    tp.sndNxt = entry.iss + 1;
    tp.irs = entry.irs;
    tp.rcvNxt = entry.irs + 1;
    tp.lastAckSent = tp.rcvNxt;
    tp.retransmits = entry.retransmits;
    if (entry.retransmits == 0 && !entry.answeredAgain) {
      tp.recovery.sample(now() - entry.answeredAt); // RFC 6298 section 3
    }
    offers.agree(tp, entry, now());
    tp.accepting = entry.listener;
    tp.portOf = entry.listener;
    tp.acceptNumber = entry.number;
    tp.state = TcpState.SYN_RECEIVED;
    tp.hit(StackProbe.PASSIVE_OPEN, tp.rcvAdv - tp.irs);
    table.add(tp);
    return tp;
  }

  private static void inherit(Tcpcb tp, Listener.Inherited inherited) {
    tp.noDelay = inherited.noDelay();
    tp.maxSegment = inherited.maxSegment();
    tp.typeOfService = inherited.typeOfService();
    tp.timeToLive = inherited.timeToLive();
    tp.keepIdle = inherited.keepIdle();
    tp.keepInterval = inherited.keepInterval();
    tp.keepCount = inherited.keepCount();
    tp.userTimeout = inherited.userTimeout();
    tp.cork = inherited.cork();
  }

  /** The connection is established. */
  void established(Tcpcb tp) {
    counters.count(Counter.TCP_ESTABLISHED);
    tp.hit(StackProbe.EFF_SND_MSS, tp.mss);
    tp.reportNoDelay();
    tp.socket.isConnectedNow();
    tp.timers.set(Slot.KEEPALIVE, tp.keepIdle);
    Listener listener = tp.accepting;
    if (listener != null) {
      tp.accepting = null;
      listener.socket.connectionFilled(tp.acceptNumber);
      listener.owner.call(() -> listener.socket.complete(tp.socket));
    }
  }

  // ---- connections end ----

  /**
   * This host is about to have an address no more. As RFC 5227 section 2.4 advises, the peers of
   * its connections get resets, from that address for the last time; their users get ECONNABORTED.
   * Who listens at the address hears nothing until it is back.
   *
   * @param address of the interface
   */
  public void addressGoes(int address) {
    for (TcpFlow flow : table.flows()) {
      if (flow.localAddress() == address) {
        flow.addressGoes(this);
      }
    }
  }

  /** The connection ends because this host has its address no more. */
  void abort(Tcpcb tp) {
    tp.hit(StackProbe.GIVE_UP_CONNECTION, Tcpcb.GIVEN_UP_BY_TIMER);
    if (tp.state.isSynchronized()) {
      reset(tp, Errno.ECONNABORTED);
    } else {
      drop(tp, Errno.ECONNABORTED);
    }
  }

  /** FIN-WAIT-2: the peer has our FIN. */
  void finAcknowledged(Tcpcb tp) {
    if (tp.userGone) {
      tp.timers.set(Slot.TWO_MSL, FIN_WAIT_2_TIMEOUT);
    }
  }

  /** Both ends have closed: a small remainder takes the connection's place. */
  void enterTimeWait(Tcpcb tp) {
    writer.acknowledge(tp);
    end(tp);
    tp.enter(TcpState.TIME_WAIT);
    table.add(new TimeWait(this, tp));
    tp.socket.isDisconnected();
  }

  void forget(TimeWait remainder) {
    table.remove(remainder);
    releasePort(remainder.portOf);
  }

  /** A connection is over that had its port from a listener. */
  private static void releasePort(Listener from) {
    if (from != null) {
      from.owner.call(from::connectionEnds);
    }
  }

  /** RFC 6191: the peer begins anew; false if nobody listens. */
  boolean reopen(TimeWait remainder, Segment s) {
    ends.of(remainder);
    Listener listener = listener();
    if (listener == null) {
      return false;
    }
    remainder.cancel();
    forget(remainder);
    synCache.request(listener, ends, s, remainder.nextIss(isns.next(ends, now())));
    return true;
  }

  /**
   * The connection is no more.
   *
   * @param tp in this CPU's table
   * @param errno what its user is told, or OK
   */
  void drop(Tcpcb tp, Errno errno) {
    TcpState before = tp.state;
    end(tp);
    releasePort(tp.portOf);
    tp.enter(TcpState.CLOSED);
    if (before == TcpState.SYN_SENT && errno != Errno.OK) {
      tp.socket.connectFailed(errno);
      return;
    }
    if (errno != Errno.OK) {
      tp.socket.setError(errno);
    }
    tp.socket.cantReceiveMore();
    tp.socket.cantSendMore();
    tp.socket.isDisconnected();
  }

  /** Section 3.10.5: the peer is told that the connection is no more, and the user why. */
  void reset(Tcpcb tp, Errno errno) {
    writer.send(tp, TcpHeader.RST | TcpHeader.ACK, tp.sndNxt, 0);
    drop(tp, errno);
  }

  /** Takes the connection out of table and timers; nothing is sent any more. */
  private void end(Tcpcb tp) {
    table.remove(tp);
    tp.timers.cancelAll();
    tp.reassembly.clear();
    tp.stream.forget();
    discard(tp.socket);
    tp.socket.sendingHasEnded();
  }

  /** What is left in the send buffer goes nowhere. */
  static void discard(StreamSocket socket) {
    for (Mbuf packet = socket.nextToSend(); packet != null; packet = socket.nextToSend()) {
      packet.free();
    }
  }
}
