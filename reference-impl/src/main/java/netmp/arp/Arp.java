package netmp.arp;

import java.util.List;
import netmp.arp.ArpEntry.State;
import netmp.ether.EtherOutput;
import netmp.ether.EtherType;
import netmp.ether.Ifnet;
import netmp.ether.NetworkInterface;
import netmp.inet.MacAddress;
import netmp.mbuf.Mbuf;
import netmp.mbuf.MbufPool;
import netmp.netisr.Timers;
import netmp.stats.Counter;
import netmp.stats.Counters;
import netmp.stats.DropReason;

/**
 * The Address Resolution Protocol (RFC 826) and its cache. All of it runs on CPU 0; the other CPUs
 * send it what they cannot resolve, and get the changes of the cache by message.
 *
 * <p>An entry goes from INCOMPLETE (requests out, packets wait) to REACHABLE (known); shortly
 * before it is too old it is POLLING (the neighbour is asked directly, RFC 1122 section 2.3.2.1
 * (2)), then REACHABLE again or gone. Without an answer INCOMPLETE ends in HELD_DOWN, where packets
 * are dropped and nobody is asked (RFC 1122 section 2.3.2.1: no flood of requests), then it is
 * gone.
 */
public final class Arp {

  /**
   * How many neighbours the cache and its replicas hold. The one unheard of for longest makes room:
   * of those that have not answered for one that is asked, of the others for one that is heard.
   */
  public static final int CAPACITY = 512;

  /** Between requests for one neighbour (RFC 1122 section 2.3.2.1), in nanoseconds. */
  static final long RETRY = 1_000_000_000L;

  /** Requests, or polls, before the neighbour counts as gone. */
  static final int TRIES = 3;

  /** How long a neighbour that did not answer is left alone, in nanoseconds. */
  static final long HOLD_DOWN = 5_000_000_000L;

  /**
   * Packets that wait for one neighbour; RFC 1122 section 2.3.2.2 wants at least one, the latest.
   */
  static final int QUEUE_LIMIT = 64;

  /**
   * One in so many buffers of a CPU may hold a packet that waits for whichever neighbour: or a
   * flood from strangers, whom this host would answer, would take all.
   */
  static final int FOR_WAITING = 4;

  private final Ifnet ifnet;
  private final Acd acd;
  private final long lifetime;
  private final Timers timers;
  private final MbufPool pool;
  private final EtherOutput ether;
  private final List<ArpOutput.Replica> replicas;
  private final Counters counters;
  private final ArpEntry[] entries = new ArpEntry[CAPACITY];
  private final AddressMap slots = new AddressMap(CAPACITY);
  private final int mostWaiting;

  /** Packets that wait, for all neighbours. */
  private int waiting;

  /**
   * Wires the protocol. Everything given belongs to CPU 0.
   *
   * @param ifnet the interface as the CPU knows it
   * @param acd watches over the interface's address
   * @param lifetime nanoseconds for which a neighbour is believed without having been heard of,
   *     more than 3 seconds; RFC 1122 section 2.3.2.1 suggests a minute, BSD takes twenty
   * @param timers the clock and timers
   * @param pool for requests
   * @param ether takes packets to neighbours
   * @param replicas the caches of all CPUs, to be kept in step
   * @param counters where packets are counted
   * @throws IllegalArgumentException if the lifetime leaves no time for polls
   */
  public Arp(
      Ifnet ifnet,
      Acd acd,
      long lifetime,
      Timers timers,
      MbufPool pool,
      EtherOutput ether,
      List<ArpOutput.Replica> replicas,
      Counters counters) {
    if (lifetime <= TRIES * RETRY) {
      throw new IllegalArgumentException(
          "ARP lifetime of " + lifetime + " ns is too short; it must be more than 3 seconds");
    }
    this.ifnet = ifnet;
    this.acd = acd;
    this.lifetime = lifetime;
    this.timers = timers;
    this.pool = pool;
    this.ether = ether;
    this.replicas = List.copyOf(replicas);
    this.counters = counters;
    mostWaiting = Math.max(1, pool.capacity() / FOR_WAITING);
    for (int slot = 0; slot < CAPACITY; slot++) {
      entries[slot] = new ArpEntry(this, slot);
    }
  }

  /**
   * Takes an ARP packet (RFC 826, "Packet Reception").
   *
   * @param packet starts at its ARP header; taken
   */
  public void input(Mbuf packet) {
    DropReason fault = formatFault(packet);
    if (fault == null) {
      fault = senderFault(packet);
    }
    if (fault != null) {
      counters.drop(packet, fault);
      return;
    }
    counters.count(Counter.ARP_RECEIVED);
    NetworkInterface nif = ifnet.nif();
    boolean forUs = nif.hasAddress() && ArpPacket.targetAddress(packet) == nif.address();
    merge(packet, forUs);
    if (forUs && ArpPacket.operation(packet) == ArpPacket.REQUEST) {
      reply(packet);
    } else {
      packet.free();
    }
  }

