package netmp.soak;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import netmp.capture.CaptureWriter;
import netmp.capture.PcapngWriter;
import netmp.exec.Execution;
import netmp.socket.SocketError;
import netmp.trace.IntervalTrace;
import netmp.validate.Catalogue;
import netmp.validate.TraceHeader;

/**
 * One round: machines are made, users use them, disturbers disturb them; then all is healed, users
 * come to their end, and nothing may be left over.
 */
final class Round {

  private static final long SECOND = 1_000_000_000L;

  private static final long TICK = SECOND / 10;
  private static final long STANDSTILL = 10 * SECOND;
  private static final int DISTURBERS = 2;
  private static final int STREAM_SERVERS = 3;

  /** Enough for all timers of the stacks: two minutes of silence, and more. */
  private static final int JUMPS = 60;

  private static final long JUMP = 10 * SECOND;

  /** By so much all clocks go faster once all is healed. */
  private static final int HASTE = 10;

  /**
   * The longest that a user may wait then, by these clocks: two of the longest pauses between two
   * tries of TCP, and more.
   */
  private static final long PATIENCE = 150 * SECOND;

  /** For a user that was killed, in nanoseconds of the real clock. */
  private static final long PATIENCE_WITH_THE_DEAD = 20 * SECOND;

  private final SoakSettings settings;
  private final int number;
  private final Tally tally;
  private final RoundPlan plan;
  private final IntervalTrace trace = new IntervalTrace();
  private final List<User> users = new CopyOnWriteArrayList<>();
  private final List<Listening> listeners = new ArrayList<>();
  private final List<Thread> disturbers = new ArrayList<>();
  private final AtomicInteger names = new AtomicInteger();
  private final Set<Long> cutShort = ConcurrentHashMap.newKeySet();
  private LiveJudge judge;
  private SoakNetwork network;
  private volatile boolean ending;
  private volatile boolean closing;

  Round(SoakSettings settings, int number, Tally tally) {
    this.settings = settings;
    this.number = number;
    this.tally = tally;
    plan = RoundPlan.of(settings.seed(), number);
  }

  /**
   * Runs it.
   *
   * @param nanos for how long it is disturbed
   * @param progress called now and then
   */
  void run(long nanos, Catalogue catalogue, Runnable progress)
      throws IOException, InterruptedException {
    trace.wakes();
    int cpus = plan.machines().get(plan.traced()).cpus();
    TraceHeader header = new TraceHeader("soak", settings.seed(), "real", false, cpus);
    try (CaptureWriter capture =
        new PcapngWriter(
            new BufferedOutputStream(Files.newOutputStream(file("pcapng"))), System::nanoTime)) {
      judge = new LiveJudge(trace, catalogue, header, file("ndjson"), tally);
      network = new SoakNetwork(plan, trace, capture, tally);
      begin();
      watch(nanos, progress);
      end(progress);
      trace.parks();
      judge.end();
    }
    tally.count(Tally.Group.DONE, "rounds");
  }

  /** A file of this round. */
  Path file(String extension) {
    return settings.folder().resolve("round-" + number + "." + extension);
  }

  // ---- its beginning ----

  private void begin() {
    for (Machine machine : network.machines()) {
      for (boolean local : new boolean[] {false, true}) {
        listen(new Listening(machine, local));
      }
      add(new EventServer(this, machine, newName(machine, "events"), chance()));
      add(new DatagramServer(this, machine, newName(machine, "echo"), chance()));
      add(new DatagramClient(this, machine, newName(machine, "asker"), chance()));
      for (StreamClient.Service service : StreamClient.Service.values()) {
        add(new StreamClient(this, machine, service, newName(machine, "client"), chance()));
      }
    }
    for (int i = 0; i < DISTURBERS; i++) {
      Disturber disturber = new Disturber(this, chance());
      disturbers.add(
          network.execution().start("disturber" + i, Execution.Kind.DAEMON, disturber::run));
    }
  }

  private void listen(Listening listening) {
    try {
      listening.open();
    } catch (SocketError e) {
      tally.find("nobody can listen on a new machine: " + Stacks.text(e));
    }
    listeners.add(listening);
    int servers = listening.isLocal() ? 1 : STREAM_SERVERS;
    for (int i = 0; i < servers; i++) {
      Machine machine = listening.machine();
      add(new StreamServer(this, listening, newName(machine, "server"), chance()));
    }
  }

  private SplittableGenerator chance() {
    return plan.random().split();
  }

  private void add(User user) {
    users.add(user);
    user.start();
  }

  // ---- what users and disturbers ask ----

  Tally tally() {
    return tally;
  }

