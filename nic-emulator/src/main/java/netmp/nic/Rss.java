package netmp.nic;

import java.util.Arrays;

/**
 * Receive-side scaling: which of a device's queues a packet comes in by. The device asks about
 * frames, the stack about flows whose packets it has not seen yet or has put together itself; both
 * get the same answer, because it is computed in one place. Any thread; allocates nothing.
 *
 * <p>TCP and UDP are spread by addresses and ports, other protocols and fragments, of which only
 * the first shows its ports, by addresses. What is sent to a group, and what is not IPv4, goes to
 * queue 0 (DragonFly: netinet/ip_demux.c), so that one thread sees all that many sockets share.
 */
public final class Rss {

  private static final int ETHER_HEADER = 14;
  private static final int IP_HEADER = 20;
  private static final int TYPE_IPV4 = 0x0800;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int FRAGMENT = 0x3fff; // more fragments, or an offset

  /** How many entries the indirection table has. */
  public static final int TABLE = 128;

  private static final int TAG = 4;
  private static final int TYPE_TAGGED = 0x8100;

  private final FlowHash function;
  private final int queues;
  private final byte[] table = new byte[TABLE];
  private boolean running;

  /**
   * Steering by a hash.
   *
   * @param function the hash
   * @param queues number of queues, a power of two
   */
  Rss(FlowHash function, int queues) {
    this.function = function;
    this.queues = queues;
    for (int i = 0; i < TABLE; i++) {
      table[i] = (byte) (i % queues);
    }
  }

  /**
   * Programs the indirection table: a packet goes to the queue in the entry of its hash's low seven
   * bits. At reset entry i names queue i modulo their number. Before the device runs: a table that
   * changes meanwhile would make stack and device disagree about connections that exist.
   *
   * @param entries {@link #TABLE} queues, the first of them 0, because what is not hashed has hash
   *     0; not kept
   * @throws IllegalArgumentException if there are more or fewer, or there is no such queue
   * @throws IllegalStateException if the device runs
   */
  public void program(int... entries) {
    if (running) {
      throw new IllegalStateException("the indirection table changes only before the device runs");
    }
    if (entries.length != TABLE) {
      throw new IllegalArgumentException(
          "an indirection table of " + entries.length + " entries; give " + TABLE);
    }
    for (int i = 0; i < TABLE; i++) {
      requireQueue(i, entries[i]);
    }
    for (int i = 0; i < TABLE; i++) {
      table[i] = (byte) entries[i];
    }
  }

  private void requireQueue(int at, int entry) {
    if (entry < 0 || entry >= queues || (at == 0 && entry != 0)) {
      throw new IllegalArgumentException(
          "entry %d of the indirection table names queue %d; give %s"
              .formatted(at, entry, at == 0 ? "0" : "0.." + (queues - 1)));
    }
  }

  /** The table stays as it is from now on. */
  void run() {
    running = true;
  }

  /**
   * The queue that whole packets of a TCP or UDP flow come in by.
   *
   * @param source IPv4 address, the peer's
   * @param destination IPv4 address of this host, or a group's
   * @param sourcePort the peer's, 0..65535
   * @param destinationPort this host's, 0..65535
   * @return 0..queues-1
   */
  public int queue(int source, int destination, int sourcePort, int destinationPort) {
    return isGroup(destination)
        ? 0
        : queue(function.of(source, destination, sourcePort, destinationPort));
  }

  /**
   * The queue that fragments, and packets of other protocols, come in by.
   *
   * @param source IPv4 address, the peer's
   * @param destination IPv4 address of this host, or a group's
   * @return 0..queues-1
   */
  public int queue(int source, int destination) {
    return isGroup(destination) ? 0 : queue(function.of(source, destination));
  }

  /**
   * Whether every packet comes in by the queue of the same number at another device.
   *
   * @param other steers there
   * @return true if hash, number of queues and indirection table are the same now
   */
  public boolean isLike(Rss other) {
    return queues == other.queues
        && function.equals(other.function)
        && Arrays.equals(table, other.table);
  }

  /** Multicast, class E, or limited broadcast. */
  private static boolean isGroup(int address) {
    return address >>> 28 >= 0xe;
  }

  /** The queue of a hash of {@link #hash}. */
  int queue(int hash) {
    return table[hash & (TABLE - 1)];
  }

  /**
   * The hash of a frame.
   *
   * @param frame holds the frame
   * @param offset index of its first byte
   * @param length its length in bytes
   * @return any 32 bits, 0 for what is not hashed
   */
  int hash(byte[] frame, int offset, int length) {
    boolean tagged = length >= ETHER_HEADER && u16(frame, offset + 12) == TYPE_TAGGED;
    int ip = offset + ETHER_HEADER + (tagged ? TAG : 0);
    if (ip + IP_HEADER > offset + length || !isHashable(frame, offset, ip)) {
      return 0;
    }
    int source = i32(frame, ip + 12);
    int destination = i32(frame, ip + 16);
    int ports = ip + ((frame[ip] & 0xf) << 2);
    if (!showsPorts(frame, ip) || ports < ip + IP_HEADER || ports + 4 > offset + length) {
      return function.of(source, destination);
    }
    return function.of(source, destination, u16(frame, ports), u16(frame, ports + 2));
  }

  private static boolean isHashable(byte[] frame, int offset, int ip) {
    return u16(frame, ip - 2) == TYPE_IPV4
        && (frame[offset] & 1) == 0
        && (frame[ip] & 0xf0) == 0x40
        && !isGroup(i32(frame, ip + 16));
  }

  private static boolean showsPorts(byte[] frame, int ip) {
    int protocol = frame[ip + 9];
    return (u16(frame, ip + 6) & FRAGMENT) == 0 && (protocol == TCP || protocol == UDP);
  }

  private static int u16(byte[] frame, int at) {
    return (frame[at] & 0xff) << 8 | (frame[at + 1] & 0xff);
  }

  private static int i32(byte[] frame, int at) {
    return u16(frame, at) << 16 | u16(frame, at + 2);
  }
}
