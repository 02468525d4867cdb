package netmp.igmp;

import netmp.netisr.Timer;

/** The membership of the interface in one group (RFC 2236 section 6). */
final class Membership extends Timer {

  private final Igmp igmp;

  int group;

  /** How many sockets have joined; 0 when the place is free. */
  int sockets;

  /** Whether this host was the last to report the group. */
  boolean lastReporter;

  /** When the timer fires. */
  long due;

  /** Reports that are still to be repeated without being asked for. */
  int unsolicited;

  Membership(Igmp igmp) {
    this.igmp = igmp;
  }

  @Override
  protected void fire() {
    igmp.report(this);
  }
}
