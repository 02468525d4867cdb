package netmp.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Lock;
import netmp.exec.Blocker;
import netmp.exec.Execution;
import netmp.sim.Result.Outcome;

/**
 * Runs threads one at a time on the thread that calls {@link #run}. A thread goes on until it
 * parks, ends, or a {@link #switchPoint} gives its turn to another; the chooser decides. The clock
 * stands still while anything can run, then jumps to the next deadline.
 *
 * <p>Parking, permits, locks and timers are this class's own, so two runs with the same choices are
 * equal step by step, on any JDK and with either kind of coroutine.
 *
 * <p>All methods of {@link Execution} are for threads started here; {@link #start} may also be
 * called before the run.
 */
public final class DeterministicExecution implements Execution {

  /** Ends a thread that is left over when the run is over. */
  private static final class Abandoned extends Error {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("the run is over", null, false, false);
    }
  }

  private record Alarm(long deadline, long order, SimThread thread, long park) {}

  /** The thread that runs, and those that could. */
  private final class CurrentAndReady implements ReadyThreads {
    @Override
    public int size() {
      return ready.size() + 1;
    }

    @Override
    public int thread(int option) {
      return option == 0 ? current.number : ready.get(option - 1).number;
    }
  }

  /** Those that can run when the one that ran does not go on. */
  private final class Ready implements ReadyThreads {
    @Override
    public int size() {
      return ready.size() - spinning;
    }

    @Override
    public int thread(int option) {
      return ready.get(option).number;
    }
  }

  private final ScheduleChooser chooser;
  private final Coroutine.Factory coroutines;
  private final long stepLimit;
  private final long timeLimit;
  private final List<SimThread> threads = new ArrayList<>();
  private final IdentityHashMap<Thread, SimThread> byThread = new IdentityHashMap<>();

  /** Who can run, the longest ready first; without the one that runs. */
  private final ArrayList<SimThread> ready = new ArrayList<>();

  private final ReadyThreads currentAndReady = new CurrentAndReady();
  private final ReadyThreads readyOnly = new Ready();

  private StepObserver observer = StepObserver.NONE;

  /** 1 if the thread that became ready last only waits for others, else 0. */
  private int spinning;

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          Comparator.comparingLong(Alarm::deadline).thenComparingLong(Alarm::order));
  private long alarmOrder;
  private SimThread current;
  private SimThread next;
  private int users;
  private int locks;
  private long now;
  private long steps;
  private boolean timeIsOver;
  private boolean abandoned;
  private SimThread failed;
  private Throwable failure;

  /**
   * An execution on virtual threads where the JDK is open to that, else on platform threads.
   *
   * @param chooser decides who runs
   * @param stepLimit how many scheduling points the run may pass
   */
  public DeterministicExecution(ScheduleChooser chooser, long stepLimit) {
    this(chooser, stepLimit, Long.MAX_VALUE);
  }

  /**
   * An execution of limited virtual time.
   *
   * @param chooser decides who runs
   * @param stepLimit how many scheduling points the run may pass
   * @param timeLimit the clock does not go beyond it, in nanoseconds
   */
  public DeterministicExecution(ScheduleChooser chooser, long stepLimit, long timeLimit) {
    this(
        chooser,
        stepLimit,
        timeLimit,
        Objects.requireNonNullElse(VirtualCoroutine.factoryIfOpen(), PlatformCoroutine::new));
  }

  DeterministicExecution(
      ScheduleChooser chooser, long stepLimit, long timeLimit, Coroutine.Factory coroutines) {
    this.chooser = chooser;
    this.stepLimit = stepLimit;
    this.timeLimit = timeLimit;
    this.coroutines = coroutines;
  }

  /**
   * Has somebody watch. Before the run.
   *
   * @param watcher is told of every step
   */
  public void setObserver(StepObserver watcher) {
    observer = watcher;
  }

  // ---- the run ----

  /**
   * Runs until all user threads have ended or none can. Once; the calling thread is the carrier.
   *
   * @return how it ended
   */
  public Result run() {
    while (users > 0 && failure == null && steps < stepLimit) {
      SimThread thread = next != null ? next : afterBlock();
      next = null;
      if (thread == null) {
        break;
      }
      resume(thread);
    }
    Result result = result();
    abandonTheRest();
    return result;
  }

  private void resume(SimThread thread) {
    current = thread;
    observer.begins(thread.number);
    thread.coroutine.resume();
    current = null;
  }

  /** Chooses when the thread that ran cannot go on. */
  private SimThread afterBlock() {
    while (ready.isEmpty()) {
      if (!ring()) {
        return null;
      }
    }
    steps++;
    int choice = readyOnly.size() < 2 ? 0 : chooser.choose(readyOnly);
    spinning = 0;
    return ready.remove(choice);
  }

  /**
   * Moves the clock to the next deadline; false if there is none, or the clock may not go there.
   */
  private boolean ring() {
    Alarm alarm = alarms.poll();
    if (alarm == null) {
      return false;
    }
    if (isCurrent(alarm)) {
      if (alarm.deadline > timeLimit) {
        timeIsOver = true;
        return false;
      }
      now = Math.max(now, alarm.deadline);
      observer.timePasses();
      makeReady(alarm.thread);
    }
    return true;
  }

  private static boolean isCurrent(Alarm alarm) {
    return alarm.thread.state == SimThread.State.PARKED && alarm.thread.parks == alarm.park;
  }

  private Result result() {
    if (failure != null) {
      return new Result(Outcome.FAILED, failed.name + " died of " + failure, failure, steps, now);
    }
    if (users == 0) {
      return new Result(Outcome.COMPLETED, "", null, steps, now);
    }
    return new Result(outcomeOfTheStuck(), describeCycle() + describeThreads(), null, steps, now);
  }

  private Outcome outcomeOfTheStuck() {
    if (timeIsOver) {
      return Outcome.TIME_LIMIT;
    }
    return steps < stepLimit ? Outcome.DEADLOCK : Outcome.STEP_LIMIT;
  }

  /** The members of a cycle of the wait-for graph, in its order; empty if there is none. */
  private String describeCycle() {
    for (SimThread start : threads) {
      StringBuilder text = new StringBuilder("wait-for cycle:\n");
      SimThread thread = start;
      for (int i = 0; i < threads.size() && thread != null; i++) {
        SimThread other = waitsFor(thread);
        text.append(describeEdge(thread, other));
        if (other == start) {
          return text.toString();
        }
        thread = other;
      }
    }
    return "";
  }

  private SimThread waitsFor(SimThread thread) {
    boolean waits = thread.state == SimThread.State.PARKED && thread.blocker != null;
    return waits ? byThread.get(thread.blocker.endedBy()) : null;
  }

  private static String describeEdge(SimThread thread, SimThread other) {
    return other == null
        ? ""
        : "  %s waits for %s of %s%n".formatted(thread.name, thread.blocker, other.name);
  }

  /** Who is left, those first who call sockets. */
  private String describeThreads() {
    StringBuilder text = new StringBuilder();
    threads.stream()
        .filter(thread -> thread.state != SimThread.State.ENDED)
        .sorted(Comparator.comparing(thread -> thread.kind == Kind.PROTOCOL))
        .forEach(thread -> describe(thread, text));
    return text.toString();
  }

  /** A protocol thread that is parked has nothing to do: where it stands is of no interest. */
  private static void describe(SimThread thread, StringBuilder text) {
    text.append(thread.name).append(' ').append(thread.state);
    if (thread.blocker != null) {
      text.append(", waits for ").append(thread.blocker);
    }
    text.append('\n');
    boolean idle = thread.state == SimThread.State.PARKED && thread.blocker == null;
    if (thread.kind != Kind.PROTOCOL || !idle) {
      for (StackTraceElement frame : thread.thread().getStackTrace()) {
        if (!isMachinery(frame.getClassName())) {
          text.append("    at ").append(frame).append('\n');
        }
      }
    }
  }

  private static boolean isMachinery(String className) {
    return className.startsWith("netmp.sim.")
        || className.startsWith("java.")
        || className.startsWith("jdk.");
  }

  private void abandonTheRest() {
    abandoned = true;
    observer = StepObserver.NONE;
    for (int i = 0; i < threads.size(); i++) {
      SimThread thread = threads.get(i);
      while (thread.state != SimThread.State.ENDED) {
        resume(thread);
      }
    }
  }

  // ---- what threads call ----

  @Override
  public Thread start(String name, Kind kind, Runnable body) {
    SimThread thread = new SimThread(name, kind, threads.size());
    thread.coroutine = coroutines.create(name, () -> runBody(thread, body));
    threads.add(thread);
    byThread.put(thread.thread(), thread);
    observer.touches(thread.number);
    ready.add(thread);
    users += kind == Kind.USER ? 1 : 0;
    return thread.thread();
  }

  private void runBody(SimThread thread, Runnable body) {
    try {
      if (!abandoned) {
        observer.touches(thread.number);
        body.run();
      }
    } catch (Abandoned e) {
      // The run is over.
    } catch (Throwable e) {
      failed = thread;
      failure = failure == null && !abandoned ? e : failure;
    } finally {
      thread.state = SimThread.State.ENDED;
      users -= thread.kind == Kind.USER ? 1 : 0;
    }
  }

  /**
   * A point where another thread may go on. Called by every probe.
   *
   * @throws IllegalStateException when the calling thread was not started here
   */
  public void switchPoint() {
    SimThread self = self();
    steps++;
    int choice = ready.isEmpty() || steps >= stepLimit ? 0 : chooser.choose(currentAndReady);
    if (choice > 0) {
      next = ready.remove(choice - 1);
      leave(self);
    } else if (steps >= stepLimit) {
      leave(self);
    } else {
      observer.begins(self.number);
    }
  }

  /** The running thread uses a lock. */
  void touchesLock(int number) {
    observer.touches(~number);
  }

  @Override
  public int spins() {
    return 0;
  }

  @Override
  public void spinWait() {
    SimThread self = self();
    // Spinning waits for somebody else, so somebody else goes on if there is anybody.
    spinning = ready.isEmpty() ? 0 : 1;
    leave(self);
  }

  private void leave(SimThread self) {
    ready.add(self);
    suspend(self);
  }

  @Override
  public void park() {
    SimThread self = self();
    observer.touches(self.number);
    if (!self.interrupted) {
      parkUninterruptibly(self);
    }
    self.permit = false;
  }

  @Override
  public void park(Blocker blocker) {
    SimThread self = self();
    self.blocker = blocker;
    park();
    self.blocker = null;
  }

  /** For locks: an interrupt may wake the thread, but does not keep it from parking again. */
  void parkUninterruptibly(Blocker blocker) {
    SimThread self = self();
    self.blocker = blocker;
    parkUninterruptibly(self);
    self.blocker = null;
    self.permit = false;
  }

  private void parkUninterruptibly(SimThread self) {
    if (!self.permit) {
      self.state = SimThread.State.PARKED;
      self.parks++;
      suspend(self);
      observer.touches(self.number);
    }
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    SimThread self = self();
    if (!self.permit && !self.interrupted && deadlineNanos != Long.MAX_VALUE) {
      observer.waitsUntil(deadlineNanos);
      alarms.add(new Alarm(deadlineNanos, alarmOrder++, self, self.parks + 1));
    }
    park();
  }

  @Override
  public void unpark(Thread thread) {
    SimThread target = known(thread);
    observer.touches(target.number);
    target.permit = true;
    wake(target);
  }

  private SimThread known(Thread thread) {
    SimThread known = byThread.get(thread);
    if (known == null) {
      throw new IllegalStateException(thread + " was not started by this execution");
    }
    return known;
  }

  private void wake(SimThread target) {
    if (target.state == SimThread.State.PARKED) {
      makeReady(target);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The status is this execution's own. {@link Thread#interrupt} must not be used on its
   * threads: it would wake the coroutine itself.
   */
  @Override
  public void interrupt(Thread thread) {
    SimThread target = known(thread);
    observer.touches(target.number);
    target.interrupted = true;
    wake(target);
  }

  @Override
  public boolean interrupted() {
    SimThread self = self();
    observer.touches(self.number);
    boolean was = self.interrupted;
    self.interrupted = false;
    return was;
  }

  @Override
  public boolean isProtocolThread() {
    return self().kind == Kind.PROTOCOL;
  }

  private void makeReady(SimThread thread) {
    thread.state = SimThread.State.READY;
    ready.add(thread);
  }

  private void suspend(SimThread self) {
    if (abandoned) {
      throw new Abandoned();
    }
    self.coroutine.suspend();
    if (abandoned) {
      throw new Abandoned();
    }
  }

  private SimThread self() {
    if (current == null || current.thread() != Thread.currentThread()) {
      throw new IllegalStateException(
          Thread.currentThread() + " is not a thread of this execution; start it with start()");
    }
    return current;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Lock newLock() {
    return new SimLock(this, locks++, true);
  }

  /**
   * The name of the thread that runs.
   *
   * @return as given to {@link #start}
   */
  public String currentName() {
    return self().name;
  }
}
