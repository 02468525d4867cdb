package netmp.socket;

import java.util.ArrayDeque;
import java.util.Queue;
import netmp.action.StackProbe;
import netmp.probe.Probes;

/**
 * so_comp: connections that are complete and not accepted yet, and the wait for one, whose reply
 * brings it (DragonFly's soaccept_predicate). All of it is the listener's owner's; connections are
 * completed on any CPU and come here by message. The protocol is {@code
 * specs/accept/AcceptQueue.tla}.
 *
 * <p>Why no wakeup is lost: only the owner writes the queue, and only the owner evaluates
 * predicates and links waiters (defect D16 is a queue that the completing threads write).
 */
class AcceptQueue implements WaiterList.Predicate {

  /** What a user who accepts waits for: a connection, or the end of the listener. */
  private static final int CONNECTION = 1;

  /** What the user who closes the listener waits for: a connection, or that none will come. */
  private static final int LAST = 2;

  private final Queue<StreamSocket> complete = new ArrayDeque<>();
  private final int backlog;
  private final Probes probes;
  private final int traced;
  private final WaiterList waiters;

  /** How many connections are complete; written by the owner, read by anyone. */
  private volatile int completed;

  /** Connections that have a place and are not complete. */
  private int completing;

  private int made;
  private boolean listening = true;

  /** The user that closes the listener; 0 while it listens. */
  private int closer;

  AcceptQueue(int backlog, WaiterList.Factory waiters, Probes probes) {
    this.backlog = backlog;
    this.probes = probes;
    traced = probes.newObject("so_comp");
    this.waiters = waiters.create(this, probes, traced);
    Probes.hit(probes, StackProbe.LISTEN, traced, backlog);
  }

  // ---- the owner ----

  /** A place for a connection: its number, or 0 when there is none. */
  int reserve() {
    if (!listening || completing + complete.size() >= backlog) {
      Probes.hit(probes, StackProbe.REFUSE, traced);
      return 0;
    }
    completing++;
    made++;
    Probes.hit(probes, StackProbe.RESERVE, traced, made);
    return made;
  }

  /** A connection with a place is complete; it is filled. */
  void complete(StreamSocket connection) {
    completing--;
    complete.add(connection);
    completed = complete.size();
    Probes.hit(probes, StackProbe.COMPLETE, traced, connection.number());
    waiters.wakeup();
  }

  /** The oldest connection, or null; after the end only for the user who closes. */
  StreamSocket take(int user) {
    StreamSocket connection = listening || user == closer ? complete.poll() : null;
    completed = complete.size();
    Probes.hit(
        probes,
        StackProbe.TAKE_CONNECTION,
        traced,
        user,
        connection == null ? 0 : connection.number());
    return connection;
  }

  /** How many connections have a place and are not complete. */
  int completing() {
    return completing;
  }

  /** Nobody gets a place any more, and all acceptors go. */
  void stop(int user) {
    listening = false;
    closer = user;
    Probes.hit(probes, StackProbe.STOP_LISTENING, traced, user);
    waiters.wakeup();
  }

  @Override
  public boolean holds(int want) {
    return !complete.isEmpty() || (!listening && (want == CONNECTION || completing() == 0));
  }

  @Override
  public void grant(PredicateMessage waiter) {
    waiter.bring(take(waiter.user));
  }

  // ---- what anybody can know ----

  /** How many connections wait to be accepted, or waited a moment ago. */
  int completed() {
    return completed;
  }

  // ---- the thread of the new socket ----

  /** The state and the address of a connection are filled in. */
  void filled(int number) {
    Probes.hit(probes, StackProbe.FILL, traced, number);
  }

  // ---- users ----

  /**
   * Waits for a connection, or for the end of the listener.
   *
   * @return OK when the wait was not given up: then the user's message has a connection, or the
   *     listener is closed
   */
  Errno await(UserThread user, SoPort<?> soPort, long deadlineNanos) {
    return Errno.of(waiters.await(user, soPort, CONNECTION, deadlineNanos));
  }

  /**
   * Waits until there is a connection, which the user's message has then, or none will come any
   * more. An interrupt does not end it. The user who has closed the listener.
   */
  void awaitLast(UserThread user, SoPort<?> soPort) {
    waiters.awaitReply(user, soPort, LAST);
  }

  /** A user has a connection that it took. */
  void accepted(int user, int number) {
    Probes.hit(probes, StackProbe.ACCEPTED, traced, user, number);
  }
}
