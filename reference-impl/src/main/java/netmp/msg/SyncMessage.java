package netmp.msg;

import netmp.exec.Execution;

/**
 * A message whose sender waits for the reply (DragonFly's lwkt_domsg). The object belongs to the
 * sending thread and is used again for its next request; while the sender waits it belongs to the
 * receiving side, which may keep it (a predicate message on a waiter list) as long as it replies
 * exactly once.
 *
 * <p>Only user threads wait: a protocol thread that waited for another could close a cycle (defect
 * D43), and one that waited for itself would wait for ever.
 */
public abstract class SyncMessage extends Message {

  private final Execution execution;
  private Thread sender;
  private volatile boolean done = true;

  /**
   * A message at rest.
   *
   * @param execution parks and unparks the sender
   */
  protected SyncMessage(Execution execution) {
    this.execution = execution;
  }

  /**
   * Puts the message and waits until it has been replied to. Not interruptible.
   *
   * @param port the port of the protocol thread that shall carry it out
   */
  public final void send(MessagePort port) {
    assert done : "sent while in flight";
    sender = Thread.currentThread();
    done = false;
    port.put(this);
    while (!done) {
      execution.park();
    }
  }

  /**
   * Ends the sender's wait. The thread that holds the message, once; it may not touch the message
   * afterwards.
   *
   * <p>Memory consistency: what the caller wrote into the message happens before {@link #send}
   * returns.
   */
  public final void reply() {
    assert !done : "replied to twice";
    Thread waiter = sender;
    done = true;
    execution.unpark(waiter);
  }
}
