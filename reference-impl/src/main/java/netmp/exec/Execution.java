package netmp.exec;

import java.util.concurrent.locks.Lock;

/**
 * Threads, parking, user-side locks and a clock. Stack code uses nothing else to wait or to tell
 * the time.
 */
public interface Execution {

  /** Why a protocol thread gets no lock. */
  String LOCK_OF_USERS = "a protocol thread must not take a lock that a user may hold";

  /** What a thread is for. */
  enum Kind {
    /** Owns a CPU's connections; never takes a lock a user may hold. Does not keep a run alive. */
    PROTOCOL,
    /** Calls sockets. A run lasts until the last of them has ended. */
    USER,
    /** Calls sockets, such as a server for ever. Does not keep a run alive. */
    DAEMON
  }

  /**
   * Starts a thread.
   *
   * @param name its name in traces, such as A.p0
   * @param kind what it is for
   * @param body what it does
   * @return the thread, for {@link #unpark}
   */
  Thread start(String name, Kind kind, Runnable body);

  /**
   * Waits until the calling thread's permit is given, and takes it, or until the thread is
   * interrupted: then it returns at once and the status stays set. May return for no reason.
   */
  void park();

  /**
   * Waits as {@link #park} does, and says for what.
   *
   * @param blocker names the wait and who can end it, in reports of deadlocks
   */
  default void park(Blocker blocker) {
    park();
  }

  /**
   * Waits as {@link #park} does, or until a time.
   *
   * @param deadlineNanos a time of {@link #nanoTime}, or Long.MAX_VALUE for no deadline
   */
  void parkUntil(long deadlineNanos);

  /**
   * Gives a thread its permit.
   *
   * <p>Memory consistency: what the caller did before happens before the return of the park that
   * takes the permit.
   *
   * @param thread a thread that parks by this execution
   */
  void unpark(Thread thread);

  /**
   * Interrupts a thread: sets its status and ends its park. Any thread.
   *
   * @param thread a thread of this execution
   */
  void interrupt(Thread thread);

  /**
   * Whether the calling thread was interrupted; clears the status, as {@link Thread#interrupted}.
   *
   * @return true if it was
   */
  boolean interrupted();

  /**
   * Whether the calling thread was started as {@link Kind#PROTOCOL}. Such a thread must not wait
   * for another (defect D43).
   *
   * @return true if so
   */
  boolean isProtocolThread();

  /**
   * The time.
   *
   * @return nanoseconds from an arbitrary origin; never goes back
   */
  long nanoTime();

  /**
   * A lock for user threads. A protocol thread that takes it gets an IllegalStateException, also
   * when nobody holds it (defect D26). Conditions, timed and interruptible locking may be
   * unsupported.
   *
   * @return an open lock, not fair, not necessarily reentrant
   */
  Lock newLock();

  /**
   * How many times a thread with nothing to do should look again, with a {@link #spinWait} before
   * each look, before it parks: to be woken costs as much as many looks.
   *
   * @return 0 where parking costs nothing
   */
  int spins();

  /** Tells that the calling thread spins, and lets others run. */
  void spinWait();
}
