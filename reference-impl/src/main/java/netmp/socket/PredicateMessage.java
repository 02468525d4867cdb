package netmp.socket;

import netmp.exec.Execution;
import netmp.msg.AbortableMessage;
import netmp.msg.MessagePort;
import netmp.msg.SyncMessage;

/**
 * "Tell me when there is something to read", or room to write (DragonFly's netmsg_so_notify). The
 * owner replies when the predicate holds; until then the message is on a waiter list. One object
 * per user thread, which waits in one place at a time.
 */
final class PredicateMessage extends AbortableMessage {

  /** The user thread's number in traces. */
  final int user;

  /** Where it waits, and how much it wants; set by the user before it sends. */
  WaiterList list;

  int want;

  /** Who owns what is waited for; set by the user before it sends. */
  SoPort<?> soPort;

  /** What the reply of an accept queue brings: a connection, or null. */
  private StreamSocket accepted;

  /** Next on the list; the owner's. */
  PredicateMessage next;

  PredicateMessage(Execution execution, int user) {
    super(execution);
    this.user = user;
  }

  /** Brings a connection back. The owner, before it replies. */
  void bring(StreamSocket connection) {
    accepted = connection;
  }

  /** The connection that the reply has brought, or null. The user, which has it then. */
  StreamSocket takeAccepted() {
    StreamSocket taken = accepted;
    accepted = null;
    return taken;
  }

  @Override
  protected void dispatch() {
    MessagePort elsewhere = elsewhere(port());
    if (elsewhere != null) {
      forward(elsewhere);
    } else if (isAborted()) {
      list.replyGivenUp(this);
    } else {
      list.arrive(this);
    }
  }

  @Override
  protected MessagePort elsewhere(MessagePort here) {
    return soPort.chase(here);
  }

  @Override
  protected void aborting() {
    list.aborting(this);
  }

  @Override
  protected void abortArrived(boolean replied) {
    list.abortArrived(this, replied);
  }

  @Override
  protected void replyToAbort(SyncMessage abort) {
    list.replyToAbort(abort, user);
  }

  @Override
  protected void abandon() {
    list.abandon(this);
  }
}
