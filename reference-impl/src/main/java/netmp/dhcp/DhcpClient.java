package netmp.dhcp;

import java.util.random.RandomGenerator;
import netmp.ether.Ifnet;
import netmp.inet.IpAddress;
import netmp.ip.IpHeader;
import netmp.ip.IpOutput;
import netmp.ip.IpProtocol;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timer;
import netmp.netisr.Timers;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * The client of DHCP (RFC 2131 section 4.4, figure 5). On CPU 0: what comes to its port goes there
 * by message, as ARP does. Its times are those of the stack's clock.
 */
public final class DhcpClient {

  /** The port of clients. */
  public static final int PORT = 68;

  private static final int SERVER_PORT = 67;
  private static final int UDP_HEADER = 8;
  private static final long SECOND = 1_000_000_000L;

  /**
   * At first there is a random time, so that machines that are turned on together do not all ask at
   * once. Section 4.4.1 proposes up to ten seconds; one is what clients of today take.
   */
  static final long DESYNCHRONIZE = SECOND;

  /** Section 4.1: between the first request and the next; doubled each time. */
  static final long FIRST_RETRY = 4 * SECOND;

  static final long LAST_RETRY = 64 * SECOND;

  /** Each of these times is longer or shorter by up to a second. */
  static final long FUZZ = SECOND;

  /** Requests for an address, before all begins anew (section 3.1.5). */
  static final int TRIES = 4;

  /** Section 3.1.5: after a conflict. */
  static final long AFTER_DECLINE = 10 * SECOND;

  /** Section 4.4.5: between requests for more time. */
  static final long LEAST_RENEWAL_RETRY = 60 * SECOND;

  /** Where it stands, by the names of figure 5. */
  public enum State {
    /** It has nothing, and will ask in a moment. */
    INIT,
    /** It asks for offers. */
    SELECTING,
    /** It asks for what was offered. */
    REQUESTING,
    /** It asks for the address that this host had before (INIT-REBOOT). */
    REBOOTING,
    /** It has an address, and looks whether somebody uses it. */
    CHECKING,
    /** It has a lease. */
    BOUND,
    /** It asks the server for more time. */
    RENEWING,
    /** It asks any server for more time. */
    REBINDING,
    /** It has given the lease back, and asks no more. */
    RELEASED
  }

  /** Who wants to know. Called on CPU 0. */
  public interface Owner {

    /**
     * Is to find out whether another station uses an address, and then to call {@link #checked} or
     * {@link #conflict}.
     *
     * @param address of a lease
     */
    void check(int address);

    /**
     * There is a lease, or it is another now, or a longer one.
     *
     * @param lease what this host may use
     */
    void bound(Lease lease);

    /** There is no lease any more: the address must not be used from now on. */
    void unbound();
  }

  private final long mac;
  private final Ifnet ifnet;
  private final Timers timers;
  private final MbufPool pool;
  private final IpOutput ip;
  private final RandomGenerator random;
  private final Counters counters;
  private final Owner owner;

  private final Timer retry =
      new Timer() {
        @Override
        protected void fire() {
          retry();
        }
      };

  /** T1, then T2, then the end of the lease. */
  private final Timer leaseTime =
      new Timer() {
        @Override
        protected void fire() {
          leaseGoesOn();
        }
      };

  private State state = State.INIT;

  /** What this host had before, what it was offered, or what it has. */
  private int address;

  private int server;
  private Lease lease;
  private int xid;

  /** When the transaction began. */
  private long began;

  /** Requests of this kind that were sent. */
  private int sent;

  /** When the lease began, as far as this host knows: with the request (section 4.4.1). */
  private long leasedAt;

