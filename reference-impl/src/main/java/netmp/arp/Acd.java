package netmp.arp;

import java.util.random.RandomGenerator;
import netmp.ether.EtherOutput;
import netmp.ether.EtherType;
import netmp.inet.MacAddress;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timer;
import netmp.netisr.Timers;
import netmp.stats.Counter;
import netmp.stats.Counters;

/**
 * Address conflict detection (RFC 5227) for the address of the interface. An address is asked for
 * before it is used, announced when it is, and watched as long as it is. On CPU 0, where ARP is.
 *
 * <p>Times are those of section 1.1, in nanoseconds.
 */
public final class Acd extends Timer {

  private static final long SECOND = 1_000_000_000L;

  /** Before the first probe there is a random time, at most this. */
  static final long PROBE_WAIT = SECOND;

  static final int PROBE_NUM = 3;
  static final long PROBE_MIN = SECOND;
  static final long PROBE_MAX = 2 * SECOND;

  /** From the last probe to the use of the address. */
  static final long ANNOUNCE_WAIT = 2 * SECOND;

  static final int ANNOUNCE_NUM = 2;
  static final long ANNOUNCE_INTERVAL = 2 * SECOND;

  /** After so many conflicts the next address is asked for later, by RATE_LIMIT_INTERVAL. */
  static final int MAX_CONFLICTS = 10;

  static final long RATE_LIMIT_INTERVAL = 60 * SECOND;
  static final long DEFEND_INTERVAL = 10 * SECOND;

  /** What is done when another station uses the address (section 2.4). */
  public enum Defence {
    /** Nothing: it is known that addresses are unique. */
    NONE,
    /** It is defended once, and given up if that does not help: (b). */
    YIELD,
    /** It is defended for ever, every ten seconds at most: (c). */
    KEEP
  }

  /** Who wants the address. Called on CPU 0. */
  public interface Owner {

    /**
     * Nobody else has the address. {@link #announce} is to follow once all CPUs know it.
     *
     * @param address as given to {@link #claim}
     */
    void claimed(int address);

    /**
     * Another station uses the address too, which is kept.
     *
     * @param address of this host
     * @param mac of the other station
     */
    void contested(int address, long mac);

    /**
     * Another station has the address, which may not be used, or not any more. Nothing is watched
     * now.
     *
     * @param address as given to {@link #claim}
     * @param mac of the other station
     */
    void lost(int address, long mac);
  }

  private enum State {
    IDLE,
    PROBING,
    /** Nobody has objected, and it is not announced yet. */
    CLAIMED,
    IN_USE
  }

  private final long mac;
  private final Defence defence;
  private final Timers timers;
  private final MbufPool pool;
  private final EtherOutput ether;
  private final RandomGenerator random;
  private final Counters counters;
  private final Owner owner;

  private State state = State.IDLE;
  private int address;

  /** Probes that were sent, then announcements. */
  private int sent;

  private int conflicts;
  private boolean contestedBefore;
  private long lastConflict;

  /**
   * Watches nothing. All that is given belongs to CPU 0.
   *
   * @param mac of the interface
   * @param defence what is done about conflicts
   * @param timers the clock and timers
   * @param pool for packets
   * @param ether takes them to all stations
   * @param random when they are sent
   * @param counters where they are counted
   * @param owner is told what comes of it
   */
  public Acd(
      long mac,
      Defence defence,
      Timers timers,
      MbufPool pool,
      EtherOutput ether,
      RandomGenerator random,
      Counters counters,
      Owner owner) {
    this.mac = mac;
    this.defence = defence;
    this.timers = timers;
    this.pool = pool;
    this.ether = ether;
    this.random = random;
    this.counters = counters;
    this.owner = owner;
  }

  /**
   * Watches over an address that is used without having been asked for.
   *
   * @param own an address of this host
   */
  public void use(int own) {
    address = own;
    state = State.IN_USE;
  }

