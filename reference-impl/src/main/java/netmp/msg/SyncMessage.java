package netmp.msg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netmp.exec.Blocker;
import netmp.exec.Execution;

/**
 * A message whose sender waits for the reply (DragonFly's lwkt_domsg). The object belongs to the
 * sending thread and is used again for its next request; while the sender waits it belongs to the
 * receiving side, which may keep it (a predicate message on a waiter list) as long as it replies
 * exactly once.
 *
 * <p>Only user threads wait: a protocol thread that waited for another could close a cycle, and one
 * that waited for itself would wait for ever (defect D43, {@code specs/waitfor}).
 */
public abstract class SyncMessage extends Message implements Blocker {

  /** With its sender. */
  private static final int DONE = 0;

  /** Not replied to; the sender looks again and again. */
  private static final int SENT = 1;

  /** Not replied to; the sender parks. */
  private static final int PARKED = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(SyncMessage.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Execution execution;
  private Thread sender;

  /** Where it was put last; the holder's. */
  private MessagePort port;

  /**
   * Sender and replier each change it by an atomic exchange, so the replier wakes a sender that
   * parks, and no other.
   */
  private volatile int state = DONE;

  /**
   * A message at rest.
   *
   * @param execution parks and unparks the sender
   */
  protected SyncMessage(Execution execution) {
    this.execution = execution;
  }

  /**
   * Puts the message and waits until it has been replied to. An interrupt does not end the wait;
   * the status is set when it returns. User threads only.
   *
   * @param port the port of the protocol thread that shall carry it out
   */
  public final void send(MessagePort port) {
    post(port);
    awaitReply();
  }

  /**
   * As {@link #send(MessagePort)}.
   *
   * @param port the port of the protocol thread that shall carry it out
   * @param afterPut is run between the put and the wait
   */
  public final void send(MessagePort port, Runnable afterPut) {
    post(port);
    afterPut.run();
    awaitReply();
  }

  /** Puts the message; the sender is the calling thread. */
  final void post(MessagePort port) {
    assert isDone() : "sent while in flight";
    assert !execution.isProtocolThread() : "a protocol thread must not wait";
    sender = Thread.currentThread();
    state = SENT;
    this.port = port;
    port.put(this);
  }

  /** Waits for the reply, whatever happens. */
  final void awaitReply() {
    boolean interrupted = false;
    while (!isDoneSoon()) {
      execution.park(this);
      // While the status is set no park would wait.
      interrupted |= execution.interrupted();
    }
    if (interrupted) {
      execution.interrupt(sender);
    }
  }

  /**
   * Looks for the reply as long as that costs no more than to be woken. The sender, which parks if
   * this says no, and then asks again.
   */
  final boolean isDoneSoon() {
    if (state == SENT) {
      for (int spins = execution.spins(); spins > 0 && state == SENT; spins--) {
        execution.spinWait();
      }
      STATE.compareAndSet(this, SENT, PARKED);
    }
    return state == DONE;
  }

  /** The owner of the port on which the message was put last. */
  @Override
  public final Thread endedBy() {
    return port.owner();
  }

  @Override
  public String toString() {
    return "the reply to " + getClass().getSimpleName();
  }

  /**
   * Whether the message is with its sender: replied to, or never sent.
   *
   * @return false from {@link #send} until the reply
   */
  public final boolean isDone() {
    return state == DONE;
  }

  /**
   * Hands the message on to another protocol thread, not replied to (DragonFly's lwkt_forwardmsg).
   * The thread that holds the message; it may not touch the message afterwards.
   *
   * @param port the port of the thread that shall carry it out instead
   */
  public final void forward(MessagePort port) {
    assert !isDone() : "forwarded after its reply";
    this.port = port;
    port.put(this);
  }

  /**
   * The port on which the message was put last. The thread that got it from there.
   *
   * @return the port, null before the first {@link #send}
   */
  protected final MessagePort port() {
    return port;
  }

  /**
   * Ends the sender's wait. The thread that holds the message, once; it may not touch the message
   * afterwards.
   *
   * <p>Memory consistency: what the caller wrote into the message happens before {@link #send}
   * returns.
   */
  public final void reply() {
    assert !isDone() : "replied to twice";
    Thread waiter = sender;
    if ((int) STATE.getAndSet(this, DONE) == PARKED) {
      execution.unpark(waiter);
    }
  }
}
