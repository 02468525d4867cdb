package netmp.dhcp;

import java.util.List;

/**
 * What a server has leased (RFC 2131 section 3.5).
 *
 * @param address IPv4 address of this host
 * @param prefixLength of its subnet, 1..30
 * @param router IPv4 address of the router on the link, or 0
 * @param mtu the longest datagram of the link in bytes, or 0 if the server does not say
 * @param dnsServers IPv4 addresses, the preferred one first
 * @param domain that names without dots are in, or empty
 * @param server IPv4 address of the server
 * @param seconds for how long from the request on, 1..{@link #INFINITE}
 * @param renewal seconds to the first request for more time (T1)
 * @param rebinding seconds from when on any server is asked (T2)
 */
public record Lease(
    int address,
    int prefixLength,
    int router,
    int mtu,
    List<Integer> dnsServers,
    String domain,
    int server,
    long seconds,
    long renewal,
    long rebinding) {

  /** A lease that does not end. */
  public static final long INFINITE = 0xffff_ffffL;

  /** Whether there is an end. */
  boolean ends() {
    return seconds != INFINITE;
  }
}
