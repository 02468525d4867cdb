package netmp.tcp;

import netmp.tcp.TcpTimers.Slot;

/**
 * How long a user lets the peer be silent (RFC 5482 section 3), by a timer of its own: it runs
 * while something waits for an acknowledgment, or for the peer's window to open, and begins anew
 * when that is so of something else. On one CPU's protocol thread.
 */
final class UserTimeout {

  private UserTimeout() {}

  /** Something waits for the peer. */
  static void begin(Tcpcb tp) {
    if (tp.userTimeout > 0 && !tp.timers.isSet(Slot.USER_TIMEOUT)) {
      tp.timers.set(Slot.USER_TIMEOUT, tp.userTimeout);
    }
  }

  /** SND.UNA has moved, or the window has opened. */
  static void progress(Tcpcb tp) {
    tp.timers.cancel(Slot.USER_TIMEOUT);
    if (tp.outstanding() > 0) {
      begin(tp);
    }
  }

  /** The user has another idea of it: that counts from now. */
  static void set(Tcpcb tp, long nanos) {
    tp.userTimeout = nanos;
    if (!tp.state.hasPeer()) {
      return;
    }
    progress(tp);
    if (tp.timers.isSet(Slot.PERSIST)) {
      begin(tp);
    }
  }

  /** Whether the peer of an idle connection has not answered probes for as long as that. */
  static boolean isOver(Tcpcb tp, long idle) {
    return tp.userTimeout > 0 && tp.keepaliveProbes > 0 && idle >= tp.userTimeout;
  }
}