  /**
   * A client that has not begun. All that is given belongs to CPU 0.
   *
   * @param ifnet the interface
   * @param timers the clock and timers
   * @param pool for messages
   * @param ip takes them
   * @param random of transactions, and when requests are repeated
   * @param counters where messages are counted
   * @param owner is told what comes of it
   */
  public DhcpClient(
      Ifnet ifnet,
      Timers timers,
      MbufPool pool,
      IpOutput ip,
      RandomGenerator random,
      Counters counters,
      Owner owner) {
    mac = ifnet.nif().mac();
    this.ifnet = ifnet;
    this.timers = timers;
    this.pool = pool;
    this.ip = ip;
    this.random = random;
    this.counters = counters;
    this.owner = owner;
  }

  /**
   * Begins.
   *
   * @param before the address that this host had, which it asks for first, or 0
   */
  public void begin(int before) {
    address = before;
    init(random.nextLong(DESYNCHRONIZE));
  }

  /**
   * Where it stands.
   *
   * @return the state
   */
  public State state() {
    return state;
  }

  private void init(long after) {
    state = State.INIT;
    lease = null;
    timers.cancel(leaseTime);
    timers.schedule(retry, timers.now() + after);
  }

  private void enter(State next) {
    state = next;
    sent = 0;
    xid = random.nextInt();
    began = timers.now();
  }

  // ---- time goes by ----

  private void retry() {
    switch (state) {
      case INIT -> {
        enter(address == 0 ? State.SELECTING : State.REBOOTING);
        ask();
      }
      case SELECTING -> ask();
      case REQUESTING, REBOOTING -> askAgain();
      case RENEWING, REBINDING -> renew();
      default -> throw new IllegalStateException("no retry in state " + state);
    }
  }

  private void askAgain() {
    if (sent < TRIES) {
      ask();
    } else {
      address = 0;
      init(0);
    }
  }

  /** Sends the request of the state, and looks again after a time that grows. */
  private void ask() {
    send();
    long wait = Math.min(FIRST_RETRY << Math.min(sent, 10), LAST_RETRY);
    sent++;
    timers.schedule(retry, timers.now() + wait - FUZZ + random.nextLong(2 * FUZZ + 1));
  }

  /** Asks for more time; again after half of what is left, but not sooner than in a minute. */
  private void renew() {
    send();
    long left = deadline() - timers.now();
    timers.schedule(retry, timers.now() + Math.max(left / 2, LEAST_RENEWAL_RETRY));
  }

  private long deadline() {
    long seconds = state == State.RENEWING ? lease.rebinding() : lease.seconds();
    return leasedAt + seconds * SECOND;
  }

  private void leaseGoesOn() {
    switch (state) {
      case BOUND -> {
        enter(State.RENEWING);
        timers.schedule(leaseTime, deadline());
        renew();
      }
      case RENEWING -> {
        enter(State.REBINDING);
        timers.schedule(leaseTime, deadline());
        renew();
      }
      default -> {
        address = 0;
        init(0);
        owner.unbound();
      }
    }
  }

  // ---- answers ----

  /**
   * Takes what came to port 68.
   *
   * @param packet a UDP datagram, verified, at its IP header; taken
   */
  public void input(Mbuf packet) {
    int at = IpHeader.headerLength(packet, 0);
    int end = at + packet.u16(at + 4);
    DhcpReply reply = DhcpReply.parse(packet, at + UDP_HEADER, end, mac);
    if (reply == null) {
      counters.drop(packet, DropReason.DHCP_MALFORMED);
    } else if (reply.xid != xid || !takes(reply)) {
      counters.drop(packet, DropReason.DHCP_UNASKED);
    } else {
      counters.count(Counter.DHCP_RECEIVED);
      packet.free();
    }
  }

  /** False if the message is of no use in this state. */
  private boolean takes(DhcpReply reply) {
    return switch (state) {
      case SELECTING -> reply.type() == DhcpReply.OFFER && offered(reply.lease(0));
      case REQUESTING, REBOOTING, RENEWING, REBINDING -> answered(reply);
      default -> false;
    };
  }

  /** The first offer is taken. */
  private boolean offered(Lease offer) {
    if (offer == null) {
      return false;
    }
    address = offer.address();
    server = offer.server();
    state = State.REQUESTING; // the same transaction
    sent = 0;
    began = timers.now();
    ask();
    return true;
  }

