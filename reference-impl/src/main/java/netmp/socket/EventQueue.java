package netmp.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import netmp.action.StackProbe;
import netmp.exec.Execution;
import netmp.probe.Probes;

/**
 * Waits for any of many sockets (BSD's kqueue). Level-triggered: what holds is reported by every
 * call until it holds no more; it may have ceased to hold when the caller looks, but it is never
 * missed. A call costs as much as there are sockets that something happened to since the last, plus
 * those that hold; idle sockets cost nothing.
 *
 * <p>Any number of user threads, platform or virtual ones, may wait on one queue. They wait for
 * each other only while one goes through the ready list. Protocol threads may not call the public
 * methods. {@link #close} ends all waits; until then the sockets that are watched keep the queue.
 *
 * <p>The ready list is a stack that any thread pushes on and the users take as a whole, so its
 * order is that of the pushes. The protocol is {@code specs/readiness/EventQueue.tla}. Both pairs
 * of words on which it rests, a buffer's count and {@code active}, the ready list and the list of
 * waiting users, are written on one side and read on the other; {@code
 * specs/readiness/ActiveWord.tla} says that exchanges are enough.
 */
public class EventQueue implements AutoCloseable {

  /** No timeout. */
  public static final long FOREVER = Long.MAX_VALUE;

  static final int NOTHING = -1;
  private static final VarHandle READY;

