package netmp.ip;

import netmp.ether.NetworkInterface;
import netmp.netisr.Timers;

/**
 * What one CPU has learnt of paths whose MTU is less than the link's (RFC 1191), for its protocol
 * thread. The CPU that owns the flow learns it from an error about that flow; flows of other CPUs
 * to the same host learn it from errors of their own, so nothing is shared.
 *
 * <p>Each destination has one place, by its hash; one that comes later takes the place. What is
 * forgotten is learnt again by the next packet that is too long. After ten minutes all is
 * forgotten, since the path may have changed (RFC 1191 section 6.3).
 *
 * <p>An error is only a claim. Whoever asks to {@link #reduce} has checked that it quotes a packet
 * of this host's; here it can only lower the MTU, and not below the least.
 */
public final class PathMtu {

  /** Below this no claim is believed; every host takes datagrams as long (RFC 791). */
  static final int LEAST = NetworkInterface.MIN_MTU;

  /** RFC 1191 section 6.3. */
  static final long LIFETIME = 600_000_000_000L;

  static final int PLACES = 256;

  /** MTUs that links have, for routers that do not tell theirs (RFC 1191 section 7.1). */
  private static final int[] PLATEAUS = {32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68};

  private final Timers timers;
  private final int[] destinations = new int[PLACES];
  private final int[] mtus = new int[PLACES];
  private final long[] learnt = new long[PLACES];

  /**
   * Knows nothing yet.
   *
   * @param timers the CPU's, for the time
   */
  public PathMtu(Timers timers) {
    this.timers = timers;
  }

  /**
   * The MTU of the path to a destination, as far as it is known; at most that of its first link.
   */
  int to(int destination, int link) {
    int place = place(destination);
    boolean known = destinations[place] == destination && mtus[place] != 0;
    return known && timers.now() - learnt[place] < LIFETIME ? Math.min(mtus[place], link) : link;
  }

  /** Takes a claim about a path, behind a link of an MTU. */
  void reduce(int destination, int mtu, int link) {
    int believed = Math.max(mtu, LEAST);
    if (believed < to(destination, link)) {
      int place = place(destination);
      destinations[place] = destination;
      mtus[place] = believed;
      learnt[place] = timers.now();
    }
  }

  /** By hash. */
  static int place(int destination) {
    return (destination * 0x9e3779b9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
  }

  /**
   * The MTU to try when a router refuses a datagram and does not tell why.
   *
   * @param length of the datagram
   * @return the longest usual MTU that is less, at least 68
   */
  public static int plateauBelow(int length) {
    for (int plateau : PLATEAUS) {
      if (plateau < length) {
        return plateau;
      }
    }
    return PLATEAUS[PLATEAUS.length - 1];
  }
}
