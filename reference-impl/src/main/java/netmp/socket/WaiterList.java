package netmp.socket;

import netmp.action.StackProbe;
import netmp.msg.AbortableMessage.Outcome;
import netmp.msg.SyncMessage;
import netmp.probe.Probes;

/**
 * Users who wait until a predicate on the owner's state holds: for data, for space, for room in a
 * queue of connections. A user sends its predicate message and waits for the reply; the owner
 * evaluates the predicate when the message arrives, and again after each change that can make it
 * true. The protocol is {@code specs/handshake/PredicateWait.tla}.
 *
 * <p>Why no wakeup is lost: only the owner makes the predicate true, and only the owner evaluates
 * it and links waiters, so nothing falls between its evaluation and this list.
 *
 * <p>Nothing is allocated: the messages are the list.
 */
class WaiterList {

  /** What is waited for. Evaluated by the owner only. */
  @FunctionalInterface
  interface Predicate {

    /**
     * Whether a user has what it wants, as the owner can know. It may say yes too early, for the
     * user tests again; it may not say no too late.
     *
     * @param want how many bytes of data or of space, or what else this list counts
     */
    boolean holds(int want);

    /**
     * A user has what it wants, and is replied to next: what the reply brings can be taken for it
     * now. The owner.
     */
    default void grant(PredicateMessage waiter) {}
  }

  /** Makes the waiter lists of socket buffers. */
  @FunctionalInterface
  interface Factory {

    /** An empty list. */
    WaiterList create(Predicate predicate, Probes probes, int traced);
  }

  private final Predicate predicate;
  private final Probes probes;
  private final int traced;

  /** Oldest first. The owner's, as all that follows. */
  private PredicateMessage first;

  private PredicateMessage last;

  WaiterList(Predicate predicate, Probes probes, int traced) {
    this.predicate = predicate;
    this.probes = probes;
    this.traced = traced;
  }

  // ---- users ----

  /**
   * Waits until the owner says that there is what the user wants. The reply is a hint: another user
   * may have been faster, so the caller tests again, also after a wait that was given up, since
   * what came with the interrupt shall not be left.
   *
   * @param user the calling thread
   * @param soPort who owns what is waited for
   * @param want how much it wants; goes with the message, so a mark set meanwhile counts next time
   * @param deadlineNanos a time of the execution, or Long.MAX_VALUE for none
   * @return how the wait ended
   */
  Outcome await(UserThread user, SoPort<?> soPort, int want, long deadlineNanos) {
    PredicateMessage message = user.predicate;
    message.list = this;
    message.want = want;
    message.soPort = soPort;
    // Before the put: from here the message counts as travelling.
    Probes.hit(probes, StackProbe.SEND_PREDICATE, traced, message.user);
    Outcome outcome = message.send(soPort.port(), deadlineNanos);
    Probes.hit(probes, StackProbe.RESUME, traced, message.user);
    return outcome;
  }

  /** As {@link #await}, but an interrupt does not end the wait. */
  void awaitReply(UserThread user, SoPort<?> soPort, int want) {
    PredicateMessage message = user.predicate;
    message.list = this;
    message.want = want;
    message.soPort = soPort;
    Probes.hit(probes, StackProbe.SEND_PREDICATE, traced, message.user);
    message.send(soPort.port());
    Probes.hit(probes, StackProbe.RESUME, traced, message.user);
  }

  /** The user is about to send the abort. */
  final void aborting(PredicateMessage message) {
    Probes.hit(probes, StackProbe.SEND_ABORT, traced, message.user);
  }

  // ---- the owner ----

  /** A predicate message arrives. */
  void arrive(PredicateMessage waiter) {
    if (evaluate(waiter)) {
      reply(waiter);
    } else {
      enqueue(waiter);
    }
  }

  /** After any change that can make the predicate true (BSD's sowakeup). */
  void wakeup() {
    PredicateMessage before = null;
    PredicateMessage waiter = first;
    while (waiter != null) {
      PredicateMessage next = waiter.next;
      if (evaluate(waiter)) {
        unlink(before, waiter);
        reply(waiter);
      } else {
        before = waiter;
      }
      waiter = next;
    }
  }

  /** A message arrives, and its abort was faster: the socket has moved meanwhile. */
  final void replyGivenUp(PredicateMessage waiter) {
    int user = waiter.user;
    waiter.reply();
    Probes.hit(probes, StackProbe.REPLY_GIVEN_UP, traced, user);
  }

  /** The abort of a message has come; the message may be replied to already. */
  final void abortArrived(PredicateMessage waiter, boolean replied) {
    Probes.hit(probes, StackProbe.GIVE_UP, traced, waiter.user, replied ? 1 : 0);
  }

  /** The message of the user is not touched after this. */
  final void replyToAbort(SyncMessage abort, int user) {
    abort.reply();
    Probes.hit(probes, StackProbe.REPLY_TO_ABORT, traced, user);
  }

  /** The abort of a message has come: takes it off the list, if it is here, and replies to it. */
  final void abandon(PredicateMessage waiter) {
    PredicateMessage before = null;
    PredicateMessage w = first;
    while (w != null && w != waiter) {
      before = w;
      w = w.next;
    }
    if (w != null) {
      unlink(before, waiter);
      Probes.hit(probes, StackProbe.ABORT, traced, waiter.user);
      reply(waiter);
    }
  }

  final boolean evaluate(PredicateMessage waiter) {
    boolean holds = predicate.holds(waiter.want);
    Probes.hit(probes, StackProbe.EVALUATE, traced, waiter.user, holds ? 1 : 0);
    if (holds) {
      predicate.grant(waiter);
    }
    return holds;
  }

  final void reply(PredicateMessage waiter) {
    int user = waiter.user;
    waiter.reply();
    Probes.hit(probes, StackProbe.REPLY, traced, user);
  }

  final void enqueue(PredicateMessage waiter) {
    if (first == null) {
      first = waiter;
    } else {
      last.next = waiter;
    }
    last = waiter;
    Probes.hit(probes, StackProbe.ENQUEUE, traced, waiter.user);
  }

  private void unlink(PredicateMessage before, PredicateMessage waiter) {
    if (before == null) {
      first = waiter.next;
    } else {
      before.next = waiter.next;
    }
    if (last == waiter) {
      last = before;
    }
    waiter.next = null;
  }
}
