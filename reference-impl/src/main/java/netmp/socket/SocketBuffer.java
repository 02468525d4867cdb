package netmp.socket;

import java.util.concurrent.locks.Lock;
import netmp.action.StackProbe;
import netmp.msg.AbortableMessage.Outcome;
import netmp.probe.Probes;
import netmp.sockbuf.ReceiveQueue;

/**
 * What so_snd and so_rcv have in common: a queue of packets, which one side fills and the other
 * empties, the lock of the users, who are one of the sides, and who waits and who watches.
 *
 * <p>It also has the mark of so_error, as the users of this buffer see it: the owner sets it behind
 * the socket's error, and it tells users to look. It is part of the predicate of their waits. The
 * user with the lock clears it and only then takes the error, so an error that comes meanwhile
 * leaves the mark set. Another user may have taken the error, through the other buffer or SO_ERROR:
 * it is reported once. The mark is clear on the way of every packet, and looked at by one plain
 * load of a volatile.
 *
 * @param <Q> the kind of queue
 */
abstract class SocketBuffer<Q extends ReceiveQueue> implements WaiterList.Predicate {

  final Socket socket;
  final Q sockbuf;
  final Probes probes;
  final int traced;
  private final Lock lock;
  private final WaiterList waiters;

  /** Who watches the buffer. The owner's. */
  final KnoteList knotes = new KnoteList();

  private volatile boolean errorIsSet;

  SocketBuffer(
      Socket socket, Q sockbuf, Lock lock, WaiterList.Factory waiters, Probes probes, int traced) {
    this.socket = socket;
    this.sockbuf = sockbuf;
    this.lock = lock;
    this.probes = probes;
    this.traced = traced;
    this.waiters = waiters.create(this, probes, traced);
  }

  // ---- the owner's side ----

  /** The socket has an error: lets all waiters go. */
  void setError() {
    errorIsSet = true;
    Probes.hit(probes, StackProbe.SET_ERROR, traced);
    wakeup();
  }

  /** SO_RCVBUF, SO_SNDBUF. A new mark can make room, and can make a wait hopeless. */
  final void setHighWater(int bytes) {
    sockbuf.setHighWater(bytes);
    wakeup();
  }

  /**
   * SO_RCVLOWAT, SO_SNDLOWAT. A lower mark can make the condition of a knote true. A user who waits
   * goes by the mark it found.
   */
  final void setLowWater(int bytes) {
    sockbuf.setLowWater(bytes);
    knotes.activate();
  }

  /** The marks of a listener's buffer. Before there is a user. */
  final void inherit(SocketBuffer<Q> listener) {
    if (listener.highWater() != highWater()) {
      setHighWater(listener.highWater());
    }
    setLowWater(listener.lowWater());
  }

  /** After any change that users may wait for (BSD's sowakeup). */
  final void wakeup() {
    waiters.wakeup();
    knotes.activate();
  }

  // ---- the users' side ----

  final void lock(UserThread user) {
    lock.lock();
    Probes.hit(probes, StackProbe.LOCK, traced, user.number());
  }

  final void unlock(UserThread user) {
    lock.unlock();
    Probes.hit(probes, StackProbe.UNLOCK, traced, user.number());
  }

  /** Takes the socket's error; OK if there is none. The user with the lock. */
  final Errno takeError(UserThread user) {
    if (!errorIsSet) {
      return Errno.OK;
    }
    errorIsSet = false;
    Probes.hit(probes, StackProbe.TAKE_ERROR, traced, user.number());
    return socket.takeError();
  }

  /**
   * Waits for as much as the user's predicate message says.
   *
   * @return OK when it is there, or was a moment ago; else why the wait has ended
   */
  final Errno await(UserThread user, long deadlineNanos) {
    Outcome end = waiters.await(user, socket.soPort(), user.predicate.want, deadlineNanos);
    return Errno.of(end);
  }

  // ---- any thread ----

  /** Whether there is an error to be taken, or was a moment ago. */
  final boolean hasError() {
    return errorIsSet;
  }

  /** Whether nothing may be appended any more. */
  final boolean isAtEnd() {
    return sockbuf.cantMore();
  }

  final int highWater() {
    return sockbuf.highWater();
  }

  final int lowWater() {
    return sockbuf.lowWater();
  }
}
