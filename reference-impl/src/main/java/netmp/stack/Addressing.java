package netmp.stack;

import netmp.arp.Acd;

/** How the interface comes to its address, and what becomes of it when another station has it. */
public enum Addressing {
  /** It is configured, and used at once: whoever configures it knows that nobody else has it. */
  FIXED(Acd.Defence.NONE),
  /**
   * It is configured, and used after seconds in which nobody objects (RFC 5227). It is given up
   * when another station uses it again within ten seconds of the first time.
   */
  PROBED(Acd.Defence.YIELD),
  /** The same, but once used it is never given up; for servers that others know by it. */
  DEFENDED(Acd.Defence.KEEP),
  /**
   * A server leases it (RFC 2131). The address that is configured, if any, is asked for first. It
   * is looked for others as in {@link #PROBED}; if there are, the server is told, and another
   * address comes.
   */
  DHCP(Acd.Defence.YIELD);

  private final Acd.Defence defence;

  Addressing(Acd.Defence defence) {
    this.defence = defence;
  }

  Acd.Defence defence() {
    return defence;
  }
}
