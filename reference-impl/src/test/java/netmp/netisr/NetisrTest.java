package netmp.netisr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Lock;
import netmp.exec.Execution;
import netmp.msg.Message;
import netmp.msg.MessagePort;
import netmp.probe.Probes;
import netmp.stats.Counter;
import netmp.stats.Counters;
import org.junit.jupiter.api.Test;

/**
 * The protocol thread runs on the test's own thread; whenever it parks, the next step of the test
 * runs.
 */
class NetisrTest {

  private final Script script = new Script();
  private final MessagePort port = new MessagePort(script, Probes.OFF);
  private final FakeDevice device = new FakeDevice();
  private final Timers timers = new Timers(0);
  private final Counters counters = new Counters();
  private final List<String> log = new ArrayList<>();

  @Test
  void messagesAreDispatchedInOrderUntilStop() {
    Netisr netisr = netisr(Netisr.Mode.INTERRUPT, UncaughtHandler.RETHROW);
    put("a");
    put("b");
    netisr.stop();
    put("late");
    netisr.run();
    assertThat(log).containsExactly("a", "b", "flush");
    assertThat(script.parks).isZero();
  }

  @Test
  void aTurnReceivesDispatchesFiresAndFlushesOnce() {
    Netisr netisr = netisr(Netisr.Mode.INTERRUPT, UncaughtHandler.RETHROW);
    device.ready = 2;
    put("message");
    timers.schedule(timer("timer"), 0);
    netisr.stop();
    netisr.run();
    assertThat(log).containsExactly("frame", "frame", "message", "timer", "flush");
  }

  @Test
  void moreThanABudgetTakesMoreTurns() {
    Netisr netisr = netisr(Netisr.Mode.INTERRUPT, UncaughtHandler.RETHROW);
    device.ready = 33;
    for (int i = 0; i < 33; i++) {
      put("m");
    }
    netisr.stop();
    netisr.run();
    assertThat(log.indexOf("m")).isEqualTo(32);
    assertThat(log.indexOf("flush")).isEqualTo(64);
    assertThat(log).hasSize(66 + 2);
  }

  @Test
  void anIdleThreadParksWithItsInterruptOnAndWakesForFramesMessagesAndTimers() {
    Netisr netisr = netisr(Netisr.Mode.INTERRUPT, UncaughtHandler.RETHROW);
    timers.schedule(timer("timer"), 500);
    script.then(() -> put("message"));
    script.then(
        () -> {
          assertThat(device.interrupt).isTrue();
          device.receive();
        });
    script.then(() -> {}); // nothing before the timer: time passes
    script.then(netisr::stop);
    netisr.run();
    log.removeIf("flush"::equals);
    assertThat(log).containsExactly("message", "frame", "timer");
    assertThat(script.deadlines).containsExactly(500L, 500L, 500L, Timers.NEVER);
    assertThat(script.unparks).as("message, frame, stop").isEqualTo(3);
    assertThat(device.interrupt).isFalse();
  }

  @Test
  void aFrameThatCameBeforeTheInterruptWasOnIsSeen() {
    Netisr netisr = netisr(Netisr.Mode.INTERRUPT, UncaughtHandler.RETHROW);
    device.onEnable = () -> device.ready = 1;
    script.then(
        () -> {
          assertThat(log).as("before the thread parks").contains("frame");
          netisr.stop();
        });
    netisr.run();
    assertThat(script.parks).isEqualTo(1);
  }

  @Test
  void aThreadThatRunsIsNotWoken() {
    Netisr netisr = netisr(Netisr.Mode.INTERRUPT, UncaughtHandler.RETHROW);
    device.onFrame = () -> put("message");
    script.then(device::receive);
    script.then(netisr::stop);
    netisr.run();
    assertThat(log).contains("message");
    assertThat(script.unparks).as("frame, stop").isEqualTo(2);
  }

  @Test
  void aPollingThreadLooksAgainWithoutInterrupts() {
    Netisr netisr = netisr(Netisr.Mode.POLL, UncaughtHandler.RETHROW);
    script.then(() -> device.ready = 1);
    script.then(() -> assertThat(device.interrupt).isFalse());
    script.then(netisr::stop);
    netisr.run();
    log.removeIf("flush"::equals);
    assertThat(log).containsExactly("frame");
    assertThat(script.deadlines.get(0)).isEqualTo(Netisr.POLL_INTERVAL);
    assertThat(device.enables).isZero();
  }

  @Test
  void aThreadLooksAFewTimesBeforeItParks() {
    Netisr netisr = netisr(Netisr.Mode.INTERRUPT, UncaughtHandler.RETHROW);
    script.maySpin = 5;
    script.then(() -> put("message"));
    script.then(netisr::stop);
    netisr.run();
    assertThat(script.parks).isEqualTo(2);
    assertThat(script.spins).as("before each park").isEqualTo(10);
  }

