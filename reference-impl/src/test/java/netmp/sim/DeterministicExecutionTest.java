package netmp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import netmp.exec.Execution.Kind;
import netmp.sim.Result.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeterministicExecutionTest {

  private static final long LIMIT = 100_000;

  private final List<String> log = new ArrayList<>();

  static Stream<Coroutine.Factory> coroutines() {
    return Stream.of(VirtualCoroutine.factoryIfOpen(), PlatformCoroutine::new);
  }

  private static DeterministicExecution random(long seed) {
    return new DeterministicExecution(ScheduleChooser.uniform(new SplittableRandom(seed)), LIMIT);
  }

  private static DeterministicExecution cooperative() {
    return new DeterministicExecution(ScheduleChooser.COOPERATIVE, LIMIT);
  }

  private void threeCounters(DeterministicExecution execution) {
    for (String name : List.of("a", "b", "c")) {
      execution.start(
          name,
          Kind.USER,
          () -> {
            for (int i = 0; i < 5; i++) {
              log.add(name + i);
              execution.switchPoint();
            }
          });
    }
  }

  @Test
  void theTestsHaveVirtualThreadsOnASchedulerOfOurOwn() {
    assertThat(VirtualCoroutine.factoryIfOpen()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("coroutines")
  void oneSeedOneSchedule(Coroutine.Factory coroutines) {
    DeterministicExecution execution =
        new DeterministicExecution(
            ScheduleChooser.uniform(new SplittableRandom(3)), LIMIT, Long.MAX_VALUE, coroutines);
    threeCounters(execution);
    Result result = execution.run();
    assertThat(result.completed()).isTrue();
    assertThat(String.join(" ", log)).isEqualTo(scheduleOfSeed3());
  }

  private static String scheduleOfSeed3() {
    DeterministicExecutionTest other = new DeterministicExecutionTest();
    DeterministicExecution execution = random(3);
    other.threeCounters(execution);
    execution.run();
    return String.join(" ", other.log);
  }

  @Test
  void otherSeedsOtherSchedules() {
    List<String> schedules = new ArrayList<>();
    for (long seed = 0; seed < 20; seed++) {
      log.clear();
      DeterministicExecution execution = random(seed);
      threeCounters(execution);
      execution.run();
      assertThat(log).hasSize(15);
      schedules.add(String.join(" ", log));
    }
    assertThat(schedules.stream().distinct()).hasSizeGreaterThan(15);
  }

  @Test
  void withoutChoicesAThreadRunsUntilItWaits() {
    DeterministicExecution execution = cooperative();
    threeCounters(execution);
    execution.run();
    assertThat(String.join("", log)).isEqualTo("a0a1a2a3a4b0b1b2b3b4c0c1c2c3c4");
  }

  @Test
  void timePassesOnlyWhenAllWaitAndInTheOrderOfDeadlines() {
    DeterministicExecution execution = cooperative();
    for (int delay : List.of(300, 100, 200, 100)) {
      execution.start(
          "t" + delay,
          Kind.USER,
          () -> {
            execution.parkUntil(delay);
            log.add(delay + "@" + execution.nanoTime());
          });
    }
    Result result = execution.run();
    assertThat(log).containsExactly("100@100", "100@100", "200@200", "300@300");
    assertThat(result.nanos()).isEqualTo(300);
  }

  @Test
  void aDeadlineInThePastDoesNotTurnTimeBack() {
    DeterministicExecution execution = cooperative();
    execution.start(
        "t",
        Kind.USER,
        () -> {
          execution.parkUntil(50);
          execution.parkUntil(20);
        });
    assertThat(execution.run().nanos()).isEqualTo(50);
  }

  @Test
  void aPermitGivenBeforeIsNotLostAndNotKeptTwice() {
    DeterministicExecution execution = cooperative();
    execution.start(
        "t",
        Kind.USER,
        () -> {
          execution.unpark(Thread.currentThread());
          execution.unpark(Thread.currentThread());
          execution.park();
          log.add("once");
          execution.parkUntil(10);
          log.add("at " + execution.nanoTime());
        });
    execution.run();
    assertThat(log).containsExactly("once", "at 10");
  }

  @Test
  void unparkEndsATimedWaitAndTheOldAlarmDoesNothing() {
    DeterministicExecution execution = cooperative();
    Thread sleeper =
        execution.start(
            "sleeper",
            Kind.USER,
            () -> {
              execution.parkUntil(100);
              log.add("woken at " + execution.nanoTime());
              execution.parkUntil(1000);
              log.add("again at " + execution.nanoTime());
            });
    execution.start("waker", Kind.USER, () -> execution.unpark(sleeper));
    execution.run();
    assertThat(log).containsExactly("woken at 0", "again at 1000");
  }

  @Test
  void aDeadlockNamesWhoWaits() {
    DeterministicExecution execution = cooperative();
    execution.start("lost", Kind.USER, execution::park);
    execution.start("server", Kind.PROTOCOL, execution::park);
    Result result = execution.run();
    assertThat(result.outcome()).isEqualTo(Outcome.DEADLOCK);
    assertThat(result.detail()).contains("lost PARKED", "server PARKED");
  }

  @Test
  void protocolThreadsDoNotKeepARunAlive() {
    DeterministicExecution execution = cooperative();
    execution.start("server", Kind.PROTOCOL, execution::park);
    execution.start("user", Kind.USER, () -> log.add("user"));
    assertThat(execution.run().completed()).isTrue();
    assertThat(log).containsExactly("user");
  }

  @Test
  void aRunThatDoesNotEndIsGivenUp() {
    DeterministicExecution execution =
        new DeterministicExecution(ScheduleChooser.COOPERATIVE, 1000);
    execution.start(
        "circle",
        Kind.USER,
        () -> {
          for (; ; ) {
            execution.switchPoint();
          }
        });
    Result result = execution.run();
    assertThat(result.outcome()).isEqualTo(Outcome.STEP_LIMIT);
    assertThat(result.steps()).isEqualTo(1000);
  }

  @Test
  void theClockDoesNotPassItsLimit() {
    DeterministicExecution execution =
        new DeterministicExecution(ScheduleChooser.COOPERATIVE, LIMIT, 1000);
    execution.start(
        "patient",
        Kind.USER,
        () -> {
          execution.parkUntil(1000);
          execution.parkUntil(1001);
        });
    Result result = execution.run();
    assertThat(result.outcome()).isEqualTo(Outcome.TIME_LIMIT);
    assertThat(result.nanos()).isEqualTo(1000);
    assertThat(result.detail()).contains("patient PARKED\n");
  }

  @Test
  void aRunDoesNotWaitForADaemon() {
    DeterministicExecution execution = cooperative();
    boolean[] isProtocol = {true};
    execution.start(
        "server",
        Kind.DAEMON,
        () -> {
          isProtocol[0] = execution.isProtocolThread();
          execution.park();
        });
    execution.start("client", Kind.USER, execution::spinWait);
    assertThat(execution.run().completed()).isTrue();
    assertThat(isProtocol[0]).isFalse();
  }

  @Test
  void anExceptionEndsTheRun() {
    DeterministicExecution execution = cooperative();
    execution.start(
        "broken",
        Kind.USER,
        () -> {
          throw new IllegalArgumentException("no");
        });
    execution.start("waits", Kind.USER, execution::park);
    Result result = execution.run();
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.detail()).contains("broken died of").contains("no");
    assertThat(result.failure()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void spinningLetsOthersRun() {
    DeterministicExecution execution = cooperative();
    boolean[] flag = new boolean[1];
    execution.start(
        "spinner",
        Kind.USER,
        () -> {
          while (!flag[0]) {
            execution.spinWait();
          }
        });
    execution.start("setter", Kind.USER, () -> flag[0] = true);
    assertThat(execution.run().completed()).isTrue();
  }

  @Test
  void aLockExcludesUnderEverySchedule() {
    for (long seed = 0; seed < 300; seed++) {
      DeterministicExecution execution = random(seed);
      Lock lock = execution.newLock();
      int[] inside = new int[1];
      int[] total = new int[1];
      for (int t = 0; t < 3; t++) {
        execution.start(
            "t" + t,
            Kind.USER,
            () -> {
              for (int i = 0; i < 3; i++) {
                lock.lock();
                try {
                  assertThat(++inside[0]).isEqualTo(1);
                  execution.switchPoint();
                  total[0]++;
                  inside[0]--;
                } finally {
                  lock.unlock();
                }
              }
            });
      }
      Result result = execution.run();
      assertThat(result.detail()).isEmpty();
      assertThat(total[0]).isEqualTo(9);
    }
  }

  @Test
  void strangersAreRefused() {
    DeterministicExecution execution = cooperative();
    assertThatThrownBy(execution::park)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("start it with start()");
    assertThatThrownBy(() -> execution.unpark(Thread.currentThread()))
        .isInstanceOf(IllegalStateException.class);
  }

  /** As when two runs load classes at the same time: no step of the schedule, and no end of it. */
  @ParameterizedTest
  @MethodSource("coroutines")
  void aMonitorThatAnotherRunHoldsIsWaitedFor(Coroutine.Factory coroutines) throws Exception {
    Object monitor = new Object();
    DeterministicExecution execution =
        new DeterministicExecution(ScheduleChooser.COOPERATIVE, LIMIT, Long.MAX_VALUE, coroutines);
    Thread waiting =
        execution.start(
            "waiting",
            Kind.USER,
            () -> {
              synchronized (monitor) {
                log.add("entered");
              }
            });
    execution.start("other", Kind.USER, () -> log.add("other"));
    CountDownLatch held = new CountDownLatch(1);
    Thread holder = Thread.ofPlatform().start(() -> holdUntilWanted(monitor, held, waiting));
    held.await();
    assertThat(execution.run().completed()).isTrue();
    holder.join();
    assertThat(log).containsExactly("entered", "other");
  }

  private static void holdUntilWanted(Object monitor, CountDownLatch held, Thread waiting) {
    synchronized (monitor) {
      held.countDown();
      while (waiting.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
    }
  }
}