  /** Clients end, and nothing disturbs any more. */
  boolean isEnding() {
    return ending;
  }

  /** Servers end. */
  boolean isClosing() {
    return closing;
  }

  String newName(Machine machine, String what) {
    return machine.name() + "." + what + names.incrementAndGet();
  }

  Machine anyMachine(RandomGenerator random) {
    return RoundPlan.any(random, network.machines());
  }

  /** From now on a conversation may end early. */
  void cutShort(long key) {
    cutShort.add(key);
  }

  boolean isCutShort(long key) {
    return cutShort.contains(key);
  }

  /** The calling thread rests. */
  void rest(long nanos) {
    HostExecution execution = network.execution();
    execution.parkUntil(execution.nanoTime() + nanos);
  }

  /** Whether what users do is judged in time. */
  boolean isTraceKeptUpWith() {
    return judge.keepsUp();
  }

  /** The calling thread waits until the links have done what they have to do. */
  void awaitNetwork() {
    network.awaitArrival();
  }

  User anyUser(Machine machine, RandomGenerator random) {
    List<User> all = users.stream().filter(user -> user.machine.equals(machine)).toList();
    return RoundPlan.any(random, all);
  }

  /** Kills a user, closes its sockets when it is dead, and puts another in its place. */
  void kill(User user) {
    if (!users.remove(user)) {
      return; // another disturber kills it
    }
    user.kill();
    long begin = System.nanoTime();
    while (user.thread().isAlive() && System.nanoTime() - begin < PATIENCE_WITH_THE_DEAD) {
      rest(TICK / 100);
    }
    if (user.thread().isAlive()) {
      tally.find("killed, and still alive: " + user.describe());
    }
    user.bury();
    add(user.successor());
  }

  void restartListeners(Machine machine) throws SocketError {
    for (Listening listening : listeners) {
      if (listening.machine().equals(machine)) {
        listening.close();
        listening.open();
      }
    }
  }

  // ---- what may not be ----

  /** Until the time is over, or something is wrong. */
  private void watch(long nanos, Runnable progress) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos && tally.findings().isEmpty()) {
      rest(TICK);
      checkMachines();
      progress.run();
    }
  }

  private void checkMachines() {
    for (Machine machine : network.machines()) {
      boolean alive = true;
      for (Thread thread : machine.host().stack().threads()) {
        alive &= thread.isAlive();
      }
      if (alive) {
        Leftovers.checkLimits(machine, tally);
      } else {
        tally.find("a protocol thread of " + machine.name() + " is dead");
      }
    }
  }

  // ---- its end ----

  private void end(Runnable progress) throws InterruptedException {
    ending = true;
    for (Thread disturber : disturbers) {
      disturber.join();
    }
    network.heal();
    network.awaitArrival();
    awaitEnd(user -> user.isOver(), progress);
    closing = true;
    for (Listening listening : listeners) {
      listening.close();
    }
    awaitEnd(user -> true, progress);
    settle();
    if (!tally.findings().isEmpty()) {
      tally.close();
    }
    network.stop();
  }

  /**
   * Until they are over, on clocks that go fast: a segment that was lost before all was healed may
   * be sent again a minute later. Nobody is late by a time in which the whole process stood still.
   */
  private void awaitEnd(Predicate<User> who, Runnable progress) {
    long past = 0;
    long before = System.nanoTime();
    while (users.stream().filter(who).anyMatch(user -> user.thread().isAlive())
        && tally.findings().isEmpty()) {
      rest(TICK);
      network.jump((HASTE - 1) * TICK);
      progress.run();
      long now = System.nanoTime();
      past = now - before > STANDSTILL ? 0 : past + (now - before) + (HASTE - 1) * TICK;
      before = now;
      checkPatience(past);
    }
  }

  private void checkPatience(long past) {
    users.stream()
        .filter(user -> Math.min(user.waited(), past) > PATIENCE)
        .findFirst()
        .ifPresent(
            user ->
                tally.find(
                    "waits for more than %d s, though nothing is in its way: %s"
                        .formatted(PATIENCE / SECOND, user.describe())));
  }

  /** All clocks go forward until nothing is left over, or long enough. */
  private void settle() {
    List<String> left = List.of("");
    for (int i = 0; i < JUMPS && !left.isEmpty() && tally.findings().isEmpty(); i++) {
      network.jump(JUMP);
      rest(TICK);
      left = network.machines().stream().map(Leftovers::of).filter(Objects::nonNull).toList();
    }
    if (tally.findings().isEmpty()) {
      left.forEach(tally::find);
      tally.add(Tally.Group.CHECK, "machines without leftovers", network.machines().size());
    }
  }
}
