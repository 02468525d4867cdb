package netmp.tcp;

import netmp.action.StackProbe;
import netmp.icmp.IcmpError;
import netmp.ip.IpOutput;
import netmp.pcb.Inpcb;
import netmp.probe.Probes;
import netmp.socket.Errno;
import netmp.socket.Protocol;
import netmp.socket.StreamSocket;
import netmp.stats.DropReason;

/**
 * The control block of one connection (RFC 9293's TCB, BSD's tcpcb). The protocol thread of the CPU
 * that owns the connection alone touches it. Names of sequence variables are those of RFC 9293
 * section 3.3.1.
 */
final class Tcpcb extends TcpFlow {

  /** What an endpoint may send before it has heard otherwise (RFC 9293 section 3.7.1). */
  static final int DEFAULT_MSS = 536;

  // ---- why a connection is given up, in traces ----

  static final int GIVEN_UP_BY_USER = 1;

  /** Also when its time is over because this host has its address no more. */
  static final int GIVEN_UP_BY_TIMER = 2;

  static final int GIVEN_UP_FOR_TEXT = 3;
  static final int GIVEN_UP_BY_NETWORK = 4;

  final StreamSocket socket;

  /** The CPU's TCP that owns the connection. It changes only before there is a connection. */
  Tcp tcp;

  /** The connection's number in traces, once it has begun. */
  private int traced;

  TcpState state = TcpState.CLOSED;

  /** Where a connection of a socket that is not bound shall be; STAYS before that is asked. */
  int preferredCpu = Protocol.STAYS;

  /** Where the socket was bound by a user; null if nowhere. */
  Inpcb<StreamSocket> bound;

  /** Of a socket that listens. */
  Listener listener;

  // ---- send sequence variables ----

  int iss;
  int sndUna;
  int sndNxt;

  /** SND.WND, in bytes, and the segment that said so. */
  int sndWnd;

  int sndWl1;
  int sndWl2;

  /** The largest window that the peer ever had (RFC 9293 section 3.8.6.2.1). */
  int maxSndWnd;

  int sndScale;

  /** The most text of one segment, options of every segment subtracted. */
  int mss = DEFAULT_MSS;

  /** What the peer's MSS option said. */
  int peerMss = DEFAULT_MSS;

  // ---- the path's MTU, for Pmtud ----

  /**
   * What segments are cut down to, options included, where longer ones seem to vanish; else
   * NO_FALLBACK. They may be fragmented then.
   */
  int fallbackMss = NO_FALLBACK;

  /** What may pass, options included, as far as is known, where fallbackMss does (RFC 4821 7.3). */
  int searchHigh;

  long fallbackAt;
  boolean mayFragment;

  static final int NO_FALLBACK = Integer.MAX_VALUE;

  /**
   * What an ICMP error has said of the path, and about which segment, while that is doubted (RFC
   * 5927 section 7.2); 0 for nothing.
   */
  int claimedMtu;

  int claimedSeq;

  // ---- urgent data ----

  /** SND.UP, behind the last urgent byte; whether that is not acknowledged, and was never told. */
  int sndUp;

  boolean urgentPending;
  boolean urgentUntold;

  // ---- receive sequence variables ----

  int irs;
  int rcvNxt;

  /** The right edge of the window that the peer was told. */
  int rcvAdv;

  int rcvScale;

  /** The longest text that the peer has sent in a segment: what it takes for a full one. */
  int rcvMss = DEFAULT_MSS;

  /** RCV.NXT as the peer was told last (RFC 7323's Last.ACK.sent). */
  int lastAckSent;

  /** RCV.UP, behind the peer's last urgent byte, while that has not come. */
  int rcvUp;

  boolean rcvUrgent;

  /** How many bytes the socket was given. */
  long delivered;

  // ---- options ----

  /** Both ends send timestamps (RFC 7323). */
  boolean timestamps;

  int tsRecent;
  long tsRecentAt;
  int tsOffset;

  /** Both ends know selective acknowledgments (RFC 2018). */
  boolean sack;

  /** A stretch that came twice (RFC 2883); equal when there is none to report. */
  int duplicateLeft;

  int duplicateRight;

  /** Both ends know explicit congestion notification (RFC 3168). */
  boolean ecn;

  boolean echoCongestion;
  boolean windowReduced;

  // ---- what is going on ----

  final SendStream stream;
  final CongestionControl control;
  final LossRecovery recovery;
  final ReassemblyQueue reassembly = new ReassemblyQueue();
  TcpTimers timers;

  /** An acknowledgment has to go out at once, or at the end of the turn, or after a while. */
  boolean ackNow;

  boolean ackDelayed;

  /** Text that was received and not acknowledged. */
  int unacked;

  /** In the list of connections that send at the end of the turn, and the next of them. */
  boolean pending;

