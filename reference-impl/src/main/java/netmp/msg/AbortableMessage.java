package netmp.msg;

import netmp.exec.Execution;

/**
 * A message whose sender may give up the wait, when it is interrupted or at a deadline. The owner
 * still holds the message then, so the sender may not just return (defect D20): it sends a second
 * message, the abort, and waits without condition until both are with it again.
 *
 * <p>The abort marks the message. If the message is on a list of the owner, it is unlinked and
 * replied to; if it still travels, it is replied to when it arrives. So nothing depends on which of
 * the two is handled first: a message that is forwarded from port to port can be overtaken by its
 * abort (defect D21). The protocol is {@code specs/abort/Abort.tla}.
 *
 * <p>The object belongs to the sending thread; the abort is part of it and used again with it.
 */
public abstract class AbortableMessage extends SyncMessage {

  /** How a wait ended. */
  public enum Outcome {
    /** By a reply of the owner's own accord. */
    REPLIED,
    /** Given up because the sender was interrupted; its status is set. */
    INTERRUPTED,
    /** Given up at the deadline. */
    TIMED_OUT
  }

  private final Execution execution;
  private final Abort abort;

  /**
   * The wait was given up before the reply. Written by the owner of what is waited for; handed over
   * to the next owner, and to the sender, by the messages between them.
   */
  boolean aborted;

  /**
   * A message at rest.
   *
   * @param execution parks and unparks the sender
   */
  protected AbortableMessage(Execution execution) {
    super(execution);
    this.execution = execution;
    abort = new Abort(execution);
  }

  // ---- the sender ----

  /**
   * Puts the message and waits until it has been replied to, the calling thread is interrupted, or
   * the deadline is past. In all cases the message is with the sender when this returns. User
   * threads only.
   *
   * @param port where messages for the owner go
   * @param deadlineNanos a time of {@link Execution#nanoTime}, or Long.MAX_VALUE for none
   * @return how the wait ended; REPLIED also when the reply was faster than the abort
   */
  public final Outcome send(MessagePort port, long deadlineNanos) {
    aborted = false;
    post(port);
    Outcome outcome = await(deadlineNanos);
    if (outcome == Outcome.REPLIED) {
      return outcome;
    }
    abort(port);
    if (outcome == Outcome.INTERRUPTED) {
      execution.interrupt(Thread.currentThread());
    }
    return aborted ? outcome : Outcome.REPLIED;
  }

  /** Until the reply, or until the wait is to be given up. */
  final Outcome await(long deadlineNanos) {
    while (!isDoneSoon()) {
      if (execution.interrupted()) {
        return Outcome.INTERRUPTED;
      }
      if (deadlineNanos != Long.MAX_VALUE && deadlineNanos - execution.nanoTime() <= 0) {
        return Outcome.TIMED_OUT;
      }
      execution.parkUntil(deadlineNanos);
    }
    return Outcome.REPLIED;
  }

  /** Returns when neither the message nor the abort is with the owner. */
  void abort(MessagePort port) {
    aborting();
    abort.send(port);
    awaitReply();
  }

  /** The sender is about to send the abort. For probes. */
  protected void aborting() {}

  // ---- the owner ----

  /**
   * Whether the wait has been given up. The owner of what is waited for; one who gets such a
   * message replies at once.
   *
   * @return true if so
   */
  protected final boolean isAborted() {
    return aborted;
  }

  /** The abort has come to the owner. */
  void giveUp() {
    boolean replied = isDone();
    if (!replied) {
      aborted = true;
    }
    abortArrived(replied);
    if (!replied) {
      abandon();
    }
  }

  /**
   * The abort has come to the owner. For probes.
   *
   * @param replied whether the message was replied to before
   */
  protected void abortArrived(boolean replied) {}

  /**
   * Ends the sender's wait for its abort; the owner may not touch the message afterwards. For
   * probes.
   *
   * @param abort to be replied to
   */
  protected void replyToAbort(SyncMessage abort) {
    abort.reply();
  }

  /**
   * Where the message has to be forwarded to. A protocol thread that got the message or its abort.
   *
   * @param here the port from which it was got
   * @return a port, or null when the owner of this one owns what is waited for
   */
  protected abstract MessagePort elsewhere(MessagePort here);

  /**
   * The wait was given up before the reply: if the message is on a list, it is unlinked and replied
   * to. If not, it still travels and nothing is to be done. The owner.
   */
  protected abstract void abandon();

  /** "I wait no longer." */
  private final class Abort extends SyncMessage {

    Abort(Execution execution) {
      super(execution);
    }

    @Override
    protected void dispatch() {
      MessagePort owner = elsewhere(port());
      if (owner != null) {
        forward(owner);
      } else {
        giveUp();
        replyToAbort(this);
      }
    }
  }
}
