package netmp.socket;

import netmp.exec.Execution;
import netmp.msg.MessagePort;
import netmp.msg.SyncMessage;

/**
 * "Tell me when there is something to read" (DragonFly's netmsg_so_notify). The owner replies when
 * the predicate holds; until then the message is on the receive buffer's waiter list. One object
 * per user thread, which waits in one place at a time.
 */
final class PredicateMessage extends SyncMessage {

  /** The user thread's number in traces. */
  final int user;

  /** The buffer waited for; set by the user before it sends. */
  ReceiveBuffer buffer;

  /** Who owns the buffer; set by the user before it sends. */
  SoPort<?> soPort;

  /** Next on the buffer's waiter list; the owner's. */
  PredicateMessage next;

  PredicateMessage(Execution execution, int user) {
    super(execution);
    this.user = user;
  }

  @Override
  protected void dispatch() {
    MessagePort elsewhere = soPort.chase(port());
    if (elsewhere != null) {
      forward(elsewhere);
    } else {
      buffer.evaluateOrEnqueue(this);
    }
  }
}