  Tcpcb nextPending;

  /** Whose accept queue the connection goes to once it is established; null of others. */
  Listener accepting;

  int acceptNumber;

  /** Whose port a connection has that was accepted; null of others. */
  Listener portOf;

  /** The FIN has been given a sequence number, this one. */
  boolean finQueued;

  int finSeq;

  /** The socket was closed: nobody reads. */
  boolean userGone;

  /** How often the same segment was sent again; how often the peer's window was probed. */
  int retransmits;

  int persistShift;

  /**
   * What an ICMP error has said since the peer was heard (BSD's t_softerror); the user is told if
   * the peer stays silent. OK for nothing.
   */
  Errno softError = Errno.OK;

  /** Probes of the peer's window since something was heard of it. */
  int unansweredProbes;

  /** When nothing was sent or received since. */
  long lastActivity;

  int keepaliveProbes;

  /** Challenge acknowledgments (RFC 5961 section 7): how many in the current second. */
  long challengeSecond;

  int challenges;

  // ---- options of the socket ----

  boolean noDelay;

  /** TCP_CORK; and what was held back has waited long enough. */
  boolean cork;

  boolean corkOver;

  /** TCP_QUICKACK. */
  boolean quickAck;

  /** TCP_USER_TIMEOUT, in nanoseconds; 0 for none. */
  long userTimeout;

  int typeOfService;
  int timeToLive = IpOutput.TIME_TO_LIVE;

  /**
   * TCP_KEEPIDLE, TCP_KEEPINTVL, in nanoseconds, and TCP_KEEPCNT (RFC 9293 section 3.8.4: two
   * hours).
   */
  long keepIdle = 7200L * 1_000_000_000;

  long keepInterval = 75L * 1_000_000_000;
  int keepCount = 8;

  /** TCP_MAXSEG: what the user allows; 0 for what the path does. */
  int maxSegment;

  Tcpcb(StreamSocket socket, Tcp tcp, CongestionControl control) {
    this.socket = socket;
    this.tcp = tcp;
    this.control = control;
    stream = new SendStream(socket);
    recovery = new LossRecovery(control);
  }

  /** Names both ends, and the owner for good, before the connection enters its table. */
  void begin(Tcp owner, int laddr, int lport, int faddr, int fport) {
    tcp = owner;
    traced = socket.probes().newObject("tcpcb");
    timers = new TcpTimers(this, owner.timers(), owner.expiry());
    setTuple(laddr, lport, faddr, fport);
    lastActivity = owner.now();
  }

  /** The name in traces, for people. */
  @Override
  public String toString() {
    return socket.probes().name("tcpcb", traced);
  }

  @Override
  DropReason arrives(Segment s) {
    return tcp.segmentArrives().arrives(this, s);
  }

  @Override
  DropReason unreachable(IcmpError error, int mtu, int seq) {
    return tcp.ctlinput().arrives(this, error, mtu, seq);
  }

  @Override
  void addressGoes(Tcp owner) {
    owner.abort(this);
  }

  // ---- actions of specs/tcp/connection and specs/tcp/window ----

  /** Whether Nagle's algorithm is off. */
  void reportNoDelay() {
    hit(StackProbe.NO_DELAY, noDelay ? 1 : 0);
  }

  /** Takes a step from one state to another; births are steps of their own. */
  @SuppressWarnings("EnumOrdinal") // they are numbers only in traces, in the order of the RFC
  void enter(TcpState next) {
    TcpState before = state;
    state = next;
    hit(StackProbe.TRANSITION, before.ordinal(), next.ordinal());
  }

  void hit(StackProbe step) {
    Probes.hit(socket.probes(), step, traced);
  }

  void hit(StackProbe step, int argument) {
    Probes.hit(socket.probes(), step, traced, argument);
  }

  void hit(StackProbe step, int first, int second) {
    Probes.hit(socket.probes(), step, traced, first, second);
  }

  // ---- what it knows ----

  /** The first sequence number to be sent. */
  void setIss(int number) {
    iss = number;
    sndUna = number;
    sndNxt = number;
    stream.begin(number + 1, tcp.packetRings());
    recovery.begin(number, tcp.scoreboards());
  }

  /** RCV.WND as the peer knows it. */
  int rcvWnd() {
    return Math.max(0, rcvAdv - rcvNxt);
  }

  /** Whether the peer has our FIN. */
  boolean finAcknowledged() {
    return finQueued && Seq.after(sndUna, finSeq);
  }

  /** What is in the send buffer and was not sent, as of the last look. */
  int unsent() {
    return Seq.after(stream.end(), sndNxt) ? stream.end() - sndNxt : 0;
  }

  /** Sequence numbers that the peer has not acknowledged. */
  int outstanding() {
    return sndNxt - sndUna;
  }
}
