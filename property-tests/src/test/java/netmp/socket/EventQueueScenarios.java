package netmp.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netmp.adversary.Scenario;
import netmp.adversary.ScenarioRun;
import netmp.sim.DeterministicExecution;

/** Waiting for many sockets, with a defect and without. */
public final class EventQueueScenarios {

  private static final int BYTES = 10;

  private EventQueueScenarios() {}

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        new Scenario("D52", watched(ClearsLater::new, 2), watched(Knote::new, 2)),
        new Scenario("D53", watched(LinkedOnly::new, 1), watched(Knote::new, 1)),
        new Scenario("D54", one(ParksAtOnce::new), one(EventQueueScenarios::sound)),
        new Scenario("D55", woken(KeepsItsWakeup::new), woken(EventQueueScenarios::sound)),
        new Scenario("D58", two(TrustsThePermit::new), two(EventQueueScenarios::sound)));
  }

  @FunctionalInterface
  private interface Knotes {
    Knote create(EventQueue queue, Socket socket, Filter filter, int number, Object data);
  }

  @FunctionalInterface
  private interface Queues {
    EventQueue create(ScenarioRun run, Sockets sockets);
  }

  private static EventQueue sound(ScenarioRun run, Sockets sockets) {
    return new EventQueue(sockets, run.execution, run.probes);
  }

  private static void write(StreamSocket socket) throws SocketError {
    assertThat(socket.write(new byte[BYTES], 0, BYTES)).isEqualTo(BYTES);
  }

  private static boolean watch(EventQueue queue, StreamSocket socket) throws SocketError {
    queue.add(socket, Filter.READ);
    return true;
  }

  /** Waits for something to read, and reads, until so many packets have been read. */
  private static void serve(EventQueue queue, int packets) throws Exception {
    Event[] events = {new Event()};
    int left = packets * BYTES;
    while (left > 0) {
      if (queue.kevent(events, EventQueue.FOREVER) > 0) {
        left -= readNow((StreamSocket) events[0].socket());
      }
    }
  }

  /** Reads a packet if there is one. */
  private static int readNow(StreamSocket socket) {
    try {
      return socket.read(new byte[BYTES], 0, BYTES);
    } catch (SocketError e) {
      assertThat(e.errno()).isEqualTo(Errno.EAGAIN);
      return 0;
    }
  }

  /** One user watches a socket, another writes to it. */
  private static Scenario.Setup watched(Knotes knotes, int packets) {
    return run -> {
      LocalBench bench = new LocalBench(run);
      run.user(
          "A.main",
          () -> {
            List<StreamSocket> pair = run.undisturbed(bench.sockets::openPair);
            StreamSocket socket = pair.get(1);
            socket.setBlocking(false);
            EventQueue queue = bench.sockets.eventQueue();
            run.user(
                "A.watcher",
                () -> {
                  socket.poll(knotes.create(queue, socket, Filter.READ, 2, null));
                  serve(queue, packets);
                });
            for (int i = 0; i < packets; i++) {
              write(pair.get(0));
            }
          });
    };
  }

  /** One user on a queue, one packet. */
  private static Scenario.Setup one(Queues queues) {
    return run -> start(run, queues, 1);
  }

  /** Two users on a queue, two packets. */
  private static Scenario.Setup two(Queues queues) {
    return run -> start(run, queues, 2);
  }

  private static void start(ScenarioRun run, Queues queues, int users) {
    LocalBench bench = new LocalBench(run);
    run.user(
        "A.main",
        () -> {
          List<StreamSocket> pair = run.undisturbed(bench.sockets::openPair);
          pair.get(1).setBlocking(false);
          EventQueue queue = queues.create(run, bench.sockets);
          run.undisturbed(() -> watch(queue, pair.get(1)));
          for (int i = 0; i < users; i++) {
            run.user("A.watcher" + i, () -> serve(queue, 1));
          }
          for (int i = 0; i < users; i++) {
            write(pair.get(0));
          }
        });
  }

  /** Two users on a queue: one to be woken, and one for a packet. */
  private static Scenario.Setup woken(Queues queues) {
    return run -> {
      LocalBench bench = new LocalBench(run);
      run.user(
          "A.main",
          () -> {
            List<StreamSocket> pair = run.undisturbed(bench.sockets::openPair);
            EventQueue queue = queues.create(run, bench.sockets);
            run.undisturbed(() -> watch(queue, pair.get(1)));
            for (int i = 0; i < 2; i++) {
              run.user("A.watcher" + i, () -> queue.kevent(events(), EventQueue.FOREVER));
            }
            run.user("A.waker", queue::wakeup);
            write(pair.get(0));
          });
    };
  }

  private static Event[] events() {
    return new Event[] {new Event()};
  }

  /** D52: the word is cleared after the evaluation. */
  private static final class ClearsLater extends Knote {

    ClearsLater(EventQueue queue, Socket socket, Filter filter, int number, Object data) {
      super(queue, socket, filter, number, data);
    }

    @Override
    void clear() {
      // Later.
    }

    @Override
    boolean holds() {
      boolean holds = super.holds();
      ((DeterministicExecution) socket.sockets.execution()).switchPoint();
      super.clear();
      return holds;
    }
  }

  /** D53: the evaluation behind the linking is left out. */
  private static final class LinkedOnly extends Knote {
    private boolean linked;

    LinkedOnly(EventQueue queue, Socket socket, Filter filter, int number, Object data) {
      super(queue, socket, filter, number, data);
    }

    @Override
    boolean holds() {
      boolean holds = linked && super.holds();
      linked = true;
      return holds;
    }
  }

  /** D54: who has announced that it waits does not look again. For one user. */
  private static final class ParksAtOnce extends EventQueue {
    private boolean looked;

    ParksAtOnce(ScenarioRun run, Sockets sockets) {
      super(sockets, run.execution, run.probes);
      run.withoutJudge();
    }

    @Override
    int pass(UserThread user, Event[] events) {
      int reported = looked ? NOTHING : super.pass(user, events);
      looked = !looked && reported == NOTHING;
      return reported;
    }
  }

  /** D55: who returns with events wakes nobody. */
  private static final class KeepsItsWakeup extends EventQueue {
    private final Set<Thread> activating = new HashSet<>();

    KeepsItsWakeup(ScenarioRun run, Sockets sockets) {
      super(sockets, run.execution, run.probes);
      run.withoutJudge();
    }

    @Override
    int pass(UserThread user, Event[] events) {
      activating.add(Thread.currentThread());
      int reported = super.pass(user, events);
      activating.remove(Thread.currentThread());
      return reported;
    }

    @Override
    void activate(Knote knote) {
      activating.add(Thread.currentThread());
      super.activate(knote);
      activating.remove(Thread.currentThread());
    }

    @Override
    void wakeWaiter() {
      if (activating.contains(Thread.currentThread())) {
        super.wakeWaiter();
      }
    }
  }

  /** D58: who has got the permit was woken, and who has not was not. */
  private static final class TrustsThePermit extends EventQueue {
    private final ScenarioRun run;

    TrustsThePermit(ScenarioRun run, Sockets sockets) {
      super(sockets, run.execution, run.probes);
      this.run = run;
    }

    @Override
    void await(Waiter self, long deadline) {
      run.execution.parkUntil(deadline);
    }
  }
}
