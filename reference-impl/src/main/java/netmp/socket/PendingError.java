package netmp.socket;

import netmp.action.StackProbe;
import netmp.probe.Probes;

/**
 * so_error as the users of one socket buffer see it: a mark that is set behind the socket's error
 * and tells them to look. It is part of the predicate of their waits, so the owner sets it; the
 * user with the buffer's lock clears it and only then takes the error, so an error that comes
 * meanwhile leaves the mark set. Another user may have taken the error, through the other buffer or
 * SO_ERROR: it is reported once.
 *
 * <p>The mark is clear on the way of every packet, and looked at by one plain load of a volatile.
 */
final class PendingError {

  private final Socket socket;
  private final Probes probes;
  private final int traced;

  private volatile boolean set;

  PendingError(Socket socket, Probes probes, int traced) {
    this.socket = socket;
    this.probes = probes;
    this.traced = traced;
  }

  /** The socket has an error. The owner, who wakes the waiters then. */
  void set() {
    set = true;
    Probes.hit(probes, StackProbe.SET_ERROR, traced);
  }

  /** Whether there is an error to be taken, or was a moment ago. Any thread. */
  boolean isSet() {
    return set;
  }

  /** Takes the socket's error; OK if there is none. The user with the buffer's lock. */
  Errno take(UserThread user) {
    if (!set) {
      return Errno.OK;
    }
    set = false;
    Probes.hit(probes, StackProbe.TAKE_ERROR, traced, user.number());
    return socket.takeError();
  }
}