  /**
   * Takes a packet whose {@linkplain Mbuf#nextHop next hop} was not in the replica of the CPU it
   * comes from: sends it, or keeps it until the neighbour has answered, or drops it.
   *
   * @param packet starts at its IP header; taken
   */
  public void resolve(Mbuf packet) {
    ArpEntry entry = entryFor(packet.nextHop(), false);
    switch (entry.state) {
      case FREE -> {
        await(entry, packet);
        entry.state = State.INCOMPLETE;
        entry.requests = 0;
        request(entry);
      }
      case INCOMPLETE -> await(entry, packet);
      case REACHABLE, POLLING -> ether.output(packet, entry.mac, EtherType.IPV4);
      case HELD_DOWN -> counters.drop(packet, DropReason.ARP_HELD_DOWN);
    }
  }

  /**
   * Takes the advice of a transport that nobody answers behind a neighbour (RFC 1122 section
   * 2.3.2.1 (4)): asks the neighbour whether it is still there. Who advises may be wrong, or
   * misled: a neighbour that answers stays as it is.
   *
   * @param address IPv4 address of any host
   */
  public void doubt(int address) {
    long slot = slots.get(address);
    if (slot != AddressMap.NONE && entries[(int) slot].state == State.REACHABLE) {
      counters.count(Counter.ARP_DOUBTED);
      poll(entries[(int) slot]);
    }
  }

  /**
   * Tells everyone on the link, switches included, where this host is now (RFC 5227 section 2.3),
   * if it has an address.
   */
  public void announce() {
    if (ifnet.nif().hasAddress()) {
      request(ifnet.nif().address(), MacAddress.BROADCAST);
    }
  }

  /**
   * Whether packets wait for the answer of a neighbour.
   *
   * @return true if one is asked, and has not answered yet
   */
  public boolean isResolving() {
    for (ArpEntry entry : entries) {
      if (entry.state == State.INCOMPLETE) {
        return true;
      }
    }
    return false;
  }

  /**
   * How many neighbours are known, asked, or left alone because they did not answer.
   *
   * @return at most {@link #CAPACITY}
   */
  public int neighbours() {
    int neighbours = 0;
    for (ArpEntry entry : entries) {
      neighbours += entry.state == State.FREE ? 0 : 1;
    }
    return neighbours;
  }

  /** Forgets all neighbours: the interface has another address now, or none. */
  public void flush() {
    for (ArpEntry entry : entries) {
      if (entry.state != State.FREE) {
        dropWaiting(entry);
        timers.cancel(entry);
        remove(entry);
      }
    }
  }

  /** The time of an entry's state is over. */
  void expired(ArpEntry entry) {
    if (entry.state == State.REACHABLE) {
      poll(entry);
    } else if (entry.state == State.HELD_DOWN) {
      remove(entry);
    } else if (entry.requests < TRIES) {
      request(entry);
    } else if (entry.state == State.POLLING) {
      remove(entry);
    } else {
      dropWaiting(entry);
      entry.state = State.HELD_DOWN;
      timers.schedule(entry, timers.now() + HOLD_DOWN);
    }
  }

  private void poll(ArpEntry entry) {
    entry.state = State.POLLING;
    entry.requests = 0;
    request(entry);
  }

  private static DropReason formatFault(Mbuf packet) {
    if (packet.length() < ArpPacket.LENGTH) {
      return DropReason.ARP_SHORT;
    }
    if (!ArpPacket.isForIpv4OverEthernet(packet)) {
      return DropReason.ARP_BAD_FORMAT;
    }
    int operation = ArpPacket.operation(packet);
    boolean known = operation == ArpPacket.REQUEST || operation == ArpPacket.REPLY;
    return known ? null : DropReason.ARP_BAD_OPERATION;
  }

  private DropReason senderFault(Mbuf packet) {
    long mac = ArpPacket.senderMac(packet);
    if (MacAddress.isGroup(mac) || mac == 0) {
      return DropReason.ARP_GROUP_SENDER;
    }
    if (mac == ifnet.nif().mac()) {
      return DropReason.ARP_FROM_HERE;
    }
    if (acd.hears(packet)) {
      return DropReason.ARP_CONFLICT;
    }
    int address = ArpPacket.senderAddress(packet);
    boolean neighbour = ifnet.nif().isOnLink(address) && ifnet.nif().isHost(address);
    return neighbour || isProbe(packet) ? null : DropReason.ARP_OFF_LINK;
  }

  /** A station that has no address yet asks whether one is free (RFC 5227 section 1.1). */
  private static boolean isProbe(Mbuf packet) {
    return ArpPacket.senderAddress(packet) == 0 && ArpPacket.operation(packet) == ArpPacket.REQUEST;
  }