  @Test
  void aPollingThreadWakesForTheEarlierOfTimerAndPoll() {
    Netisr netisr = netisr(Netisr.Mode.POLL, UncaughtHandler.RETHROW);
    timers.schedule(timer("timer"), 10);
    script.then(() -> {});
    script.then(netisr::stop);
    netisr.run();
    assertThat(script.deadlines).containsExactly(10L, 10 + Netisr.POLL_INTERVAL);
  }

  @Test
  void aBugIsCountedAndTheThreadGoesOn() {
    List<RuntimeException> bugs = new ArrayList<>();
    Netisr netisr = netisr(Netisr.Mode.INTERRUPT, (cpu, bug) -> bugs.add(bug));
    port.put(new Bug());
    put("after");
    netisr.stop();
    netisr.run();
    log.removeIf("flush"::equals);
    assertThat(log).containsExactly("after");
    assertThat(bugs).hasSize(1);
    assertThat(counters.get(Counter.NETISR_UNCAUGHT)).isEqualTo(1);
  }

  @Test
  void inTestsABugEndsTheThread() {
    Netisr netisr = netisr(Netisr.Mode.INTERRUPT, UncaughtHandler.RETHROW);
    port.put(new Bug());
    assertThatThrownBy(netisr::run).isInstanceOf(IllegalStateException.class).hasMessage("bug");
    assertThat(counters.get(Counter.NETISR_UNCAUGHT)).isEqualTo(1);
  }

  private Netisr netisr(Netisr.Mode mode, UncaughtHandler uncaught) {
    return new Netisr(0, mode, script, port, device, timers, counters, () -> {}, uncaught);
  }

  private void put(String name) {
    port.put(
        new Message() {
          @Override
          protected void dispatch() {
            log.add(name);
          }
        });
  }

  private Timer timer(String name) {
    return new Timer() {
      @Override
      protected void fire() {
        log.add(name);
      }
    };
  }

  private static final class Bug extends Message {
    @Override
    protected void dispatch() {
      throw new IllegalStateException("bug");
    }
  }

  private final class FakeDevice implements Device {
    private int ready;
    private boolean interrupt;
    private int enables;
    private Runnable handler;
    private Runnable onEnable = () -> {};
    private Runnable onFrame = () -> {};

    void receive() {
      ready++;
      if (interrupt) {
        interrupt = false;
        handler.run();
      }
    }

    @Override
    public void start(Runnable wake) {
      handler = wake;
    }

    @Override
    public int poll(int budget) {
      int polled = Math.min(ready, budget);
      ready -= polled;
      for (int i = 0; i < polled; i++) {
        log.add("frame");
        onFrame.run();
      }
      return polled;
    }

    @Override
    public boolean isReady() {
      return ready > 0;
    }

    @Override
    public void enableInterrupt() {
      enables++;
      interrupt = true;
      onEnable.run();
      onEnable = () -> {};
    }

    @Override
    public void disableInterrupt() {
      interrupt = false;
    }

    @Override
    public void flush() {
      if (!log.isEmpty() && !log.getLast().equals("flush")) {
        log.add("flush");
      }
    }
  }

  /** Parking runs the next step of the test; if that wakes nobody, time passes to the deadline. */
  private static final class Script implements Execution {
    private final Queue<Runnable> steps = new ArrayDeque<>();
    private final List<Long> deadlines = new ArrayList<>();
    private long now;
    private boolean permit;
    private int parks;
    private int unparks;
    private int spins;
    private int maySpin;

    void then(Runnable step) {
      steps.add(step);
    }

    @Override
    public Thread start(String name, Kind kind, Runnable body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void park() {
      parkUntil(Timers.NEVER);
    }

    @Override
    public void parkUntil(long deadline) {
      parks++;
      deadlines.add(deadline);
      assertThat(steps).as("the thread parks, and nobody is left to wake it").isNotEmpty();
      steps.remove().run();
      assertThat(permit || deadline != Timers.NEVER).as("woken by someone").isTrue();
      now = permit ? now : deadline;
      permit = false;
    }

    @Override
    public void unpark(Thread thread) {
      assertThat(thread).isSameAs(Thread.currentThread());
      unparks++;
      permit = true;
    }

    @Override
    public void interrupt(Thread thread) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean interrupted() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isProtocolThread() {
      return true;
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Lock newLock() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int spins() {
      return maySpin;
    }

    @Override
    public void spinWait() {
      spins++;
    }
  }
}