  /**
   * Finds out whether an address can be used; what was watched is not any more.
   *
   * @param wanted IPv4 address of a host
   */
  public void claim(int wanted) {
    address = wanted;
    state = State.PROBING;
    sent = 0;
    contestedBefore = false;
    long patience = conflicts < MAX_CONFLICTS ? 0 : RATE_LIMIT_INTERVAL;
    timers.schedule(this, timers.now() + patience + random.nextLong(PROBE_WAIT + 1));
  }

  /** Tells all stations of the address that was claimed: all CPUs know it now (section 2.3). */
  public void announce() {
    state = State.IN_USE;
    conflicts = 0;
    sent = 0;
    fire();
  }

  /** Watches nothing any more. */
  public void release() {
    state = State.IDLE;
    timers.cancel(this);
  }

  @Override
  protected void fire() {
    if (state == State.IN_USE) {
      announceAgain();
    } else if (sent < PROBE_NUM) {
      probe();
    } else {
      state = State.CLAIMED;
      owner.claimed(address);
    }
  }

  /** Section 2.1.1. A probe that could not be sent has asked nobody. */
  private void probe() {
    if (send(0, Counter.ARP_PROBES_SENT)) {
      sent++;
    }
    long wait = PROBE_MIN + random.nextLong(PROBE_MAX - PROBE_MIN + 1);
    timers.schedule(this, timers.now() + (sent < PROBE_NUM ? wait : ANNOUNCE_WAIT));
  }

  private void announceAgain() {
    send(address, Counter.ARP_ANNOUNCEMENTS_SENT);
    if (++sent < ANNOUNCE_NUM) {
      timers.schedule(this, timers.now() + ANNOUNCE_INTERVAL);
    }
  }

  /** A request for the address, from it or from none, to all stations. */
  private boolean send(int sender, Counter counter) {
    Mbuf packet = pool.alloc();
    if (packet == null) {
      counters.count(Counter.ARP_NO_MBUF);
      return false;
    }
    packet.extend(ArpPacket.LENGTH);
    ArpPacket.writeFormat(packet, ArpPacket.REQUEST);
    ArpPacket.writeSender(packet, mac, sender);
    ArpPacket.writeTarget(packet, 0, address);
    counters.count(counter);
    ether.output(packet, MacAddress.BROADCAST, EtherType.ARP);
    return true;
  }

  // ---- conflicts ----

  /**
   * Looks at a packet that ARP has received.
   *
   * @param packet well formed; stays the caller's
   * @return whether it says that another station has the address, or wants it too
   */
  boolean hears(Mbuf packet) {
    long other = ArpPacket.senderMac(packet);
    if (state == State.IDLE || other == mac || !isConflict(packet)) {
      return false;
    }
    if (state == State.IN_USE) {
      contested(other);
    } else {
      lose(other);
    }
    return true;
  }

  /** While it is not used yet, another's probe for it is a conflict too (section 2.1.1). */
  private boolean isConflict(Mbuf packet) {
    int sender = ArpPacket.senderAddress(packet);
    boolean probe = sender == 0 && ArpPacket.operation(packet) == ArpPacket.REQUEST;
    boolean wanted = probe && ArpPacket.targetAddress(packet) == address;
    return sender == address || (wanted && state != State.IN_USE);
  }

  /** Section 2.4. */
  private void contested(long other) {
    long now = timers.now();
    boolean again = contestedBefore && now - lastConflict < DEFEND_INTERVAL;
    if (again && defence == Defence.YIELD) {
      lose(other);
      return;
    }
    if (!again) {
      contestedBefore = true;
      lastConflict = now;
      if (defence != Defence.NONE) {
        send(address, Counter.ARP_ANNOUNCEMENTS_SENT);
      }
    }
    owner.contested(address, other);
  }

  private void lose(long other) {
    conflicts++;
    release();
    owner.lost(address, other);
  }
}