  static {
    try {
      READY = MethodHandles.lookup().findVarHandle(EventQueue.class, "ready", Knote.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A user who has announced that it waits. */
  static final class Waiter {
    final Thread thread = Thread.currentThread();
    final int number;

    /**
     * A waker took it off the list. The park permit does not say so: the wait for the queue's lock
     * may have taken it (defect D58).
     */
    volatile boolean woken;

    Waiter(int number) {
      this.number = number;
    }
  }

  private final Sockets sockets;
  private final Execution execution;
  private final Probes probes;
  private final int traced;
  private final Lock lock;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger();

  /**
   * "Return from your wait" (EVFILT_USER). Reported once; of a closed queue always, so that each
   * user who returns wakes the next (defect D65). The list of all knotes begins behind it.
   */
  private final Knote wakeup;

  /** Written under the lock. */
  private volatile boolean closed;

  /** The shared part of the ready list, newest first. */
  private volatile Knote ready;

  /** The rest of what was taken from it, oldest first; under the lock. */
  private Knote batch;

  /** Counts passes; under the lock. */
  private int pass;

  /** The shared part was taken in this pass; under the lock. */
  private boolean tookAll;

  /** How many conditions were evaluated; under the lock. */
  private long evaluated;

  EventQueue(Sockets sockets, Execution execution, Probes probes) {
    this.sockets = sockets;
    this.execution = execution;
    this.probes = probes;
    traced = probes.newObject("kqueue");
    lock = execution.newLock();
    wakeup = new Knote(this, null, null, numbers.incrementAndGet(), null);
    attached(wakeup);
  }

  // ---- users ----

  /**
   * Watches a socket. What is watched already stays so.
   *
   * @param socket a socket of this stack
   * @param filters what for
   * @throws SocketError EBADF when the socket or the queue is closed
   */
  public final void add(Socket socket, Filter... filters) throws SocketError {
    for (Filter filter : filters) {
      Socket.check("kevent", watch(socket, filter));
    }
  }

  /**
   * Watches a socket, with an object that every report of this brings along.
   *
   * @param socket a socket of this stack, or of another with the same execution
   * @param filter what for
   * @param userData what {@link Event#userData} returns
   * @return for {@link #disable} and {@link #enable}
   * @throws SocketError EALREADY when that is watched already, EBADF when the socket or the queue
   *     is closed
   */
  public final Knote attach(Socket socket, Filter filter, Object userData) throws SocketError {
    Knote knote = new Knote(this, socket, filter, numbers.incrementAndGet(), userData);
    Socket.check("kevent", watch(knote));
    return knote;
  }

  Errno watch(Socket socket, Filter filter) {
    Errno errno = watch(new Knote(this, socket, filter, numbers.incrementAndGet(), null));
    return errno == Errno.EALREADY ? Errno.OK : errno;
  }

  private Errno watch(Knote knote) {
    Socket socket = knote.socket;
    Errno errno = socket.poll(knote);
    Knote attached = socket.sockets.current().request.takeKnote();
    if (errno == Errno.OK && !enter(attached)) {
      forget(socket);
      return Errno.EBADF;
    }
    return errno == Errno.OK && attached == null ? Errno.EALREADY : errno;
  }

  /** False if the queue is closed: {@link #close} has perhaps not seen the knote, if any. */
  private boolean enter(Knote attached) {
    lock.lock();
    try {
      if (!closed && attached != null && !attached.forgotten) {
        attached.enter(wakeup);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Watches a socket no longer. No later call of {@link #kevent} reports it, and the owner of the
   * socket has forgotten this queue. Does nothing if the socket is not watched.
   *
   * @param socket the socket
   * @throws SocketError EBADF when the socket is closed, and so not watched any more
   */
  public final void remove(Socket socket) throws SocketError {
    Socket.check("kevent", forget(socket));
  }

  private Errno forget(Socket socket) {
    Errno errno = socket.unpoll(this);
    forget(socket.sockets.current().request.takeKnote());
    return errno;
  }

  /**
   * Does not report something any more, but goes on watching (EV_DISABLE): so to speak, its
   * condition does not hold. The end of the socket is reported all the same.
   *
   * @param knote of this queue
   */
  public final void disable(Knote knote) {
    lock.lock();
    try {
      knote.disabled = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reports something again (EV_ENABLE). Asks nobody: costs no message.
   *
   * @param knote of this queue
   */
  public final void enable(Knote knote) {
    lock.lock();
    try {
      if (knote.disabled && !knote.forgotten) {
        knote.disabled = false;
        // The condition may have held for long, and then nobody else says so (defect D119).
        int before = knote.activate();
        Probes.hit(probes, StackProbe.ENABLE_KNOTE, traced, knote.number, before);
        if (before == 0) {
          put(knote);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(Knote detached) {
    lock.lock();
    try {
      for (Knote knote = detached; knote != null; knote = knote.nextLinked) {
        knote.forgotten = true;
        knote.leave();
        Probes.hit(probes, StackProbe.FORGET, traced, knote.number);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends all waits with EBADF, and watches nothing any more: when this returns, no owner of a
   * socket knows this queue. The second close does nothing.
   */
  @Override
  public void close() {
    if (!shut()) {
      return;
    }
    activate(wakeup);
    for (Knote knote = takeFirst(); knote != null; knote = takeFirst()) {
      forget(knote.socket); // of a closed socket, its owner has let go of it
    }
  }

  private boolean shut() {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      closed = true;
      Probes.hit(probes, StackProbe.CLOSE, traced, wakeup.number);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Knote takeFirst() {
    lock.lock();
    try {
      Knote first = wakeup.first();
      first.leave();
      return first.equals(wakeup) ? null : first;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something that is watched holds, and reports it.
   *
   * @param events receives the reports, from index 0 on; holds events, at least one
   * @param timeoutNanos how long to wait at most, in nanoseconds; 0 not to wait, {@link #FOREVER}
   * @return how many are reported; 0 at the timeout or after a {@link #wakeup}
   * @throws SocketError EBADF when the queue is closed, also while waiting
   * @throws InterruptedException if the thread was interrupted while there was nothing to report;
   *     its status is cleared
   */
  public final int kevent(Event[] events, long timeoutNanos)
      throws SocketError, InterruptedException {
    int reported = keventUntil(events, deadline(timeoutNanos));
    Socket.check("kevent", reported == 0 && closed ? Errno.EBADF : Errno.OK);
    return reported;
  }

  /** When a timeout that begins now is over. */
  final long deadline(long timeoutNanos) {
    return timeoutNanos == FOREVER ? FOREVER : execution.nanoTime() + timeoutNanos;
  }

  /** As {@link #kevent}, with a deadline; 0 when the queue is closed. */
  final int keventUntil(Event[] events, long deadline) throws InterruptedException {
    assert !execution.isProtocolThread() : "a protocol thread must not wait";
    UserThread user = sockets.current();
    for (; ; ) {
      int reported = pass(user, events);
      if (reported == NOTHING && isOver(deadline)) {
        return 0;
      }
      if (reported == NOTHING && isReadySoon()) {
        continue;
      }
      if (reported == NOTHING) {
        reported = passOrPark(user, events, deadline);
      }
      if (reported != NOTHING) {
        return reported;
      }
    }
  }

  /** Looks for something ready as long as that costs no more than to be woken. */
  private boolean isReadySoon() {
    for (int spins = execution.spins(); spins > 0; spins--) {
      if (ready != null) {
        return true;
      }
      execution.spinWait();
    }
    return false;
  }

  private boolean isOver(long deadline) throws InterruptedException {
    if (execution.interrupted()) {
      throw new InterruptedException();
    }
    return deadline != FOREVER && deadline - execution.nanoTime() <= 0;
  }

  /**
   * Announces the wait, looks once more (defect D54), and parks. Who was woken has something to
   * pass on: after its park it makes a pass whatever ended it; with events in its hands it wakes
   * another (defect D55).
   */
  private int passOrPark(UserThread user, Event[] events, long deadline) {
    Waiter self = new Waiter(user.number());
    waiters.add(self);
    Probes.hit(probes, StackProbe.ANNOUNCE, traced, user.number());
    int reported = pass(user, events);
    if (reported == NOTHING) {
      await(self, deadline);
    }
    boolean waited = waiters.remove(self);
    Probes.hit(probes, StackProbe.RETRACT, traced, user.number(), waited ? 1 : 0);
    if (!waited && reported != NOTHING) {
      wakeWaiter();
    }
    return reported;
  }

  /** Until a waker has taken the user off the list, or the deadline. */
  void await(Waiter self, long deadline) {
    if (!self.woken) {
      execution.parkUntil(deadline);
    }
  }

  /** Ends a wait, or the next one if nobody waits now. Any thread but a protocol thread. */
  public final void wakeup() {
    activate(wakeup);
  }

  /** Goes once through what is on the ready list; how many are reported, or NOTHING. */
  int pass(UserThread user, Event[] events) {
    boolean complete;
    int reported;
    lock.lock();
    try {
      Probes.hit(probes, StackProbe.KQ_LOCK, traced, user.number());
      pass++;
      tookAll = false;
      reported = collect(events);
      complete = tookAll && batch == null;
      for (int i = 0; i < reported; i++) {
        putBack(events[i]);
      }
      if (wakeup.reportedIn == pass) {
        putBack(wakeup);
      }
    } finally {
      lock.unlock();
      Probes.hit(probes, StackProbe.KQ_UNLOCK, traced, user.number());
    }
    if (!complete) {
      wakeWaiter(); // who may take the rest
    }
    return reported;
  }

  private int collect(Event[] events) {
    int reported = 0;
    boolean woken = false;
    while (reported < events.length && hasMore()) {
      Knote knote = take();
      if (!isDue(knote)) {
        continue;
      }
      if (knote.equals(wakeup)) {
        woken = true;
        reportWakeup();
      } else if (report(knote, events[reported])) {
        reported++;
      }
    }
    return woken || reported > 0 ? reported : NOTHING;
  }

  private void reportWakeup() {
    wakeup.reportedIn = closed ? pass : 0;
    Probes.hit(probes, StackProbe.EVALUATE_KNOTE, traced, wakeup.number, closed ? 1 : 2);
  }

  private boolean isDue(Knote knote) {
    return !knote.forgotten && knote.reportedIn != pass;
  }

  private boolean hasMore() {
    if (batch == null && !tookAll) {
      takeAll();
      tookAll = true;
    }
    return batch != null;
  }

  /** Takes the whole list, and turns it round. */
  private void takeAll() {
    Knote newest = (Knote) READY.getAndSet(this, (Knote) null);
    int taken = 0;
    while (newest != null) {
      Knote next = newest.nextReady;
      newest.nextReady = batch;
      batch = newest;
      newest = next;
      taken++;
    }
    Probes.hit(probes, StackProbe.TAKE_ALL, traced, taken);
  }

  private Knote take() {
    Knote knote = batch;
    batch = knote.nextReady;
    knote.nextReady = null;
    knote.clear();
    Probes.hit(probes, StackProbe.TAKE, traced, knote.number);
    return knote;
  }

  private boolean report(Knote knote, Event event) {
    evaluated++;
    if (knote.closed) {
      event.fillClosed(knote);
      knote.forgotten = true;
      knote.leave();
      Probes.hit(probes, StackProbe.EVALUATE_KNOTE, traced, knote.number, 2);
      return true;
    }
    boolean holds = !knote.disabled && knote.holds();
    Probes.hit(probes, StackProbe.EVALUATE_KNOTE, traced, knote.number, holds ? 1 : 0);
    if (holds) {
      knote.reportedIn = pass;
      event.fill(knote);
    }
    return holds;
  }

  private void putBack(Event event) {
    Knote knote = event.knote;
    event.knote = null;
    if (knote != null) {
      putBack(knote);
    }
  }

  /** Level-triggered: what is reported is looked at again by the next pass. */
  private void putBack(Knote knote) {
    int before = knote.activate();
    Probes.hit(probes, StackProbe.REACTIVATE, traced, knote.number, before);
    if (before == 0) {
      put(knote);
    }
  }

  /**
   * How many conditions were evaluated so far: what waiting has cost. While nobody waits.
   *
   * @return the number
   */
  public final long evaluated() {
    return evaluated;
  }

  // ---- the owner of a knote's socket ----

  void attached(Knote knote) {
    Probes.hit(probes, StackProbe.ATTACH, traced, knote.number);
  }

  void detached(Knote knote) {
    Probes.hit(probes, StackProbe.DETACH, traced, knote.number);
  }

  /** The last time that the owner touches the knote. */
  void close(Knote knote) {
    knote.closed = true;
    Probes.hit(probes, StackProbe.CLOSE, traced, knote.number);
    activate(knote);
    detached(knote);
  }

  /** Allocates nothing and takes no lock. */
  void activate(Knote knote) {
    int before = knote.activate();
    Probes.hit(probes, StackProbe.ACTIVATE, traced, knote.number, before);
    if (before == 0) {
      put(knote);
    }
  }

  private void put(Knote knote) {
    Knote newest;
    do {
      newest = ready;
      knote.nextReady = newest;
    } while (!READY.compareAndSet(this, newest, knote));
    Probes.hit(probes, StackProbe.PUT_READY, traced, knote.number);
    wakeWaiter();
  }

  /** Takes the user who waits longest off the list, and wakes it. */
  void wakeWaiter() {
    Waiter waiter = waiters.poll();
    if (waiter != null) {
      waiter.woken = true;
      execution.unpark(waiter.thread);
    }
    Probes.hit(probes, StackProbe.WAKE_WAITER, traced, waiter == null ? 0 : waiter.number);
  }
}
