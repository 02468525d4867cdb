package netmp.netisr;

import netmp.exec.Execution;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.stats.Counter;
import netmp.stats.Counters;

/**
 * The protocol thread of one CPU (DragonFly's netisr_cpu). Its turn: receive frames, dispatch
 * messages, fire timers, tell the device of what is to be sent. After a turn without work it waits
 * for any of these.
 *
 * <p>It never takes a lock that a user may hold, and waits nowhere else.
 */
public final class Netisr implements Runnable {

  /** How the thread learns of received frames. */
  public enum Mode {
    /** The device interrupts a thread that waits. */
    INTERRUPT,
    /**
     * The device interrupts a thread that waits, which looks every {@link #WATCHDOG_INTERVAL} too:
     * for devices that lose interrupts.
     */
    WATCHED,
    /** The thread looks every {@link #POLL_INTERVAL}; the device never interrupts. */
    POLL
  }

  /** Between two looks at an idle device in mode POLL, in nanoseconds. */
  public static final long POLL_INTERVAL = 100_000;

  /** Between two looks at an idle device in mode WATCHED, in nanoseconds. */
  public static final long WATCHDOG_INTERVAL = 10_000_000;

  private static final int FRAMES_PER_TURN = 32;
  private static final int MESSAGES_PER_TURN = 32; // as DragonFly's netisr

  private final int cpu;
  private final Mode mode;
  private final Execution execution;
  private final MessagePort port;
  private final Device device;
  private final Timers timers;
  private final Counters counters;
  private final Runnable rollup;
  private final UncaughtHandler uncaught;
  private boolean stopped;
  private int idleTurns;

  /**
   * Wires the thread; {@link #run} is its body.
   *
   * @param cpu the CPU
   * @param mode how it learns of frames
   * @param execution the clock, parking and waking
   * @param port the thread's own port
   * @param device the CPU's rings
   * @param timers the CPU's timers
   * @param counters the CPU's counters
   * @param rollup what protocols do at the end of a turn, such as to acknowledge a burst of
   *     segments (DragonFly's netisr_register_rollup)
   * @param uncaught what to do about bugs
   */
  public Netisr(
      int cpu,
      Mode mode,
      Execution execution,
      MessagePort port,
      Device device,
      Timers timers,
      Counters counters,
      Runnable rollup,
      UncaughtHandler uncaught) {
    this.cpu = cpu;
    this.mode = mode;
    this.execution = execution;
    this.port = port;
    this.device = device;
    this.timers = timers;
    this.counters = counters;
    this.rollup = rollup;
    this.uncaught = uncaught;
  }

  /** Runs until the message of {@link #stop} has been dispatched. The thread must own the port. */
  @Override
  public void run() {
    Thread self = Thread.currentThread();
    port.setOwner(self);
    device.start(() -> execution.unpark(self));
    while (!stopped) {
      if (turn() > 0) {
        idleTurns = 0;
      } else {
        idle();
      }
    }
  }

  /**
   * Ends the thread when it has dispatched the messages before this one; those behind it stay on
   * the port. Any thread; returns at once.
   */
  public void stop() {
    port.put(new Stop());
  }

  /** One turn. An exception ends it early; before the thread waits it sees what is left to do. */
  private int turn() {
    timers.advanceTo(execution.nanoTime());
    int work = 0;
    try {
      work = device.poll(FRAMES_PER_TURN) + dispatch() + timers.fireDue();
      rollup.run();
    } catch (RuntimeException bug) {
      counters.count(Counter.NETISR_UNCAUGHT);
      uncaught.uncaught(cpu, bug);
    }
    device.flush();
    return work;
  }

  private int dispatch() {
    int dispatched = 0;
    while (dispatched < MESSAGES_PER_TURN && !stopped) {
      Message message = port.get();
      if (message == null) {
        break;
      }
      dispatched++;
      message.handle();
    }
    return dispatched;
  }

  private void idle() {
    if (idleTurns++ < execution.spins()) {
      execution.spinWait();
      return;
    }
    boolean interrupts = mode != Mode.POLL;
    if (interrupts) {
      device.enableInterrupt();
    }
    // The port and the device look once more after they were asked to wake this thread: what came
    // before would wake nobody. A device that was not asked is looked at soon.
    if (port.announceWait() && !(interrupts && device.isReady())) {
      await(wakeUpTime());
    }
    port.cancelWait();
    if (interrupts) {
      device.disableInterrupt();
    }
  }

  private void await(long deadline) {
    if (deadline == Timers.NEVER) {
      execution.park();
    } else {
      execution.parkUntil(deadline);
    }
  }

  private long wakeUpTime() {
    long next = timers.nextDeadline();
    return switch (mode) {
      case INTERRUPT -> next;
      case WATCHED -> Math.min(next, timers.now() + WATCHDOG_INTERVAL);
      case POLL -> Math.min(next, timers.now() + POLL_INTERVAL);
    };
  }

  private final class Stop extends Message {
    @Override
    protected void dispatch() {
      stopped = true;
    }
  }
}