  /**
   * RFC 826: what is known of the sender is brought up to date; a sender that talks to us is worth
   * knowing, for it will get packets soon.
   */
  private void merge(Mbuf packet, boolean forUs) {
    int address = ArpPacket.senderAddress(packet);
    if (isProbe(packet) || (!forUs && slots.get(address) == AddressMap.NONE)) {
      return;
    }
    ArpEntry entry = entryFor(address, true);
    long mac = ArpPacket.senderMac(packet);
    boolean changed = !entry.isKnown() || entry.mac != mac;
    entry.mac = mac;
    entry.state = State.REACHABLE;
    entry.since = timers.now();
    timers.schedule(entry, timers.now() + lifetime - TRIES * RETRY);
    if (changed) {
      publish(address, mac);
    }
    while (entry.waiting.size() > 0) {
      ether.output(takeFirst(entry), mac, EtherType.IPV4);
    }
  }

  /** Turns a request into its reply, in place. */
  private void reply(Mbuf packet) {
    long mac = ArpPacket.senderMac(packet);
    packet.trimBack(packet.length() - ArpPacket.LENGTH); // link-layer padding
    ArpPacket.writeTarget(packet, mac, ArpPacket.senderAddress(packet));
    ArpPacket.writeSender(packet, ifnet.nif().mac(), ifnet.nif().address());
    ArpPacket.writeFormat(packet, ArpPacket.REPLY);
    counters.count(Counter.ARP_REPLIES_SENT);
    ether.output(packet, mac, EtherType.ARP);
  }

  /** Asks everyone for an address, or its known owner whether it is still there. */
  private void request(ArpEntry entry) {
    entry.requests++;
    timers.schedule(entry, timers.now() + RETRY);
    boolean poll = entry.state == State.POLLING;
    request(entry.address, poll ? entry.mac : MacAddress.BROADCAST);
  }

  private void request(int address, long to) {
    Mbuf packet = pool.alloc();
    if (packet == null) {
      counters.count(Counter.ARP_NO_MBUF);
      return;
    }
    packet.extend(ArpPacket.LENGTH);
    ArpPacket.writeFormat(packet, ArpPacket.REQUEST);
    ArpPacket.writeSender(packet, ifnet.nif().mac(), ifnet.nif().address());
    ArpPacket.writeTarget(packet, 0, address);
    counters.count(Counter.ARP_REQUESTS_SENT);
    ether.output(packet, to, EtherType.ARP);
  }

  /** Who has too many packets waiting gives up one of its own, else whoever waits for longest. */
  private void await(ArpEntry entry, Mbuf packet) {
    if (entry.waiting.size() == QUEUE_LIMIT || waiting == mostWaiting) {
      ArpEntry giving = entry.waiting.size() > 0 ? entry : longestWaiting();
      counters.drop(takeFirst(giving), DropReason.ARP_QUEUE_FULL);
    }
    entry.waiting.enqueue(packet);
    waiting++;
  }

  private Mbuf takeFirst(ArpEntry entry) {
    waiting--;
    return entry.waiting.dequeue();
  }

  private ArpEntry longestWaiting() {
    ArpEntry found = null;
    for (ArpEntry entry : entries) {
      boolean waits = entry.waiting.size() > 0;
      found = waits && (found == null || entry.since < found.since) ? entry : found;
    }
    return found;
  }

  private ArpEntry entryFor(int address, boolean known) {
    long slot = slots.get(address);
    if (slot != AddressMap.NONE) {
      return entries[(int) slot];
    }
    ArpEntry entry = freeEntry(known);
    entry.address = address;
    entry.since = timers.now();
    slots.put(address, entry.slot);
    return entry;
  }

  /**
   * A free entry, or that of the neighbour unheard of for longest, if there is one of those that
   * are known, or not, as the new one: neighbours that are not there do not push out those who are,
   * and who introduce themselves not those who are being asked. New neighbours are rare: scan.
   */
  private ArpEntry freeEntry(boolean known) {
    ArpEntry oldest = entries[0];
    for (ArpEntry entry : entries) {
      if (entry.state == State.FREE) {
        return entry;
      }
      boolean alike = entry.isKnown() == oldest.isKnown();
      boolean goesFirst = alike ? entry.since < oldest.since : entry.isKnown() == known;
      oldest = goesFirst ? entry : oldest;
    }
    counters.count(Counter.ARP_EVICTED);
    dropWaiting(oldest);
    remove(oldest);
    return oldest;
  }

  /**
   * Frees an entry. Its timer has fired, or is set anew by the neighbour that takes the entry over.
   */
  private void remove(ArpEntry entry) {
    if (entry.isKnown()) {
      publish(entry.address, AddressMap.NONE);
    }
    slots.remove(entry.address);
    entry.state = State.FREE;
  }

  private void dropWaiting(ArpEntry entry) {
    while (entry.waiting.size() > 0) {
      counters.drop(takeFirst(entry), DropReason.ARP_UNRESOLVED);
    }
  }

  private void publish(int address, long mac) {
    for (ArpOutput.Replica replica : replicas) {
      replica.changed(address, mac);
    }
  }
}