  private boolean answered(DhcpReply reply) {
    boolean mine = state != State.REQUESTING || reply.server() == 0 || reply.server() == server;
    if (reply.type() == DhcpReply.NAK && mine) {
      refused();
      return true;
    }
    Lease granted = reply.type() == DhcpReply.ACK && mine ? reply.lease(server) : null;
    if (granted == null || granted.address() != address) {
      return false;
    }
    leasedAt = began;
    server = granted.server();
    timers.cancel(retry);
    boolean renewed = lease != null;
    lease = granted;
    if (renewed) {
      bind();
    } else {
      state = State.CHECKING;
      owner.check(address);
    }
    return true;
  }

  private void refused() {
    boolean bound = lease != null;
    address = 0;
    init(random.nextLong(DESYNCHRONIZE));
    if (bound) {
      owner.unbound();
    }
  }

  /** Nobody else uses the address of the lease. */
  public void checked() {
    if (state == State.CHECKING) {
      bind();
    }
  }

  private void bind() {
    state = State.BOUND;
    if (lease.ends()) {
      timers.schedule(leaseTime, leasedAt + lease.renewal() * SECOND);
    }
    owner.bound(lease);
  }

  /** Another station uses the address: the server shall know (section 3.1.5), and give another. */
  public void conflict() {
    int used = address;
    int from = server;
    boolean bound = state != State.CHECKING;
    address = 0;
    init(AFTER_DECLINE);
    if (bound) {
      owner.unbound();
    }
    send(DhcpRequest.DECLINE, IpAddress.ANY, used, from, IpAddress.BROADCAST);
  }

  /** Gives the lease back, if there is one, and asks no more. */
  public void release() {
    if (lease != null && state != State.CHECKING) {
      xid = random.nextInt();
      began = timers.now();
      send(DhcpRequest.RELEASE, address, 0, server, server);
    }
    state = State.RELEASED;
    lease = null;
    timers.cancel(retry);
    timers.cancel(leaseTime);
  }

  // ---- output ----

  /** Tables 4 and 5. */
  private void send() {
    switch (state) {
      case SELECTING -> send(DhcpRequest.DISCOVER, 0, 0, 0, IpAddress.BROADCAST);
      case REQUESTING -> send(DhcpRequest.REQUEST, 0, address, server, IpAddress.BROADCAST);
      case REBOOTING -> send(DhcpRequest.REQUEST, 0, address, 0, IpAddress.BROADCAST);
      case RENEWING -> send(DhcpRequest.REQUEST, address, 0, 0, server);
      default -> send(DhcpRequest.REQUEST, address, 0, 0, IpAddress.BROADCAST);
    }
  }

  private void send(int type, int ciaddr, int requested, int to, int destination) {
    Mbuf packet = pool.alloc();
    if (packet == null) {
      counters.count(Counter.DHCP_NO_MBUF);
      return;
    }
    int seconds = (int) Math.min((timers.now() - began) / SECOND, 0xffff);
    DhcpRequest message = new DhcpRequest(packet, type, xid, seconds, ciaddr, mac);
    message.requested(requested).server(to);
    if (type == DhcpRequest.DISCOVER || type == DhcpRequest.REQUEST) {
      message.wants(ifnet.nif().mtu());
    }
    message.end();
    counters.count(Counter.DHCP_SENT);
    output(packet, destination);
  }

  private void output(Mbuf packet, int destination) {
    int length = packet.length() + UDP_HEADER;
    packet.prepend(UDP_HEADER);
    packet.setU16(0, PORT);
    packet.setU16(2, SERVER_PORT);
    packet.setU16(4, length);
    int source = ifnet.nif().address();
    int sum = IpHeader.pseudoHeader(source, destination, IpProtocol.UDP, length);
    ip.checksum(packet, IpProtocol.UDP, sum);
    Ifnet by = destination == IpAddress.BROADCAST ? ifnet : null;
    ip.output(packet, by, source, destination, IpProtocol.UDP);
  }
}
