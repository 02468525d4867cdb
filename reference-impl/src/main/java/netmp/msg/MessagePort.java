package netmp.msg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import netmp.action.StackProbe;
import netmp.exec.Execution;
import netmp.probe.Probes;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/**
 * The queue of messages for one protocol thread: any thread puts, the owner gets, in the order of
 * the puts. One queue per port keeps the messages of a sender in order even when the sender moves
 * to another CPU (defect D28).
 *
 * <p>An owner with nothing to do calls {@link #announceWait}, which looks once more, and parks only
 * if that returned true. Sender and owner each write one word and then read the other's, so both
 * accesses are sequentially consistent: the queue's tail is moved by compare-and-set, {@code
 * waiting} is volatile. The protocol is {@code specs/msgport/MessagePort.tla}; leaving out the
 * second look is its defect D45.
 */
public class MessagePort {

  private static final int CHUNK = 1024;
  private static final VarHandle WAITING;

  static {
    try {
      WAITING = MethodHandles.lookup().findVarHandle(MessagePort.class, "waiting", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final MpscUnboundedVarHandleArrayQueue<Message> queue =
      new MpscUnboundedVarHandleArrayQueue<>(CHUNK);
  private final Execution execution;
  private final Probes probes;
  private final int traced;
  private volatile boolean waiting;
  private volatile Thread owner;

  /**
   * An empty port without an owner.
   *
   * @param execution unparks the owner
   * @param probes reports the port's actions
   */
  public MessagePort(Execution execution, Probes probes) {
    this.execution = execution;
    this.probes = probes;
    this.traced = probes.newObject("port");
  }

  /**
   * Names the thread that gets. Once, before that thread first announces that it waits.
   *
   * @param thread the protocol thread
   */
  public final void setOwner(Thread thread) {
    owner = thread;
  }

  /** The thread that gets, or null before it is named. */
  Thread owner() {
    return owner;
  }

  /**
   * Hands a message over to the owner and wakes it if it waits. Any thread; never blocks; allocates
   * nothing while fewer than 1024 messages wait.
   *
   * <p>Memory consistency: what the caller did before happens before the message's dispatch.
   *
   * @param message the message, which the caller owns and gives up
   */
  public final void put(Message message) {
    int number = probes.newMessage();
    message.setNumber(number);
    enqueue(message);
    Probes.hit(probes, StackProbe.PUT, traced, number);
    boolean waited = waiting && (boolean) WAITING.getAndSet(this, false);
    if (waited) {
      execution.unpark(owner);
    }
    Probes.hit(probes, StackProbe.WAKE, traced, waited ? 1 : 0);
  }

  /**
   * Takes the oldest message. The owner only.
   *
   * @return the message, which the caller now owns, or null when there is none
   */
  public final Message get() {
    Message message = dequeue();
    if (message != null) {
      Probes.hit(probes, StackProbe.GET, traced, message.number());
    }
    return message;
  }

  /**
   * Announces that the owner is about to park, and looks again. The owner only; it must call {@link
   * #cancelWait} before its next {@link #get}, whether it parked or not.
   *
   * @return true if the owner may park: a later put will unpark it
   */
  public final boolean announceWait() {
    waiting = true;
    Probes.hit(probes, StackProbe.ANNOUNCE_WAIT, traced);
    boolean empty = isEmpty();
    Probes.hit(probes, StackProbe.RECHECK, traced, empty ? 1 : 0);
    return empty;
  }

  /** Ends the wait that {@link #announceWait} began. The owner only. */
  public final void cancelWait() {
    waiting = false;
    Probes.hit(probes, StackProbe.CANCEL_WAIT, traced);
  }

  // ---- the queue: a sender's messages in its order, wherever it runs ----

  void enqueue(Message message) {
    queue.offer(message);
  }

  /** The oldest message, or null. The owner only. */
  Message dequeue() {
    return queue.relaxedPoll();
  }

  /** The owner only. */
  boolean isEmpty() {
    return queue.isEmpty();
  }
}
