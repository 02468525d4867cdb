package netmp.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A socket's filter on an event queue (BSD's struct knote), for who watches: see {@link
 * EventQueue#attach}.
 *
 * <p>It hangs on one of the socket's buffers as long as the socket's owner has it linked, and is on
 * the queue's ready list while {@code active} is 1.
 */
public class Knote {

  private static final VarHandle ACTIVE;

  static {
    try {
      ACTIVE = MethodHandles.lookup().findVarHandle(Knote.class, "active", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final EventQueue queue;

  /** Null in the queue's own knote. */
  final Socket socket;

  final Filter filter;
  final int number;

  /** What the user has given to know it by (kevent's udata), or null. */
  final Object data;

  /** Next on the buffer's list; the owner's, and after the unlinking his to whom it was given. */
  Knote nextLinked;

  /** Next on the ready list; of the thread that activated the knote, then of the list's taker. */
  Knote nextReady;

  /** The pass that reported the knote last; under the queue's lock. */
  int reportedIn;

  /** Its removal was confirmed, or its close reported; under the queue's lock. */
  boolean forgotten;

  /** Nobody wants to be told of it (EV_DISABLE); under the queue's lock. */
  boolean disabled;

  /** The queue's list of its knotes, a circle; under the queue's lock. */
  private Knote before = this;

  private Knote behind = this;

  /** The socket is closed: the knote is reported once more. Written by the owner. */
  volatile boolean closed;

  volatile int active;

  Knote(EventQueue queue, Socket socket, Filter filter, int number, Object data) {
    this.queue = queue;
    this.socket = socket;
    this.filter = filter;
    this.number = number;
    this.data = data;
  }

  /**
   * Exchanges the word for 1; 0 obliges the caller to put the knote on the ready list. An exchange
   * and not a look before it: whoever comes second sees what the first did before (defect D56).
   */
  int activate() {
    return (int) ACTIVE.getAndSet(this, 1);
  }

  /** The list's taker, before it evaluates (defect D52). */
  void clear() {
    ACTIVE.getAndSet(this, 0);
  }

  /** Enters the list that begins behind the queue's own knote. */
  void enter(Knote own) {
    before = own;
    behind = own.behind;
    own.behind.before = this;
    own.behind = this;
  }

  /** Leaves the list, if it is there. */
  void leave() {
    before.behind = behind;
    behind.before = before;
    before = this;
    behind = this;
  }

  /** The first of the list; of the queue's own knote, which is the first of an empty one. */
  Knote first() {
    return behind;
  }

  /** Whether the condition holds, as anybody can know; of an open socket. */
  boolean holds() {
    return switch (filter) {
      case READ -> socket.isReadable();
      case WRITE -> socket.isWritable();
      case EXCEPT -> socket.isExceptional();
      case URGENT -> socket.isUrgent();
    };
  }
}
