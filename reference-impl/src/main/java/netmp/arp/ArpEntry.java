package netmp.arp;

import netmp.mbuf.PacketQueue;
import netmp.netisr.Timer;

/** A neighbour, known or sought. One of a fixed number, reused. */
final class ArpEntry extends Timer {

  /** What is known of the neighbour. */
  enum State {
    /** The entry is not in use. */
    FREE,
    /** Requests are out, packets wait. */
    INCOMPLETE,
    /** The address is known. */
    REACHABLE,
    /** The address is known but old, and the neighbour is being asked whether it is still there. */
    POLLING,
    /** Nobody answered; nobody is asked for a while. */
    HELD_DOWN
  }

  private final Arp arp;
  final int slot;
  final PacketQueue waiting = new PacketQueue();
  State state = State.FREE;
  int address;
  long mac;
  int requests;
  long since;

  ArpEntry(Arp arp, int slot) {
    this.arp = arp;
    this.slot = slot;
  }

  boolean isKnown() {
    return state == State.REACHABLE || state == State.POLLING;
  }

  @Override
  protected void fire() {
    arp.expired(this);
  }
}
