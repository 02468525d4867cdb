package netmp.socket;

/**
 * Asks about many sockets in one call (poll(2)). What it waits with is an {@link EventQueue}, made
 * for the call: there is one mechanism of waiting for many sockets.
 *
 * <p>A call costs as much as it has sockets: it looks at each, and if it has to wait, sends one or
 * two messages for each to have it watched, and one to end that. A user who waits for the same
 * sockets again and again keeps an event queue, and pays for those to which something happened.
 *
 * <p>Level-triggered, as the queue is: what holds is reported by every call; it may have ceased to
 * hold when the caller looks, but it is never missed.
 */
public final class Poll {

  /** No timeout (POSIX: -1). */
  public static final long INFTIM = EventQueue.FOREVER;

  private Poll() {}

  /**
   * Waits until something that was asked for holds of one of the sockets. User threads, platform or
   * virtual ones; any number of them may ask about the same sockets.
   *
   * @param sockets the stack's
   * @param fds what is asked; receives the answers, also when nothing holds
   * @param timeoutNanos how long to wait at most, in nanoseconds; 0 not to wait, {@link #INFTIM}
   * @return for how many of them there is something to report; 0 at the timeout
   * @throws InterruptedException if the thread was interrupted while there was nothing to report;
   *     its status is cleared
   */
  public static int poll(Sockets sockets, PollFd[] fds, long timeoutNanos)
      throws InterruptedException {
    int found = look(fds);
    return found > 0 || timeoutNanos == 0 ? found : await(sockets, fds, timeoutNanos);
  }

  private static int look(PollFd[] fds) {
    int found = 0;
    for (PollFd fd : fds) {
      if (fd.look()) {
        found++;
      }
    }
    return found;
  }

  /** An event may be another user's by the time this one looks. */
  private static int await(Sockets sockets, PollFd[] fds, long timeoutNanos)
      throws InterruptedException {
    try (EventQueue queue = sockets.eventQueue()) {
      long deadline = queue.deadline(timeoutNanos);
      Event[] event = {new Event()};
      boolean waits = watch(queue, fds);
      int found;
      do {
        waits = waits && queue.keventUntil(event, deadline) > 0;
        found = look(fds);
      } while (found == 0 && waits);
      return found;
    }
  }

  /** False if one of the sockets is closed: then there is something to report. */
  private static boolean watch(EventQueue queue, PollFd[] fds) {
    boolean open = true;
    for (int i = 0; i < fds.length && open; i++) {
      open = fds[i].watch(queue) == Errno.OK;
    }
    return open;
  }
}
